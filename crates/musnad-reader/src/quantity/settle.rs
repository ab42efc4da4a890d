//! Puts amount, noun and verb together into a quantity, or decides that there is none.

use crate::quantity::{
    Found,
    amount::{Amount, Form},
    counted::{Counted, What},
    forms::Count,
    govern::{Reach, State},
    number::{tens_of, unit_of},
    tokens::{Kind, Tokens},
    words::{Bound, Class, Sense},
};

/// The quantity that begins at `at`, and the token behind it.
pub(crate) fn read(tokens: &Tokens<'_>, reach: &mut Reach, at: usize) -> Option<(Found, usize)> {
    let token = tokens.get(at)?;
    let number = matches!(token.kind, Kind::Number(_));
    let sign = matches!(token.kind, Kind::Mark('%' | '٪' | '$' | '€' | '£'));
    if token.taken || !number && !sign && token.senses.is_empty() {
        return None;
    }
    if token.line {
        *reach = Reach::default();
    }
    if sign {
        return signed(tokens, at);
    }
    behind_noun(tokens, reach, at).or_else(|| {
        let amount = tokens.amount(at)?;
        let counted = tokens.counted(&amount);
        let kind = kind(tokens, reach, &amount, &counted)?;
        if let Kept::Persons(state) = kind {
            reach.took(state, counted.next);
        }
        Some((found(tokens, &amount, &counted, kind)?, counted.next))
    })
}

