//! How much is said: a number, a range, a vague word, a dual, each with its bounds.

use crate::quantity::{
    forms::Count,
    number::{Num, scale_of, unit_of},
    tokens::{Kind, Token, Tokens},
    words::{Bound, Class, Many, Sense},
};

/// The form in which an amount was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Number,
    Range,
    Vague,
    /// The dual of this noun; the amount ends before the noun.
    Dual,
}

/// An amount without its noun.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Amount {
    pub(crate) low: f64,
    /// `None` for عدة, which is open upwards.
    pub(crate) high: Option<f64>,
    pub(crate) form: Form,
    pub(crate) bound: Option<Bound>,
    pub(crate) first: usize,
    /// The token behind it.
    pub(crate) next: usize,
    pub(crate) num: Option<Num>,
    /// Joined by a hyphen: needs a noun of the tables.
    pub(crate) hyphen: bool,
}

const DASHES: &[char] = &['-', '–', '—', '−'];

impl Tokens<'_> {
    /// The amount that begins at `at`, bounds before the number included.
    pub(crate) fn amount(&self, at: usize) -> Option<Amount> {
        let mut here = at;
        let mut bound = None;
        while here < at + 3
            && let Some(next) = self.bound_at(here, here > at)
        {
            // ما لا يقل عن نحو: the side counts for more than the roundness.
            bound = match (bound, next) {
                (Some(side @ (Bound::Least | Bound::Most)), Bound::About) => Some(side),
                _ => Some(next),
            };
            here += 1;
        }
        let joined = here > at;
        let mut amount =
            self.range(here, joined).or_else(|| self.vague(here, joined)).or_else(|| self.single(here, joined))?;
        amount.first = at;
        amount.bound = bound;
        if amount.bound.is_none()
            && let Some(behind) = self.bound(amount.next, true)
            && amount.form != Form::Dual
        {
            amount.bound = Some(behind);
            amount.next += 1;
        }
        Some(amount)
    }

    /// A bound before a number; only the first may stand at the head of a line.
    fn bound_at(&self, at: usize, inner: bool) -> Option<Bound> {
        if inner {
            return self.bound(at, false);
        }
        let token = self.get(at).filter(|token| !token.taken)?;
        token.senses.iter().find_map(|sense| match sense {
            Sense::Before(bound) => Some(*bound),
            _ => None,
        })
    }

    /// One number, or the dual of a noun.
    fn single(&self, at: usize, joined: bool) -> Option<Amount> {
        let token = self.get(at).filter(|token| !(token.taken || joined && token.line))?;
        // 77 .407 مليون: the digits before were not understood.
        let cut_off = |before: &Token| matches!(before.kind, Kind::Number(_)) && !before.taken;
        let scale = scale_of(token).is_some_and(|(_, many)| many != Many::Two);
        let word = scale && !token.and && !token.line && !joined;
        if word && self.before(at).is_some_and(cut_off) {
            return None;
        }
        if let Some(num) = self.number(at).filter(|_| !self.alien(at, false)) {
            // (68) مقعدا
            let enclosed = at > 0
                && self.is_mark(at - 1, &['('])
                && self.is_mark(num.next, &[')'])
                && self.on(num.next + 1).is_some_and(|noun| noun.kind == Kind::Word);
            let next = num.next + usize::from(enclosed);
            return Some(plain(num.value, at, Some(num), next));
        }
        if let Some(num) = self.small(at).filter(|num| num.value > 1.0 && !token.definite) {
            return Some(plain(2.0, at, Some(num), num.next));
        }
        let measured = self.on(at + 1).is_some_and(|next| {
            !next.and
                && !next.definite
                && next.senses.iter().any(|sense| matches!(sense, Sense::Noun(Class::Measure(_), Count::One)))
        });
        if let Some(Sense::Part(part)) = token.senses.iter().find(|sense| matches!(sense, Sense::Part(_)))
            && measured
            && !token.definite
        {
            return Some(plain(*part, at, None, at + 1));
        }
        let two = token
            .senses
            .iter()
            .any(|sense| matches!(sense, Sense::Noun(class, Count::Two) if !matches!(class, Class::Other)));
        (two && !token.definite).then(|| Amount { form: Form::Dual, ..plain(2.0, at, None, at) })
    }

    /// بين 15 و16, من 10 إلى 20, 3 أو 4, 10-20.
    fn range(&self, at: usize, joined: bool) -> Option<Amount> {
        let token = self.get(at).filter(|token| !(token.taken || joined && token.line))?;
        let between = token.senses.contains(&Sense::Between);
        let from = token.senses.contains(&Sense::From);
        if from && (at.saturating_sub(6)..at).any(|at| self.has(at, Sense::Change)) {
            return None;
        }
        let first = at + usize::from(between || from);
        let low = self.low_end(first, between)?;
        let mut next = low.next;
        if between && let Some(skip) = self.noun_between(next) {
            next = skip;
        }
        let mark = self.is_mark(next, DASHES) && !between && self.on(next).is_some();
        let word = self.on(next)?;
        let to = word.senses.contains(&Sense::To);
        let or = word.senses.contains(&Sense::Or) && !between && !from;
        if between && word.and {
        } else if (to || or || mark) && (!mark || matches!(low.kind, End::Number)) {
            next += 1;
        } else {
            return None;
        }
        let high = self.number(next).or_else(|| self.small(next))?;
        if self.get(next).is_none_or(|token| token.line) {
            return None;
        }
        let mut bottom = low.value;
        // بين 3 و5 ملايين: the scale is said once.
        if high.scale > 1.0 && low.scale <= 1.0 && low.value < high.value / high.scale {
            bottom *= high.scale;
        }
        (bottom < high.value && !self.alien(first, mark)).then(|| Amount {
            high: Some(high.value),
            form: Form::Range,
            hyphen: mark || from,
            ..plain(bottom, at, Some(high), high.next)
        })
    }

    /// The lower end of a range: a number or, before أو and إلى, the dual of a noun.
    fn low_end(&self, at: usize, between: bool) -> Option<Low> {
        if let Some(num) = self.number(at) {
            let low = Low { value: num.value, scale: num.scale, next: num.next, kind: End::Number };
            // بين خمسة وعشرين وثلاثين, but بين خمسة وعشرين: see if a second number follows.
            let second = self.on(num.next).is_some_and(|token| token.and);
            let split = self.on(at + 1).is_some_and(|token| token.and && unit_of_token(self, at).is_some());
            if between && !second && split && self.noun_between(num.next).is_none() {
                return Some(Low {
                    value: f64::from(unit_of_token(self, at)?),
                    scale: 1.0,
                    next: at + 1,
                    kind: End::Number,
                });
            }
            return Some(low);
        }
        if let Some(num) = self.small(at).filter(|_| between) {
            return Some(Low { value: num.value, scale: 1.0, next: num.next, kind: End::Number });
        }
        let token = self.get(at).filter(|token| !token.definite)?;
        token.senses.iter().find_map(|sense| match sense {
            Sense::Noun(_, Count::Two) => Some(Low { value: 2.0, scale: 1.0, next: at + 1, kind: End::Dual }),
            _ => None,
        })
    }

    /// The token behind the noun of the lower end: بين 15 شخصا و20 شخصا.
    fn noun_between(&self, at: usize) -> Option<usize> {
        let noun = self.on(at)?.senses.iter().any(|sense| matches!(sense, Sense::Noun(..)));
        let second = self.on(at + 1).is_some_and(|token| {
            token.and
                && (matches!(token.kind, Kind::Number(_)) || unit_of(token).is_some() || scale_of(token).is_some())
        });
        (noun && second).then_some(at + 1)
    }

    /// One and two, which are numbers only inside a range.
    fn small(&self, at: usize) -> Option<Num> {
        let token = self.get(at).filter(|token| !token.taken)?;
        let unit = unit_of(token).filter(|unit| *unit <= 2)?;
        Some(Num { value: f64::from(unit), grouped: None, next: at + 1, scale: 1.0, spelled: true, like_year: false })
    }

    /// عشرات, مئات الآلاف, آلاف, بضعة, عدة.
    fn vague(&self, at: usize, joined: bool) -> Option<Amount> {
        let token = self.get(at).filter(|token| !(token.taken || joined && token.line))?;
        let mut next = at + 1;
        let (mut low, mut high) = token.senses.iter().find_map(|sense| match *sense {
            Sense::Vague(unit) => Some((unit * 2.0, Some(unit * 10.0 - 1.0))),
            Sense::Scale(unit, Many::Plural) => Some((unit * 2.0, Some(unit * 10.0 - 1.0))),
            Sense::Few => Some((3.0, Some(9.0))),
            Sense::Several => Some((3.0, None)),
            _ => None,
        })?;
        if !joined
            && self.before(at).is_some_and(|before| {
                !token.and && (matches!(before.kind, Kind::Number(_)) || unit_of(before).is_some())
            })
        {
            return None;
        }
        let small = token.senses.iter().any(|sense| matches!(sense, Sense::Few | Sense::Several));
        if small && let Some(more) = self.on(next).filter(|more| !more.and) {
            let order = more.senses.iter().find_map(|sense| match *sense {
                Sense::Vague(order) | Sense::Scale(order, Many::Plural) => Some(order),
                _ => None,
            });
            if let Some(order) = order {
                (low, high) = (3.0 * order, Some(10.0 * order - 1.0));
                next += 1;
            } else if unit_of(more) == Some(10) {
                (low, high) = (13.0, Some(19.0));
                next += 1;
            }
        }
        while next < at + 4
            && let Some((scale, Many::Plural)) = self.on(next).filter(|token| !token.and).and_then(scale_of)
        {
            low *= scale;
            high = high.map(|high| (high + 1.0) * scale - 1.0);
            next += 1;
        }
        Some(Amount { high, form: Form::Vague, ..plain(low, at, None, next) })
    }

    /// True for digits that are part of a name, a score, a fraction, a date, an hour.
    /// `ranged`: the dash behind them is understood.
    fn alien(&self, at: usize, ranged: bool) -> bool {
        let Some(token) = self.get(at) else {
            return true;
        };
        if !matches!(token.kind, Kind::Number(_)) {
            return false;
        }
        let number = |at: usize| self.get(at).is_some_and(|token| matches!(token.kind, Kind::Number(_)) && !token.line);
        let end = (at..at + 4).take_while(|&at| at == 0 || number(at)).last().unwrap_or(at) + 1;
        let dash = self.is_mark(at + 1, DASHES) && number(at + 2) && !ranged;
        let joint = ['/', ':', '×', '\\', '_', '@', '='];
        let behind = [at + 1, end]
            .iter()
            .any(|&at| self.is_mark(at, &joint) && number(at + 1) && self.get(at).is_some_and(|t| !t.gap));
        if dash || behind {
            return true;
        }
        let Some(before) = self.before(at).filter(|_| !token.line) else {
            return false;
        };
        match before.kind {
            Kind::Word => !token.gap,
            Kind::Number(_) => false,
            Kind::Mark(mark) if DASHES.contains(&mark) => {
                let two = at >= 2 && number(at - 2);
                two || !token.gap && !before.gap && !before.line
            }
            Kind::Mark(mark) => !token.gap && (joint.contains(&mark) || matches!(mark, '+' | '#' | '.' | '*')),
        }
    }
}

#[derive(Clone, Copy)]
enum End {
    Number,
    Dual,
}

#[derive(Clone, Copy)]
struct Low {
    value: f64,
    scale: f64,
    next: usize,
    kind: End,
}

fn unit_of_token(tokens: &Tokens<'_>, at: usize) -> Option<u8> {
    tokens.get(at).and_then(unit_of)
}

const fn plain(value: f64, first: usize, num: Option<Num>, next: usize) -> Amount {
    Amount { low: value, high: Some(value), form: Form::Number, bound: None, first, next, num, hyphen: false }
}
