//! Who speaks: the source of every draft as somebody whom the article names or describes.
//!
//! First everybody who is named is collected ([`cast`]). Then the drafts are walked in the
//! order of the text. A source with a name is its bearer; a description («الوزير», «المصدر»)
//! and a verb without a subject are weighed against everybody met so far ([`link`]).

mod cast;
mod entity;
mod link;
mod naming;

use musnad_lang::pack::bare;
use musnad_model::{Entity, EntityKind, Note};

use crate::bind::{Draft, Owner};
use crate::text::{Range, Text};
use crate::weigh::Judge;
use cast::Cast;
use entity::{Being, push_new};
use naming::Counts;

/// The speakers of all drafts, and the entities.
pub struct Speakers {
    /// For each draft its entity's index in `entities`.
    pub of: Vec<Option<usize>>,
    /// The entities, for the wire.
    pub entities: Vec<Entity>,
}

/// Somebody who spoke or acted.
#[derive(Clone, Copy, Debug)]
pub struct Turn {
    pub being: usize,
    /// The draft; `None` if a sentence only told what he did.
    pub draft: Option<usize>,
    pub at: usize,
}

/// Resolves the source of every draft.
pub fn speakers(
    text: &Text<'_>,
    original: &str,
    drafts: &[Draft],
    notes: &mut Vec<Note>,
    judge: &mut dyn Judge,
) -> Speakers {
    let counts = Counts::of(text);

    // The names in the sources, before anybody is linked to them.
    let names: Vec<Option<Range>> = (0..drafts.len())
        .map(|i| match drafts[i].owner {
            Owner::Named(np) => text.name_in(np, Some(i), &counts, judge),
            _ => None,
        })
        .collect();
    let mut cast = Cast::new(text, original, &names);
    let mut of: Vec<Option<usize>> = vec![None; drafts.len()];
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&i| (position(&drafts[i]), i));
    let mut turns: Vec<Turn> = Vec::new();
    let mut sentence = 0;
    for &i in &order {
        let here = position(&drafts[i]);
        // Who acted in the sentences passed, so that a bare verb may mean him.
        while sentence < text.sentences.len() && text.sentences[sentence].start < here {
            if let Some(np) = link::actor(text, text.sentences[sentence].start).filter(|np| np.start < here)
                && let Some(being) = cast.bearer(np)
            {
                turns.push(Turn { being, draft: None, at: np.start });
            }
            sentence += 1;
        }
        let found = match drafts[i].owner {
            Owner::Named(np) => cast.source(np, names[i], i, drafts, &of, &turns, judge),
            Owner::Nobody => None,
            Owner::Implied => cast.implied(i, drafts, &of, &turns, judge),
        };
        if found.is_none() && drafts[i].owner == Owner::Implied {
            notes.push(Note {
                code: "speaker-unresolved".into(),
                message: "the verb has no source of its own and nobody before is clearly meant".into(),
                span: drafts[i].cue.first().map(|&r| text.span_of(r)),
            });
        }
        of[i] = found;
        if let Some(being) = found {
            turns.push(Turn { being, draft: Some(i), at: here });
        }
    }
    finish(&cast, &of)
}

/// Where a reader meets the source of a draft.
fn position(draft: &Draft) -> usize {
    match draft.owner {
        Owner::Named(np) => np.start,
        _ => draft.at,
    }
}

/// The beings as entities, in the order of their first mentions.
fn finish(cast: &Cast<'_>, of: &[Option<usize>]) -> Speakers {
    let speaks = |b: usize| of.contains(&Some(b));
    let kept: Vec<usize> = (0..cast.all.len()).filter(|&b| cast.all[b].named || speaks(b)).collect();
    let mut order = kept;
    order.sort_by_key(|&b| (cast.all[b].mentions.first().map_or(usize::MAX, |m| m.start), b));
    let mut number = vec![None; cast.all.len()];
    let mut entities = Vec::with_capacity(order.len());
    for (n, &b) in order.iter().enumerate() {
        number[b] = Some(n);
        let who = &cast.all[b];
        let mut mentions: Vec<_> = who.mentions.iter().map(|&m| cast.text.span_of(m)).collect();
        mentions.sort_unstable();
        mentions.dedup();
        entities.push(Entity {
            id: format!("e{}", n + 1),
            kind: who.kind,
            name: who.name.clone(),
            aliases: who.aliases.clone(),
            mentions,
            roles: who.roles.clone(),
            key: format!("{}:{}", kind_word(who.kind), who.words.join(" ")),
            latin: who.latin.clone(),
        });
    }
    Speakers { of: of.iter().map(|b| b.and_then(|b| number[b])).collect(), entities }
}

const fn kind_word(kind: EntityKind) -> &'static str {
    match kind {
        EntityKind::Person => "person",
        EntityKind::Group => "group",
        EntityKind::Organization => "organization",
        EntityKind::Outlet => "outlet",
        EntityKind::Government => "government",
        EntityKind::Place => "place",
        EntityKind::Unnamed => "unnamed",
    }
}

impl Cast<'_> {
    /// Who bears a phrase's name, if it has one that is known; nobody is added.
    fn bearer(&mut self, np: Range) -> Option<usize> {
        if let Some(name) = self.text.person_in(np) {
            return Some(self.person(name, np));
        }
        self.named_body(np)
    }

    /// The outlet or body that a phrase names whole.
    fn named_body(&mut self, np: Range) -> Option<usize> {
        let text = self.text;
        let media = text.class_at(np.start) == Some("media");
        let known = (np.start..np.end.min(np.start + 3))
            .find(|&i| text.name_at(i).is_some_and(|n| text.pack.names[n as usize].kind != EntityKind::Person));
        let quoted = (np.start + 1..np.end).any(|i| text.quote_at(i).is_some());
        let whole = known == Some(np.start) || media && (known.is_some() || quoted);
        // «وزارة النقل في حكومة الشرق» is more than its head's name.
        let rest = (np.start..np.end).any(|i| {
            text.token(i).flags.has(crate::mark::Flags::PREPOSITION)
                || matches!(text.punct(i), '،' | ',') && i + 1 < np.end
        });
        (whole && !rest).then(|| self.body(np))
    }

    /// A source by description, as a being of its own.
    fn described(&mut self, np: Range) -> usize {
        let text = self.text;
        let head = self.head(np);
        let token = text.token(head);
        use crate::mark::Flags;
        let kind = match text.class_at(head).unwrap_or("") {
            "media" => EntityKind::Outlet,
            "group" => EntityKind::Organization,
            "" => match text.name_at(head) {
                Some(n) => text.pack.names[n as usize].kind,
                None if text.country_at(head) => EntityKind::Government,
                None if token.flags.has(Flags::CUE_NOUN.or(Flags::CARRIER)) => EntityKind::Unnamed,
                None if token.flags == Flags::default() && !token.morph.article => EntityKind::Person,
                None => EntityKind::Group,
            },
            _ => EntityKind::Unnamed,
        };
        let words = self.folded(np);
        let shown = self.shown(np);
        let (gender, number) = text.agreement(Range::new(head, np.end));
        let mut who = Being::new(kind, shown, words.clone(), false);
        who.mention(np);
        who.gender = gender;
        who.number = number;
        who.latin = self.latin(np);
        push_new(&mut who.heads, bare(text.core(head)).to_owned());
        who.nations = self.nations(np);
        who.role_words = words;
        self.all.push(who);
        self.all.len() - 1
    }
}
