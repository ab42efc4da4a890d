//! The part of the command line by which people say what the machine read wrongly.

use clap::{Args, Subcommand};

use super::{At, Look};

/// Who says so, and why.
#[derive(Debug, Args)]
pub struct Correction {
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// Who says so.
    #[arg(long, env = "USER", default_value = "", value_name = "NAME")]
    pub author: String,
    /// Why.
    #[arg(long, value_name = "WORDS")]
    pub why: Option<String>,
    /// Print JSON.
    #[arg(long)]
    pub json: bool,
}

/// Corrections.
#[derive(Debug, Subcommand)]
pub enum CorrectCommand {
    /// It is read right
    Confirm {
        /// The claim.
        claim: String,
        /// Who and why.
        #[command(flatten)]
        said: Correction,
    },
    /// It is no claim
    Reject {
        /// The claim.
        claim: String,
        /// Who and why.
        #[command(flatten)]
        said: Correction,
    },
    /// Somebody else says it, or nobody
    Source {
        /// The claim.
        claim: String,
        /// Who says it; left out: nobody in particular.
        #[arg(long, value_name = "NAME")]
        speaker: Option<String>,
        /// Which entity that is, by its key.
        #[arg(long, value_name = "KEY")]
        entity: Option<String>,
        /// The outlet that carried it.
        #[arg(long, value_name = "NAME")]
        via: Option<String>,
        /// Who and why.
        #[command(flatten)]
        said: Correction,
    },
    /// Two entities are one
    Merge {
        /// The key of the one that is taken into the other.
        entity: String,
        /// The key of the one that stays.
        into: String,
        /// Who and why.
        #[command(flatten)]
        said: Correction,
    },
    /// In some articles the name means somebody else
    Split {
        /// The key of the entity that the machine saw.
        entity: String,
        /// The key of that somebody else.
        into: String,
        /// The articles.
        #[arg(required = true)]
        articles: Vec<String>,
        /// Who and why.
        #[command(flatten)]
        said: Correction,
    },
    /// A claim belongs to the group of another one, or to none
    Move {
        /// The claim.
        claim: String,
        /// A claim of the right group; left out: it stands alone.
        #[arg(long, value_name = "CLAIM")]
        to: Option<String>,
        /// Who and why.
        #[command(flatten)]
        said: Correction,
    },
    /// A remark on a claim or an article
    Note {
        /// The claim or article.
        about: String,
        /// The remark.
        text: String,
        /// Who and why.
        #[command(flatten)]
        said: Correction,
    },
    /// Take an operation off; undoing an undo puts it on again
    Undo {
        /// The operation's id.
        operation: String,
        /// Who and why.
        #[command(flatten)]
        said: Correction,
    },
    /// What was done about a claim, an article or a source
    History(History),
}

/// Options of `correct history`.
#[derive(Debug, Args)]
pub struct History {
    /// The claim, article, entity's key or outlet's name.
    pub about: String,
    /// The ledger.
    #[command(flatten)]
    pub at: At,
    /// Print JSON, one line each.
    #[arg(long)]
    pub json: bool,
    /// How it looks.
    #[command(flatten)]
    pub look: Look,
}

/// Options of `rate`.
#[derive(Debug, Args)]
pub struct Rate {
    /// An outlet's name, an entity's key, or a claim.
    pub about: String,
    /// A to F for a source, 1 to 6 for a claim.
    pub rating: String,
    /// Who and why.
    #[command(flatten)]
    pub said: Correction,
}

/// Options of `forget`.
#[derive(Debug, Args)]
pub struct Forget {
    /// The article.
    pub article: String,
    /// Who and why.
    #[command(flatten)]
    pub said: Correction,
}
