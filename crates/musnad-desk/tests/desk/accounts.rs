//! Accounts: who comes in, what each role may do, and TLS.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method as HttpMethod, Request, StatusCode, header};
use musnad_desk::{Accounts, Method, Options, Role, Tls, routes};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::place::{Page, Place};

const PASSWORD: &str = "a password for the tests";
const TOKEN: &str = "a-token-for-programs";

fn accounts() -> Accounts {
    let mut accounts = Accounts::default();
    for role in Role::ALL {
        accounts.set(role.as_str(), role, PASSWORD).unwrap();
    }
    accounts
}

fn guarded() -> Place {
    Place::new(Options { accounts: Some(accounts()), token: Some(TOKEN.into()), ..Options::default() })
}

async fn send(place: &Place, method: HttpMethod, path: &str, cookie: &str, form: Option<String>) -> Page {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, "desk.example");
    if !cookie.is_empty() {
        request = request.header(header::COOKIE, cookie);
    }
    if form.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    place.send(request.body(form.map_or_else(Body::empty, Body::from)).unwrap()).await
}

/// What the forms of a page carry.
fn csrf(page: &Page) -> String {
    let rest = page.text.split("name=\"csrf\" value=\"").nth(1).expect("a form");
    rest.split('"').next().unwrap().to_owned()
}

async fn come_in(place: &Place, name: &str, password: &str) -> Page {
    let door = send(place, HttpMethod::GET, "/en/-/door", "", None).await;
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("csrf", &csrf(&door)).append_pair("name", name).append_pair("password", password);
    send(place, HttpMethod::POST, "/en/-/door", "", Some(form.finish())).await
}

/// The cookie of somebody who came in.
async fn cookie(place: &Place, name: &str) -> String {
    let page = come_in(place, name, PASSWORD).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.words());
    let cookie = page.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"), "{cookie}");
    cookie.split(';').next().unwrap().to_owned()
}

