//! Who is who: two names for one, and one name for two.

use maud::{Markup, html};
use musnad_ledger::{Act, Id};
use musnad_model::fold::{Strength, fold};

use crate::ask::{Ask, Look, part};
use crate::board::{Board, Person};
use crate::failure::Failure;
use crate::form::Form;
use crate::state::Desk;
use crate::view::{bits, layout};
use crate::words::Word;

/// How many others are offered, and how many articles of one.
const OFFERED: usize = 8;
const ARTICLES: usize = 40;

/// Names that may mean the same: one is a part of the other, or they share two words.
pub(crate) fn alike<'b>(board: &'b Board, key: &str) -> Vec<(&'b str, &'b Person)> {
    let Some(own) = board.people.get(key) else { return Vec::new() };
    let mine = &own.words;
    let shared = |person: &Person| person.words.iter().filter(|word| mine.contains(word)).count();
    let near = |person: &Person| {
        let (shared, theirs) = (shared(person), person.words.len());
        shared >= 2 || (shared > 0 && (theirs == 1 || mine.len() == 1))
    };
    let mut found: Vec<(&str, &Person)> = board
        .people
        .iter()
        .filter(|(other, person)| &***other != key && person.kind == own.kind && near(person))
        .map(|(other, person)| (&**other, &**person))
        .collect();
    found.sort_by_key(|(other, person)| (std::cmp::Reverse((shared(person), person.articles)), *other));
    found.truncate(OFFERED);
    found
}

/// The forms that merge and split somebody.
pub(crate) fn forms(look: &Look, board: &Board, key: &str) -> Markup {
    let base = look.to(&format!("/source/{}", part(key)));
    let others = alike(board, key);
    html! {
        @if look.edits() {
            details {
                summary { (look.say(Word::MergeInto)) }
                form.stack action={ (base) "/merge" } method="post" {
                    (layout::csrf(look))
                    p.faint { (look.say(Word::MergeWhy)) }
                    @for (other, person) in &others {
                        label.check { input type="radio" name="into" value=(other); bdi { (person.name) } " " small { (look.count(person.articles, crate::words::Noun::Article)) } }
                    }
                    label { (look.say(if others.is_empty() { Word::MergeName } else { Word::MergeOther })) input name="other" dir="auto" maxlength="300" autocomplete="off"; }
                    label { (look.say(Word::Reason)) input name="why" dir="auto" maxlength="1000"; }
                    button { (look.say(Word::MergeDo)) }
                }
            }
            details {
                summary { (look.say(Word::SplitOff)) }
                form.stack action={ (base) "/split" } method="post" {
                    (layout::csrf(look))
                    p.faint { (look.say(Word::SplitWhy)) }
                    @for id in board.naming(key).take(ARTICLES) {
                        @if let Some(card) = board.cards.get(&id) {
                            label.check {
                                input type="checkbox" name="article" value=(id);
                                span dir="auto" { (crate::pages::articles::headline(look, &card.story)) }
                                " " small { bdi { (card.story.outlet.as_deref().unwrap_or_default()) } " " (bits::day(look, card.story.published)) }
                            }
                        }
                    }
                    label { (look.say(Word::SplitName)) input name="into" dir="auto" maxlength="300" required autocomplete="off"; }
                    label { (look.say(Word::Reason)) input name="why" dir="auto" maxlength="1000"; }
                    button { (look.say(Word::SplitDo)) }
                }
            }
        }
    }
}

/// The key of a name of this kind: of somebody whom the board knows, or a new one, as the reader makes it.
pub(crate) fn key_of(desk: &Desk, kind: &str, name: &str) -> String {
    let board = desk.board();
    let known = board
        .people
        .iter()
        .find(|(_, person)| person.kind == kind && (person.name == name || person.aliases.contains(name)));
    known.map_or_else(|| format!("{kind}:{}", fold(name, Strength::Lossy)), |(key, _)| key.to_string())
}

fn kind(key: &str) -> &str {
    key.split_once(':').map_or("person", |(kind, _)| kind)
}

pub(crate) fn merge(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let entity = ask.part("key").to_owned();
    let named = form.value("other").map(|name| key_of(desk, kind(&entity), name));
    let into = named.or_else(|| form.value("into").map(str::to_owned)).ok_or(Failure::Form(Word::MergeNobody))?;
    let done = desk.operate(&ask.author, Act::Merge { entity, into: into.clone() }, form.value("why"))?;
    Ok(format!("/source/{}?done={done}", part(&into)))
}

pub(crate) fn split(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let entity = ask.part("key").to_owned();
    let articles: Vec<Id> = form.values("article").filter_map(|id| id.parse().ok()).collect();
    let name = form.value("into").filter(|_| !articles.is_empty()).ok_or(Failure::Form(Word::SplitNothing))?;
    let mut into = key_of(desk, kind(&entity), name);
    if into == entity {
        // The same name for somebody else: the key tells them apart, as the reader's never would.
        into = format!("{entity} 2");
    }
    let done = desk.operate(&ask.author, Act::Split { entity: entity.clone(), articles, into }, form.value("why"))?;
    Ok(format!("/source/{}?done={done}", part(&entity)))
}
