//! The tables, column by column. `docs/columns.md` is made from these lines.

use std::borrow::Cow;

use musnad_model::{
    Attribution, Block, Entity, Label, LabelKind, Note, Place, Polarity, Proposition, Quantity, Span, Time,
    reading::{BlockKind, EntityKind, Modality, Mode, PlaceKind},
};

use crate::{
    context::Context,
    failure::Failure,
    table::{Column, Get, Table},
};

/// One thing of one document.
pub(crate) struct Row<'a, T> {
    pub of: &'a Context<'a>,
    pub item: T,
}

/// Words that are borrowed from the reading.
fn text(words: &str) -> Option<Cow<'_, str>> {
    Some(words.into())
}

fn texts(words: &[String]) -> Vec<Option<Cow<'_, str>>> {
    words.iter().map(|word| text(word)).collect()
}

fn count(things: usize) -> Option<u32> {
    u32::try_from(things).ok()
}

fn document<'a, T>() -> Column<Row<'a, T>> {
    let about = "the document: `documents.document_id`";
    Column::always("document_id", about, Get::Text(|row| text(&row.of.reading.id)))
}

/// What lies at one span.
trait Placed {
    fn span(&self) -> Span;
}

fn start<'a, T: Placed>() -> Column<Row<'a, T>> {
    let about = "first code point of the words in `documents.text`";
    Column::always("start", about, Get::Int(|row| Some(row.item.span().start)))
}

fn end<'a, T: Placed>() -> Column<Row<'a, T>> {
    let about = "the code point after the last one";
    Column::always("end", about, Get::Int(|row| Some(row.item.span().end)))
}

fn words<'a, T: Placed>() -> Column<Row<'a, T>> {
    Column::always("words", "the words", Get::Text(|row| text(row.of.words(row.item.span()))))
}

macro_rules! placed {
    ($($kind:ty),*) => {$(
        impl Placed for &$kind {
            fn span(&self) -> Span {
                self.span
            }
        }
    )*};
}
placed!(Block, Label, Place, Quantity, Time);

impl Placed for (&Entity, Span) {
    fn span(&self) -> Span {
        self.1
    }
}

pub(crate) fn documents<'a>() -> Table<Row<'a, ()>> {
    Table {
        name: "documents",
        about: "One row an article that was read.",
        columns: vec![
            Column::always(
                "document_id",
                "the caller's id; for files their path, for lines and rows without an id the SHA-256 of the text",
                Get::Text(|row| text(&row.of.reading.id)),
            ),
            Column::always("sha256", "SHA-256 of the text in UTF-8", Get::Text(|row| text(&row.of.reading.sha256))),
            Column::always("language", "ISO 639-1 code", Get::Text(|row| text(&row.of.reading.language))),
            Column::maybe("url", "where it was found", Get::Text(|row| row.of.reading.url.as_deref().map(Cow::from))),
            Column::maybe(
                "publisher",
                "the outlet: the root of every chain",
                Get::Text(|row| row.of.reading.publisher.as_deref().map(Cow::from)),
            ),
            Column::maybe(
                "title",
                "the headline, if it is not part of the text",
                Get::Text(|row| row.of.reading.title.as_deref().map(Cow::from)),
            ),
            Column::maybe("published", "the day of publication", Get::Day(|row| row.of.reading.published)),
            Column::always("text", "the text as received", Get::Text(|row| text(&row.of.reading.text))),
            Column::always("characters", "its length in code points", Get::Int(|row| Some(row.of.characters()))),
            Column::always(
                "attribution_count",
                "rows in `attributions`",
                Get::Int(|row| count(row.of.reading.attributions.len())),
            ),
            Column::always("engine", "version of the program", Get::Text(|row| text(&row.of.reading.engine.version))),
            Column::always(
                "pack",
                "name and content hash of the language pack",
                Get::Text(|row| text(&row.of.reading.engine.pack)),
            ),
        ],
    }
}

pub(crate) fn blocks<'a>() -> Table<Row<'a, &'a Block>> {
    Table {
        name: "blocks",
        about: "One row a block of the text, in order.",
        columns: vec![
            document(),
            start(),
            end(),
            Column::always(
                "kind",
                "`heading`, `paragraph`, `byline`, `caption`, `related`",
                Get::Text(|row| {
                    text(match row.item.kind {
                        BlockKind::Heading => "heading",
                        BlockKind::Paragraph => "paragraph",
                        BlockKind::Byline => "byline",
                        BlockKind::Caption => "caption",
                        BlockKind::Related => "related",
                    })
                }),
            ),
        ],
    }
}

