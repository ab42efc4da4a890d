//! What the grammar asks of tokens: their senses, and numbers in digits and words.

use super::{
    tokens::{Kind, Token, Tokens},
    words::{Count, Plain, Sense, Unit},
};

impl Tokens<'_> {
    fn find<T>(&self, at: usize, pick: impl FnMut(&Sense) -> Option<T>) -> Option<T> {
        self.get(at)?.senses.iter().find_map(pick)
    }

    pub(crate) fn is(&self, at: usize, plain: Plain) -> bool {
        self.get(at).is_some_and(|token| token.senses.contains(&Sense::Plain(plain)))
    }

    pub(crate) fn article(&self, at: usize) -> bool {
        self.word(at).starts_with("ال")
    }

    pub(crate) fn mark(&self, at: usize, marks: &[char]) -> bool {
        matches!(self.get(at), Some(Token { kind: Kind::Mark(c), .. }) if marks.contains(c))
    }

    /// `at`, or one further if one of these marks stands there.
    pub(crate) fn skip(&self, at: usize, marks: &[char]) -> usize {
        at + usize::from(self.mark(at, marks))
    }

    /// A number of at most `digits` digits.
    pub(crate) fn number(&self, at: usize, digits: u8) -> Option<u32> {
        match self.get(at)?.kind {
            Kind::Number(number, written) if written <= digits => Some(number),
            _ => None,
        }
    }

    /// A number of four digits.
    pub(crate) fn four(&self, at: usize) -> Option<i16> {
        match self.get(at)?.kind {
            Kind::Number(number, 4) => i16::try_from(number).ok(),
            _ => None,
        }
    }

    pub(crate) fn month(&self, at: usize) -> Option<(u8, bool)> {
        self.find(at, |sense| match *sense {
            Sense::Month(month, sure) => Some((month, sure)),
            _ => None,
        })
    }

    pub(crate) fn hijri(&self, at: usize) -> Option<u8> {
        self.find(at, |sense| match *sense {
            Sense::Hijri(month) => Some(month),
            _ => None,
        })
    }

    pub(crate) fn weekday(&self, at: usize) -> Option<i8> {
        self.find(at, |sense| match *sense {
            Sense::Weekday(day) => Some(day),
            _ => None,
        })
    }

    pub(crate) fn near(&self, at: usize) -> Option<i8> {
        self.find(at, |sense| match *sense {
            Sense::Near(days) => Some(days),
            _ => None,
        })
    }

    pub(crate) fn turn(&self, at: usize) -> Option<i8> {
        self.find(at, |sense| match *sense {
            Sense::Turn(turn) => Some(turn),
            _ => None,
        })
    }

    pub(crate) fn follow(&self, at: usize) -> Option<i8> {
        self.find(at, |sense| match *sense {
            Sense::Follow(days) => Some(days),
            _ => None,
        })
    }

    pub(crate) fn unit(&self, at: usize) -> Option<(Unit, Count)> {
        self.find(at, |sense| match *sense {
            Sense::Unit(unit, count) => Some((unit, count)),
            _ => None,
        })
    }

    pub(crate) fn season(&self, at: usize) -> Option<u8> {
        self.find(at, |sense| match *sense {
            Sense::Season(season) => Some(season),
            _ => None,
        })
    }

    pub(crate) fn decade(&self, at: usize) -> Option<u8> {
        self.find(at, |sense| match *sense {
            Sense::Decade(decade) => Some(decade),
            _ => None,
        })
    }

    pub(crate) fn share(&self, at: usize) -> Option<u8> {
        self.find(at, |sense| match *sense {
            Sense::Share(months) => Some(months),
            _ => None,
        })
    }

    /// هجري is true, ميلادي false. The sign must touch or follow the year.
    pub(crate) fn era(&self, at: usize) -> Option<bool> {
        self.find(at, |sense| match *sense {
            Sense::Era(hijri) => Some(hijri),
            _ => None,
        })
    }

    fn card(&self, at: usize) -> Option<u8> {
        self.find(at, |sense| match *sense {
            Sense::Card(number) => Some(number),
            _ => None,
        })
    }

    fn tens(&self, at: usize) -> Option<u8> {
        self.find(at, |sense| match *sense {
            Sense::Tens(number) => Some(number),
            _ => None,
        })
    }

    fn ord(&self, at: usize) -> Option<u8> {
        self.find(at, |sense| match *sense {
            Sense::Ord(number) => Some(number),
            _ => None,
        })
    }

    /// "ال24": the article written against digits.
    fn digits(&self, at: usize) -> Option<(u32, usize)> {
        let next = at + usize::from(self.word(at) == "ال");
        if next > at && self.get(next).is_some_and(|token| token.gap) {
            return None;
        }
        Some((self.number(next, 3)?, next + 1))
    }

    /// An ordinal up to 99, in digits or words: 15, السابع, الحادي عشر, الرابع والعشرين, العشرين.
    pub(crate) fn ordinal(&self, at: usize) -> Option<(u32, usize)> {
        if let Some(found) = self.digits(at) {
            return Some(found);
        }
        if let Some(ones) = self.ord(at) {
            if self.is(at + 1, Plain::Teen) && ones < 10 {
                return Some((u32::from(ones) + 10, at + 2));
            }
            if let Some(tens) = self.tens(at + 1).filter(|_| ones < 10 && self.joined(at + 1)) {
                return Some((u32::from(ones + tens), at + 2));
            }
            return Some((u32::from(ones), at + 1));
        }
        self.tens(at).map(|tens| (u32::from(tens), at + 1))
    }

    /// A cardinal, in digits or words: 3, ثلاثة, خمسة عشر, خمسة وعشرين, ثلاثين.
    pub(crate) fn cardinal(&self, at: usize) -> Option<(u32, usize)> {
        if let Some(found) = self.digits(at) {
            return Some(found);
        }
        if let Some(ones) = self.card(at) {
            if let Some(tens) = self.tens(at + 1).filter(|_| ones < 10 && self.joined(at + 1)) {
                return Some((u32::from(ones + tens), at + 2));
            }
            return Some((u32::from(ones), at + 1));
        }
        self.tens(at).map(|tens| (u32::from(tens), at + 1))
    }

    /// True if و is written before the word.
    pub(crate) fn joined(&self, at: usize) -> bool {
        self.get(at).is_some_and(|token| {
            self.text.get(token.whole..token.start).is_some_and(|clitics| clitics.starts_with('و'))
        }) || (self.word(at) == "و")
    }
}
