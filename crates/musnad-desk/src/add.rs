//! Adding articles: pasted text and files, read and put into the ledger.

use jiff::Timestamp;
use jiff::civil::Date;
use musnad_intake::{Extractor, Trouble, html, jsonl, text};
use musnad_ledger::{Added, Addition};
use musnad_model::Article;

use crate::ask::Ask;
use crate::failure::Failure;
use crate::form::Form;
use crate::state::Desk;
use crate::words::Word;

/// Longest name, title or address that is taken from a form, in code points.
const LONGEST_FACT: usize = 2_000;

/// The most articles that one address gives: a feed may have many.
#[cfg(feature = "fetch")]
const MOST_FETCHED: usize = 50;

/// What a form says of every article in it.
#[derive(Clone, Default)]
struct Said {
    publisher: Option<String>,
    title: Option<String>,
    url: Option<String>,
    published: Option<Date>,
}

impl Said {
    fn of(form: &Form) -> Result<Self, Failure> {
        let fact = |name: &str| match form.value(name) {
            Some(value) if value.chars().count() > LONGEST_FACT => Err(Failure::TooLarge),
            value => Ok(value.map(str::to_owned)),
        };
        let published = match form.value("published") {
            Some(day) => Some(day.parse().map_err(|_| Failure::Form(Word::NotADay))?),
            None => None,
        };
        Ok(Self { publisher: fact("publisher")?, title: fact("title")?, url: fact("url")?, published })
    }

    fn put(self, article: &mut Article) {
        article.publisher = self.publisher.or(article.publisher.take());
        article.title = self.title.or(article.title.take());
        article.url = self.url.or(article.url.take());
        article.published = self.published.or(article.published);
    }
}

/// Adds what a form holds: its text, or else its files. Goes on to the article, or to the list if there are several.
pub(crate) fn add(desk: &Desk, _: &Ask, form: &Form) -> Result<String, Failure> {
    let mut added = Vec::new();
    if let Some(text) = form.whole("text").filter(|text| !text.trim().is_empty()) {
        // Browsers send line breaks of forms as CR LF.
        let text = text.replace("\r\n", "\n");
        let mut article = Article::from_text(text.as_str());
        Said::of(form)?.put(&mut article);
        let place = article.url.clone().unwrap_or_else(|| "desk".into());
        added.push(put(desk, &article, text.as_bytes(), "text/plain; charset=utf-8", &place)?);
    } else if let Some(address) = form.value("fetch") {
        let said = Said::of(form)?;
        for (mut article, bytes, media, place) in fetched(desk, address)? {
            said.clone().put(&mut article);
            added.push(put(desk, &article, &bytes, &media, &place)?);
        }
    } else {
        for (name, bytes) in form.files("file") {
            for (bytes, media, article) in articles(name, bytes) {
                let mut article = article.map_err(|trouble| Failure::Document(format!("{name}: {trouble}")))?;
                Said::of(form)?.put(&mut article);
                added.push(put(desk, &article, bytes, media, name)?);
            }
        }
    }
    match added.as_slice() {
        [] => Err(Failure::Form(Word::NothingToAdd)),
        [one] => Ok(format!("/article/{}", one.article)),
        _ => Ok("/articles".into()),
    }
}

/// An article that was fetched, with its bytes, their media type and where it was.
type Fetched = (Article, Vec<u8>, String, String);

/// The articles at an address, by the guarded fetching of `musnad-intake`: no private address, robots.txt heard, sizes
/// bounded.
#[cfg(feature = "fetch")]
fn fetched(desk: &Desk, address: &str) -> Result<Vec<Fetched>, Failure> {
    use musnad_intake::fetch::{FetchOptions, Fetcher};
    use musnad_intake::{Documents, Input, Intake, Options};

    if !desk.options.fetch {
        return Err(Failure::Form(Word::NotFetched));
    }
    let within = desk.options.patience * 2 / 3;
    let most = u64::try_from(desk.options.most_bytes).unwrap_or(u64::MAX);
    let options = FetchOptions { within, max_bytes: most, max_feed_bytes: most, ..FetchOptions::default() };
    let fetcher = Fetcher::new(options).map_err(|error| Failure::NotFetched(error.to_string()))?;
    let intake = Intake::new(vec![Input::Address(address.to_owned())], Options::default());
    let mut all = Vec::new();
    for document in Documents::of(intake).fetching(fetcher).take(MOST_FETCHED) {
        let document = document.map_err(|error| Failure::NotFetched(error.to_string()))?;
        let taken = document.article_with_provenance();
        let (article, provenance) = taken.map_err(|error| Failure::Document(error.to_string()))?;
        all.push((article, document.bytes, provenance.media_type, document.name));
    }
    Ok(all)
}

#[cfg(not(feature = "fetch"))]
fn fetched(_: &Desk, _: &str) -> Result<Vec<Fetched>, Failure> {
    Err(Failure::Form(Word::NotFetched))
}

/// The articles of an uploaded file, each with its own bytes and their media type. The name tells what it is, else
/// its first byte. Archives and feeds are taken in by the program, which can go on where it was stopped.
fn articles<'f>(name: &str, bytes: &'f [u8]) -> Vec<(&'f [u8], &'static str, Result<Article, Trouble>)> {
    let name = name.to_ascii_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let first = bytes.iter().copied().find(|byte| !byte.is_ascii_whitespace());
    if ends(&[".jsonl", ".ndjson"]) {
        let lines = bytes.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        return lines.map(|line| (line, "application/json", jsonl::article(line))).collect();
    }
    if ends(&[".json"]) {
        return vec![(bytes, "application/json", jsonl::article(bytes))];
    }
    if ends(&[".html", ".htm", ".xhtml"]) || first == Some(b'<') && !ends(&[".txt"]) {
        return vec![(bytes, "text/html", html::article(bytes, Extractor::default()))];
    }
    vec![(bytes, "text/plain", text::article(bytes))]
}

fn put(desk: &Desk, article: &Article, bytes: &[u8], media: &str, place: &str) -> Result<Added, Failure> {
    let reading = desk.reader().read(article);
    let json = serde_json::to_string(&reading).map_err(|_| Failure::Broken)?;
    desk.put(&Addition {
        reading: &json,
        bytes: Some(bytes),
        media,
        place,
        how: "desk",
        author: article.authors.first().map(String::as_str),
        at: Timestamp::now(),
    })
}
