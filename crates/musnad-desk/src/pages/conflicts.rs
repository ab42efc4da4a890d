//! Claims with versions that cannot all be so, both sides beside one another.

use std::sync::Arc;

use maud::{Markup, html};
use musnad_compare::trace::{Conflict, ConflictKind};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look, ROWS};
use crate::board::{Board, Traced};
use crate::failure::Failure;
use crate::state::Desk;
use crate::view::bits;
use crate::view::group::{self, Summary};
use crate::words::Word;

const KINDS: [(&str, ConflictKind); 5] = [
    ("denial", ConflictKind::Denial),
    ("polarity", ConflictKind::Polarity),
    ("number", ConflictKind::Number),
    ("place", ConflictKind::Place),
    ("holder", ConflictKind::Holder),
];

/// Conflicts of a group.
#[derive(Debug, Serialize)]
struct Contested {
    #[serde(flatten)]
    summary: Summary,
    positions: Vec<Conflict>,
    #[serde(skip)]
    group: Arc<Traced>,
}

#[derive(Debug, Serialize)]
struct Conflicts {
    groups: Vec<Contested>,
    more: bool,
    /// Only conflicts of this kind.
    kind: Option<ConflictKind>,
    #[serde(skip)]
    ask: Ask,
    #[serde(skip)]
    board: Arc<Board>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let board = desk.board();
    let kind =
        ask.value("kind").and_then(|word| KINDS.into_iter().find(|(name, _)| *name == word)).map(|(_, kind)| kind);
    let wanted = |conflict: &&Conflict| kind.is_none_or(|kind| conflict.kind == kind);
    let contested = board.conflicting().filter_map(|group| {
        let positions: Vec<Conflict> = group.trace.conflicts.iter().filter(wanted).cloned().collect();
        (!positions.is_empty()).then(|| Contested { summary: Summary::of(group), positions, group: Arc::clone(group) })
    });
    let mut groups: Vec<Contested> = contested.skip(ask.sheet() * ROWS).take(ROWS + 1).collect();
    let more = bits::cut(&mut groups);
    Answer::of(ask, &Conflicts { groups, more, kind, ask: ask.clone(), board: Arc::clone(&board) })
}

impl Page for Conflicts {
    fn tab(&self) -> Tab {
        Tab::Conflicts
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::Conflicts).into()
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            h1 { (look.say(Word::Conflicts)) }
            p.standfirst { (look.say(Word::ConflictsWhy)) }
            nav.layers aria-label=(look.say(Word::Kind)) {
                a href=(look.to("/conflicts")) aria-current=[self.kind.is_none().then_some("true")] { (look.say(Word::All)) }
                @for (name, kind) in KINDS {
                    a href=(look.to(&format!("/conflicts?kind={name}"))) aria-current=[(self.kind == Some(kind)).then_some("true")] { (look.say(bits::conflict_word(kind))) }
                }
            }
            @if self.groups.is_empty() { (bits::none_yet(look, &self.board, Word::NoConflicts)) }
            @for one in &self.groups {
                section.contest {
                    (group::entry(look, &one.summary))
                    @if let Some(claim) = one.summary.claim { p.meta { a href=(look.to(&format!("/matrix?e={claim}"))) { (look.say(Word::ToMatrix)) } } }
                    @for conflict in &one.positions { (group::conflict(look, &self.board, &one.group, conflict)) }
                }
            }
            (bits::sheets(&self.ask, "/conflicts", self.more))
        }
    }
}
