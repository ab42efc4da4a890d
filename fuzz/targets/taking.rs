//! What must hold of everything that is taken in, whatever the bytes.

use std::sync::Arc;

use musnad_intake::{Document, Fetched, Found, Input, Intake, Kind, Options, Position};

/// Small, so that the limits are met.
const MAX_BYTES: u64 = 200_000;

fn inputs(bytes: &[u8], media_type: &str) -> Vec<Input> {
    vec![Input::Fetched(Box::new(Fetched {
        bytes: Arc::from(bytes),
        asked: "https://example.org/a".into(),
        url: "https://example.org/a".into(),
        media_type: Some(media_type.into()),
        ..Fetched::default()
    }))]
}

fn options() -> Options {
    Options { max_bytes: MAX_BYTES, max_feed_bytes: 4 * MAX_BYTES, ..Options::default() }
}

/// Takes everything out of some bytes, stops once in the middle, and goes on.
pub fn take_in(bytes: &[u8], media_type: &str) {
    let whole: Vec<String> = Intake::new(inputs(bytes, media_type), options())
        .map(|found| {
            if let Ok(Found::Document(document)) = &found {
                sound(document);
            }
            told(&found)
        })
        .collect();
    let stop = usize::from(bytes.first().copied().unwrap_or_default()) % (whole.len() + 1);
    let mut first = Intake::new(inputs(bytes, media_type), options());
    first.by_ref().take(stop).for_each(drop);
    let position: Position = first.position().to_string().parse().expect("a position can be stored");
    let rest: Vec<String> =
        Intake::resume(inputs(bytes, media_type), options(), &position).map(|found| told(&found)).collect();
    assert_eq!(rest, whole[stop..], "stopped after {stop}");
}

fn told(found: &Result<Found, musnad_intake::IntakeError>) -> String {
    match found {
        Ok(Found::Document(document)) => document.name.clone(),
        Ok(Found::Link(link)) => link.url.clone(),
        Err(error) => {
            assert!(!error.document.is_empty());
            format!("{error}")
        }
    }
}

/// An article is clean text, and the same every time.
pub fn sound(document: &Document) {
    assert!(document.bytes.len() as u64 <= MAX_BYTES);
    let Ok((article, provenance)) = document.article_with_provenance() else {
        return;
    };
    assert!(!article.text.trim().is_empty());
    if matches!(document.kind, Kind::Html) {
        assert!(!article.text.contains(|c: char| c.is_control() && c != '\n'), "{:?}", article.text);
        assert!(article.text.lines().all(|line| !line.trim().is_empty() && line == line.trim_end()));
    }
    for fact in [&article.title, &article.publisher, &article.url].into_iter().flatten() {
        let web = document.kind == Kind::JsonLine;
        assert!(web || !fact.contains(|c: char| c.is_control()), "{fact:?}");
    }
    let (again, same) = document.article_with_provenance().expect("as before");
    assert_eq!((article, provenance), (again, same));
}
