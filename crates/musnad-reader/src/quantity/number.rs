//! Numbers in words and digits: ثلاثة وعشرون ألفا, 12 ألفا و500, أربعة ملايين ونصف.

use crate::quantity::{
    tokens::{Kind, Token, Tokens},
    words::{Many, Sense},
};

/// A number and the tokens that say it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Num {
    pub(crate) value: f64,
    /// The other reading of digits such as 1.200.
    pub(crate) grouped: Option<f64>,
    /// The token behind it.
    pub(crate) next: usize,
    /// Its last scale; one without.
    pub(crate) scale: f64,
    /// Written in words only.
    pub(crate) spelled: bool,
    /// Four plain digits, as years are written.
    pub(crate) like_year: bool,
}

/// A part of a number: what stands in front of a scale.
struct Chunk {
    value: f64,
    grouped: Option<f64>,
    next: usize,
    digits: bool,
    like_year: bool,
}

impl Tokens<'_> {
    /// The number that begins at `at`. One and two alone are no numbers here.
    pub(crate) fn number(&self, at: usize) -> Option<Num> {
        let mut sum = 0.0;
        let mut limit = f64::INFINITY;
        let mut found: Option<Num> = None;
        let mut here = at;
        while let Some(part) = self.scaled(here, found.is_some()) {
            if part.value >= limit {
                break;
            }
            sum += part.value;
            let (spelled, first) = found.map_or((true, true), |num| (num.spelled, false));
            found = Some(Num {
                value: sum,
                grouped: part.grouped.filter(|_| first),
                spelled: spelled && part.spelled,
                like_year: part.like_year && first,
                ..part
            });
            here = part.next;
            limit = part.scale;
            if let Some((more, next)) = self.fraction(here, part.scale) {
                sum += more;
                found = found.map(|num| Num { value: sum, next, ..num });
                break;
            }
            if let Some((more, next)) = self.decimals(here).filter(|_| part.spelled) {
                sum += more;
                found = found.map(|num| Num { value: sum, next, ..num });
                break;
            }
            let goes_on = self.on(here).is_some_and(|token| token.and);
            if part.scale <= 1.0 || !goes_on {
                break;
            }
        }
        found
    }

    /// ونصف, ونصف المليون behind a scale.
    fn fraction(&self, at: usize, scale: f64) -> Option<(f64, usize)> {
        let token = self.on(at).filter(|token| token.and && !token.definite && scale > 1.0)?;
        let part = token.senses.iter().find_map(|sense| match sense {
            Sense::Part(part) => Some(*part),
            _ => None,
        })?;
        let same = self.on(at + 1).and_then(scale_of).is_some_and(|(next, _)| next.to_bits() == scale.to_bits());
        Some((part * scale, at + 1 + usize::from(same)))
    }

    /// فاصلة ثمانية: the decimals in words.
    fn decimals(&self, at: usize) -> Option<(f64, usize)> {
        self.on(at).filter(|token| token.senses.contains(&Sense::Point))?;
        let (value, next) = self.below_hundred(at + 1, true)?;
        Some((value / if value < 10.0 { 10.0 } else { 100.0 }, next))
    }

    /// A chunk and its scales. `inner`: it stands behind a larger part.
    fn scaled(&self, at: usize, inner: bool) -> Option<Num> {
        let chunk = self.chunk(at, inner);
        let mut here = chunk.as_ref().map_or(at, |chunk| chunk.next);
        let (mut scale, mut factor) = (1.0, 1.0);
        while let Some(token) = self.on(here) {
            let Some((next, many)) = scale_of(token) else {
                break;
            };
            let counted = chunk.is_some() || here > at;
            if token.definite || (token.and && here > at) {
                break;
            }
            // A second number of thousands belongs to another thing.
            if here > at && scale > 1.0 && next < scale {
                break;
            }
            match many {
                Many::Plural if chunk.is_none() => break,
                Many::Two if counted => break,
                Many::Two => factor = 2.0,
                Many::Lone if !counted => {
                    let more = self.on(here + 1).is_some_and(|after| {
                        let part = |sense: &Sense| {
                            matches!(sense, Sense::Unit(_) | Sense::Tens(_) | Sense::Hundred(_) | Sense::Part(_))
                        };
                        after.and && (matches!(after.kind, Kind::Number(_)) || after.senses.iter().any(part))
                    });
                    factor = if more { 1.0 } else { 2.0 };
                }
                _ => {}
            }
            scale *= next;
            here += 1;
        }
        if here == at {
            return None;
        }
        let value = chunk.as_ref().map_or(factor, |chunk| chunk.value);
        Some(Num {
            value: value * scale,
            grouped: chunk.as_ref().and_then(|chunk| chunk.grouped).filter(|_| scale <= 1.0),
            next: here,
            scale,
            spelled: chunk.as_ref().is_none_or(|chunk| !chunk.digits),
            like_year: chunk.is_some_and(|chunk| chunk.like_year) && scale <= 1.0,
        })
    }

    fn chunk(&self, at: usize, inner: bool) -> Option<Chunk> {
        let token = self.on_first(at, inner)?;
        if let Kind::Number(digits) = token.kind {
            return self.digits(at, digits);
        }
        let (value, next) = self.below_thousand(at, inner)?;
        Some(Chunk { value, grouped: None, next, digits: false, like_year: false })
    }

    /// The first token of a number may stand at the head of a line, a later one may not.
    fn on_first(&self, at: usize, inner: bool) -> Option<&Token> {
        self.get(at).filter(|token| !(token.taken || inner && token.line))
    }

    /// Digits, with groups of three set apart by single spaces: 12 500.
    fn digits(&self, at: usize, first: crate::quantity::digits::Digits) -> Option<Chunk> {
        if first.bad {
            return None;
        }
        let mut chunk = Chunk {
            value: first.value,
            grouped: first.grouped,
            next: at + 1,
            digits: true,
            like_year: first.plain && first.len == 4 && (1900.0..2050.0).contains(&first.value),
        };
        if !first.plain || first.len > 3 || first.value < 1.0 {
            return Some(chunk);
        }
        for next in at + 1..at + 4 {
            let (Some(before), Some(token)) = (self.get(next - 1), self.on(next)) else {
                break;
            };
            match token.kind {
                Kind::Number(group) if group.plain && token.whole == before.end + 1 && token.start == token.whole => {
                    let text = self.word(next);
                    if text.len() != 3 {
                        break;
                    }
                    chunk.value = chunk.value * 1000.0 + text.parse::<f64>().unwrap_or(0.0);
                    chunk.next = next + 1;
                }
                _ => break,
            }
        }
        Some(chunk)
    }

    /// A number below a thousand in words.
    fn below_thousand(&self, at: usize, inner: bool) -> Option<(f64, usize)> {
        let plain = |at: usize| self.on(at).filter(|token| !token.and && !token.definite);
        let token = self.on_first(at, inner).filter(|token| !token.definite)?;
        let mut hundreds = hundred_of(token).map(|value| (value, at + 1));
        if let Some(unit @ 3..=9) = unit_of(token)
            && plain(at + 1).and_then(hundred_of) == Some(100.0)
        {
            hundreds = Some((f64::from(unit) * 100.0, at + 2));
        }
        if let Some((value, next)) = hundreds {
            let rest = self.on(next).filter(|token| token.and).and_then(|_| self.below_hundred(next, true));
            return Some(rest.map_or((value, next), |(more, next)| (value + more, next)));
        }
        if let Some(Sense::Part(part)) = token.senses.iter().find(|sense| matches!(sense, Sense::Part(_))) {
            let scaled = plain(at + 1).and_then(scale_of);
            return matches!(scaled, Some((_, Many::One))).then_some((*part, at + 1));
        }
        self.below_hundred(at, inner)
    }

    fn below_hundred(&self, at: usize, inner: bool) -> Option<(f64, usize)> {
        let token = self.on_first(at, inner).filter(|token| !token.definite)?;
        if let Some(tens) = tens_of(token) {
            return Some((tens, at + 1));
        }
        let unit = unit_of(token)?;
        let value = f64::from(unit);
        if let Some(next) = self.on(at + 1).filter(|next| !next.definite) {
            if !next.and && unit < 10 && unit_of(next) == Some(10) {
                return Some((value + 10.0, at + 2));
            }
            if next.and
                && unit < 10
                && let Some(tens) = tens_of(next)
            {
                return Some((value + tens, at + 2));
            }
        }
        (inner || unit > 2).then_some((value, at + 1))
    }
}

pub(crate) fn unit_of(token: &Token) -> Option<u8> {
    token.senses.iter().find_map(|sense| match sense {
        Sense::Unit(unit) => Some(*unit),
        _ => None,
    })
}

pub(crate) fn tens_of(token: &Token) -> Option<f64> {
    token.senses.iter().find_map(|sense| match sense {
        Sense::Tens(tens) => Some(f64::from(*tens)),
        _ => None,
    })
}

fn hundred_of(token: &Token) -> Option<f64> {
    token.senses.iter().find_map(|sense| match sense {
        Sense::Hundred(hundred) => Some(f64::from(*hundred)),
        _ => None,
    })
}

pub(crate) fn scale_of(token: &Token) -> Option<(f64, Many)> {
    token.senses.iter().find_map(|sense| match sense {
        Sense::Scale(scale, many) => Some((*scale, *many)),
        _ => None,
    })
}
