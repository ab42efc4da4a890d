//! Whole runs that fetch, from the same small server as the tests beside them.

use std::{
    net::TcpListener,
    sync::{Arc, Mutex},
};

use super::*;

const WORDS: &str = "قال المتحدث إن الوفد يصل غدا";

/// A list of two feeds, three pages, and one page that is not there.
fn site() -> Server {
    Server::start(Box::new(|head, stream| {
        let path = head.lines().next().unwrap_or_default();
        let head = head.to_ascii_lowercase();
        let host = head.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or_default().trim();
        let feed = |items: &[u32]| {
            let items: String = items
                .iter()
                .map(|i| format!("<item><title>خبر {i}</title><link>http://{host}/{i}</link></item>"))
                .collect();
            format!("<rss version='2.0'><channel><title>مرايا</title>{items}</channel></rss>")
        };
        let outline = |name: &str| format!("<outline xmlUrl='http://{host}/{name}'/>");
        let same = head.contains("if-none-match: \"a\"");
        match path {
            "/list" => {
                let list = format!("<opml><body>{}{}</body></opml>", outline("a.rss"), outline("b.rss"));
                answer(stream, "200 OK", "", list.as_bytes());
            }
            "/a.rss" if same => answer(stream, "304 Not Modified", "", b""),
            "/a.rss" => answer(stream, "200 OK", "ETag: \"a\"\r\n", feed(&[1, 2]).as_bytes()),
            "/b.rss" => answer(stream, "200 OK", "", feed(&[3, 4]).as_bytes()),
            "/1" | "/2" | "/4" => {
                let page = format!("<html><body><p>{WORDS} {path}</p></body></html>");
                answer(stream, "200 OK", "Content-Type: text/html\r\n", page.as_bytes());
            }
            "/lines" => {
                let line = format!("{{\"text\": \"{WORDS}\"}}\n");
                answer(stream, "200 OK", "", line.repeat(3).as_bytes());
            }
            _ => answer(stream, "404 Not Found", "", b"none"),
        }
    }))
}

fn inputs(server: &Server, paths: &[&str]) -> Vec<Input> {
    paths.iter().map(|path| Input::Address(server.url(path))).collect()
}

fn surfing(server: &Server, paths: &[&str]) -> Documents {
    let intake = Intake::new(inputs(server, paths), Options::default());
    Documents::of(intake).fetching(server.fetcher(quick()))
}

/// Paths of documents, and of those that failed after a mark.
fn names(server: &Server, documents: impl Iterator<Item = Result<Document, crate::IntakeError>>) -> Vec<String> {
    let root = server.url("");
    let name = |found| match found {
        Ok(Document { name, .. }) => name,
        Err(crate::IntakeError { document, .. }) => format!("! {document}"),
    };
    documents.map(|found| name(found).replace(&root, "")).collect()
}

/// The paths that were asked for, without robots.txt.
fn asked(server: &Server) -> Vec<String> {
    let heads = server.asked().into_iter().map(|head| head.split(' ').nth(1).unwrap_or_default().to_owned());
    heads.filter(|path| path != "/robots.txt").collect()
}

#[test]
fn a_run_follows_lists_and_feeds_down_to_the_pages() {
    let server = site();
    let mut documents = surfing(&server, &["/list", "/lines", "/2"]);
    assert_eq!(
        names(&server, documents.by_ref()),
        ["/1", "/2", "! /3", "/4", "/lines:1", "/lines:2", "/lines:3", "/2"]
    );
    let heard: Vec<String> =
        documents.heard().into_iter().map(|heard| heard.url.replace(&server.url(""), "")).collect();
    assert_eq!(heard, ["/list", "/a.rss", "/b.rss", "/lines", "/2"]);
    assert!(documents.heard().is_empty() && documents.passed_by() == 0);
    // Without a fetcher nothing is asked for.
    let before = server.asked().len();
    let quiet = Documents::new(inputs(&server, &["/list"]), 1_000_000);
    let errors: Vec<_> = quiet.map(Result::unwrap_err).collect();
    assert!(matches!(&errors[..], [one] if matches!(one.trouble, Trouble::OnlyLinked { .. })), "{errors:?}");
    assert_eq!(server.asked().len(), before);
}

