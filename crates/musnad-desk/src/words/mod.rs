//! The words of the interface, in Arabic and English side by side.

mod count;
mod list;

use serde::Serialize;

pub(crate) use count::{Noun, counted};
pub(crate) use list::Word;

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tongue {
    /// العربية
    #[default]
    Arabic,
    /// English
    English,
}

impl Tongue {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Arabic, Self::English];

    /// ISO 639-1.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::English => "en",
        }
    }

    /// The direction of its script, as HTML says it.
    #[must_use]
    pub const fn dir(self) -> &'static str {
        match self {
            Self::Arabic => "rtl",
            Self::English => "ltr",
        }
    }

    /// Its own name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Arabic => "العربية",
            Self::English => "English",
        }
    }
}
