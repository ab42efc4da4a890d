//! Numbers of things in words.

use super::Tongue;

/// A kind of thing that is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Noun {
    Article,
    Claim,
    Version,
    Outlet,
    Group,
    Word,
    Place,
}

impl Noun {
    /// Arabic forms: one, two, 3 to 10, 11 to 99, any other.
    const fn arabic(self) -> [&'static str; 5] {
        match self {
            Self::Article => ["مقال واحد", "مقالان", "مقالات", "مقالا", "مقال"],
            Self::Claim => ["قول واحد", "قولان", "أقوال", "قولا", "قول"],
            Self::Version => ["رواية واحدة", "روايتان", "روايات", "رواية", "رواية"],
            Self::Outlet => ["وسيلة واحدة", "وسيلتان", "وسائل", "وسيلة", "وسيلة"],
            Self::Group => ["خبر واحد", "خبران", "أخبار", "خبرا", "خبر"],
            Self::Word => ["كلمة واحدة", "كلمتان", "كلمات", "كلمة", "كلمة"],
            Self::Place => ["مكان واحد", "مكانان", "أماكن", "مكانا", "مكان"],
        }
    }

    /// English forms: one, any other.
    const fn english(self) -> [&'static str; 2] {
        match self {
            Self::Article => ["article", "articles"],
            Self::Claim => ["claim", "claims"],
            Self::Version => ["version", "versions"],
            Self::Outlet => ["outlet", "outlets"],
            Self::Group => ["report", "reports"],
            Self::Word => ["word", "words"],
            Self::Place => ["place", "places"],
        }
    }
}

/// A number of things in words, by the plural rules of CLDR.
pub(crate) fn counted(n: usize, noun: Noun, tongue: Tongue) -> String {
    match tongue {
        Tongue::English => format!("{n} {}", noun.english()[usize::from(n != 1)]),
        Tongue::Arabic => {
            let [one, two, few, many, other] = noun.arabic();
            match (n, n % 100) {
                (1, _) => one.to_owned(),
                (2, _) => two.to_owned(),
                (_, 3..=10) => format!("{n} {few}"),
                (_, 11..=99) => format!("{n} {many}"),
                _ => format!("{n} {other}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_right_form() {
        let say = |n| counted(n, Noun::Article, Tongue::Arabic);
        assert_eq!(
            [0, 1, 2, 3, 10, 11, 99, 100, 102, 103].map(say),
            [
                "0 مقال",
                "مقال واحد",
                "مقالان",
                "3 مقالات",
                "10 مقالات",
                "11 مقالا",
                "99 مقالا",
                "100 مقال",
                "102 مقال",
                "103 مقالات",
            ]
        );
        assert_eq!(counted(1, Noun::Claim, Tongue::English), "1 claim");
    }
}
