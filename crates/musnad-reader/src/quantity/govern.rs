//! What became of the counted persons: the nearest verb or verbal noun says it.

use crate::quantity::{
    amount::Amount,
    forms::Count,
    number::unit_of,
    tokens::{Kind, Tokens},
    words::{Class, Sense, Side},
};

/// What became of persons, as the unit names it; `None` if only their number is told.
pub(crate) type State = Option<&'static str>;

/// The words of the clause so far that reach out to the next number.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Reach {
    cue: Option<(State, Side, usize)>,
    /// The persons counted last, and the token behind them.
    last: Option<(State, usize)>,
    /// عدد القتلى, which waits for إلى or بلغ.
    count: Option<(State, usize)>,
}

/// How far a cue reaches, in words.
const FAR: usize = 7;

impl Reach {
    /// Takes in a token that is part of no amount.
    pub(crate) fn see(&mut self, tokens: &Tokens<'_>, at: usize) {
        let Some(token) = tokens.get(at) else { return };
        if token.line {
            *self = Self::default();
        }
        match token.kind {
            Kind::Mark('.' | '؟' | '!' | '?' | '؛' | ';') => *self = Self::default(),
            Kind::Mark('،' | ',') => self.cue = None,
            _ => {}
        }
        if token.taken {
            return;
        }
        for sense in token.senses {
            match *sense {
                Sense::Cue(state, side @ (Side::Before | Side::Both)) => {
                    let pair = token.and
                        && matches!(self.cue, Some((Some(other), Side::Before, before))
                            if before + 1 == at && state.is_some_and(|state| state != other));
                    self.cue = Some(if pair { (None, Side::Pair, at) } else { (state, side, at) });
                }
                Sense::Cue(state, Side::Fate) if fate(tokens, at) => {
                    self.cue = Some((state, Side::Before, at));
                }
                Sense::Break => (self.cue, self.last, self.count) = (None, None, None),
                Sense::CountOf => self.count = count_of(tokens, at).map(|state| (state, at)),
                _ => {}
            }
        }
    }

    /// Notes that persons were counted.
    pub(crate) fn took(&mut self, state: State, next: usize) {
        *self = Self { last: Some((state, next)), ..Self::default() };
    }

    /// What is said of the persons of the amount; `None` if no word reaches it.
    pub(crate) fn state(&self, tokens: &Tokens<'_>, amount: &Amount, next: usize) -> Option<State> {
        let after = after(tokens, next);
        if let Some((state, side, at)) = self.cue {
            let far = distance(tokens, at, amount.first);
            if far == 0 {
                return Some(state);
            }
            if side == Side::Before && (far <= 2 || after.is_none()) && far <= FAR {
                return Some(state);
            }
        }
        after.map(Some).or_else(|| self.chained(tokens, amount))
    }

    /// What is said of a number without a noun: only words next to it count.
    pub(crate) fn bare(&self, tokens: &Tokens<'_>, amount: &Amount, next: usize) -> Option<State> {
        if let Some((state, side, at)) = self.cue
            && (state.is_some() || side == Side::Pair)
            && distance(tokens, at, amount.first) == 0
        {
            return Some(state);
        }
        if let Some((state, at)) = self.count
            && let Some(before) = amount.first.checked_sub(1)
            && (tokens.has(before, Sense::Reach) || tokens.counted_noun(before))
            && amount.first - at <= 10
        {
            return Some(state);
        }
        if amount.first.checked_sub(1).is_some_and(|before| tokens.has(before, Sense::Among)) {
            return self.chained(tokens, amount);
        }
        let token = tokens.on(next).filter(|token| !token.and)?;
        token.senses.iter().find_map(|sense| match sense {
            Sense::Cue(Some(state), Side::Both) => Some(Some(*state)),
            _ => None,
        })
    }

    /// The state of a cue that stands right before the amount.
    pub(crate) fn adjacent(&self, tokens: &Tokens<'_>, amount: &Amount) -> State {
        let (state, _, at) = self.cue?;
        state.filter(|_| distance(tokens, at, amount.first) == 0)
    }

    /// The state of the amount before, if و or بينهم joins this one to it.
    pub(crate) fn chained(&self, tokens: &Tokens<'_>, amount: &Amount) -> Option<State> {
        let (state, end) = self.last?;
        let joined = tokens.get(amount.first).is_some_and(|token| token.and)
            || amount.first.checked_sub(1).is_some_and(|before| {
                tokens.has(before, Sense::Among) || before == end && tokens.is_mark(before, &['('])
            });
        (joined && amount.first.saturating_sub(end) <= 6).then_some(state)
    }
}

impl Tokens<'_> {
    /// القتلى in عدد القتلى.
    fn counted_noun(&self, at: usize) -> bool {
        let many = |sense: &Sense| matches!(sense, Sense::Noun(Class::Person(_), Count::Many));
        self.get(at).is_some_and(|token| token.definite && token.senses.iter().any(many))
    }
}

/// How many words stand between the cue and the amount, times left out.
fn distance(tokens: &Tokens<'_>, cue: usize, first: usize) -> usize {
    if first.saturating_sub(cue) > 3 * FAR {
        return usize::MAX;
    }
    (cue + 1..first).filter_map(|at| tokens.get(at)).filter(|token| token.kind == Kind::Word && !token.taken).count()
}

/// True if لقي meets مصرعهم or حتفهم further on.
fn fate(tokens: &Tokens<'_>, at: usize) -> bool {
    (at + 1..at + 16).map_while(|at| tokens.get(at).filter(|token| !token.line)).any(|token| {
        let word = tokens.text.get(token.start..token.end).unwrap_or_default();
        word.starts_with("مصرع") || word.starts_with("حتف") || word.starts_with("مصارع")
    })
}

/// The verb behind the noun: 17 شخصا على الأقل، بينهم طفلان، لقوا حتفهم.
fn after(tokens: &Tokens<'_>, next: usize) -> Option<&'static str> {
    let mut aside = false;
    for at in next..next + 12 {
        let token = tokens.get(at).filter(|token| !token.line)?;
        if token.taken {
            continue;
        }
        let among = |at: usize| tokens.has(at, Sense::Among);
        match token.kind {
            Kind::Mark('.' | '؟' | '!' | '?' | '؛' | ';' | ':') => return None,
            Kind::Mark('،' | ',') => {
                if !aside && !among(at + 1) && tokens.bound(at + 1, true).is_none() {
                    return None;
                }
                aside = !aside;
                continue;
            }
            Kind::Number(_) if !token.and && !among(at.saturating_sub(1)) => return None,
            _ => {}
        }
        for sense in token.senses {
            match sense {
                Sense::Cue(Some(state), Side::After | Side::Both) if !token.and => {
                    return Some(state);
                }
                Sense::Cue(_, Side::Fate) if !token.and && fate(tokens, at) => {
                    return Some("killed");
                }
                Sense::Cue(..) | Sense::Break => return None,
                _ => {}
            }
        }
        let number = unit_of(token).is_some();
        if number && !token.and && !among(at.saturating_sub(1)) {
            return None;
        }
        if token.senses.is_empty() && tokens.word(at).ends_with("وا") {
            return None;
        }
    }
    None
}

/// The persons whose number is told: عدد القتلى.
fn count_of(tokens: &Tokens<'_>, at: usize) -> Option<State> {
    (at + 1..at + 4).find_map(|at| {
        let token = tokens.on(at)?;
        token.senses.iter().find_map(|sense| match sense {
            Sense::Noun(Class::Person(state), Count::Many) => Some(*state),
            _ => None,
        })
    })
}
