//! Every way to fail, as a page that can offer a way on.

use axum::http::StatusCode;
use serde_json::json;

use crate::words::Word;

/// Why a request is not answered as asked.
#[derive(Debug)]
pub(crate) enum Failure {
    /// There is no such page, article, claim or source.
    NotFound,
    /// The form does not come from a page of this desk, or from an old one.
    Forged,
    /// No token, or another one.
    Stranger,
    /// The account may not do this.
    Forbidden,
    /// Too many tries, too soon.
    Patience,
    /// The request is addressed to another host.
    Misdirected,
    /// A form lacks something or has something that makes no sense.
    Form(Word),
    /// An address that was not fetched, and why.
    #[cfg_attr(not(feature = "fetch"), expect(dead_code, reason = "nothing is fetched then"))]
    NotFetched(String),
    /// A document that gives no article.
    Document(String),
    /// More than is taken at once.
    TooLarge,
    /// It took too long.
    Slow,
    /// The ledger says no.
    Ledger(musnad_ledger::Error),
    /// Something inside is broken.
    Broken,
}

impl From<musnad_ledger::Error> for Failure {
    fn from(error: musnad_ledger::Error) -> Self {
        match error {
            musnad_ledger::Error::Unknown { .. } => Self::NotFound,
            error => Self::Ledger(error),
        }
    }
}

impl Failure {
    pub(crate) const fn status(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forged | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::Patience => StatusCode::TOO_MANY_REQUESTS,
            Self::Stranger => StatusCode::UNAUTHORIZED,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::Form(_) | Self::Document(_) | Self::NotFetched(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::Ledger(error) => match error {
                musnad_ledger::Error::Busy => StatusCode::SERVICE_UNAVAILABLE,
                musnad_ledger::Error::Full => StatusCode::INSUFFICIENT_STORAGE,
                musnad_ledger::Error::ReadOnly(_) | musnad_ledger::Error::Forgotten(_) => StatusCode::CONFLICT,
                musnad_ledger::Error::Operation(_)
                | musnad_ledger::Error::Reading(_)
                | musnad_ledger::Error::TooLarge { .. } => StatusCode::UNPROCESSABLE_ENTITY,
                _ => StatusCode::INTERNAL_SERVER_ERROR,
            },
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What went wrong, for people.
    pub(crate) const fn word(&self) -> Word {
        match self {
            Self::NotFound => Word::NotFound,
            Self::Forged => Word::Forged,
            Self::Stranger => Word::Stranger,
            Self::Forbidden => Word::Forbidden,
            Self::Patience => Word::Patience,
            Self::Misdirected => Word::Misdirected,
            Self::Form(word) => *word,
            Self::Document(_) => Word::NoArticle,
            Self::NotFetched(_) => Word::NotFetched,
            Self::TooLarge => Word::TooLarge,
            Self::Slow => Word::Slow,
            Self::Ledger(_) => Word::LedgerSays,
            Self::Broken => Word::Broken,
        }
    }

    /// What a library said of it, in English.
    pub(crate) fn detail(&self) -> Option<String> {
        match self {
            Self::Document(detail) | Self::NotFetched(detail) => Some(detail.clone()),
            Self::Ledger(error) => Some(error.to_string()),
            _ => None,
        }
    }

    pub(crate) fn json(&self) -> serde_json::Value {
        json!({ "error": self.word().of(crate::words::Tongue::English), "detail": self.detail() })
    }
}
