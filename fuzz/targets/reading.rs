//! What must hold of every reading, whatever the text.

use std::{collections::HashSet, sync::OnceLock};

use musnad_model::{Article, Reading, Span, span::CharIndex};
use musnad_reader::Reader;

fn reader() -> &'static Reader {
    static READER: OnceLock<Reader> = OnceLock::new();
    READER.get_or_init(Reader::arabic)
}

/// Reads some bytes as the text of an article; what is not UTF-8 in them becomes U+FFFD.
pub fn read(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let article = Article { published: jiff::civil::Date::new(2020, 6, 11).ok(), ..Article::from_text(text) };
    let reading = reader().read(&article);
    sound(&article, &reading);
    let again = serde_json::to_string(&reader().read(&article)).expect("a reading is JSON");
    assert_eq!(serde_json::to_string(&reading).expect("a reading is JSON"), again, "not the same every time");
}

/// The text as it was, spans inside of it, and names of what is there.
fn sound(article: &Article, reading: &Reading) {
    assert_eq!(article.text, reading.text);
    let index = CharIndex::new(&reading.text);
    let inside = |span: &Span| {
        assert!(span.start < span.end && span.end <= index.chars(), "{span:?} of {}", index.chars());
        assert!(index.slice(*span).is_some_and(|words| !words.is_empty()));
    };
    let ids: HashSet<&str> = reading.attributions.iter().map(|attribution| attribution.id.as_str()).collect();
    assert_eq!(ids.len(), reading.attributions.len(), "an id is there twice");
    let entities: HashSet<&str> = reading.entities.iter().map(|entity| entity.id.as_str()).collect();
    for attribution in &reading.attributions {
        assert!(!attribution.content.is_empty(), "{attribution:?}");
        attribution.source.iter().chain(&attribution.cue).chain(&attribution.content).for_each(inside);
        assert!(attribution.parent.as_deref().is_none_or(|id| ids.contains(id)), "{attribution:?}");
        assert!(attribution.speaker_entity.as_deref().is_none_or(|id| entities.contains(id)), "{attribution:?}");
        assert!((0.0..=1.0).contains(&attribution.confidence), "{attribution:?}");
    }
    reading.blocks.iter().map(|block| &block.span).for_each(inside);
    reading.entities.iter().flat_map(|entity| &entity.mentions).for_each(inside);
    reading.times.iter().map(|time| &time.span).for_each(inside);
    reading.places.iter().map(|place| &place.span).for_each(inside);
    reading.quantities.iter().map(|quantity| &quantity.span).for_each(inside);
    reading.labels.iter().map(|label| &label.span).for_each(inside);
    reading.notes.iter().filter_map(|note| note.span.as_ref()).for_each(inside);
    reading.propositions.iter().flat_map(|one| one.roles.values().flatten().chain([&one.trigger])).for_each(inside);
}
