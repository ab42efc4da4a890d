//! Analysis of competing hypotheses (Heuer 1999): claims as evidence for and against each, counted in independent
//! lines. The judgement in a cell is the analyst's; the whole table is its address.

use std::sync::Arc;

use maud::{Markup, html};
use musnad_compare::trace::Lines;
use musnad_ledger::{Claim, ClaimFilter, ClaimId, Page as Rows, Search};
use serde::Serialize;

use crate::answer::{Answer, Page, Tab};
use crate::ask::{Ask, Look};
use crate::board::{Board, Traced};
use crate::failure::Failure;
use crate::state::Desk;
use crate::view::{bits, claim as row};
use crate::words::{Noun, Word};

/// The most hypotheses and claims of one table, and the most code points of a hypothesis.
const MOST_HYPOTHESES: usize = 7;
const MOST_EVIDENCE: usize = 40;
const LONGEST: usize = 300;
/// How many claims a search offers.
const OFFERED: usize = 12;

/// How a claim stands to a hypothesis.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Cell {
    /// It could be said if the hypothesis holds.
    Consistent,
    /// It could hardly be.
    Inconsistent,
    /// It tells nothing.
    #[default]
    Neither,
}

impl Cell {
    const ALL: [Self; 3] = [Self::Neither, Self::Consistent, Self::Inconsistent];

    const fn letter(self) -> char {
        match self {
            Self::Consistent => 'c',
            Self::Inconsistent => 'i',
            Self::Neither => 'n',
        }
    }

    const fn word(self) -> Word {
        match self {
            Self::Consistent => Word::Consistent,
            Self::Inconsistent => Word::Inconsistent,
            Self::Neither => Word::Neither,
        }
    }

    fn of(letter: char) -> Self {
        Self::ALL.into_iter().find(|cell| cell.letter() == letter).unwrap_or_default()
    }
}

/// A claim as evidence.
#[derive(Debug, Serialize)]
struct Evidence {
    claim: Claim,
    /// Independent lines of those who say so: 0 to 1 for a claim that only one article has.
    lines: Lines,
    /// How it stands to each hypothesis.
    cells: Vec<Cell>,
    #[serde(skip)]
    group: Option<Arc<Traced>>,
}

/// A hypothesis with what stands for and against it.
#[derive(Debug, Serialize)]
struct Hypothesis {
    text: String,
    /// Lines of the claims that are inconsistent with it: the fewest and the most.
    against: Lines,
    /// Lines of those that are consistent.
    with: Lines,
}

#[derive(Debug, Serialize)]
struct Matrix {
    /// In the order given; the one with the fewest lines against it is the one that stands best.
    hypotheses: Vec<Hypothesis>,
    evidence: Vec<Evidence>,
    /// Claims that a search offers.
    found: Vec<Claim>,
    #[serde(skip)]
    ask: Ask,
    #[serde(skip)]
    board: Arc<Board>,
}

pub(crate) fn show(desk: &Desk, ask: &Ask) -> Result<Answer, Failure> {
    let board = desk.board();
    // By their places in the form, so that what was judged stays where it was when one is emptied.
    let columns: Vec<(usize, String)> = ask
        .fields("h")
        .enumerate()
        .filter(|(_, text)| !text.is_empty())
        .map(|(at, text)| (at, text.chars().take(LONGEST).collect()))
        .take(MOST_HYPOTHESES)
        .collect();
    let rows: Vec<(usize, ClaimId)> = ask
        .fields("e")
        .enumerate()
        .filter_map(|(at, id)| id.parse().ok().map(|id| (at, id)))
        .take(MOST_EVIDENCE)
        .collect();
    let ids: Vec<ClaimId> = rows.iter().map(|&(_, id)| id).collect();
    let filter = ClaimFilter { ids: ids.clone(), ..ClaimFilter::default() };
    let claims = if ids.is_empty() {
        Vec::new()
    } else {
        desk.ledger.claims(&filter, Rows { skip: 0, limit: MOST_EVIDENCE })?
    };
    let mut evidence: Vec<Evidence> = Vec::new();
    for &(at, id) in &rows {
        let Some(claim) = claims.iter().find(|claim| claim.id == id) else { continue };
        if evidence.iter().any(|known| known.claim.id == id) {
            continue;
        }
        let group = board.groups_of(id).first().map(|&group| Arc::clone(group));
        // Alone, a named speaker is one line and an unnamed one may be none.
        let named = u32::from(claim.entity.as_deref().is_some_and(|key| !key.starts_with("unnamed:")));
        let lines = group.as_ref().map_or((named, 1), |group| (group.trace.lines.lower, group.trace.lines.upper));
        evidence.push(Evidence {
            claim: claim.clone(),
            lines: Lines { lower: lines.0, upper: lines.1, ..Lines::default() },
            cells: columns.iter().map(|&(column, _)| cell(ask, at, column)).collect(),
            group,
        });
    }
    let sum = |at: usize, wanted: Cell| {
        // What several articles tell is one group: its lines count once, however many of its claims stand here.
        let mut groups: Vec<*const Traced> = Vec::new();
        let mut once = |one: &&Evidence| match one.group.as_ref().map(Arc::as_ptr) {
            Some(group) if groups.contains(&group) => false,
            Some(group) => {
                groups.push(group);
                true
            }
            None => true,
        };
        let rows = evidence.iter().filter(|one| one.cells[at] == wanted && once(one));
        let (lower, upper) = rows.fold((0, 0), |sum, one| (sum.0 + one.lines.lower, sum.1 + one.lines.upper));
        Lines { lower, upper, ..Lines::default() }
    };
    let hypothesis = |(at, text): (usize, String)| Hypothesis {
        text,
        against: sum(at, Cell::Inconsistent),
        with: sum(at, Cell::Consistent),
    };
    let texts = columns.iter().map(|(_, text)| text.clone());
    let hypotheses = texts.enumerate().map(hypothesis).collect();
    let found = match ask.value("q") {
        Some(words) => {
            let search = Search { words: words.to_owned(), exact: false };
            let page = Rows { skip: 0, limit: OFFERED };
            let hits = desk.ledger.search_claims(&search, &ClaimFilter::default(), page)?;
            hits.into_iter().map(|hit| hit.found).filter(|claim| !ids.contains(&claim.id)).collect()
        }
        None => Vec::new(),
    };
    Answer::of(ask, &Matrix { hypotheses, evidence, found, ask: ask.clone(), board })
}

