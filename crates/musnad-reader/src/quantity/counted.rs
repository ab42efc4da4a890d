//! The noun or the unit behind an amount.

use crate::quantity::{
    amount::{Amount, Form},
    forms::Count,
    tokens::{Kind, Token, Tokens},
    words::{Bound, Class, Sense, Words},
};

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum What {
    /// A noun of the tables.
    Known(Class),
    /// A unit or currency that is settled; `None` for a currency of no known country.
    Unit(Option<&'static str>),
    /// Another noun; true if its form is that of people of a country.
    Unknown(bool),
    Nothing,
}

/// What is counted and where it ends.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Counted {
    pub(crate) what: What,
    /// The token behind.
    pub(crate) next: usize,
    /// A fraction said behind the unit: ساعتين ونصف.
    pub(crate) more: f64,
    pub(crate) bound: Option<Bound>,
}

impl Tokens<'_> {
    /// The noun behind the amount, with what narrows it and a bound behind it.
    pub(crate) fn counted(&self, amount: &Amount) -> Counted {
        let mut counted = self.noun(amount);
        if let What::Known(class @ (Class::Measure(_) | Class::Money(_))) = counted.what {
            let sense = Sense::Noun(class, Count::One);
            (counted.what, counted.next) = self.unit(class, counted.next, amount.first);
            if let Some(Sense::Part(part)) = self.on(counted.next).and_then(|token| {
                let part = token.senses.iter().find(|s| matches!(s, Sense::Part(_)))?;
                (token.and && !token.definite).then_some(*part)
            }) && amount.form != Form::Vague
            {
                counted.more = part;
                let same = self.on(counted.next + 1).is_some_and(|_| {
                    let bare = self.whole(counted.next + 1).strip_prefix("ال");
                    bare.and_then(|bare| Words::get().entry(bare)).is_some_and(|entry| entry.senses.contains(&sense))
                });
                counted.next += 1 + usize::from(same);
            }
        }
        if let What::Known(Class::Person(state)) = counted.what
            && let Some(next) = self.with_others(state, counted.next)
        {
            counted.what = What::Known(Class::Person(None));
            counted.next = next;
            return counted;
        }
        for behind in counted.next..counted.next + 3 {
            if let Some(bound) = self.bound(behind, true) {
                counted.bound = Some(bound);
                counted.next = behind + 1;
                break;
            }
            let adjective = self.on(behind).is_some_and(|token| {
                token.kind == Kind::Word
                    && !token.and
                    && token.senses.iter().all(|sense| matches!(sense, Sense::Noun(_, Count::One)))
            });
            if !adjective || matches!(counted.what, What::Nothing) {
                break;
            }
        }
        counted
    }

    fn noun(&self, amount: &Amount) -> Counted {
        let at = amount.next;
        let found = |what, next| Counted { what, next, more: 0.0, bound: None };
        let nothing = found(What::Nothing, at);
        // A dual may stand at the head of a line.
        let token = self.get(at).filter(|token| !token.taken && (amount.form == Form::Dual || !token.line));
        let Some(token) = token else {
            return nothing;
        };
        if let Kind::Mark(mark) = token.kind {
            let unit = match mark {
                '%' | '٪' => Some("percent"),
                '$' if !token.gap => Some("USD"),
                '€' if !token.gap => Some("EUR"),
                _ => None,
            };
            return unit.map_or(nothing, |unit| found(What::Unit(Some(unit)), at + 1));
        }
        if amount.form == Form::Dual {
            let class = token.senses.iter().find_map(|sense| match sense {
                Sense::Noun(class, Count::Two) => Some(*class),
                _ => None,
            });
            let both = self.on(at + 1).is_some_and(|next| !next.and && !next.definite && two(next));
            return class.map_or(nothing, |class| found(What::Known(class), at + 1 + usize::from(both)));
        }
        if token.kind != Kind::Word || token.and {
            return nothing;
        }
        if token.senses.contains(&Sense::From) {
            let small = self
                .get(at - 1)
                .is_some_and(|token| token.senses.iter().any(|sense| matches!(sense, Sense::Few | Sense::Several)));
            if small {
                return nothing;
            }
            return self.noun_behind_from(amount, at + 1).unwrap_or(nothing);
        }
        // A noun with ب or ل before it is not counted.
        let prefix = self.text.get(token.whole..token.start).unwrap_or_default();
        let article = token.definite || self.word(at).starts_with("ال");
        if !matches!(prefix, "" | "ال") || (token.definite && amount.form != Form::Vague) {
            return nothing;
        }
        // 2011م is a year.
        if self.word(at) == "م" && amount.num.is_some_and(|num| num.like_year) {
            return nothing;
        }
        if let Some(class) = class_of(token, amount.low) {
            return found(What::Known(class), at + 1);
        }
        if !token.senses.iter().all(|sense| matches!(sense, Sense::Noun(..))) || article && amount.form != Form::Vague {
            return nothing;
        }
        // العشرات needs من, and عدة takes no article.
        let head = self.get(at - 1).is_some_and(|head| {
            amount.form == Form::Vague
                && (head.definite && at == amount.next && amount.next == amount.first + 1
                    || article && amount.high.is_none())
        });
        if head {
            return nothing;
        }
        let whole = self.whole(at);
        match unknown(whole, amount) {
            Some(people) => found(What::Unknown(people), at + 1),
            None => nothing,
        }
    }

    /// أربعة من قادة الحزب, المئات من صناديق.
    fn noun_behind_from(&self, amount: &Amount, at: usize) -> Option<Counted> {
        let token = self.on(at).filter(|token| token.kind == Kind::Word && !token.and)?;
        let class = class_of(token, 5.0).or_else(|| {
            let word = self.word(at);
            let bare = ["هما", "هم", "ها", "هن", "نا", "ه"]
                .iter()
                .find_map(|suffix| word.strip_suffix(suffix))
                .unwrap_or(word);
            let words = Words::get();
            // أبنائه is أبناء, مقاتلي is مقاتلين.
            let entry = words.entry(bare).or_else(|| {
                if let Some(stem) = bare.strip_suffix(['ئ', 'ؤ']) {
                    return words.entry(&format!("{stem}ء"));
                }
                bare.strip_suffix('ي').and_then(|_| words.entry(&format!("{bare}ن")))
            })?;
            entry.senses.iter().find_map(|sense| match sense {
                Sense::Noun(class @ Class::Person(_), Count::Many) => Some(*class),
                _ => None,
            })
        });
        let what = match class {
            Some(Class::Other) => return None,
            Some(class) => What::Known(class),
            None if amount.form == Form::Vague && token.senses.is_empty() && self.word(at).starts_with("ال") => {
                What::Unknown(self.word(at).ends_with("يين"))
            }
            None => return None,
        };
        Some(Counted { what, next: at + 1, more: 0.0, bound: None })
    }

    /// The unit or currency with the words that narrow it.
    fn unit(&self, class: Class, next: usize, first: usize) -> (What, usize) {
        let words = Words::get();
        let (base, alone) = match class {
            Class::Measure(unit) => (unit, Some(unit)),
            Class::Money(id) => (id, words.code(id)),
            _ => return (What::Known(class), next),
        };
        if let Some(token) = self.on(next).filter(|token| !token.and) {
            if let Some(unit) = words.narrower(base, self.whole(next)) {
                return (What::Unit(unit), next + 1);
            }
            // كم2
            if let Kind::Number(power) = token.kind
                && !token.gap
                && power.plain
                && matches!(base, "km" | "m")
            {
                let unit = match (base, power.value as u8) {
                    ("km", 2) => Some("km2"),
                    ("m", 2) => Some("m2"),
                    ("m", 3) => Some("m3"),
                    _ => None,
                };
                if unit.is_some() {
                    return (What::Unit(unit), next + 1);
                }
            }
        }
        let strong = first.checked_sub(1).is_some_and(|at| self.has(at, Sense::Strength));
        if base == "degrees" && strong {
            return (What::Unit(Some("magnitude")), next);
        }
        (What::Unit(alone), next)
    }

    /// قتيلا وجريحا, بين قتيل وجريح: one number for both.
    fn with_others(&self, state: Option<&str>, next: usize) -> Option<usize> {
        let casualty = |at: usize, and: bool| {
            let token = self.on(at).filter(|token| token.and == and)?;
            token.senses.iter().find_map(|sense| match sense {
                Sense::Noun(Class::Person(Some(other)), count) if *count != Count::Two => Some(*other),
                _ => None,
            })
        };
        if self.on(next).is_some() && self.has(next, Sense::Between) {
            let (first, second) = (casualty(next + 1, false)?, casualty(next + 2, true)?);
            return (first != second).then_some(next + 3);
        }
        let other = casualty(next, true)?;
        state.is_some_and(|state| state != other).then_some(next + 1)
    }
}