#[test]
fn nothing_is_fetched_before_its_turn_and_a_stopped_run_goes_on() {
    let server = site();
    let mut documents = surfing(&server, &["/list", "/lines"]);
    assert!(documents.next().unwrap().unwrap().name.ends_with("/1"));
    assert_eq!(asked(&server), ["/list", "/a.rss", "/1"]);
    let position: Position = documents.position().to_string().parse().unwrap();
    let intake = Intake::resume(inputs(&server, &["/list", "/lines"]), Options::default(), &position);
    let rest = Documents::of(intake).fetching(server.fetcher(quick()));
    assert_eq!(names(&server, rest), ["/2", "! /3", "/4", "/lines:1", "/lines:2", "/lines:3"]);
    assert_eq!(asked(&server)[3..], ["/list", "/a.rss", "/2", "/b.rss", "/3", "/4", "/lines"]);
}

#[test]
fn what_the_caller_has_is_not_fetched_again() {
    let server = site();
    let seen: Arc<Mutex<Vec<String>>> = Arc::default();
    let kept = Arc::clone(&seen);
    let known = Validators { etag: Some("\"a\"".into()), last_modified: None };
    let mut documents = surfing(&server, &["/list"]).asking(move |link| {
        kept.lock().unwrap().push(format!("{:?}", link.kind));
        match link.url.rsplit('/').next() {
            Some("a.rss") => Ask::Fetch(known.clone()),
            Some("4") => Ask::Skip,
            _ => Ask::Fetch(Validators::default()),
        }
    });
    assert_eq!(names(&server, documents.by_ref()), ["! /3"]);
    assert_eq!(asked(&server), ["/list", "/a.rss", "/b.rss", "/3"]);
    assert_eq!(*seen.lock().unwrap(), ["Given", "Feed", "Feed", "Page", "Page"]);
    let heard = documents.heard();
    let same = Heard { url: server.url("/a.rss"), validators: heard[1].validators.clone(), changed: false };
    assert!(heard[1] == same && same.validators.etag.as_deref() == Some("\"a\""), "{heard:?}");
    assert!(heard[0].changed && heard[2].changed && documents.passed_by() == 1);
}

#[test]
fn a_dead_host_is_asked_three_times_and_no_more() {
    // A port that nobody listens to.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let server = Server { address, asked: Arc::default() };
    let mut fetcher = server.fetcher(quick());
    for round in 0..6 {
        let error = fetcher.fetch(&page(server.url(&format!("/{round}"))), &Validators::default()).unwrap_err();
        match error.trouble {
            Trouble::Unreachable(_) => assert!(round < 3, "{round}"),
            Trouble::LeftAlone { .. } => assert!(round >= 3, "{round}"),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn a_busy_host_is_left_alone() {
    let server =
        Server::of(&[("/busy", "503 Busy", "Retry-After: 120\r\n", b""), ("/a", "200 OK", "", b"hello to you")]);
    let mut fetcher = server.fetcher(quick());
    assert!(fetcher.fetch(&page(server.url("/a")), &Validators::default()).is_ok());
    let busy = fetcher.fetch(&page(server.url("/busy")), &Validators::default()).unwrap_err();
    assert!(matches!(busy.trouble, Trouble::Status { status: 503, .. }));
    let before = server.asked().len();
    let alone = fetcher.fetch(&page(server.url("/a")), &Validators::default()).unwrap_err();
    assert!(matches!(&alone.trouble, Trouble::LeftAlone { wait, .. } if wait.as_secs() == 120), "{alone}");
    assert_eq!(server.asked().len(), before);
    // A site too busy for its robots.txt is not taken for one without rules.
    let server = Server::of(&[("/robots.txt", "429 Busy", "", b""), ("/a", "200 OK", "", b"hello to you")]);
    assert!(matches!(trouble(&server, quick(), "/a"), Trouble::Status { status: 429, .. }));
}

#[test]
fn a_feed_may_be_larger_than_a_page() {
    let server = Server::start(Box::new(|head, stream| {
        let body = format!("{{\"text\": \"{}\"}}\n", WORDS.repeat(10)).repeat(1_000);
        let found = !head.starts_with("/robots.txt");
        answer(stream, if found { "200 OK" } else { "404 Not Found" }, "", body.as_bytes());
    }));
    let options = || FetchOptions { max_bytes: 10_000, max_feed_bytes: 1_000_000, ..quick() };
    assert!(matches!(trouble(&server, options(), "/a"), Trouble::TooLarge { limit: 10_000 }));
    let given = Link::given(server.url("/a"), LinkKind::Given);
    assert!(server.fetcher(options()).fetch(&given, &Validators::default()).is_ok());
}