/// What was judged at a place of the form: from its own field, as the table sends it, or from `x`.
fn cell(ask: &Ask, row: usize, column: usize) -> Cell {
    let field = ask.value(&format!("x{row}.{column}")).and_then(|word| word.chars().next());
    field.or_else(|| ask.fields("x").nth(row)?.chars().nth(column)).map_or(Cell::Neither, Cell::of)
}

impl Page for Matrix {
    fn tab(&self) -> Tab {
        Tab::Conflicts
    }

    fn title(&self, look: &Look) -> String {
        look.say(Word::Matrix).into()
    }

    fn body(&self, look: &Look) -> Markup {
        html! {
            h1 { (look.say(Word::Matrix)) }
            p.standfirst { (look.say(Word::MatrixWhy)) }
            form.stack.matrix action=(look.to("/matrix")) method="get" {
                @if !self.hypotheses.is_empty() && !self.evidence.is_empty() { (self.table(look)) }
                @else {
                    @for one in &self.evidence { input type="hidden" name="e" value=(one.claim.id); }
                    @for one in &self.evidence { (row::plain(look, &self.board, &one.claim)) }
                }
                fieldset {
                    legend { (look.say(Word::Hypotheses)) }
                    @for (at, one) in self.hypotheses.iter().enumerate() {
                        label { (look.say(Word::Hypothesis)) " " (at + 1) input name="h" dir="auto" maxlength=(LONGEST) value=(one.text); }
                    }
                    @if self.hypotheses.len() < MOST_HYPOTHESES {
                        label { (look.say(Word::AnotherHypothesis)) input name="h" dir="auto" maxlength=(LONGEST); }
                    }
                }
                fieldset {
                    legend { (look.say(Word::Evidence)) }
                    label { (look.say(Word::FindClaims)) input type="search" name="q" dir="auto" maxlength="300" value=[self.ask.value("q")]; }
                    @for claim in &self.found {
                        label.check {
                            input type="checkbox" name="e" value=(claim.id);
                            span { bdi { (bits::short(&claim.content, 160)) } " – " bdi { (self.board.speaker(claim).unwrap_or(look.say(Word::Unnamed))) } }
                        }
                    }
                }
                button { (look.say(Word::Update)) }
            }
        }
    }
}

impl Matrix {
    fn table(&self, look: &Look) -> Markup {
        html! {
            div.wide {
                table.cells {
                    thead { tr {
                        th { (look.say(Word::Evidence)) } th { (look.say(Word::Lines)) }
                        @for (at, one) in self.hypotheses.iter().enumerate() { th dir="auto" { (at + 1) ". " (bits::short(&one.text, 80)) } }
                    } }
                    tbody { @for (at, one) in self.evidence.iter().enumerate() { tr { (self.evidence(look, at, one)) } } }
                    tfoot {
                        (self.sums(look, Word::LinesInconsistent, |one| &one.against))
                        (self.sums(look, Word::LinesConsistent, |one| &one.with))
                    }
                }
            }
            p.faint { (look.say(Word::MatrixSum)) }
        }
    }

    fn evidence(&self, look: &Look, at: usize, one: &Evidence) -> Markup {
        html! {
            th scope="row" {
                input type="hidden" name="e" value=(one.claim.id);
                a href=(look.to(&format!("/claim/{}", one.claim.id))) dir="auto" { (bits::short(&one.claim.content, 140)) }
                p.meta {
                    bdi { (self.board.speaker(&one.claim).unwrap_or(look.say(Word::Unnamed))) }
                    @if let Some(group) = &one.group {
                        " · " (look.count(group.articles().len(), Noun::Article))
                        @if !group.trace.conflicts.is_empty() { " · " span.contested { (look.say(Word::Contested)) } }
                    }
                }
            }
            td { (bits::range(look, &one.lines)) }
            @for (column, cell) in one.cells.iter().enumerate() {
                td {
                    select name={ "x" (at) "." (column) } aria-label={ (look.say(Word::Hypothesis)) " " (column + 1) ": " (bits::short(&one.claim.content, 40)) } {
                        @for choice in Cell::ALL { option value=(choice.letter()) selected[choice == *cell] { (look.say(choice.word())) } }
                    }
                }
            }
        }
    }

    fn sums(&self, look: &Look, word: Word, of: fn(&Hypothesis) -> &Lines) -> Markup {
        html! {
            tr { th scope="row" colspan="2" { (look.say(word)) } @for one in &self.hypotheses { td { b { (bits::range(look, of(one))) } } } }
        }
    }
}