fn entity_kind(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Group => "group",
        EntityKind::Organization => "organization",
        EntityKind::Outlet => "outlet",
        EntityKind::Government => "government",
        EntityKind::Place => "place",
        EntityKind::Unnamed => "unnamed",
    }
}

fn speaker<'a>(row: &Row<'a, &'a Attribution>) -> Option<&'a Entity> {
    row.of.entity(row.item.speaker_entity.as_deref())
}

pub(crate) fn attributions<'a>() -> Table<Row<'a, &'a Attribution>> {
    Table {
        name: "attributions",
        about: "One row an attribution: the writer presents a content as somebody's words, belief or demand.",
        columns: vec![
            document(),
            Column::always("attribution_id", "unique in the document", Get::Text(|row| text(&row.item.id))),
            Column::maybe(
                "speaker",
                "who said it, in the fullest name the article gives; null if it cannot be told",
                Get::Text(|row| row.item.speaker.as_deref().map(Cow::from)),
            ),
            Column::maybe(
                "speaker_id",
                "the speaker: `entities.entity_id`",
                Get::Text(|row| row.item.speaker_entity.as_deref().map(Cow::from)),
            ),
            Column::maybe(
                "speaker_kind",
                "the kind of the speaker, as in `entities.kind`",
                Get::Text(|row| speaker(row).map(|entity| entity_kind(entity.kind).into())),
            ),
            Column::maybe(
                "speaker_key",
                "the speaker across documents: `entities.key`",
                Get::Text(|row| speaker(row).map(|entity| entity.key.as_str().into())),
            ),
            Column::always(
                "stance",
                "how the cue vouches: `says`, `affirms`, `alleges`, `believes`, `denies`, `accuses`, `urges`, `warns`, `commits`, `judges`",
                Get::Text(|row| text(row.item.stance.as_str())),
            ),
            Column::always("negated", "the cue itself is negated", Get::Flag(|row| Some(row.item.negated))),
            Column::always(
                "mode",
                "how much of the content stands in quotation marks: `direct`, `indirect`, `mixed`",
                Get::Text(|row| {
                    text(match row.item.mode {
                        Mode::Direct => "direct",
                        Mode::Indirect => "indirect",
                        Mode::Mixed => "mixed",
                    })
                }),
            ),
            Column::maybe(
                "source",
                "the words that name the source, several stretches joined by ` … `",
                Get::Text(|row| row.of.joined(&row.item.source)),
            ),
            Column::maybe("cue", "the words that signal it", Get::Text(|row| row.of.joined(&row.item.cue))),
            Column::maybe("content", "the words attributed", Get::Text(|row| row.of.joined(&row.item.content))),
            Column::always("source_spans", "where they stand", Get::Spans(|row| (&row.item.source[..]).into())),
            Column::always("cue_spans", "where they stand", Get::Spans(|row| (&row.item.cue[..]).into())),
            Column::always("content_spans", "where they stand", Get::Spans(|row| (&row.item.content[..]).into())),
            Column::maybe(
                "via",
                "the outlet or platform that carried the words",
                Get::Text(|row| row.item.via.as_deref().map(Cow::from)),
            ),
            Column::maybe(
                "parent_id",
                "the attribution through which it came: `attribution_id`",
                Get::Text(|row| row.item.parent.as_deref().map(Cow::from)),
            ),
            Column::always(
                "chain",
                "the names it passed, from the publisher to the speaker; null where a link is not named",
                Get::Texts(|row| row.of.chain(row.item)),
            ),
            Column::always(
                "chain_ids",
                "the attributions it passed, the outermost first and itself last",
                Get::Texts(|row| row.of.links(row.item).into_iter().map(|link| text(&link.id)).collect()),
            ),
            Column::always(
                "rule",
                "the rule that made it; `musnad explain` says why",
                Get::Text(|row| text(&row.item.rule)),
            ),
            Column::always("confidence", "0 to 1", Get::Share(|row| Some(row.item.confidence))),
        ],
    }
}

