//! HTTP: connections, routes, limits, and the headers of every answer.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRequestParts as _, RawPathParams, Request, State};
use axum::http::{Method as HttpMethod, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use hyper::body::Incoming;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_rustls::TlsAcceptor;
use tower::util::MapRequestLayer;
use tower::{Layer as _, Service};

use crate::accounts::{MOST_NAME, Role};
use crate::answer::{failed, on};
use crate::ask::{Ask, Look, Theme, Wanted, settle};
use crate::failure::Failure;
use crate::form::Form;
use crate::guard::{ENTRY, HEADERS, THEME, cookie};
use crate::routes::{DO, Do, OWN, SHOW, Show};
use crate::state::Desk;
use crate::view::layout;
use crate::{Options, live};

/// How long a client may take to send the head of a request: a slow one holds no place for long.
const HEAD_PATIENCE: Duration = Duration::from_secs(10);
/// The most bytes of a request's head.
const MOST_HEAD: usize = 64 << 10;

const STYLE: &str = include_str!("../assets/desk.css");
const ICON: &str = include_str!("../assets/icon.svg");
const SCRIPT: &str = include_str!("../assets/desk.js");

/// The whole desk as a service, for whoever brings their own connections.
pub fn router(
    desk: &Arc<Desk>,
) -> impl Service<Request, Response = Response, Error = std::convert::Infallible, Future: Send> + Clone + Send + 'static
{
    let mut router = Router::new();
    for &(route, page) in SHOW {
        router = router.route(route.path, get(move |State(desk), request| show(desk, request, route.role, page)));
    }
    for &(route, deed) in DO {
        router = router.route(route.path, post(move |State(desk), request| act(desk, request, route.role, deed)));
    }
    let router = router
        .route("/-/desk.css", get(|| async { asset("text/css; charset=utf-8", STYLE) }))
        .route("/-/desk.js", get(|| async { asset("text/javascript; charset=utf-8", SCRIPT) }))
        .route("/-/icon.svg", get(|| async { asset("image/svg+xml", ICON) }))
        .route("/-/events", get(|State(desk): State<Arc<Desk>>| async move { live::events(&desk) }))
        .route("/-/door", get(door).post(enter))
        .route("/-/leave", post(leave))
        .route("/-/theme", post(theme))
        .fallback(lost)
        .method_not_allowed_fallback(lost)
        .layer(DefaultBodyLimit::max(desk.options.most_bytes))
        .layer(middleware::from_fn_with_state(Arc::clone(desk), guarded))
        .with_state(Arc::clone(desk));
    MapRequestLayer::new(settle).layer(router)
}

/// What every request passes through: the guard before it, the clock beside it, the headers after it.
async fn guarded(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let look = look(&desk, &request);
    let json = wanted(&request).json;
    let path = request.uri().path();
    let open = OWN.iter().any(|route| route.role.is_none() && route.path == path);
    let mut response = if !at_pace(&desk, &request, look.role) {
        failed(&Failure::Patience, &look, json)
    } else if !desk.guard.answers_to(request.headers(), request.uri()) {
        failed(&Failure::Misdirected, &look, json)
    } else if !open && look.role.is_none() {
        failed(&Failure::Stranger, &look, json)
    } else {
        match tokio::time::timeout(desk.options.patience, next.run(request)).await {
            Ok(response) => response,
            Err(_) => failed(&Failure::Slow, &look, json),
        }
    };
    response.headers_mut().extend(HEADERS);
    // Pages change with every article; nothing of them is to lie about on a shared machine.
    response.headers_mut().entry(header::CACHE_CONTROL).or_insert(header::HeaderValue::from_static("no-store"));
    response
}

/// Where a connection comes from.
#[derive(Clone, Copy)]
struct Peer(IpAddr);

/// True if whoever sends this does not ask too fast: by session or token, strangers by where they come from.
fn at_pace(desk: &Desk, request: &Request, role: Option<Role>) -> bool {
    if desk.guard.local() {
        return true;
    }
    let known = role.and_then(|_| desk.guard.let_in_by(request.headers()));
    let peer = || request.extensions().get::<Peer>().map_or_else(String::new, |peer| peer.0.to_string());
    desk.pace.admits(&known.unwrap_or_else(peer), Instant::now())
}

fn wanted(request: &Request) -> Wanted {
    request.extensions().get::<Wanted>().cloned().unwrap_or_default()
}

fn look(desk: &Desk, request: &Request) -> Look {
    let wanted = wanted(request);
    let theme = cookie(request.headers(), THEME).and_then(Theme::named).unwrap_or_default();
    let visitor = desk.guard.visitor(request.headers());
    Look {
        tongue: wanted.tongue.unwrap_or(desk.options.tongue),
        theme,
        rest: wanted.rest,
        csrf: desk.guard.csrf(request.headers()),
        role: visitor.as_ref().map(|visitor| visitor.role),
        name: visitor.and_then(|visitor| visitor.name),
    }
}

/// What is asked for, with the parts of its path.
async fn ask(desk: &Desk, request: Request) -> Result<(Ask, Request), Failure> {
    let look = look(desk, &request);
    let json = wanted(&request).json;
    let (mut parts, body) = request.into_parts();
    let path = RawPathParams::from_request_parts(&mut parts, &()).await.map_err(|_| Failure::NotFound)?;
    let path = path.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let query = form_urlencoded::parse(parts.uri.query().unwrap_or_default().as_bytes());
    let query = query.map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    let author = look.name.clone().unwrap_or_else(|| desk.options.author.clone());
    Ok((Ask { look, json, author, path, query }, Request::from_parts(parts, body)))
}

async fn show(desk: Arc<Desk>, request: Request, role: Option<Role>, page: Show) -> Response {
    let wanted = wanted(&request);
    if wanted.tongue.is_none() && !wanted.json {
        return on(&format!("/{}{}", desk.options.tongue.code(), wanted.rest));
    }
    let look = look(&desk, &request);
    if look.role < role {
        return failed(&Failure::Forbidden, &look, wanted.json);
    }
    let answer = async {
        let (ask, _) = ask(&desk, request).await?;
        let desk = Arc::clone(&desk);
        let page = tokio::task::spawn_blocking(move || page(&desk, &ask));
        page.await.map_err(|_| Failure::Broken)?
    };
    match answer.await {
        Ok(answer) => answer.into_response(),
        Err(failure) => failed(&failure, &look, wanted.json),
    }
}

async fn act(desk: Arc<Desk>, request: Request, role: Option<Role>, deed: Do) -> Response {
    let (look, json) = (look(&desk, &request), wanted(&request).json);
    if look.role < role {
        return failed(&Failure::Forbidden, &look, json);
    }
    let done = async {
        let (ask, request) = ask(&desk, request).await?;
        let form = own_form(&desk, request).await?;
        let desk = Arc::clone(&desk);
        let deed = tokio::task::spawn_blocking(move || deed(&desk, &ask, &form));
        deed.await.map_err(|_| Failure::Broken)?
    };
    match done.await {
        Ok(to) => on(&look.to(&to)),
        Err(failure) => failed(&failure, &look, json),
    }
}

fn asset(media: &'static str, text: &'static str) -> Response {
    ([(header::CONTENT_TYPE, media), (header::CACHE_CONTROL, "no-cache")], text).into_response()
}

async fn lost(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let wanted = wanted(&request);
    failed(&Failure::NotFound, &look(&desk, &request), wanted.json || request.method() != HttpMethod::GET)
}

/// Where the token, or name and password, are given.
async fn door(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let page = layout::door(&look(&desk, &request), desk.guard.accounts().is_some(), false);
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into_string()).into_response()
}

