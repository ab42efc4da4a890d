//! Who is let in: tokens, hosts, forms of other sites, limits.

use std::time::Duration;

use axum::body::Body;
use axum::http::{Method as HttpMethod, Request, StatusCode, header};
use musnad_desk::{Method, Options, routes};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::place::{Place, shared};

const TOKEN: &str = "a-token-for-the-tests";

fn locked() -> Place {
    Place::new(Options { token: Some(TOKEN.into()), ..Options::default() })
}

fn request(method: Method, path: &str) -> axum::http::request::Builder {
    let path = path.replace("{id}", &"0".repeat(64)).replace("{a}", &"0".repeat(64)).replace("{b}", &"1".repeat(64));
    let path = path.replace("{key}", "person:x").replace("{name}", "x");
    let method = if method == Method::Get { HttpMethod::GET } else { HttpMethod::POST };
    Request::builder().method(method).uri(path).header(header::HOST, "desk.example")
}

#[tokio::test]
async fn every_route_asks_for_the_token() {
    let place = locked();
    let open = ["/-/desk.css", "/-/desk.js", "/-/icon.svg", "/-/door"];
    for route in routes() {
        for prefix in ["", "/ar", "/en"] {
            let path = format!("{prefix}{}", route.path);
            let page = place.send(request(route.method, &path).body(Body::empty()).unwrap()).await;
            let asked = page.status == StatusCode::UNAUTHORIZED;
            assert_eq!(asked, !open.contains(&route.path), "{route} {}", page.status);
            if !open.contains(&route.path) {
                let wrong =
                    request(route.method, &path).header(header::AUTHORIZATION, "Bearer another-token-of-length");
                assert_eq!(place.send(wrong.body(Body::empty()).unwrap()).await.status, StatusCode::UNAUTHORIZED);
                if route.path != "/-/events" {
                    let right = request(route.method, &path).header(header::AUTHORIZATION, format!("Bearer {TOKEN}"));
                    assert_ne!(place.send(right.body(Body::empty()).unwrap()).await.status, StatusCode::UNAUTHORIZED);
                }
            }
        }
    }
}

