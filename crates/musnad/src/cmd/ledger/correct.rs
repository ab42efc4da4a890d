//! `correct`, `rate` and `forget`: what people say about what the machine read.

use std::io::{self, Write as _};

use jiff::Timestamp;
use musnad_ledger::{Act, Credibility, Ledger, Operation, Reliability, Source, StoredOperation, Subject};

use crate::{
    Done,
    cli::{At, CorrectCommand, Correction, Forget, Rate},
    failure::{Failure, Outcome, one_line},
    filing::{self, Comparing, Names, failed},
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
        C::History { about, at } => history(at, about),
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

/// Forgets an article.
pub fn forget(options: &Forget) -> Done {
    let ledger = filing::open(&options.said.at.ledger)?;
    let article = Names(&*ledger).article(&options.article)?;
    let Some(why) = options.said.why.as_deref().filter(|why| !why.trim().is_empty()) else {
        return Err(Failure::usage("forgetting needs a reason", "give it with --why: it stays in the log").into());
    };
    ledger.forget(article, author(&options.said)?, Timestamp::now(), why).map_err(failed)?;
    writeln!(io::stdout(), "{article} is forgotten")?;
    Ok(Outcome::Well)
}

/// Applies an act and prints the operation's id.
fn with(said: &Correction, act: impl FnOnce(&Names<'_>) -> anyhow::Result<Act>) -> Done {
    let ledger = filing::open(&said.at.ledger)?;
    let act = act(&Names(&*ledger))?;
    let about = act.subjects();
    let mut operation = Operation::new(author(said)?, Timestamp::now(), act);
    if let Some(why) = &said.why {
        operation = operation.because(why.clone());
    }
    let id = ledger.operate(&operation).map_err(failed)?;
    compare_again(&*ledger, &about).map_err(failed)?;
    writeln!(io::stdout(), "{id}")?;
    Ok(Outcome::Well)
}

/// A source that was set or a claim that was rejected changes what its article is compared by.
fn compare_again(ledger: &dyn Ledger, about: &[Subject]) -> musnad_ledger::Result<()> {
    let mut comparing = Comparing::new(ledger);
    for subject in about {
        match subject {
            Subject::Claim(claim) => {
                let filter = musnad_ledger::ClaimFilter {
                    ids: vec![*claim],
                    rejected: true,
                    ..musnad_ledger::ClaimFilter::default()
                };
                for claim in ledger.claims(&filter, musnad_ledger::Page::default())? {
                    comparing.compare(claim.article)?;
                }
            }
            Subject::Article(article) => comparing.compare(*article)?,
            Subject::Entity(_) | Subject::Outlet(_) | Subject::Operation(_) => {}
        }
    }
    Ok(())
}

fn author(said: &Correction) -> anyhow::Result<&str> {
    match said.author.trim() {
        "" => Err(Failure::usage("who says so?", "name yourself with --author").into()),
        author => Ok(author),
    }
}

/// Prints what was done about something, one operation a line, as JSON.
fn history(at: &At, about: &str) -> Done {
    let ledger = filing::open(&at.ledger)?;
    let about = Names(&*ledger).subject(about)?;
    let operations: Vec<StoredOperation> = ledger.operations(&about).map_err(failed)?;
    let mut out = io::stdout().lock();
    for operation in operations {
        writeln!(out, "{}", one_line(&serde_json::to_string(&operation)?))?;
    }
    Ok(Outcome::Well)
}