/// The form of a request, if it comes from a page of this desk.
async fn own_form(desk: &Desk, request: Request) -> Result<Form, Failure> {
    let headers = request.headers().clone();
    let form = Form::read(request).await?;
    if desk.guard.own_form(&headers, form.value("csrf")) { Ok(form) } else { Err(Failure::Forged) }
}

async fn enter(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let look = look(&desk, &request);
    let entered = match own_form(&desk, request).await {
        Ok(form) => admitted(&desk, form).await,
        Err(failure) => Err(failure),
    };
    match entered {
        Ok(Some(entry)) => ([(header::SET_COOKIE, keep(&desk, ENTRY, &entry, ""))], on(&look.to("/"))).into_response(),
        Ok(None) => {
            let page = layout::door(&look, desk.guard.accounts().is_some(), true).into_string();
            (StatusCode::UNAUTHORIZED, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
        }
        Err(failure) => failed(&failure, &look, false),
    }
}

/// What the cookie of whoever sends this form is to hold; nothing if they may not come in.
async fn admitted(desk: &Arc<Desk>, form: Form) -> Result<Option<String>, Failure> {
    if desk.guard.accounts().is_none() {
        let knows = desk.guard.knows(form.value("token").unwrap_or_default());
        return Ok(knows.then(|| desk.guard.entry()));
    }
    let name = form.value("name").unwrap_or_default().to_owned();
    if name.chars().count() > MOST_NAME {
        return Ok(None);
    }
    // Hashing takes 19 MiB and a while: two at a time, so that guessing cannot fill the memory.
    let _place = desk.hashing.acquire().await.map_err(|_| Failure::Broken)?;
    // Asked when it is this one's turn: of many tries at once the later ones know of the earlier.
    if !desk.guard.sessions.may_try(&name) {
        return Err(Failure::Patience);
    }
    let desk = Arc::clone(desk);
    let hashed = tokio::task::spawn_blocking(move || {
        let role = desk.guard.accounts()?.admits(&name, form.whole("password").unwrap_or_default());
        desk.guard.sessions.tried(&name, role.is_some());
        role.map(|role| desk.guard.sessions.open(&name, role))
    });
    hashed.await.map_err(|_| Failure::Broken)?.transpose().map_err(|_| Failure::Broken)
}

async fn leave(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let look = look(&desk, &request);
    let entry = cookie(request.headers(), ENTRY).map(str::to_owned);
    if let Err(failure) = own_form(&desk, request).await {
        return failed(&failure, &look, false);
    }
    entry.iter().for_each(|entry| desk.guard.sessions.leave(entry));
    ([(header::SET_COOKIE, keep(&desk, ENTRY, "", "; Max-Age=0"))], on(&look.to("/-/door"))).into_response()
}

/// A cookie that no script reads and no other site sends.
fn keep(desk: &Desk, name: &str, value: &str, more: &str) -> String {
    let secure = if desk.options.tls.is_some() { "; Secure" } else { "" };
    format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{more}")
}

/// Keeps the colours, and leads back.
async fn theme(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let look = look(&desk, &request);
    let form = match own_form(&desk, request).await {
        Ok(form) => form,
        Err(failure) => return failed(&failure, &look, false),
    };
    let theme = form.value("theme").and_then(Theme::named).unwrap_or_default();
    // Only a path of this desk: never another site, never a line break.
    let back = form
        .value("back")
        .filter(|back| back.starts_with('/') && back.is_ascii() && !back.contains(['\\', '\r', '\n']));
    let cookie = keep(&desk, THEME, theme.as_str(), "; Max-Age=31536000");
    ([(header::SET_COOKIE, cookie)], on(&look.to(back.unwrap_or("/")))).into_response()
}

/// A desk that is served.
pub struct Serving {
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    desk: Arc<Desk>,
}

impl std::fmt::Debug for Serving {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Serving").field("listener", &self.listener).finish_non_exhaustive()
    }
}