#[tokio::test]
async fn the_door_opens_by_the_token() {
    let place = locked();
    let wrong = place.post("/en/-/door", &[("token", "not-the-token-at-all")]).await;
    assert_eq!((wrong.status, wrong.headers.contains_key(header::SET_COOKIE)), (StatusCode::UNAUTHORIZED, false));
    let right = place.post("/en/-/door", &[("token", TOKEN)]).await;
    let cookie = right.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && !cookie.contains(TOKEN), "{cookie}");
    let pair = cookie.split(';').next().unwrap();
    let inside = Request::get("/en/").header(header::HOST, "desk.example").header(header::COOKIE, pair);
    assert_eq!(place.send(inside.body(Body::empty()).unwrap()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn another_name_of_this_machine_is_not_answered() {
    let place = shared();
    let other = Request::get("/en/").header(header::HOST, "rebound.example:7410");
    let page = place.send(other.body(Body::empty()).unwrap()).await;
    assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST);
    assert!(!page.text.contains("claim/"), "nothing of the ledger");
}

#[tokio::test]
async fn forms_without_our_mark_are_refused() {
    let place = Place::new(Options::default());
    let csrf = place.csrf().await;
    for route in routes().into_iter().filter(|route| route.method == Method::Post) {
        let form = |body: String| {
            let mut request =
                request(Method::Post, route.path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            request.headers_mut().unwrap().insert(header::HOST, "localhost".parse().unwrap());
            (request, body)
        };
        for (body, name, value) in [
            (String::new(), "x-plain", ""),
            ("csrf=guess".into(), "x-plain", ""),
            (format!("csrf={csrf}"), "origin", "http://other.example"),
            (format!("csrf={csrf}"), "sec-fetch-site", "cross-site"),
        ] {
            let (request, body) = form(body);
            let page = place.send(request.header(name, value).body(Body::from(body)).unwrap()).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{route} {name}");
        }
    }
    assert_eq!(place.get("/articles.json").await.json()["articles"].as_array().unwrap().len(), 0);
}

#[tokio::test]
async fn too_much_is_refused() {
    let place = Place::new(Options { most_bytes: 10_000, ..Options::default() });
    let page = place.post("/en/articles", &[("text", &"كلمة ".repeat(5_000))]).await;
    assert_eq!(page.status, StatusCode::PAYLOAD_TOO_LARGE);
    let long = place.post("/en/articles", &[("text", "نص"), ("title", &"x".repeat(2_001))]).await;
    assert_eq!(long.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn nothing_outside_is_reached_by_a_path() {
    let place = shared();
    for path in [
        "/en/../../etc/passwd",
        "/-/../Cargo.toml",
        "/-/%2e%2e/Cargo.toml",
        "/-/..%2fCargo.toml",
        "/en/article/..%2f..%2fetc%2fpasswd",
        "/en/outlet/..%2f..%2fetc",
        "/-/desk.css/../desk.js",
        "/en//etc/passwd",
        "/-/desk.css%00",
    ] {
        let page = place.get(path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        assert!(!page.text.contains("[package]") && !page.text.contains("root:"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_clients_are_sent_away_and_others_served() {
    let place = Place::new(Options::default());
    let options =
        Options { address: ([127, 0, 0, 1], 0).into(), patience: Duration::from_millis(400), ..Options::default() };
    let serving = musnad_desk::serve(place.ledger.clone(), options).await.unwrap();
    let address = serving.address().unwrap();
    let task = tokio::spawn(serving.run());
    // A body that never comes.
    let mut slow = tokio::net::TcpStream::connect(address).await.unwrap();
    slow.write_all(b"POST /en/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\ntext=").await.unwrap();
    let mut quick = tokio::net::TcpStream::connect(address).await.unwrap();
    quick.write_all(b"GET /en/about HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    quick.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let mut answer = vec![0; 64];
    let read = tokio::time::timeout(Duration::from_secs(5), slow.read(&mut answer)).await.expect("an end").unwrap();
    assert!(answer[..read].starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&answer));
    task.abort();
}

/// A served desk of little patience, and where.
async fn served() -> (Place, std::net::SocketAddr, tokio::task::JoinHandle<()>) {
    let place = Place::new(Options::default());
    let options =
        Options { address: ([127, 0, 0, 1], 0).into(), patience: Duration::from_millis(2_000), ..Options::default() };
    let serving = musnad_desk::serve(place.ledger.clone(), options).await.unwrap();
    let address = serving.address().unwrap();
    (place, address, tokio::spawn(serving.run()))
}

#[tokio::test]
async fn haste_is_slowed_down_where_others_come_in() {
    let place = Place::new(Options { token: Some(TOKEN.into()), a_minute: 30, ..Options::default() });
    let ask = async |entry: Option<&str>| {
        let mut request = request(Method::Get, "/en/about");
        if let Some(token) = entry {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        place.send(request.body(Body::empty()).unwrap()).await
    };
    let mut refused = 0;
    for _ in 0..20 {
        refused += usize::from(ask(Some(TOKEN)).await.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!((5..=10).contains(&refused), "{refused}");
    assert_eq!(ask(None).await.status, StatusCode::UNAUTHORIZED, "others are answered");
    // On this machine alone nobody is slowed down.
    let open = Place::new(Options { a_minute: 1, ..Options::default() });
    for _ in 0..10 {
        assert_eq!(open.get("/en/about").await.status, StatusCode::OK);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gigabyte_is_not_taken_in() {
    let (place, address, task) = served().await;
    let mut stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let head = format!(
        "POST /en/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\ntext=",
        1u64 << 30
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let block = vec![b'x'; 1 << 20];
    let mut sent = 0u64;
    // Whoever sends on is cut off long before the end.
    while sent < 1 << 30 {
        match tokio::time::timeout(Duration::from_secs(5), stream.write_all(&block)).await {
            Ok(Ok(())) => sent += block.len() as u64,
            _ => break,
        }
    }
    assert!(sent < 64 << 20, "{sent} bytes were taken");
    let mut answer = Vec::new();
    let _ = tokio::time::timeout(Duration::from_secs(5), stream.read_to_end(&mut answer)).await;
    let answer = String::from_utf8_lossy(&answer).into_owned();
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert_eq!(place.ledger.counts().unwrap().articles, 0);
    task.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_head_that_drips_is_cut_off() {
    let (_place, address, task) = served().await;
    let mut slow = tokio::net::TcpStream::connect(address).await.unwrap();
    slow.write_all(b"GET /en/ HTTP/1.1\r\nHost: localhost\r\n").await.unwrap();
    let start = std::time::Instant::now();
    // A header line each second, for ever.
    let ended = loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        if slow.write_all(b"X-Slow: 1\r\n").await.is_err() {
            break true;
        }
        if start.elapsed() > Duration::from_secs(25) {
            break false;
        }
    };
    assert!(ended, "still open after {:?}", start.elapsed());
    task.abort();
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_only_fetched_where_it_is_allowed() {
    let place = Place::new(Options::default());
    let page = place.post("/en/articles", &[("fetch", "http://127.0.0.1:1/")]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!place.get("/en/").await.text.contains("name=\"fetch\""));
    let fetching = Options { fetch: true, ..Options::default() };
    if cfg!(feature = "fetch") {
        // Listens, and must never be asked: it is inside.
        let inside = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let place = Place::new(fetching);
        assert!(place.get("/en/").await.text.contains("name=\"fetch\""));
        let port = inside.local_addr().unwrap().port();
        for address in [
            format!("http://127.0.0.1:{port}/"),
            format!("http://localhost:{port}/"),
            format!("http://[::ffff:127.0.0.1]:{port}/"),
            "http://169.254.169.254/latest/meta-data/".to_owned(),
            "file:///etc/passwd".to_owned(),
            "no address".to_owned(),
        ] {
            let page = place.post("/en/articles", &[("fetch", &address)]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{address}: {}", page.words());
            assert!(!page.text.contains("root:"));
        }
        assert!(tokio::time::timeout(Duration::from_millis(200), inside.accept()).await.is_err(), "it was asked");
    } else {
        assert!(fetching.check().is_err());
    }
}

#[tokio::test]
async fn other_machines_need_a_token() {
    let place = Place::new(Options::default());
    let open = Options { address: ([0, 0, 0, 0], 0).into(), ..Options::default() };
    assert!(musnad_desk::serve(place.ledger.clone(), open).await.is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn open_pages_are_told_of_new_articles() {
    use futures_util::StreamExt as _;
    use tower::ServiceExt as _;
    let place = Place::new(Options::default());
    place.wait();
    let request = Request::get("/-/events").header(header::HOST, "localhost").body(Body::empty()).unwrap();
    let response = musnad_desk::router(&place.desk).oneshot(request).await.unwrap();
    assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
    let mut events = response.into_body().into_data_stream();
    place.put(&musnad_model::Article::from_text("قال الوزير إن الجسر مفتوح."));
    place.wait();
    let event = tokio::time::timeout(Duration::from_secs(10), events.next()).await.expect("an event").unwrap().unwrap();
    let event = String::from_utf8_lossy(&event).into_owned();
    assert!(event.contains("event: board") && event.contains("\"articles\":1"), "{event}");
}
