//! A small server on this machine, which only these tests may reach, and what is fetched of it.

mod runs;

use std::{
    io::{Read as _, Write as _},
    net::{IpAddr, SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use super::{
    Answer, Ask, FetchOptions, Fetcher, Heard, Validators,
    guard::{Guard, Resolver},
};
use crate::{Document, Documents, Found, Input, Intake, Link, LinkKind, Options, Position, Trouble};

/// What a server answers to the head of a request, whose first line begins with the path.
type Handler = Box<dyn Fn(&str, &mut TcpStream) + Send>;

struct Server {
    address: SocketAddr,
    /// The heads of all requests.
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start(handler: Handler) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let kept = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else {
                    continue;
                };
                let mut head = Vec::new();
                let mut byte = [0];
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
                    head.push(byte[0]);
                }
                let head = String::from_utf8_lossy(&head).into_owned();
                let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
                kept.lock().unwrap().push(head.to_ascii_lowercase());
                handler(&format!("{path}\n{head}"), &mut stream);
            }
        });
        Self { address, asked }
    }

    /// A server of a few pages: path, status line, headers, body.
    fn of(pages: &'static [(&'static str, &'static str, &'static str, &'static [u8])]) -> Self {
        Self::start(Box::new(move |head, stream| {
            let path = head.lines().next().unwrap_or_default();
            let found = pages.iter().find(|page| page.0 == path);
            let (_, status, headers, body) = found.copied().unwrap_or(("", "404 Not Found", "", b"none"));
            answer(stream, status, headers, body);
        }))
    }

    fn fetcher(&self, options: FetchOptions) -> Fetcher {
        let guard = Guard { server: Some(self.address) };
        // Every name leads to an address that nobody may reach.
        let resolver = Resolver::of(|_| vec![IpAddr::from([10, 0, 0, 1])]);
        Fetcher::guarded(options, guard, resolver).unwrap()
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

fn answer(stream: &mut TcpStream, status: &str, headers: &str, body: &[u8]) {
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n");
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body);
}

fn quick() -> FetchOptions {
    FetchOptions { delay: Duration::ZERO, within: Duration::from_secs(5), ..FetchOptions::default() }
}

fn page(url: String) -> Link {
    Link::given(url, LinkKind::Page)
}

fn trouble(server: &Server, options: FetchOptions, path: &str) -> Trouble {
    server.fetcher(options).fetch(&page(server.url(path)), &Validators::default()).unwrap_err().trouble
}

fn documents(fetched: Answer) -> Vec<Document> {
    let Answer::Fetched(fetched) = fetched else {
        panic!("not modified");
    };
    let found = Intake::new(vec![Input::Fetched(fetched)], Options::default());
    found
        .map(|found| match found.unwrap() {
            Found::Document(document) => *document,
            Found::Link(link) => panic!("{link:?}"),
        })
        .collect()
}

#[test]
fn a_page_is_fetched_with_all_that_is_known_of_it() {
    let html = "<html><title>عنوان</title><p>قال المتحدث إن الوفد يصل غدا".as_bytes();
    let body: &'static [u8] = Box::leak(html.into());
    let pages: &'static _ = Box::leak(Box::new([
        ("/old", "301 Moved Permanently", "Location: /new?a=1\r\n", &b""[..]),
        (
            "/new?a=1",
            "200 OK",
            "Content-Type: text/html; charset=\"UTF-8\"\r\nETag: \"7\"\r\nContent-Language: ar-EG\r\n",
            body,
        ),
    ]));
    let server = Server::of(pages);
    let mut fetcher = server.fetcher(FetchOptions { contact: Some("desk@example.org\r\n)".into()), ..quick() });
    let fetched = fetcher.fetch(&page(server.url("/old")), &Validators::default()).unwrap();
    let document = documents(fetched).remove(0);
    let (article, provenance) = document.article_with_provenance().unwrap();
    assert!(article.text.contains("الوفد") && article.language.as_deref() == Some("ar"));
    assert_eq!(article.url, Some(server.url("/new?a=1")));
    let steps = serde_json::to_value(&provenance.found).unwrap();
    assert_eq!(steps[0]["asked"], server.url("/old"));
    assert_eq!((&steps[0]["etag"], steps[0]["url"].as_str()), (&"\"7\"".into(), article.url.as_deref()));
    assert!(provenance.captured.is_some() && provenance.bytes == body.len() as u64);
    let agent = format!("user-agent: musnad/{} (+https://", env!("CARGO_PKG_VERSION"));
    for head in server.asked() {
        assert!(head.contains(&agent) && head.contains("; desk@example.org)\r\n"), "{head}");
        assert!(!head.contains("cookie") && !head.contains("referer"), "{head}");
    }
}

