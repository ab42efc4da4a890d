//! HTTP: connections, routes, limits, and the headers of every answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

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
use tower::util::MapRequestLayer;
use tower::{Layer as _, Service};

use crate::answer::{failed, on};
use crate::ask::{Ask, Look, Theme, Wanted, settle};
use crate::failure::Failure;
use crate::form::Form;
use crate::guard::{ENTRY, HEADERS, THEME, cookie};
use crate::routes::{DO, Do, SHOW, Show};
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
    for &(path, page) in SHOW {
        router = router.route(path, get(move |State(desk), request| show(desk, request, page)));
    }
    for &(path, deed) in DO {
        router = router.route(path, post(move |State(desk), request| act(desk, request, deed)));
    }
    let router = router
        .route("/-/desk.css", get(|| async { asset("text/css; charset=utf-8", STYLE) }))
        .route("/-/desk.js", get(|| async { asset("text/javascript; charset=utf-8", SCRIPT) }))
        .route("/-/icon.svg", get(|| async { asset("image/svg+xml", ICON) }))
        .route("/-/events", get(|State(desk): State<Arc<Desk>>| async move { live::events(&desk) }))
        .route("/-/door", get(door).post(enter))
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
    let open = matches!(request.uri().path(), "/-/desk.css" | "/-/desk.js" | "/-/icon.svg" | "/-/door");
    let mut response = if !desk.guard.answers_to(request.headers(), request.uri()) {
        failed(&Failure::Misdirected, &look, json)
    } else if !open && !desk.guard.admits(request.headers()) {
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

fn wanted(request: &Request) -> Wanted {
    request.extensions().get::<Wanted>().cloned().unwrap_or_default()
}

fn look(desk: &Desk, request: &Request) -> Look {
    let wanted = wanted(request);
    let theme = cookie(request.headers(), THEME).and_then(Theme::named).unwrap_or_default();
    Look { tongue: wanted.tongue.unwrap_or(desk.options.tongue), theme, rest: wanted.rest, csrf: desk.guard.csrf() }
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
    Ok((Ask { look, json, path, query }, Request::from_parts(parts, body)))
}

async fn show(desk: Arc<Desk>, request: Request, page: Show) -> Response {
    let wanted = wanted(&request);
    if wanted.tongue.is_none() && !wanted.json {
        return on(&format!("/{}{}", desk.options.tongue.code(), wanted.rest));
    }
    let look = look(&desk, &request);
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

async fn act(desk: Arc<Desk>, request: Request, deed: Do) -> Response {
    let (look, json) = (look(&desk, &request), wanted(&request).json);
    let done = async {
        let headers = request.headers().clone();
        let (ask, request) = ask(&desk, request).await?;
        let form = Form::read(request).await?;
        if !desk.guard.own_form(&headers, form.value("csrf")) {
            return Err(Failure::Forged);
        }
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

/// Where the token is given.
async fn door(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let page = layout::door(&look(&desk, &request), false);
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.into_string()).into_response()
}

async fn enter(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let look = look(&desk, &request);
    let headers = request.headers().clone();
    let form = match Form::read(request).await {
        Ok(form) => form,
        Err(failure) => return failed(&failure, &look, false),
    };
    if !desk.guard.own_form(&headers, form.value("csrf")) {
        return failed(&Failure::Forged, &look, false);
    }
    if !desk.guard.knows(form.value("token").unwrap_or_default()) {
        let page = layout::door(&look, true).into_string();
        return (StatusCode::UNAUTHORIZED, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response();
    }
    let cookie = format!("{ENTRY}={}; Path=/; HttpOnly; SameSite=Strict", desk.guard.entry());
    ([(header::SET_COOKIE, cookie)], on(&look.to("/"))).into_response()
}

/// Keeps the colours, and leads back.
async fn theme(State(desk): State<Arc<Desk>>, request: Request) -> Response {
    let look = look(&desk, &request);
    let headers = request.headers().clone();
    let form = match Form::read(request).await {
        Ok(form) => form,
        Err(failure) => return failed(&failure, &look, false),
    };
    if !desk.guard.own_form(&headers, form.value("csrf")) {
        return failed(&Failure::Forged, &look, false);
    }
    let theme = form.value("theme").and_then(Theme::named).unwrap_or_default();
    // Only a path of this desk: never another site, never a line break.
    let back = form
        .value("back")
        .filter(|back| back.starts_with('/') && back.is_ascii() && !back.contains(['\\', '\r', '\n']));
    let cookie = format!("{THEME}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000", theme.as_str());
    ([(header::SET_COOKIE, cookie)], on(&look.to(back.unwrap_or("/")))).into_response()
}

/// A desk that is served.
#[derive(Debug)]
pub struct Serving {
    listener: TcpListener,
    desk: Arc<Desk>,
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
        let service = TowerToHyperService::new(
            MapRequestLayer::new(|request: axum::http::Request<Incoming>| request.map(axum::body::Body::new))
                .layer(router(&self.desk)),
        );
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
            let stream = match self.listener.accept().await {
                Ok((stream, _)) => stream,
                // Out of file handles, or the client is gone already: breathe and go on.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            };
            let service = service.clone();
            tokio::spawn(async move {
                // A connection that ends badly concerns nobody but its client.
                let _ = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(HEAD_PATIENCE)
                    .max_buf_size(MOST_HEAD)
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
                drop(place);
            });
        }
    }
}

/// Opens a desk over a ledger. It listens when this returns; [`Serving::run`] answers.
///
/// # Errors
/// If the options would let others in unasked, or the address cannot be had.
pub async fn serve(ledger: Arc<dyn musnad_ledger::Ledger>, options: Options) -> std::io::Result<Serving> {
    options.check().map_err(|error| std::io::Error::new(std::io::ErrorKind::InvalidInput, error))?;
    let listener = TcpListener::bind(options.address).await?;
    Ok(Serving { listener, desk: Desk::new(ledger, options)? })
}