impl Serving {
    /// Where it listens: the port that the machine gave, if none was asked for.
    ///
    /// # Errors
    /// If the machine does not say.
    pub fn address(&self) -> std::io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// The desk behind it.
    #[must_use]
    pub fn desk(&self) -> &Arc<Desk> {
        &self.desk
    }

    /// Answers until the task is dropped. One bad connection never ends the others.
    pub async fn run(self) {
        let places = Arc::new(Semaphore::new(self.desk.options.connections));
        let router = router(&self.desk);
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            let (stream, peer) = match self.listener.accept().await {
                Ok((stream, address)) => (stream, Peer(address.ip())),
                // Out of file handles, or the client is gone already: breathe and go on.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            };
            let mark = move |request: axum::http::Request<Incoming>| {
                let mut request = request.map(axum::body::Body::new);
                request.extensions_mut().insert(peer);
                request
            };
            let service = TowerToHyperService::new(MapRequestLayer::new(mark).layer(router.clone()));
            let tls = self.tls.clone();
            tokio::spawn(async move {
                // A connection that ends badly concerns nobody but its client.
                match tls {
                    None => answer(TokioIo::new(stream), service).await,
                    Some(tls) => {
                        if let Ok(Ok(stream)) = tokio::time::timeout(HEAD_PATIENCE, tls.accept(stream)).await {
                            answer(TokioIo::new(stream), service).await;
                        }
                    }
                }
                drop(place);
            });
        }
    }
}

/// Answers the requests of one connection.
async fn answer<S, I>(stream: I, service: TowerToHyperService<S>)
where
    S: Service<axum::http::Request<Incoming>, Response = Response, Error = std::convert::Infallible> + Clone + Send,
    S::Future: Send,
    I: hyper::rt::Read + hyper::rt::Write + Unpin,
{
    let _ = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_PATIENCE)
        .max_buf_size(MOST_HEAD)
        .serve_connection(stream, service)
        .await;
}

/// Opens a desk over a ledger. It listens when this returns; [`Serving::run`] answers.
///
/// # Errors
/// If the options would let others in unasked, the certificate is none, or the address cannot be had.
pub async fn serve(ledger: Arc<dyn musnad_ledger::Ledger>, options: Options) -> std::io::Result<Serving> {
    options.check().map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidInput, error))?;
    let tls = options.tls.as_ref().map(crate::Tls::acceptor).transpose()?;
    let listener = TcpListener::bind(options.address).await?;
    Ok(Serving { listener, tls, desk: Desk::new(ledger, options)? })
}
