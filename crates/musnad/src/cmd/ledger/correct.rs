//! `correct`, `rate` and `forget`: what people say about what the machine read.

use std::collections::HashSet;
use std::io::{self, Write};

use jiff::Timestamp;
use musnad_ledger::{Act, Credibility, Id, Operation, Reliability, Source, StoredOperation, Subject};

use super::json;
use crate::{
    Done,
    cli::{CorrectCommand, Correction, Forget, History, Rate},
    failure::{Failure, Outcome},
    filing::{self, Comparing, Names, failed},
    labels::Label,
    paint::{Painter, Part},
};

/// Does what a correction says.
pub fn run(command: &CorrectCommand) -> Done {
    use CorrectCommand as C;
    match command {
        C::Confirm { claim, said } => with(said, |names| Ok(Act::Confirm { claim: names.claim(claim)? })),
        C::Reject { claim, said } => with(said, |names| Ok(Act::NotAClaim { claim: names.claim(claim)? })),
        C::Source { claim, speaker, entity, via, said } => with(said, |names| {
            Ok(Act::SetSource {
                claim: names.claim(claim)?,
                speaker: speaker.clone(),
                entity: entity.clone(),
                via: via.clone(),
            })
        }),
        C::Merge { entity, into, said } => {
            with(said, |_| Ok(Act::Merge { entity: entity.clone(), into: into.clone() }))
        }
        C::Split { entity, into, articles, said } => with(said, |names| {
            let articles = articles.iter().map(|article| names.article(article)).collect::<Result<_, _>>()?;
            Ok(Act::Split { entity: entity.clone(), articles, into: into.clone() })
        }),
        C::Move { claim, to, said } => with(said, |names| {
            let to = to.as_deref().map(|to| names.claim(to)).transpose()?;
            Ok(Act::Move { claim: names.claim(claim)?, to })
        }),
        C::Note { about, text, said } => {
            with(said, |names| Ok(Act::Note { about: names.subject(about)?, text: text.clone() }))
        }
        C::Undo { operation, said } => with(said, |_| {
            let operation = operation.parse().map_err(|_| {
                Failure::usage("an operation's id is 64 hexadecimal digits", "`musnad correct history` shows them")
            })?;
            Ok(Act::Undo { operation })
        }),
        C::History(options) => history(options),
    }
}

/// Rates a source or a claim.
pub fn rate(options: &Rate) -> Done {
    with(&options.said, |names| {
        let about = names.subject(&options.about)?;
        let bad = |hint: &str| Failure::usage(format!("{:?} is no rating of that", options.rating), hint);
        Ok(match about {
            Subject::Claim(claim) => {
                let number = options.rating.parse::<u8>().ok().and_then(|number| Credibility::try_from(number).ok());
                let credibility =
                    number.ok_or_else(|| bad("a claim is rated 1 to 6; 6 means that it cannot be judged"))?;
                Act::RateClaim { claim, credibility }
            }
            Subject::Entity(_) | Subject::Outlet(_) => {
                let reliability: Reliability = serde_json::from_value(options.rating.to_uppercase().into())
                    .map_err(|_| bad("a source is rated A to F; F means that it cannot be judged"))?;
                let source = match about {
                    Subject::Entity(key) => Source::Entity(key),
                    _ => Source::Outlet(options.about.clone()),
                };
                Act::RateSource { source, reliability }
            }
            Subject::Article(_) | Subject::Operation(_) => {
                return Err(bad("sources and claims are rated, not articles").into());
            }
        })
    })
}

/// Forgets an article, and compares again what it held together.
pub fn forget(options: &Forget) -> Done {
    let said = &options.said;
    let ledger = filing::open(&said.at.ledger)?;
    let article = Names(&*ledger).article(&options.article)?;
    let Some(why) = said.why.as_deref().filter(|why| !why.trim().is_empty()) else {
        return Err(Failure::usage("forgetting needs a reason", "give it with --why: it stays in the log").into());
    };
    let around = filing::around(&*ledger, article).map_err(failed)?;
    ledger.forget(article, author(said)?, Timestamp::now(), why).map_err(failed)?;
    let mut comparing = Comparing::new(&*ledger);
    for other in around {
        comparing.compare(other).map_err(failed)?;
    }
    let mut out = io::stdout().lock();
    if said.json {
        writeln!(out, "{}", serde_json::json!({ "forgotten": article }))?;
    } else {
        writeln!(out, "{article} is forgotten")?;
    }
    Ok(Outcome::Well)
}

/// Applies an act and prints the operation's id.
fn with(said: &Correction, act: impl FnOnce(&Names<'_>) -> anyhow::Result<Act>) -> Done {
    let ledger = filing::open(&said.at.ledger)?;
    let author = author(said)?;
    let act = act(&Names(&*ledger))?;
    let mut operation = Operation::new(author, Timestamp::now(), act);
    if let Some(why) = &said.why {
        operation = operation.because(why.clone());
    }
    // What waited before is left to `add`; what waits because of this is compared at once.
    let before: HashSet<Id> = Comparing::waiting(&*ledger).map_err(failed)?.into_iter().collect();
    let id = ledger.operate(&operation).map_err(failed)?;
    let mut comparing = Comparing::new(&*ledger);
    for article in Comparing::waiting(&*ledger).map_err(failed)? {
        if !before.contains(&article) {
            comparing.compare(article).map_err(failed)?;
        }
    }
    let mut out = io::stdout().lock();
    if said.json {
        writeln!(out, "{}", serde_json::json!({ "operation": id }))?;
    } else {
        writeln!(out, "{id}")?;
    }
    Ok(Outcome::Well)
}

fn author(said: &Correction) -> anyhow::Result<&str> {
    match said.author.trim() {
        "" => Err(Failure::usage("who says so?", "name yourself with --author").into()),
        author => Ok(author),
    }
}

/// Prints what was done about something, the oldest first, with what was undone.
fn history(options: &History) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let about = Names(&*ledger).subject(&options.about)?;
    let mut painter = Painter::stdout(options.look);
    for stored in ledger.operations(&about).map_err(failed)? {
        if options.json {
            json(&mut painter, &stored)?;
        } else {
            show(&stored, &mut painter)?;
        }
    }
    painter.out().flush()?;
    Ok(Outcome::Well)
}

/// One operation: when and what, by whom, whether it holds, and what it sets.
fn show<W: Write>(stored: &StoredOperation, painter: &mut Painter<W>) -> anyhow::Result<()> {
    let ui = painter.ui;
    let operation = &stored.operation;
    let at = Timestamp::from_millisecond(operation.at).map_or_else(|_| operation.at.to_string(), |at| at.to_string());
    // The fields of the act are the same as in JSON: one vocabulary for both.
    let serde_json::Value::Object(mut fields) = serde_json::to_value(&operation.act)? else { return Ok(()) };
    let act = fields.remove("act").and_then(|act| act.as_str().map(str::to_owned)).unwrap_or_default();
    painter.head("", Part::Id, &stored.id.to_string(), &act)?;
    painter.field("  ", Label::When, &at)?;
    painter.field("  ", Label::Author, &operation.author)?;
    for (name, value) in fields {
        let words = match &value {
            serde_json::Value::String(words) => words.clone(),
            serde_json::Value::Null => "—".to_owned(),
            other => other.to_string(),
        };
        painter.named_field("  ", &name, &words)?;
    }
    if let Some(why) = &operation.why {
        painter.field("  ", Label::Why, why)?;
    }
    if !stored.active {
        painter.head("  ", Part::Dim, Label::Undone.words(ui), "")?;
    }
    Ok(())
}
