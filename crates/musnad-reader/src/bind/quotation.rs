//! Quotations without a cue: a speech that goes on.

use musnad_lang::pack::Governs;
use musnad_model::Stance;

use super::site::{Site, SiteKind};
use super::{ANY, Scene};
use crate::text::token::Kind;
use crate::text::{Range, Text};
use crate::weigh::Judge;

/// The fewest words of a quotation that stands for itself.
const FEWEST: usize = 4;

/// Asks of each quotation that no cue has taken whether it is somebody's words.
pub fn quotations(text: &Text<'_>, scene: &mut Scene, judge: &mut dyn Judge) {
    let mut taken: Vec<Range> = scene.drafts.iter().map(|d| d.extent).collect();
    taken.sort_unstable();
    let reach = taken.iter().map(|r| r.len()).max().unwrap_or(0);
    for quote in &text.quotes {
        let inside = Range::new(quote.open + 1, quote.close);
        if quote.around > 0 || text.outside[quote.open] || inside.len() < FEWEST {
            continue;
        }
        let words = text.slice(inside.start, inside.end).iter().filter(|t| t.kind == Kind::Word).count();
        let near = taken.partition_point(|r| r.start + reach < inside.start);
        let overlaps = taken[near..].iter().take_while(|r| r.start < inside.end).any(|r| inside.start < r.end);
        if words < FEWEST || overlaps {
            continue;
        }
        let site = Site {
            at: quote.open,
            cue: Range::new(quote.open, quote.open),
            kind: SiteKind::Quotation,
            entry: None,
            form: ANY,
            governs: Governs::QUOTE,
            stance: Stance::Says,
            negated: false,
            clause: quote.open,
            pronoun: false,
        };
        if let Some((draft, start)) = super::open(text, &site, scene, judge) {
            scene.drafts.push(draft);
            judge.accepted();
            let last = scene.drafts.len() - 1;
            let content = super::end::end(text, &site, &start, last, scene, judge);
            scene.drafts[last].close(text, &start, &content);
        }
    }
}
