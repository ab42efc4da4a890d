//! `who` and `whereabouts`: what is known of somebody.

use std::collections::BTreeMap;
use std::io::{self, Write};

use musnad_ledger::{Act, ClaimFilter, Fact, Named, Page, PropositionFilter, Subject};

use super::{claim, days, json, page};
use crate::{
    Done,
    cli::Somebody,
    failure::{Outcome, one_line},
    filing::{self, failed, short},
    labels::{self, Label},
    paint::{Painter, Part},
};

/// What somebody says, what is said of them, and whom they speak about.
pub fn who(options: &Somebody) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let named = filing::entity(&*ledger, &options.name.join(" "))?;
    let narrow = &options.narrow;
    let (days, page) = (days(narrow), page(narrow));
    let outlet = narrow.outlet.clone();
    let own = ClaimFilter {
        speaker: Some(named.key.clone()),
        outlet: outlet.clone(),
        published: days,
        ..ClaimFilter::default()
    };
    let about = ClaimFilter { about: Some(named.key.clone()), outlet, published: days, ..ClaimFilter::default() };
    let says = ledger.claims(&own, page).map_err(failed)?;
    let said = ledger.claims(&about, page).map_err(failed)?;
    let ties = ledger.ties(&own, Page { skip: 0, limit: 20 }).map_err(failed)?;
    let history = ledger.operations(&Subject::Entity(named.key.clone())).map_err(failed)?;
    let mut painter = Painter::stdout(narrow.look);
    if narrow.json {
        let all = serde_json::json!({ "who": named, "says": says, "said_of": said, "speaks_about": ties, "history": history });
        json(&mut painter, &all)?;
        painter.out().flush()?;
        return Ok(Outcome::Well);
    }
    head(&named, &mut painter)?;
    for operation in history.iter().filter(|operation| operation.active) {
        if let Act::RateSource { reliability, .. } = &operation.operation.act {
            let rating = format!("{reliability:?} · {}", operation.operation.author);
            painter.field("", Label::Reliability, &rating)?;
        }
    }
    let ui = painter.ui;
    for (label, claims) in [(Label::Says, &says), (Label::SaidOf, &said)] {
        painter.gap("")?;
        painter.head("", Part::Head, label.words(ui), "")?;
        for one in claims {
            claim(&mut painter, one)?;
        }
    }
    if !ties.is_empty() {
        painter.gap("")?;
        painter.head("", Part::Head, Label::SpeaksAbout.words(ui), "")?;
        for tie in &ties {
            painter.head("  ", Part::Dim, &format!("{} {}", tie.claims, labels::stance(tie.stance, ui)), &tie.to)?;
        }
    }
    painter.out().flush()?;
    Ok(Outcome::Well)
}

fn head<W: Write>(named: &Named, painter: &mut Painter<W>) -> io::Result<()> {
    painter.head("", Part::Head, &named.key, &named.name)
}

/// Where somebody is said to be or to have been, each place with whoever says so.
pub fn whereabouts(options: &Somebody) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let named = filing::entity(&*ledger, &options.name.join(" "))?;
    let narrow = &options.narrow;
    let filter = PropositionFilter {
        entity: Some(named.key.clone()),
        placed: true,
        published: days(narrow),
        ..PropositionFilter::default()
    };
    let mut facts = ledger.facts(&filter, page(narrow)).map_err(failed)?;
    facts.retain(|fact| narrow.outlet.is_none() || fact.outlet == narrow.outlet);
    if facts.is_empty() {
        eprintln!("no place is told of {}", one_line(&named.key));
    }
    let mut painter = Painter::stdout(narrow.look);
    if narrow.json {
        for fact in &facts {
            json(&mut painter, fact)?;
        }
    } else {
        head(&named, &mut painter)?;
        for fact in &facts {
            whereabout(fact, &mut painter)?;
        }
    }
    painter.out().flush()?;
    Ok(Outcome::Well)
}

fn whereabout<W: Write>(fact: &Fact, painter: &mut Painter<W>) -> io::Result<()> {
    let ui = painter.ui;
    let local = fact.claim.as_ref().map_or("n", |claim| claim.local.as_str());
    let id = format!("{}/{local}", short(fact.article));
    let polarity =
        serde_json::to_value(fact.polarity).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default();
    painter.head("", Part::Id, &id, &format!("{} · {polarity}", fact.frame))?;
    let mut days: BTreeMap<String, ()> = BTreeMap::new();
    for (role, fillers) in &fact.roles {
        for filler in fillers {
            if let Some(place) = &filler.place {
                let point = match (place.lat, place.lon, place.radius_km) {
                    (Some(lat), Some(lon), Some(radius)) => format!(" ({lat:.2}, {lon:.2} ±{radius:.0} km)"),
                    _ => String::new(),
                };
                // Where somebody left is not where they are: the role says which it is.
                painter.field("  ", Label::Place, &format!("{role} · {}{point}", place.name))?;
            }
            if let Some((first, last)) = filler.days {
                let when = if first == last { first.to_string() } else { format!("{first}/{last}") };
                days.insert(when, ());
            }
        }
    }
    for day in days.keys() {
        painter.field("  ", Label::When, day)?;
    }
    match &fact.claim {
        Some(claim) => {
            let unnamed = Label::Unnamed.words(ui);
            painter.field("  ", Label::Speaker, claim.speaker.as_deref().unwrap_or(unnamed))?;
            painter.field("  ", Label::Stance, labels::stance(claim.stance, ui))?;
            if let Some(via) = &claim.via {
                painter.field("  ", Label::Via, via)?;
            }
            painter.field("  ", Label::Content, &claim.content)?;
        }
        None => {
            let words: Vec<&str> = fact.roles.values().flatten().map(|filler| filler.words.as_str()).collect();
            painter.head("  ", Part::Dim, Label::Narration.words(ui), "")?;
            painter.field("  ", Label::Content, &words.join(" … "))?;
        }
    }
    if let Some(outlet) = &fact.outlet {
        painter.field("  ", Label::Publisher, outlet)?;
    }
    if let Some(day) = fact.published {
        painter.field("  ", Label::Published, &day.to_string())?;
    }
    Ok(())
}