#[test]
fn no_redirect_leads_inside() {
    for target in [
        "http://10.0.0.1/",
        "http://127.0.0.1:1/",
        "http://2130706433:1/",
        "http://0x7f.1:1/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]:80/",
        "http://[64:ff9b::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://169.254.169.254/latest/meta-data/",
        "//192.168.0.1/a",
        "http://localhost/",
        "http://public.example.org/",
        "https://public.example.org/",
        "file:///etc/passwd",
        "ftp://example.org/",
        "http://user:secret@example.org/",
    ] {
        let server = Server::start(Box::new(move |head, stream| {
            if head.starts_with("/robots.txt") {
                answer(stream, "404 Not Found", "", b"");
            } else {
                answer(stream, "302 Found", &format!("Location: {target}\r\n"), b"");
            }
        }));
        let trouble = trouble(&server, quick(), "/a");
        assert!(matches!(trouble, Trouble::Refused(_)), "{target}: {trouble:?}");
        assert_eq!(server.asked().len(), 2, "{target}");
        // robots.txt may not lead there either.
        let server = Server::start(Box::new(move |_, stream| {
            answer(stream, "302 Found", &format!("Location: {target}\r\n"), b"");
        }));
        let trouble = super::tests::trouble(&server, quick(), "/a");
        assert!(matches!(trouble, Trouble::Refused(_)), "{target}: {trouble:?}");
        assert_eq!(server.asked().len(), 1, "{target}");
    }
}

#[test]
fn outside_of_tests_this_machine_is_not_reached() {
    let server = Server::of(&[]);
    let mut fetcher = Fetcher::new(quick()).unwrap();
    for url in [server.url("/"), format!("http://localhost:{}/", server.address.port())] {
        let error = fetcher.fetch(&page(url.clone()), &Validators::default()).unwrap_err();
        assert!(matches!(error.trouble, Trouble::Refused(_)), "{error}");
        assert_eq!(error.document, url);
    }
    assert!(server.asked().is_empty());
}

#[test]
fn redirects_end() {
    let server = Server::of(&[("/a", "302 Found", "Location: /a\r\n", b""), ("/b", "302 Found", "", b"")]);
    assert!(matches!(trouble(&server, FetchOptions { redirects: 3, ..quick() }, "/a"), Trouble::Refused(_)));
    assert_eq!(server.asked().iter().filter(|head| head.starts_with("get /a ")).count(), 4);
    assert!(matches!(trouble(&server, quick(), "/b"), Trouble::Status { status: 302, .. }));
}

#[test]
fn a_newer_answer_is_asked_for_and_no_other() {
    let server = Server::start(Box::new(|head, stream| {
        let head = head.to_ascii_lowercase();
        if head.starts_with("/robots.txt") {
            answer(stream, "404 Not Found", "", b"");
        } else if head.contains("if-none-match: \"7\"") && head.contains("if-modified-since: thu, 11 jun 2020") {
            answer(stream, "304 Not Modified", "", b"");
        } else {
            let headers = "ETag: \"7\"\r\nLast-Modified: Thu, 11 Jun 2020 10:00:00 GMT\r\n";
            answer(stream, "200 OK", headers, "قال المتحدث نعم".as_bytes());
        }
    }));
    let mut fetcher = server.fetcher(quick());
    let link = page(server.url("/feed"));
    let Answer::Fetched(first) = fetcher.fetch(&link, &Validators::default()).unwrap() else {
        panic!("not fetched");
    };
    let again = fetcher.fetch(&link, &Validators::from(&*first)).unwrap();
    assert_eq!(again, Answer::NotModified);
    // The rules of a site are asked for once.
    assert_eq!(server.asked().iter().filter(|head| head.contains("robots.txt")).count(), 1);
}

#[test]
fn robots_txt_is_obeyed() {
    let server = Server::of(&[
        ("/robots.txt", "200 OK", "", b"User-agent: *\nDisallow: /closed\n"),
        ("/open", "200 OK", "", b"hello to you"),
        ("/to-closed", "302 Found", "Location: /closed/a\r\n", b""),
    ]);
    let mut fetcher = server.fetcher(quick());
    assert!(fetcher.fetch(&page(server.url("/open")), &Validators::default()).is_ok());
    for path in ["/closed/a", "/to-closed"] {
        let error = fetcher.fetch(&page(server.url(path)), &Validators::default()).unwrap_err();
        assert!(matches!(error.trouble, Trouble::Robots), "{error}");
    }
    assert!(!server.asked().iter().any(|head| head.contains("get /closed")));
    // A site that cannot say what it allows allows nothing.
    let broken = Server::of(&[("/robots.txt", "500 Oops", "", b"")]);
    assert!(matches!(trouble(&broken, quick(), "/a"), Trouble::Unreachable(_)));
    assert_eq!(broken.asked().len(), 1);
}

