//! Whether two claims say the same in other words, or one denies the other.

use super::values::{alike, of_one_day, of_one_doing, of_one_thing};
use super::wording::Common;
use crate::claim::Claim;

/// What two claims have in common that are not the same words.
pub(super) struct Told {
    pub(super) common: Common,
    pub(super) score: f32,
    pub(super) same_speaker: bool,
}

impl Told {
    /// True if the two say the same in other words. `facts`: so do their propositions.
    pub(super) fn paraphrase(&self, a: &Claim, b: &Claim, facts: bool) -> bool {
        let common = self.common;
        let one_thing = of_one_thing(a, b);
        let anchored = self.same_speaker || one_thing;
        if anchored && common.count >= LEAST_REORDERED && common.dice() >= REORDERED {
            return true;
        }
        let nested = common.held() >= NESTED && common.dice() >= NESTED_DICE && of_one_doing(a, b);
        if nested && common.count >= LEAST_REORDERED && of_one_day(a, b) {
            return true;
        }
        if common.count < LEAST_SHARED {
            return false;
        }
        // Where propositions agree, they say what the names are said to do.
        if facts && self.score >= PARAPHRASE_OF_FACTS {
            return true;
        }
        if nested {
            return true;
        }
        let others = matches!((&a.speaker, &b.speaker), (Some(x), Some(y)) if x.known() && y.known());
        // A count and a name that both have are as good as one speaker.
        let apart = others && !self.same_speaker && a.denies() == b.denies() && !(one_thing && alike(a, b) > 0);
        let least = if apart { PARAPHRASE_OF_ANOTHER } else { PARAPHRASE };
        (anchored || common.dice() >= UNANCHORED)
            && self.score >= least
            && common.plain.0 >= LEAST_PLAIN
            && common.plain_dice() >= PLAIN
    }

    /// True if one denies what the other says: who denies repeats no more than the core.
    pub(super) fn denial(&self, a: &Claim, b: &Claim) -> bool {
        of_one_thing(a, b) && self.common.count >= LEAST_SHARED && self.common.plain.0 >= 1 && self.score >= DENIED
    }
}

/// Least similarity of a paraphrase; of one by another known speaker, who has his own things
/// to say of the same people; of one whose propositions agree.
const PARAPHRASE: f32 = 0.6;
const PARAPHRASE_OF_ANOTHER: f32 = 0.68;
const PARAPHRASE_OF_FACTS: f32 = 0.35;

/// Fewest common words of substance in a paraphrase; and of those that are no names, how
/// many and what share. Names say of whom, and not what.
const LEAST_SHARED: u32 = 4;
const LEAST_PLAIN: u32 = 2;
const PLAIN: f32 = 0.4;

/// Least similarity of a denial to what it denies, if both name the same.
const DENIED: f32 = 0.5;

/// The same words in another order, with hardly anything else: how many at least, and what
/// share of all.
const LEAST_REORDERED: u32 = 3;
const REORDERED: f32 = 0.8;

/// One wholly in the other, which says more: what share of the shorter, and of both.
const NESTED: f32 = 0.95;
const NESTED_DICE: f32 = 0.45;

/// Least common wording of a paraphrase where nothing else is the same: no name, place,
/// number or speaker. Columns of smoke rise in many places.
const UNANCHORED: f32 = 0.5;