pub(crate) fn entities<'a>() -> Table<Row<'a, &'a Entity>> {
    Table {
        name: "entities",
        about: "One row somebody or something named in a document.",
        columns: vec![
            document(),
            Column::always("entity_id", "unique in the document", Get::Text(|row| text(&row.item.id))),
            Column::always(
                "kind",
                "`person`, `group`, `organization`, `outlet`, `government`, `place`, `unnamed`",
                Get::Text(|row| text(entity_kind(row.item.kind))),
            ),
            Column::always("name", "the fullest name the article gives", Get::Text(|row| text(&row.item.name))),
            Column::maybe(
                "latin",
                "the name in Latin letters, where it is known",
                Get::Text(|row| row.item.latin.as_deref().map(Cow::from)),
            ),
            Column::always(
                "key",
                "the same across documents: kind and folded name",
                Get::Text(|row| text(&row.item.key)),
            ),
            Column::always("aliases", "its other names here", Get::Texts(|row| texts(&row.item.aliases))),
            Column::always("roles", "offices and descriptions", Get::Texts(|row| texts(&row.item.roles))),
            Column::always("mention_count", "rows in `mentions`", Get::Int(|row| count(row.item.mentions.len()))),
        ],
    }
}

pub(crate) fn mentions<'a>() -> Table<Row<'a, (&'a Entity, Span)>> {
    Table {
        name: "mentions",
        about: "One row a span that names an entity.",
        columns: vec![
            document(),
            Column::always("entity_id", "the entity: `entities.entity_id`", Get::Text(|row| text(&row.item.0.id))),
            start(),
            end(),
            words(),
        ],
    }
}

pub(crate) fn times<'a>() -> Table<Row<'a, &'a Time>> {
    Table {
        name: "times",
        about: "One row an expression of time.",
        columns: vec![
            document(),
            start(),
            end(),
            words(),
            Column::maybe(
                "value",
                "EDTF (ISO 8601-2) as precise as the words; null if nothing anchors it",
                Get::Text(|row| row.item.value.as_deref().map(Cow::from)),
            ),
            Column::always("calendar", "`gregorian` or `hijri`", Get::Text(|row| text(&row.item.calendar))),
            Column::always("rule", "the rule that read it", Get::Text(|row| text(&row.item.rule))),
        ],
    }
}

pub(crate) fn places<'a>() -> Table<Row<'a, &'a Place>> {
    Table {
        name: "places",
        about: "One row a mention of a place.",
        columns: vec![
            document(),
            start(),
            end(),
            words(),
            Column::always(
                "kind",
                "`country`, `region`, `city`, `landmark`",
                Get::Text(|row| {
                    text(match row.item.kind {
                        PlaceKind::Country => "country",
                        PlaceKind::Region => "region",
                        PlaceKind::City => "city",
                        PlaceKind::Landmark => "landmark",
                    })
                }),
            ),
            Column::always("name", "the gazetteer's name", Get::Text(|row| text(&row.item.name))),
            Column::maybe("country", "ISO 3166-1 alpha-2", Get::Text(|row| row.item.country.as_deref().map(Cow::from))),
            Column::maybe(
                "lat",
                "degrees north; null if the place cannot be told apart",
                Get::Real(|row| row.item.lat),
            ),
            Column::maybe("lon", "degrees east", Get::Real(|row| row.item.lon)),
            Column::maybe("radius_km", "how precise the point is", Get::Real(|row| row.item.radius_km)),
            Column::maybe("geonames", "GeoNames id", Get::Long(|row| row.item.geonames.map(i64::from))),
            Column::always("rule", "the rule that found it", Get::Text(|row| text(&row.item.rule))),
        ],
    }
}

pub(crate) fn quantities<'a>() -> Table<Row<'a, &'a Quantity>> {
    Table {
        name: "quantities",
        about: "One row a count or a measure.",
        columns: vec![
            document(),
            start(),
            end(),
            words(),
            Column::maybe("low", "the least that the words say; null if open downwards", Get::Real(|row| row.item.low)),
            Column::maybe("high", "the most that the words say; null if open upwards", Get::Real(|row| row.item.high)),
            Column::maybe(
                "unit",
                "`km`, `USD`, `persons:killed`, …",
                Get::Text(|row| row.item.unit.as_deref().map(Cow::from)),
            ),
        ],
    }
}