/// What the noun counts, in the form that fits the number if it has several.
fn class_of(token: &Token, value: f64) -> Option<Class> {
    let fits = if (3.0..=10.0).contains(&(value % 100.0)) { Count::Many } else { Count::One };
    let of = |wanted: Option<Count>| {
        token.senses.iter().find_map(|sense| match sense {
            Sense::Noun(class, count) if wanted.map_or(*count != Count::Two, |wanted| wanted == *count) => Some(*class),
            _ => None,
        })
    };
    of(Some(fits)).or_else(|| of(None))
}

fn two(token: &Token) -> bool {
    token.senses.contains(&Sense::Unit(2))
}

/// Whether a word that is in no table has the form that the amount asks of its noun,
/// and if so whether it is that of people of a country.
fn unknown(word: &str, amount: &Amount) -> Option<bool> {
    let letters = word.chars().count();
    let arabic = word.chars().all(|c| ('ء'..='ي').contains(&c));
    let value = amount.high.unwrap_or(amount.low);
    if letters < 3 || !arabic || value.fract() != 0.0 && amount.num.is_none_or(|num| num.grouped.is_none()) {
        return None;
    }
    let country = word.ends_with("يين") || word.ends_with("يا") || word.ends_with("ات");
    let verb = ["وا", "ها", "هم", "هما"].iter().any(|end| word.ends_with(end))
        || word.starts_with('و')
        || word.starts_with(['ف', 'ك', 'ي']) && !country
        || word.starts_with("سي")
        || word.starts_with("لل")
        || word.ends_with('ت') && !word.ends_with("ات");
    let prefixed = word.starts_with(['ب', 'ل', 'ت'])
        && !(word.ends_with("ات") || word.ends_with("ين") || word.ends_with('ا') || word.ends_with("ون"));
    if verb {
        return None;
    }
    if amount.form == Form::Vague {
        let definite = word.starts_with("ال");
        return (definite || !prefixed).then(|| word.ends_with("يين"));
    }
    let rest = value % 100.0;
    if (3.0..=10.0).contains(&rest) {
        let accusative = word.ends_with('ا') && !word.ends_with("ايا");
        let verbal = word.starts_with('ت') && word.ends_with("ون");
        (!accusative && !prefixed && !verbal).then(|| people(word))
    } else if rest > 10.0 {
        let fits = word.ends_with('ا') || word.ends_with('ه') && !prefixed;
        fits.then(|| letters >= 5 && word.ends_with("يا"))
    } else if rest == 0.0 && value >= 100.0 {
        (!prefixed).then(|| letters >= 5 && word.ends_with('ي'))
    } else {
        None
    }
}

/// The sound plural is that of people: مديرين, but not بساتين.
fn people(word: &str) -> bool {
    let letters = word.chars().count();
    let broken = letters == 6 && word.chars().nth(2) == Some('ا');
    let sound = word.ends_with("ين") || word.ends_with("ون");
    word.ends_with("يين") || word.ends_with("يون") || letters >= 6 && sound && !broken
}
