//! Small parts: days, names, stances, numbers.

use jiff::civil::Date;
use maud::{Markup, html};
use musnad_compare::trace::{ConflictKind, DistortionKind, EdgeKind, Lines, NodeKind};
use musnad_compare::{CopyKind, MatchKind};
use musnad_model::{LabelKind, Mode, Stance};

use crate::ask::{Ask, Look, ROWS, part};
use crate::board::Board;
use crate::words::{Tongue, Word};

const MONTHS_AR: [&str; 12] =
    ["يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day in words.
pub(crate) fn day_words(day: Date, tongue: Tongue) -> String {
    let months = if tongue == Tongue::Arabic { MONTHS_AR } else { MONTHS_EN };
    let month = usize::try_from(day.month() - 1).ok().and_then(|at| months.get(at)).copied().unwrap_or_default();
    format!("{} {month} {}", day.day(), day.year())
}

/// A day, or that it is not known.
pub(crate) fn day(look: &Look, day: Option<Date>) -> Markup {
    html! {
        @if let Some(day) = day { time datetime=(day) { (day_words(day, look.tongue)) } }
        @else { span.faint { (look.say(Word::NoDay)) } }
    }
}

/// Somebody who speaks, with the way to their page. What is not known is said to be so.
pub(crate) fn speaker(look: &Look, name: Option<&str>, key: Option<&str>) -> Markup {
    html! {
        @match (name, key) {
            (Some(name), Some(key)) if !key.starts_with("unnamed:") => {
                a.who href=(look.to(&format!("/source/{}", part(key)))) { bdi { (name) } }
            }
            (Some(name), _) => span.who.unnamed title=(look.say(Word::Unnamed)) { bdi { (name) } },
            (None, _) => span.who.unnamed { (look.say(Word::Unnamed)) },
        }
    }
}

/// An outlet, with the way to its page.
pub(crate) fn outlet(look: &Look, name: Option<&str>) -> Markup {
    html! {
        @if let Some(name) = name { a.outlet href=(look.to(&format!("/outlet/{}", part(name)))) { bdi { (name) } } }
        @else { span.faint { (look.say(Word::NoOutlet)) } }
    }
}

/// How a cue vouches, by word and by the line that stands under such words in an article.
pub(crate) fn stance(look: &Look, stance: Stance, negated: bool) -> Markup {
    html! {
        span.stance.(stance.as_str()) {
            @if negated { (look.say(Word::Not)) " " }
            (look.say(stance_word(stance)))
        }
    }
}

pub(crate) const fn stance_word(stance: Stance) -> Word {
    match stance {
        Stance::Says => Word::Says,
        Stance::Affirms => Word::Affirms,
        Stance::Alleges => Word::Alleges,
        Stance::Believes => Word::Believes,
        Stance::Denies => Word::Denies,
        Stance::Accuses => Word::Accuses,
        Stance::Urges => Word::Urges,
        Stance::Warns => Word::Warns,
        Stance::Commits => Word::Commits,
        Stance::Judges => Word::Judges,
    }
}

pub(crate) const fn mode_word(mode: Mode) -> Word {
    match mode {
        Mode::Direct => Word::Direct,
        Mode::Indirect => Word::Indirect,
        Mode::Mixed => Word::Mixed,
    }
}

pub(crate) const fn conflict_word(kind: ConflictKind) -> Word {
    match kind {
        ConflictKind::Denial => Word::ConflictDenial,
        ConflictKind::Polarity => Word::ConflictPolarity,
        ConflictKind::Number => Word::ConflictNumber,
        ConflictKind::Place => Word::ConflictPlace,
        ConflictKind::Holder => Word::ConflictHolder,
    }
}

pub(crate) const fn distortion_word(kind: DistortionKind) -> Word {
    match kind {
        DistortionKind::HedgeDropped => Word::HedgeDropped,
        DistortionKind::HedgeAdded => Word::HedgeAdded,
        DistortionKind::Strengthened => Word::Strengthened,
        DistortionKind::Weakened => Word::Weakened,
        DistortionKind::NumberChanged => Word::NumberChanged,
        DistortionKind::SourceDropped => Word::SourceDropped,
        DistortionKind::SourcePromoted => Word::SourcePromoted,
        DistortionKind::ViaDropped => Word::ViaDropped,
        DistortionKind::QuotationChanged => Word::QuotationChanged,
    }
}

pub(crate) const fn match_word(kind: MatchKind) -> Word {
    match kind {
        MatchKind::SameQuotation => Word::SameQuotation,
        MatchKind::SameWords => Word::SameWords,
        MatchKind::Paraphrase => Word::Paraphrase,
        MatchKind::Denial => Word::ConflictDenial,
        MatchKind::Opposite => Word::ConflictPolarity,
        MatchKind::NumberDiffers => Word::ConflictNumber,
        MatchKind::PlaceDiffers => Word::ConflictPlace,
        MatchKind::HolderDiffers => Word::ConflictHolder,
    }
}

pub(crate) const fn copy_word(kind: CopyKind) -> Word {
    match kind {
        CopyKind::Silent => Word::CopySilent,
        CopyKind::Agencies => Word::CopyAgencies,
        CopyKind::Credited => Word::CopyCredited,
        CopyKind::CommonSource => Word::CopyCommon,
        CopyKind::Republished => Word::CopyRepublished,
    }
}

pub(crate) const fn node_word(kind: NodeKind) -> Word {
    match kind {
        NodeKind::Person => Word::Person,
        NodeKind::Group => Word::GroupKind,
        NodeKind::Organization => Word::Organization,
        NodeKind::Government => Word::Government,
        NodeKind::Place => Word::Place,
        NodeKind::Outlet => Word::Outlet,
        NodeKind::Unnamed => Word::UnnamedKind,
        NodeKind::Unstated => Word::Unstated,
        NodeKind::SharedText => Word::SharedText,
        NodeKind::UnknownOutlet => Word::NoOutlet,
        NodeKind::Article => Word::ArticleKind,
    }
}

/// The kind of an entity by its word on the wire.
pub(crate) fn kind_word(kind: &str) -> Word {
    match kind {
        "person" => Word::Person,
        "group" => Word::GroupKind,
        "organization" => Word::Organization,
        "government" => Word::Government,
        "place" => Word::Place,
        "outlet" => Word::Outlet,
        _ => Word::UnnamedKind,
    }
}

pub(crate) const fn edge_word(kind: EdgeKind) -> Word {
    match kind {
        EdgeKind::Reported => Word::EdgeReported,
        EdgeKind::Carried => Word::EdgeCarried,
        EdgeKind::Published => Word::EdgePublished,
        EdgeKind::Shared => Word::EdgeShared,
        EdgeKind::Copied => Word::EdgeCopied,
    }
}

pub(crate) const fn label_word(kind: LabelKind) -> Word {
    match kind {
        LabelKind::ScareQuote => Word::ScareQuote,
        LabelKind::SoCalled => Word::SoCalled,
        LabelKind::Loaded => Word::LoadedLabel,
    }
}

/// A range of independent lines, in words: digits around a dash would turn round in Arabic.
pub(crate) fn range(look: &Look, lines: &Lines) -> String {
    let (low, high) = (lines.lower, lines.upper.max(lines.lower));
    if low == high {
        return low.to_string();
    }
    match look.tongue {
        Tongue::Arabic => format!("من {low} إلى {high}"),
        Tongue::English => format!("{low} to {high}"),
    }
}

/// Number of independent lines with its label.
pub(crate) fn lines(look: &Look, lines: &Lines) -> Markup {
    html! { span.lines { (look.say(Word::Lines)) ": " b { (range(look, lines)) } } }
}

/// A value of a conflict: a number with its unit as the comparing writes it, or a place.
pub(crate) fn value(look: &Look, value: &str) -> Markup {
    let unit = value.rsplit_once(' ').and_then(|(number, unit)| Some((number, unit_word(unit)?)));
    html! {
        @match unit {
            Some((number, word)) => { bdi dir="ltr" { (number) } " " (look.say(word)) },
            None => bdi { (value) },
        }
    }
}

/// What became of counted persons, and percent. Units such as km and USD stay as they are.
fn unit_word(unit: &str) -> Option<Word> {
    Some(match unit {
        "persons" => Word::Persons,
        "persons:killed" => Word::Killed,
        "persons:injured" => Word::Injured,
        "persons:missing" => Word::Missing,
        "persons:arrested" => Word::Arrested,
        "persons:displaced" => Word::Displaced,
        "persons:rescued" => Word::Rescued,
        "percent" => Word::Percent,
        _ => return None,
    })
}

/// A share as a number of hundred.
pub(crate) fn percent(share: f64) -> Markup {
    let whole = (share.clamp(0.0, 1.0) * 100.0).round();
    html! { bdi dir="ltr" { (whole) "%" } }
}

/// Words under a page that has nothing yet: why, and the way on.
pub(crate) fn empty(look: &Look, why: Word, way: Option<(&str, Word)>) -> Markup {
    html! {
        div.empty {
            p { (look.say(why)) }
            @if let Some((path, word)) = way { p { a.button href=(look.to(path)) { (look.say(word)) } } }
        }
    }
}

/// The same for what comparing finds: as long as it is not done, nothing is known to be missing.
pub(crate) fn none_yet(look: &Look, board: &Board, why: Word) -> Markup {
    empty(look, if board.whole { why } else { Word::Comparing }, Some(("/", Word::ToFront)))
}

/// The ways to the page before and after, keeping the rest of the query.
pub(crate) fn sheets(ask: &Ask, path: &str, more: bool) -> Markup {
    let look = &ask.look;
    let at = ask.sheet() + 1;
    let to = |sheet: usize| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        for (name, value) in ask.query.iter().filter(|(name, _)| name != "page") {
            query.append_pair(name, value);
        }
        query.append_pair("page", &sheet.to_string());
        look.to(&format!("{path}?{}", query.finish()))
    };
    html! {
        @if at > 1 || more {
            nav.sheets aria-label=(look.say(Word::Sheets)) {
                @if at > 1 { a rel="prev" href=(to(at - 1)) { (look.say(Word::Earlier)) } }
                span { (at) }
                @if more { a rel="next" href=(to(at + 1)) { (look.say(Word::Later)) } }
            }
        }
    }
}

/// Cuts a list that was asked with one row too many; true if there is another page.
pub(crate) fn cut<T>(list: &mut Vec<T>) -> bool {
    let more = list.len() > ROWS;
    list.truncate(ROWS);
    more
}

/// The first words of a text, at most so many code points.
pub(crate) fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    let whole = cut.rfind(' ').map_or(cut.as_str(), |at| &cut[..at]);
    format!("{whole}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_cuts_are_in_words() {
        let day = Date::constant(2022, 6, 5);
        assert_eq!(day_words(day, Tongue::Arabic), "5 يونيو 2022");
        assert_eq!(day_words(day, Tongue::English), "5 June 2022");
        assert_eq!(short("one two three", 9), "one two…");
        assert_eq!(short("one", 9), "one");
        assert_eq!(short("ألف باء تاء", 5), "ألف…");
    }
}