pub(crate) fn propositions<'a>() -> Table<Row<'a, &'a Proposition>> {
    Table {
        name: "propositions",
        about: "One row something claimed, as a frame with roles.",
        columns: vec![
            document(),
            Column::maybe(
                "attribution_id",
                "the attribution whose content holds it; null for the article's own narration",
                Get::Text(|row| row.item.attribution.as_deref().map(Cow::from)),
            ),
            Column::always("frame", "the frame, by its id in the pack", Get::Text(|row| text(&row.item.frame))),
            Column::always(
                "event",
                "what happens in the frame: `arrive`, `seize`, …",
                Get::Text(|row| text(&row.item.event)),
            ),
            Column::always(
                "modality",
                "how it is told: `actual`, `future`, `possible`, `intended`, `demanded`",
                Get::Text(|row| text(modality(row.item.modality))),
            ),
            Column::always(
                "polarity",
                "`+` said to be so, `-` said not to be so",
                Get::Text(|row| {
                    text(match row.item.polarity {
                        Polarity::Positive => "+",
                        Polarity::Negative => "-",
                    })
                }),
            ),
            Column::always(
                "trigger",
                "the word that evokes the frame",
                Get::Text(|row| text(row.of.words(row.item.trigger))),
            ),
            Column::always("trigger_start", "first code point of it", Get::Int(|row| Some(row.item.trigger.start))),
            Column::always("trigger_end", "the code point after it", Get::Int(|row| Some(row.item.trigger.end))),
            Column::always(
                "roles",
                "who and what fills the frame, a row a stretch of words",
                Get::Roles(|row| {
                    let mut filled = Vec::new();
                    for (role, spans) in &row.item.roles {
                        filled.extend(spans.iter().map(|&span| (role.as_str(), row.of.words(span).into(), span)));
                    }
                    filled
                }),
            ),
            Column::always("rule", "the rule that made it", Get::Text(|row| text(&row.item.rule))),
        ],
    }
}

fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Actual => "actual",
        Modality::Future => "future",
        Modality::Possible => "possible",
        Modality::Intended => "intended",
        Modality::Demanded => "demanded",
    }
}

pub(crate) fn labels<'a>() -> Table<Row<'a, &'a Label>> {
    Table {
        name: "labels",
        about: "One row words by which the article itself marks or colours something.",
        columns: vec![
            document(),
            start(),
            end(),
            words(),
            Column::always(
                "kind",
                "`scare_quote`, `so_called`, `loaded`",
                Get::Text(|row| {
                    text(match row.item.kind {
                        LabelKind::ScareQuote => "scare_quote",
                        LabelKind::SoCalled => "so_called",
                        LabelKind::Loaded => "loaded",
                    })
                }),
            ),
            Column::maybe(
                "entity_id",
                "the entity it is put on: `entities.entity_id`",
                Get::Text(|row| row.item.entity.as_deref().map(Cow::from)),
            ),
        ],
    }
}

pub(crate) fn notes<'a>() -> Table<Row<'a, &'a Note>> {
    Table {
        name: "notes",
        about: "One row something that the reader could not do, and why.",
        columns: vec![
            document(),
            Column::always("code", "a stable code", Get::Text(|row| text(&row.item.code))),
            Column::always("message", "one sentence", Get::Text(|row| text(&row.item.message))),
            Column::maybe(
                "start",
                "first code point, if it is about a place",
                Get::Int(|row| row.item.span.map(|s| s.start)),
            ),
            Column::maybe("end", "the code point after the last one", Get::Int(|row| row.item.span.map(|s| s.end))),
        ],
    }
}

pub(crate) fn errors<'a>() -> Table<&'a Failure> {
    Table {
        name: "errors",
        about: "One row a document that gave no reading. A bad row never stops the others.",
        columns: vec![
            Column::maybe(
                "document",
                "where it stands: path, line, row; null in a batch that came from memory",
                Get::Text(|row| row.document.as_deref().map(Cow::from)),
            ),
            Column::maybe(
                "document_id",
                "the caller's id, if it could be read",
                Get::Text(|row| row.document_id.as_deref().map(Cow::from)),
            ),
            Column::always("code", "a stable code, below", Get::Text(|row| text(row.code))),
            Column::always("message", "one sentence", Get::Text(|row| text(&row.message))),
        ],
    }
}