fn filled(path: &str) -> String {
    let path = path.replace("{id}", &"0".repeat(64)).replace("{a}", &"0".repeat(64)).replace("{b}", &"1".repeat(64));
    path.replace("{key}", "person:x").replace("{name}", "nobody")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_asks_for_its_role() {
    let place = guarded();
    let mut forbidden = 0;
    for role in [None, Some(Role::Reader), Some(Role::Editor), Some(Role::Admin)] {
        let entry = match role {
            Some(role) => cookie(&place, role.as_str()).await,
            None => String::new(),
        };
        let own = match role {
            Some(_) => csrf(&send(&place, HttpMethod::GET, "/en/about", &entry, None).await),
            None => String::new(),
        };
        for route in routes() {
            // The stream of events never ends, and leaving would end the session of this test.
            if role.is_some() && matches!(route.path, "/-/events" | "/-/leave") {
                continue;
            }
            for prefix in ["/ar", "/en"] {
                let path = format!("{prefix}{}", filled(route.path));
                let page = if route.method == Method::Get {
                    send(&place, HttpMethod::GET, &path, &entry, None).await
                } else {
                    send(&place, HttpMethod::POST, &path, &entry, Some(format!("csrf={own}"))).await
                };
                let wanted = match (role, route.role) {
                    (None, Some(_)) => Some(StatusCode::UNAUTHORIZED),
                    (Some(role), Some(least)) if role < least => Some(StatusCode::FORBIDDEN),
                    _ => None,
                };
                forbidden += usize::from(wanted == Some(StatusCode::FORBIDDEN));
                match wanted {
                    Some(wanted) => assert_eq!(page.status, wanted, "{route} for {role:?}"),
                    None if route.role.is_none() => {}
                    None => assert!(
                        page.status != StatusCode::UNAUTHORIZED && page.status != StatusCode::FORBIDDEN,
                        "{route} for {role:?}: {}",
                        page.status
                    ),
                }
            }
        }
    }
    assert!(forbidden > 20, "{forbidden}");
    assert_eq!(place.ledger.counts().unwrap().operations, 0, "nothing was done");
}

#[tokio::test(flavor = "multi_thread")]
async fn readers_see_no_forms_and_editors_sign_what_they_do() {
    let place = guarded();
    place.put(&musnad_model::Article::from_text("قال الوزير سامر العطار إن الجسر مفتوح."));
    place.wait();
    let article =
        place.ledger.articles(&musnad_ledger::ArticleFilter::default(), musnad_ledger::Page::default()).unwrap();
    let path = format!("/en/article/{}", article[0].id);
    let reader = cookie(&place, "reader").await;
    let page = send(&place, HttpMethod::GET, &path, &reader, None).await.text;
    assert!(page.contains("مفتوح") && !page.contains("/confirm") && !page.contains("/note"), "{page}");
    let front = send(&place, HttpMethod::GET, "/en/", &reader, None).await.text;
    assert!(!front.contains("name=\"file\"") && front.contains("/-/leave") && !front.contains("/en/accounts"));

    let editor = cookie(&place, "editor").await;
    let page = send(&place, HttpMethod::GET, &path, &editor, None).await;
    let form = format!("csrf={}&text=note", csrf(&page));
    let done = send(&place, HttpMethod::POST, &format!("{path}/note"), &editor, Some(form.clone())).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    assert!(send(&place, HttpMethod::GET, &path, &editor, None).await.text.contains("<bdi>editor</bdi>"));
    // The mark of one session is of no use in another.
    let other = cookie(&place, "editor").await;
    let forged = send(&place, HttpMethod::POST, &format!("{path}/note"), &other, Some(form)).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_left_and_ended() {
    let place = guarded();
    let (editor, admin) = (cookie(&place, "editor").await, cookie(&place, "admin").await);
    let list = send(&place, HttpMethod::GET, "/en/accounts", &admin, None).await;
    assert!(list.text.contains("/en/accounts/editor/leave"), "{}", list.text);
    let form = format!("csrf={}", csrf(&list));
    let done = send(&place, HttpMethod::POST, "/en/accounts/editor/leave", &admin, Some(form.clone())).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    assert_eq!(send(&place, HttpMethod::GET, "/en/", &editor, None).await.status, StatusCode::UNAUTHORIZED);
    let left = send(&place, HttpMethod::POST, "/en/-/leave", &admin, Some(form)).await;
    assert!(left.headers[header::SET_COOKIE].to_str().unwrap().contains("Max-Age=0"));
    assert_eq!(send(&place, HttpMethod::GET, "/en/", &admin, None).await.status, StatusCode::UNAUTHORIZED);
    // Programs come in by the token, people do not.
    let request = Request::get("/counts")
        .header(header::HOST, "desk.example")
        .header(header::AUTHORIZATION, format!("Bearer {TOKEN}"));
    assert_eq!(place.send(request.body(Body::empty()).unwrap()).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_ends() {
    let place = guarded();
    for _ in 0..8 {
        let page = come_in(&place, "admin", "a wrong password").await;
        assert_eq!((page.status, page.headers.contains_key(header::SET_COOKIE)), (StatusCode::UNAUTHORIZED, false));
    }
    assert_eq!(come_in(&place, "admin", PASSWORD).await.status, StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(come_in(&place, "editor", PASSWORD).await.status, StatusCode::SEE_OTHER, "others come in");
}

#[tokio::test(flavor = "multi_thread")]
async fn haste_is_told_by_what_let_somebody_in() {
    let options = Options { accounts: Some(accounts()), a_minute: 30, ..Options::default() };
    let place = Place::new(options);
    let editor = cookie(&place, "editor").await;
    let mut refused = 0;
    for n in 0..30 {
        let request = Request::get("/en/about")
            .header(header::HOST, "desk.example")
            .header(header::COOKIE, &editor)
            .header(header::AUTHORIZATION, format!("Bearer {n}"));
        let page = place.send(request.body(Body::empty()).unwrap()).await;
        refused += usize::from(page.status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused >= 10, "{refused}: another header is no other visitor");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_no_account_can_have_is_not_remembered() {
    let place = guarded();
    for _ in 0..20 {
        let page = come_in(&place, &"n".repeat(100_000), PASSWORD).await;
        assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_gives_tls() {
    use tokio_rustls::rustls::pki_types::ServerName;
    use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto::aws_lc_rs};

    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let tls = Tls { certificates: made.cert.pem().into_bytes(), key: made.signing_key.serialize_pem().into_bytes() };
    let place = Place::new(Options::default());
    let options = Options {
        address: ([127, 0, 0, 1], 0).into(),
        accounts: Some(accounts()),
        tls: Some(tls.clone()),
        ..Options::default()
    };
    let serving = musnad_desk::serve(Arc::clone(&place.ledger), options.clone()).await.unwrap();
    let address = serving.address().unwrap();
    let task = tokio::spawn(serving.run());

    let mut roots = RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    let stream = tokio::net::TcpStream::connect(address).await.unwrap();
    let mut stream = connector.connect(ServerName::try_from("localhost").unwrap(), stream).await.unwrap();
    stream.write_all(b"GET /en/-/door HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&answer));

    // Plain HTTP is not answered.
    let mut plain = tokio::net::TcpStream::connect(address).await.unwrap();
    plain.write_all(b"GET /en/-/door HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer).await;
    assert!(!answer.starts_with(b"HTTP/"), "{}", String::from_utf8_lossy(&answer));
    task.abort();

    let bad = Tls { key: b"no key".to_vec(), ..tls.clone() };
    assert!(
        musnad_desk::serve(Arc::clone(&place.ledger), Options { tls: Some(bad), ..options.clone() }).await.is_err()
    );
    let bad = Tls { certificates: Vec::new(), ..tls };
    assert!(musnad_desk::serve(Arc::clone(&place.ledger), Options { tls: Some(bad), ..options }).await.is_err());
}