/// What the quantity is of, once it is sure that it is one.
#[derive(Clone, Copy, Debug)]
enum Kept {
    Persons(State),
    Unit(Option<&'static str>),
    Thing,
}

/// Decides what the amount is of; `None` where it is none.
fn kind(tokens: &Tokens<'_>, reach: &Reach, amount: &Amount, counted: &Counted) -> Option<Kept> {
    let first = amount.first;
    let label = tokens.before(first).is_some_and(|token| token.senses.contains(&Sense::Label));
    let latin = tokens.before(first).is_some_and(|token| token.kind == Kind::Word && tokens.word(first - 1).is_ascii());
    let year = amount.num.is_some_and(|num| num.like_year);
    let definite = tokens.get(first).is_some_and(|token| token.definite) && amount.num.is_some();
    let whole = amount.low.fract() == 0.0 && amount.high.is_none_or(|high| high.fract() == 0.0)
        || amount.num.is_some_and(|num| num.grouped.is_some());
    let only_scale = amount.num.is_some_and(|num| num.spelled && num.next == first + 1)
        && matches!(tokens.word(first), "الف" | "الفا" | "الفين" | "الفان" | "سبع" | "تسع" | "ست" | "عشر");
    match counted.what {
        What::Known(Class::Person(state)) if whole => {
            if amount.form == Form::Dual && !dual_stands(tokens, first) {
                return None;
            }
            let state = match state {
                Some(state) => (!epidemic(tokens, state, counted.next)).then_some(state),
                None => reach.state(tokens, amount, counted.next).flatten(),
            };
            // Who loses a house is not missing.
            let lost = state == Some("missing") && tokens.word(counted.next).ends_with("هم");
            Some(Kept::Persons(state.filter(|_| !lost)))
        }
        What::Known(Class::Other) if whole && amount.form != Form::Dual => reach
            .bare(tokens, amount, counted.next)
            .or_else(|| reach.state(tokens, amount, counted.next))
            .map(Kept::Persons),
        What::Unit(unit) => Some(Kept::Unit(unit)),
        What::Known(Class::Thing) if !definite && !label && !latin && !year && whole => {
            let stands = amount.form != Form::Dual || dual_stands(tokens, first);
            stands.then_some(Kept::Thing)
        }
        What::Unknown(people) => {
            let list = tokens.get(first).is_some_and(|token| {
                matches!(token.kind, Kind::Number(_))
                    && (token.line || first > 0 && tokens.is_mark(first - 1, &['.', '،', ',']))
            });
            let after_noun = amount.high.is_none()
                && tokens.before(first).is_some_and(|token| {
                    let many = |sense: &Sense| matches!(sense, Sense::Noun(_, Count::Many));
                    token.senses.iter().any(many) || tokens.word(first - 1).ends_with("ات")
                });
            if definite || label || latin || year || amount.hyphen || only_scale || list || after_noun {
                return None;
            }
            let state = reach.adjacent(tokens, amount);
            match state {
                Some("killed" | "arrested" | "displaced") => Some(Kept::Persons(state)),
                _ if people => Some(Kept::Persons(reach.state(tokens, amount, counted.next).flatten())),
                _ => Some(Kept::Thing),
            }
        }
        What::Nothing if amount.form != Form::Dual && !year && whole && !amount.hyphen => {
            if quake(tokens, amount) {
                return Some(Kept::Unit(Some("magnitude")));
            }
            let several = amount.form == Form::Vague && amount.high.is_none();
            if several || label || definite && amount.form != Form::Vague {
                return None;
            }
            reach.bare(tokens, amount, counted.next).map(Kept::Persons)
        }
        What::Nothing if quake(tokens, amount) => Some(Kept::Unit(Some("magnitude"))),
        _ => None,
    }
}

/// True for the size of an earthquake without a unit: زلزال بقوة 6.3.
fn quake(tokens: &Tokens<'_>, amount: &Amount) -> bool {
    let strong = amount.first.checked_sub(1).is_some_and(|at| tokens.has(at, Sense::Strength));
    strong
        && (1.0..10.0).contains(&amount.low)
        && (amount.first.saturating_sub(8)..amount.first).any(|at| {
            let word = tokens.word(at);
            word.contains("زلزال") || word.contains("هزه") || word.contains("هزات")
        })
}

/// A dual that only agrees with the noun before it counts nothing: جنديان سوريان.
fn dual_stands(tokens: &Tokens<'_>, at: usize) -> bool {
    let word = tokens.word(at);
    let Some(token) = tokens.get(at) else {
        return false;
    };
    let other = token.senses.iter().any(|sense| !matches!(sense, Sense::Noun(_, Count::Two)));
    if other {
        return false;
    }
    let Some(before) = tokens.before(at).filter(|_| !token.line && !token.and) else {
        return true;
    };
    let last = tokens.word(at - 1);
    if before.kind == Kind::Word && (last.ends_with("ان") || last.ends_with("ين")) && last.chars().count() > 4 {
        return false;
    }
    let country =
        (word.ends_with("يان") || word.ends_with("يين")) && !matches!(word, "جنديان" | "جنديين" | "صبيان" | "صبيين");
    !country || before.senses.iter().any(|sense| matches!(sense, Sense::Cue(..) | Sense::Among | Sense::Before(_)))
}

/// إصابة is a case of an illness, not a wound: 500 إصابة بفيروس.
fn epidemic(tokens: &Tokens<'_>, state: &str, next: usize) -> bool {
    state == "injured"
        && tokens.word(next.saturating_sub(1)).starts_with("اصاب")
        && (next..next + 5).any(|at| {
            let word = tokens.whole(at);
            ["فيروس", "كورونا", "كوفيد", "كوليرا", "مرض", "حمي", "وباء", "جديده"].iter().any(|ill| word.contains(ill))
        })
}

/// Numbers with the sign in front: $500, %70.
fn signed(tokens: &Tokens<'_>, at: usize) -> Option<(Found, usize)> {
    let unit = match tokens.get(at)?.kind {
        Kind::Mark('%' | '٪') => Some("percent"),
        Kind::Mark('$') => Some("USD"),
        Kind::Mark('€') => Some("EUR"),
        Kind::Mark('£') => None,
        _ => return None,
    };
    let glued = |at: usize| tokens.on(at).is_some_and(|token| !token.gap);
    let free = tokens
        .before(at)
        .is_none_or(|before| !matches!(before.kind, Kind::Number(_)) || tokens.get(at).is_some_and(|t| t.gap));
    let digits = tokens.get(at + 1).is_some_and(|token| matches!(token.kind, Kind::Number(_)));
    if !glued(at + 1) || !digits || !free {
        return None;
    }
    let amount = Amount { first: at, ..tokens.amount(at + 1)? };
    if amount.form == Form::Range {
        return None;
    }
    let counted = Counted { what: What::Unit(unit), next: amount.next, more: 0.0, bound: None };
    Some((found(tokens, &amount, &counted, Kept::Unit(unit))?, counted.next))
}

/// شخص واحد, الجرحى الأربعة: the number behind the noun.
fn behind_noun(tokens: &Tokens<'_>, reach: &mut Reach, at: usize) -> Option<(Found, usize)> {
    let token = tokens.get(at)?;
    let (class, count) = token.senses.iter().find_map(|sense| match sense {
        Sense::Noun(class @ (Class::Person(_) | Class::Measure(_)), count) => Some((*class, *count)),
        _ => None,
    })?;
    let next = tokens.on(at + 1).filter(|next| !next.and)?;
    let (value, end) = if token.definite && count == Count::Many && next.definite {
        let tens = |at: usize| tokens.on(at).filter(|token| token.and).and_then(tens_of);
        let ten = |at: usize| tokens.on(at).and_then(unit_of) == Some(10);
        match (next.kind, unit_of(next), tens_of(next)) {
            (Kind::Number(digits), ..) if digits.plain && !digits.bad => (digits.value, at + 2),
            (_, Some(unit @ 3..), _) => match tens(at + 2) {
                Some(tens) => (f64::from(unit) + tens, at + 3),
                None if ten(at + 2) => (f64::from(unit) + 10.0, at + 3),
                None => (f64::from(unit), at + 2),
            },
            (_, _, Some(tens)) => (tens, at + 2),
            _ => return None,
        }
    } else if !token.definite
        && count == Count::One
        && !next.definite
        && matches!(tokens.word(at + 1), "واحد" | "واحده" | "واحدا")
    {
        (1.0, at + 2)
    } else {
        return None;
    };
    let amount = Amount {
        low: value,
        high: Some(value),
        form: Form::Number,
        bound: None,
        first: at,
        next: end,
        num: None,
        hyphen: false,
    };
    let (what, kept) = match class {
        Class::Person(state) => {
            let state = state.or_else(|| reach.state(tokens, &amount, end).flatten());
            reach.took(state, end);
            (What::Known(class), Kept::Persons(state))
        }
        Class::Measure(unit) if count == Count::One => (What::Unit(Some(unit)), Kept::Unit(Some(unit))),
        _ => return None,
    };
    let mut counted = Counted { what, next: end, more: 0.0, bound: tokens.bound(end, true) };
    counted.next += usize::from(counted.bound.is_some());
    Some((found(tokens, &amount, &counted, kept)?, counted.next))
}

/// Writes the quantity down.
fn found(tokens: &Tokens<'_>, amount: &Amount, counted: &Counted, kept: Kept) -> Option<Found> {
    let fine = !matches!(kept, Kept::Unit(_));
    let grouped = amount.num.and_then(|num| num.grouped).filter(|_| fine);
    let (mut low, mut high) = (amount.low + counted.more, amount.high.map(|high| high + counted.more));
    if let Some(value) = grouped.filter(|_| amount.form == Form::Number) {
        (low, high) = (value, Some(value));
    }
    let bound = amount.bound.or(counted.bound);
    let number = matches!(amount.form, Form::Number | Form::Dual);
    let (low, high) = match bound {
        Some(Bound::Least) => (Some(low), None),
        Some(Bound::Most) => (None, high),
        Some(Bound::About) if number => (Some(low * 9.0 / 10.0), high.map(|high| high * 11.0 / 10.0)),
        _ => (Some(low), high),
    };
    let rule = match (bound, amount.form, kept) {
        (Some(Bound::Least), ..) => "at-least",
        (Some(Bound::Most), ..) => "at-most",
        (_, Form::Range, _) => "range",
        (_, Form::Vague, _) => "vague",
        (Some(Bound::About), ..) => "approximate",
        (_, Form::Dual, _) => "dual",
        (_, _, Kept::Persons(None)) => "persons",
        (_, _, Kept::Persons(Some(_))) => "casualties",
        (_, _, Kept::Thing) => "count",
        (_, _, Kept::Unit(unit)) if money(unit) => "money",
        _ => "measure",
    };
    let unit = match kept {
        Kept::Persons(None) => Some("persons".to_owned()),
        Kept::Persons(Some(state)) => Some(format!("persons:{state}")),
        Kept::Unit(unit) => unit.map(str::to_owned),
        Kept::Thing => None,
    };
    let first = tokens.get(amount.first)?;
    // العشرات keeps its article.
    let clitics = tokens.text.get(first.whole..first.start)?;
    let article = if clitics.ends_with("ال") { "ال".len() } else { 0 };
    Some(Found {
        start: first.start - article,
        end: tokens.get(counted.next.checked_sub(1)?)?.end,
        low,
        high,
        unit,
        rule,
    })
}

/// Codes of three capitals, and money of no known country.
fn money(unit: Option<&str>) -> bool {
    unit.is_none_or(|unit| unit.len() == 3 && unit.bytes().all(|b| b.is_ascii_uppercase()))
}
