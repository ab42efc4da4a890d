//! A desk in a temporary place, and a browser of few words.

use std::path::PathBuf;
use std::sync::{Arc, LazyLock, OnceLock};

use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use musnad_desk::{Desk, Options, router};
use musnad_ledger::{Addition, Ledger};
use musnad_model::Article;
use musnad_reader::Reader;
use serde_json::Value;
use tower::ServiceExt as _;

static READER: LazyLock<Reader> = LazyLock::new(Reader::arabic);

/// A desk over its own ledger. The folder goes when it does.
pub struct Place {
    pub desk: Arc<Desk>,
    pub ledger: Arc<dyn Ledger>,
    pub _folder: tempfile::TempDir,
}

/// An answer, read to its end.
pub struct Page {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

impl Page {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {}", self.text))
    }

    pub fn location(&self) -> &str {
        self.headers.get(header::LOCATION).expect("a way on").to_str().unwrap()
    }

    /// The words of the page, without its markup.
    pub fn words(&self) -> String {
        let mut out = String::new();
        for part in self.text.split('<') {
            out.push_str(part.split_once('>').map_or(part, |(_, words)| words));
        }
        out
    }
}

impl Place {
    pub fn new(options: Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("ledger.db");
        let ledger = musnad_ledger::open(file.to_str().unwrap(), &musnad_ledger::Options::default()).unwrap();
        let ledger: Arc<dyn Ledger> = Arc::from(ledger);
        let desk = Desk::new(Arc::clone(&ledger), options).unwrap();
        Self { desk, ledger, _folder: folder }
    }

    /// Puts an article into the ledger as a program would, behind the desk's back.
    pub fn put(&self, article: &Article) -> musnad_ledger::Id {
        let json = serde_json::to_string(&READER.read(article)).unwrap();
        let addition = Addition {
            reading: &json,
            bytes: Some(article.text.as_bytes()),
            media: "text/plain",
            place: article.url.as_deref().unwrap_or("-"),
            how: "test",
            author: article.authors.first().map(String::as_str),
            at: jiff::Timestamp::UNIX_EPOCH,
        };
        self.ledger.add(&addition).unwrap().article
    }

    /// One with the bundled story, compared.
    pub fn with_story(options: Options) -> Self {
        let place = Self::new(options);
        for article in story() {
            place.put(&article);
        }
        place.wait();
        place
    }

    /// Waits until what was put is compared: the desk looks for others' additions only now and then.
    pub fn wait(&self) {
        self.desk.refresh();
        self.desk.settle();
    }

    pub async fn send(&self, request: Request<Body>) -> Page {
        let response: Response = router(&self.desk).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, 64 << 20).await.unwrap();
        Page { status: parts.status, headers: parts.headers, text: String::from_utf8(bytes.to_vec()).unwrap() }
    }

    pub async fn get(&self, path: &str) -> Page {
        self.send(Request::get(path).header(header::HOST, "localhost:7410").body(Body::empty()).unwrap()).await
    }

    /// Sends a form as a browser does, with what the desk's own pages carry.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Page {
        let csrf = self.csrf().await;
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("csrf", &csrf).extend_pairs(fields);
        let request = Request::post(path)
            .header(header::HOST, "localhost:7410")
            .header(header::ORIGIN, "http://localhost:7410")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(Body::from(form.finish())).unwrap()).await
    }

    pub async fn csrf(&self) -> String {
        let page = self.get("/en/-/door").await;
        let rest = page.text.split("name=\"csrf\" value=\"").nth(1).expect("a form");
        rest.split('"').next().unwrap().to_owned()
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The bundled story as its list describes it.
pub fn story() -> Vec<Article> {
    static STORY: OnceLock<Vec<Article>> = OnceLock::new();
    STORY.get_or_init(|| told("story")).clone()
}

/// A story of `examples`.
pub fn told(name: &str) -> Vec<Article> {
    let folder = root().join("examples").join(name);
    let list: toml::Table = toml::from_str(&std::fs::read_to_string(folder.join("story.toml")).unwrap()).unwrap();
    let word = |one: &toml::Value, name: &str| one.get(name).and_then(toml::Value::as_str).map(str::to_owned);
    let article = |one: &toml::Value| Article {
        text: std::fs::read_to_string(folder.join(word(one, "file").unwrap())).unwrap(),
        url: word(one, "url"),
        publisher: word(one, "publisher"),
        title: word(one, "title"),
        published: word(one, "published").map(|day| day.parse().unwrap()),
        published_at: word(one, "hour")
            .zip(word(one, "published"))
            .and_then(|(hour, day)| format!("{day}T{hour}:00Z").parse().ok()),
        ..Article::default()
    };
    list["article"].as_array().unwrap().iter().map(article).collect()
}

/// The desk with the story that all tests share which change nothing.
pub fn shared() -> &'static Place {
    static SHARED: OnceLock<Place> = OnceLock::new();
    SHARED.get_or_init(|| Place::with_story(Options::default()))
}

/// A path for every page, with parts that are in this ledger.
pub async fn paths(place: &Place) -> Vec<String> {
    let articles = place.get("/articles.json").await.json();
    let article = articles["articles"][0]["id"].as_str().expect("an article").to_owned();
    let outlet =
        articles["articles"].as_array().unwrap().iter().find_map(|one| one["outlet"].as_str()).unwrap().to_owned();
    let mut claims = Vec::new();
    let mut keys = Vec::new();
    for one in articles["articles"].as_array().unwrap() {
        let page = place.get(&format!("/article/{}.json", one["id"].as_str().unwrap())).await.json();
        for claim in page["claims"].as_array().unwrap() {
            claims.push(claim["id"].as_str().unwrap().to_owned());
            keys.extend(claim["entity"].as_str().filter(|key| !key.starts_with("unnamed")).map(str::to_owned));
        }
    }
    let copies = place.get("/copies.json").await.json();
    let copy = copies["copies"].get(0);
    let part = |word: &str| form_urlencoded::byte_serialize(word.as_bytes()).collect::<String>().replace('+', "%20");
    let mut all = Vec::new();
    for route in musnad_desk::routes() {
        let page = route.method == musnad_desk::Method::Get && !route.gives.is_empty();
        if !page || route.role > Some(musnad_desk::Role::Editor) {
            continue;
        }
        let path = match route.path {
            "/article/{id}" => vec![
                format!("/article/{article}"),
                format!("/article/{article}?layer=original"),
                format!("/article/{article}?from=3&to=9"),
            ],
            path if path.starts_with("/claim/{id}") => {
                claims.iter().take(12).map(|id| path.replace("{id}", id)).collect()
            }
            "/source/{key}" => keys.iter().take(6).map(|key| format!("/source/{}", part(key))).collect(),
            "/outlet/{name}" => vec![format!("/outlet/{}", part(&outlet))],
            "/copies/{a}/{b}" => copy
                .map(|copy| format!("/copies/{}/{}", copy["a"].as_str().unwrap(), copy["b"].as_str().unwrap()))
                .into_iter()
                .collect(),
            "/matrix" => vec![
                "/matrix".to_owned(),
                format!("/matrix?h=a&h=b&e={}&e={}&x=ci&x1.0=i&q={}", claims[0], claims[1], part("الميناء")),
            ],
            path => vec![path.to_owned()],
        };
        all.extend(path);
    }
    all.push(format!("/search?q={}", part("الصدفي")));
    all.extend(
        keys.iter()
            .take(4)
            .flat_map(|key| [format!("/whereabouts?of={}", part(key)), format!("/network?of={}", part(key))]),
    );
    all
}
