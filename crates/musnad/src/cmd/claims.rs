//! Propositions and labels for people: a line each in `read`, all of one in `explain`.
//!
//! They have no ids on the wire; `p3` is the third proposition of a reading, `l2` the second label.

use std::io::{self, Write};

use musnad_model::{Label as Mark, Proposition, Reading};

use crate::{
    cmd::{Words, places},
    labels::{self, Label},
    paint::{Painter, Part},
};

/// A proposition or label of a reading, by what people call it.
pub enum Claim<'r> {
    /// `p3`.
    Proposition(&'r Proposition),
    /// `l2`.
    Label(&'r Mark),
}

/// What `p3` or `l2` is.
pub fn find<'r>(reading: &'r Reading, id: &str) -> Option<Claim<'r>> {
    let number = |id: &str| id.parse::<usize>().ok()?.checked_sub(1);
    match id.split_at_checked(1)? {
        ("p", rest) => reading.propositions.get(number(rest)?).map(Claim::Proposition),
        ("l", rest) => reading.labels.get(number(rest)?).map(Claim::Label),
        _ => None,
    }
}

impl<'r> Claim<'r> {
    /// The attribution whose content holds it.
    pub fn attribution(&self) -> Option<&'r str> {
        match self {
            Self::Proposition(p) => p.attribution.as_deref(),
            Self::Label(l) => l.attribution.as_deref(),
        }
    }
}

/// All propositions and labels, a line each.
pub fn list<W: Write>(reading: &Reading, words: &Words<'_>, painter: &mut Painter<W>) -> io::Result<()> {
    let ui = painter.ui;
    let narration = Label::Narration.words(ui);
    if !reading.propositions.is_empty() {
        painter.head("", Part::Head, Label::Propositions.words(ui), "")?;
        for (i, p) in reading.propositions.iter().enumerate() {
            let by = p.attribution.as_deref().unwrap_or(narration);
            let roles: Vec<String> = roles(p, words).map(|(role, filler)| format!("{role}: {filler}")).collect();
            let how = format!("{} {}", labels::polarity(p.polarity, ui), labels::modality(p.modality, ui));
            let line = format!("{by} · {}.{} · {how} · {}", p.frame, p.event, roles.join("; "));
            painter.head("  ", Part::Id, &format!("p{}", i + 1), &line)?;
        }
        painter.gap("")?;
    }
    if !reading.labels.is_empty() {
        painter.head("", Part::Head, Label::Labels.words(ui), "")?;
        for (i, l) in reading.labels.iter().enumerate() {
            let by = l.attribution.as_deref().unwrap_or(narration);
            let on = l.target.map(|t| format!(" → {}", words.spoken(&[t]))).unwrap_or_default();
            let line = format!("{by} · {} · {}{on}", labels::label_kind(l.kind, ui), words.spoken(&[l.span]));
            painter.head("  ", Part::Id, &format!("l{}", i + 1), &line)?;
        }
        painter.gap("")?;
    }
    Ok(())
}

/// Role and words, with `|` between several fillers.
fn roles<'p>(p: &'p Proposition, words: &'p Words<'_>) -> impl Iterator<Item = (&'p str, String)> {
    p.roles.iter().map(move |(role, spans)| {
        let each: Vec<String> = spans.iter().map(|&s| words.spoken(&[s])).collect();
        (role.as_str(), each.join(" | "))
    })
}

/// One of them with its words, where they stand, and the rule behind it.
pub fn one<W: Write>(id: &str, claim: &Claim<'_>, words: &Words<'_>, painter: &mut Painter<W>) -> io::Result<()> {
    let ui = painter.ui;
    painter.head("", Part::Id, id, claim.attribution().unwrap_or(Label::Narration.words(ui)))?;
    let rule = match claim {
        Claim::Proposition(p) => {
            painter.field("  ", Label::Event, &format!("{}.{}", p.frame, p.event))?;
            painter.field("  ", Label::Polarity, labels::polarity(p.polarity, ui))?;
            painter.field("  ", Label::Modality, labels::modality(p.modality, ui))?;
            painter.field("  ", Label::Trigger, &words.spoken(&[p.trigger]))?;
            painter.field("    ", Label::At, &places(&[p.trigger]))?;
            for (role, filler) in roles(p, words) {
                let at = p.roles.get(role).map(|spans| places(spans)).unwrap_or_default();
                painter.head("  ", Part::Id, role, &format!("{filler}  [{at}]"))?;
            }
            &p.rule
        }
        Claim::Label(l) => {
            painter.field("  ", Label::Kind, labels::label_kind(l.kind, ui))?;
            painter.field("  ", Label::Trigger, &words.spoken(&[l.span]))?;
            painter.field("    ", Label::At, &places(&[l.span]))?;
            if let Some(target) = l.target {
                painter.field("  ", Label::Target, &words.spoken(&[target]))?;
                painter.field("    ", Label::At, &places(&[target]))?;
            }
            &l.rule
        }
    };
    painter.field("  ", Label::Rule, rule)?;
    let why = musnad_reader::rule(rule).map(|rule| rule.why);
    painter.field("  ", Label::Why, why.unwrap_or(Label::NoWhy.words(ui)))?;
    painter.gap("")
}
