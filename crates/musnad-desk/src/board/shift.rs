//! What changed on the board while people work: claims that gained or lost a line, and new conflicts.

use musnad_compare::trace::Lines;
use serde::Serialize;

use super::Traced;
use crate::view::group::Summary;

/// How many are kept: more than anybody reads, and little memory.
pub(super) const KEPT: usize = 60;

/// A claim of several articles that stands otherwise than before.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Shift {
    /// The claim as it stands now.
    #[serde(flatten)]
    pub now: Summary,
    /// Its independent lines before; null for a claim that came up.
    pub before: Option<Lines>,
    /// True if its versions could all be so before and cannot now.
    pub newly_contested: bool,
    #[serde(skip)]
    pub group: String,
}

impl Shift {
    /// What changed between two states of a claim, if its lines or its conflicts did.
    pub(super) fn between(before: Option<&Traced>, now: &Traced) -> Option<Self> {
        let range = |one: &Traced| (one.trace.lines.lower, one.trace.lines.upper);
        let contested = |one: &Traced| !one.trace.conflicts.is_empty();
        let newly_contested = contested(now) && !before.is_some_and(contested);
        if before.is_some_and(|before| range(before) == range(now)) && !newly_contested {
            return None;
        }
        let before = before.map(|one| Lines { lower: range(one).0, upper: range(one).1, ..Lines::default() });
        Some(Self { now: Summary::of(now), before, newly_contested, group: now.trace.group.clone() })
    }

    /// True if it has fewer lines than before.
    pub(crate) fn lost(&self) -> bool {
        self.turned().is_some_and(std::cmp::Ordering::is_lt)
    }

    /// True if it has more.
    pub(crate) fn gained(&self) -> bool {
        self.turned().is_some_and(std::cmp::Ordering::is_gt)
    }

    fn turned(&self) -> Option<std::cmp::Ordering> {
        let before = self.before.as_ref()?;
        Some((self.now.lines.lower, self.now.lines.upper).cmp(&(before.lower, before.upper)))
    }
}
