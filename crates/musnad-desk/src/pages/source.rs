//! Somebody: what they said, what is said of them, how they are labelled and rated.

use std::collections::BTreeMap;
use std::sync::Arc;

use maud::{Markup, html};
use musnad_ledger::{Claim, ClaimFilter, Id, StoredOperation, Subject};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, part};
use crate::board::{Board, Labelled, Person};
use crate::failure::Failure;
use crate::pages::search::filter;
use crate::pages::{entity, review};
use crate::state::Desk;
use crate::view::{bits, claim as row};
use crate::words::{Noun, Word};

/// How an outlet labels somebody.
#[derive(Debug, Serialize)]
struct Label {
    #[serde(flatten)]
    label: Labelled,
    outlet: Option<String>,
    article: Id,
}

#[derive(Debug, Serialize)]
struct Source {
    key: String,
    person: Person,
    /// What they say.
    said: Vec<Claim>,
    more_said: bool,
    /// What others say of them.
    about: Vec<Claim>,
    labels: Vec<Label>,
    ratings: Vec<StoredOperation>,
    #[serde(skip)]
    done: Option<Id>,
    #[serde(skip)]
    ask: Ask,
    #[serde(skip)]
    board: Arc<Board>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let key = ask.part("key").to_owned();
    let board = desk.board();
    let narrowed = filter(ask);
    let mut said = desk.ledger.claims(&ClaimFilter { speaker: Some(key.clone()), ..narrowed.clone() }, ask.rows())?;
    let more_said = bits::cut(&mut said);
    let mut about = Vec::new();
    if narrowed == ClaimFilter::default() {
        about = desk.ledger.claims(&ClaimFilter { about: Some(key.clone()), ..narrowed }, ask.rows())?;
        bits::cut(&mut about);
    }
    let person = board.people.get(key.as_str()).map(|person| (**person).clone());
    let done = ask.value("done").and_then(|id| id.parse().ok());
    // Somebody who is gone by what was just done: the page still offers to undo it.
    if person.is_none() && said.is_empty() && about.is_empty() && done.is_none() {
        return Err(Failure::NotFound);
    }
    let person = person.unwrap_or_else(|| Person {
        kind: key.split_once(':').map(|(kind, _)| kind.to_owned()).unwrap_or_default(),
        name: said.first().and_then(|claim| claim.speaker.clone()).unwrap_or_else(|| board.name(&key)),
        ..Person::default()
    });
    let of_card = |(&article, card): (&Id, &Arc<crate::board::Card>)| {
        let labels = card.labels.iter().filter(|label| label.entity == key).cloned();
        let outlet = card.story.outlet.clone();
        labels.map(|label| Label { label, outlet: outlet.clone(), article }).collect::<Vec<_>>()
    };
    let labels = board.cards.iter().flat_map(of_card).collect();
    let ratings = desk.ledger.operations(&Subject::Entity(key.clone()))?;
    Answer::of(ask, &Source { key, person, said, more_said, about, labels, ratings, done, ask: ask.clone(), board })
}

impl Page for Source {
    fn tab(&self) -> Tab {
        Tab::None
    }

    fn title(&self, _: &Look) -> String {
        self.person.name.clone()
    }

    fn body(&self, look: &Look) -> Markup {
        let here = format!("/source/{}", part(&self.key));
        let narrowed = filter(&self.ask);
        html! {
            header.claimhead {
                p.kicker { (look.say(bits::kind_word(&self.person.kind))) }
                h1 dir="auto" { (self.person.name) }
                @if !self.person.aliases.is_empty() {
                    p.meta { (look.say(Word::AlsoNamed)) ": " @for (i, name) in self.person.aliases.iter().enumerate() { @if i > 0 { "، " } bdi { (name) } } }
                }
                p.meta {
                    (look.count(self.person.articles, Noun::Article))
                    " · " a href=(look.to(&format!("/whereabouts?of={}", part(&self.key)))) { (look.say(Word::Whereabouts)) }
                    " · " a href=(look.to(&format!("/network?of={}", part(&self.key)))) { (look.say(Word::Network)) }
                }
            }
            @if let Some(done) = self.done { (review::undo_notice(look, done, &here)) }
            @if narrowed != ClaimFilter::default() {
                p.notice { span { (look.say(Word::Narrowed))
                    @for stance in &narrowed.stances { " " (bits::stance(look, *stance, false)) }
                    @if let Some(about) = &narrowed.about { " " (look.say(Word::Of)) " " bdi { (self.board.name(about)) } }
                } a href=(look.to(&here)) { (look.say(Word::ShowAll)) } }
            }
            div.columns {
                section {
                    h2 { (look.say(Word::Said)) }
                    @if self.said.is_empty() { p.faint { (look.say(Word::SaidNothing)) } }
                    @for claim in &self.said { (row::plain(look, &self.board, claim)) }
                    (bits::sheets(&self.ask, &here, self.more_said))
                }
                div {
                    @if narrowed == ClaimFilter::default() {
                        section {
                            h2 { (look.say(Word::SaidOf)) }
                            @if self.about.is_empty() { p.faint { (look.say(Word::SaidOfNothing)) } }
                            @for claim in &self.about { (row::plain(look, &self.board, claim)) }
                        }
                    }
                    (self.roles(look))
                    (self.named_so(look))
                    section.people {
                        h2 { (look.say(Word::Ratings)) }
                        (review::history(look, &self.ratings, &here))
                        (review::rate_form(look, &here))
                        (entity::forms(look, &self.board, &self.key))
                    }
                }
            }
        }
    }
}

impl Source {
    /// Offices and descriptions, each with when and by whom it was given.
    fn roles(&self, look: &Look) -> Markup {
        html! {
            @if !self.person.roles.is_empty() {
                section {
                    h2 { (look.say(Word::Roles)) }
                    ul.stories {
                        @for (role, articles) in &self.person.roles {
                            li {
                                bdi { (role) }
                                p.meta { @for (i, id) in articles.iter().take(6).enumerate() {
                                    @if let Some(card) = self.board.cards.get(id) {
                                        @if i > 0 { " · " }
                                        (bits::outlet(look, card.story.outlet.as_deref())) " " a href=(look.to(&format!("/article/{id}"))) { (bits::day(look, card.story.published)) }
                                    }
                                } }
                            }
                        }
                    }
                }
            }
        }
    }

    /// Labels by outlet: recorded, never adopted.
    fn named_so(&self, look: &Look) -> Markup {
        let mut by_words: BTreeMap<&str, Vec<&Label>> = BTreeMap::new();
        for one in &self.labels {
            by_words.entry(&one.label.words).or_default().push(one);
        }
        html! {
            @if !by_words.is_empty() {
                section {
                    h2 { (look.say(Word::Labels)) }
                    p.faint { (look.say(Word::LabelsWhy)) }
                    ul.stories {
                        @for (words, list) in by_words {
                            li {
                                q dir="auto" { (words) } " " small { (look.say(bits::label_word(list[0].label.kind))) }
                                p.meta { @for (i, one) in list.iter().take(8).enumerate() { @if i > 0 { " · " } (bits::outlet(look, one.outlet.as_deref())) } }
                            }
                        }
                    }
                }
            }
        }
    }
}