#[test]
fn answers_are_bounded_in_size_and_time() {
    let server = Server::start(Box::new(|head, stream| {
        if head.starts_with("/robots.txt") {
            answer(stream, "404 Not Found", "", b"");
        } else if head.starts_with("/packed") {
            let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            encoder.write_all(&vec![b' '; 20_000_000]).unwrap();
            answer(stream, "200 OK", "Content-Encoding: gzip\r\n", &encoder.finish().unwrap());
        } else if head.starts_with("/endless") {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            while stream.write_all(&[b'x'; 8192]).is_ok() {}
        } else {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n");
            while stream.write_all(b"x").is_ok() {
                std::thread::sleep(Duration::from_millis(50));
            }
        }
    }));
    let small = FetchOptions { max_bytes: 100_000, ..quick() };
    for path in ["/packed", "/endless"] {
        assert!(matches!(trouble(&server, small.clone(), path), Trouble::TooLarge { limit: 100_000 }), "{path}");
    }
    let started = Instant::now();
    let short = FetchOptions { within: Duration::from_millis(600), ..quick() };
    assert!(matches!(trouble(&server, short, "/dripping"), Trouble::TimedOut(_)));
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[test]
fn what_is_no_page_says_what_it_is() {
    let server = Server::of(&[
        ("/busy", "429 Too Many Requests", "Retry-After: 120\r\n", b""),
        ("/picture", "200 OK", "Content-Type: image/png\r\n", b"x"),
    ]);
    let busy = trouble(&server, quick(), "/busy");
    assert!(matches!(busy, Trouble::Status { status: 429, retry_after: Some(wait) } if wait.as_secs() == 120));
    assert!(busy.hint().is_some());
    assert!(matches!(trouble(&server, quick(), "/none"), Trouble::Status { status: 404, .. }));
    assert!(matches!(trouble(&server, quick(), "/picture"), Trouble::MediaType(kind) if kind == "image/png"));
}

#[test]
fn requests_to_one_host_are_apart() {
    let server = Server::of(&[
        ("/robots.txt", "200 OK", "", b"User-agent: *\nCrawl-delay: 0.3\n"),
        ("/a", "200 OK", "", b"hello to you"),
    ]);
    let mut fetcher = server.fetcher(FetchOptions { delay: Duration::from_millis(100), ..quick() });
    let started = Instant::now();
    for _ in 0..3 {
        fetcher.fetch(&page(server.url("/a")), &Validators::default()).unwrap();
    }
    // 0.1 s after robots.txt, then twice what the site asks for.
    assert!(started.elapsed() >= Duration::from_millis(690), "{:?}", started.elapsed());
}

#[test]
fn a_feed_leads_to_its_pages_and_says_what_they_leave_out() {
    let server = Server::start(Box::new(|head, stream| {
        if head.starts_with("/feed") {
            let feed = "<rss version='2.0'><channel><title>مرايا برس</title><item><title>عنوان</title><link>/1</link>\
                        <pubDate>Thu, 11 Jun 2020 01:00:00 +0300</pubDate></item></channel></rss>";
            answer(stream, "200 OK", "Content-Type: application/rss+xml\r\n", feed.as_bytes());
        } else if head.starts_with("/1") {
            let page = "<html><body><p>قال المتحدث إن الوفد يصل غدا</p></body></html>";
            answer(stream, "200 OK", "Content-Type: text/html\r\n", page.as_bytes());
        } else {
            answer(stream, "404 Not Found", "", b"");
        }
    }));
    let mut fetcher = server.fetcher(quick());
    let feed = Link::given(server.url("/feed"), LinkKind::Feed);
    let Answer::Fetched(fetched) = fetcher.fetch(&feed, &Validators::default()).unwrap() else {
        panic!("not fetched");
    };
    let mut found = Intake::new(vec![Input::Fetched(fetched)], Options::default());
    let Some(Ok(Found::Link(link))) = found.next() else {
        panic!("no link");
    };
    assert!(found.next().is_none());
    let document = documents(fetcher.fetch(&link, &Validators::default()).unwrap()).remove(0);
    let (article, provenance) = document.article_with_provenance().unwrap();
    assert_eq!(article.published.unwrap().to_string(), "2020-06-11");
    assert_eq!((article.publisher.as_deref(), article.title.as_deref()), (Some("مرايا برس"), Some("عنوان")));
    let steps: Vec<_> = provenance.found.iter().map(|step| serde_json::to_value(step).unwrap()).collect();
    assert_eq!(
        steps.iter().map(|step| step["step"].as_str().unwrap()).collect::<Vec<_>>(),
        ["fetched", "entry", "fetched"]
    );
    assert!(provenance.evidence.iter().any(|words| words.place == "feed entry published"));
    // A page in the place of a feed is not taken for an article.
    let wrong = Link::given(server.url("/1"), LinkKind::Feed);
    let Answer::Fetched(fetched) = fetcher.fetch(&wrong, &Validators::default()).unwrap() else {
        panic!("not fetched");
    };
    let error = Intake::new(vec![Input::Fetched(fetched)], Options::default()).next().unwrap().unwrap_err();
    assert!(matches!(error.trouble, Trouble::Feed(_)), "{error}");
}
