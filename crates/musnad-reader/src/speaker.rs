//! Who speaks: entities of an article, and the source of every draft as one of them.

use musnad_lang::pack::{Ref, bare};
use musnad_lang::{Form, Gender, Number, Sense, Tense};
use musnad_model::fold::{Strength, fold};
use musnad_model::{Entity, EntityKind, Note, Span};

use crate::bind::{Draft, Owner};
use crate::mark::Flags;
use crate::text::token::Kind;
use crate::text::{Range, Text};

/// How many speakers back a pronoun or a bare verb may reach.
const REACH: usize = 14;

/// An entity while the article is read.
#[derive(Clone, Debug)]
struct Person {
    kind: EntityKind,
    /// The fullest name or description so far, in the article's words.
    name: String,
    /// Its folded words without the article.
    words: Vec<String>,
    /// The folded head of its description (وزير, مرصد), if it has one.
    heads: Vec<String>,
    /// Folded nationality words that stood with it.
    nations: Vec<String>,
    gender: Gender,
    number: Number,
    aliases: Vec<String>,
    mentions: Vec<Span>,
    roles: Vec<String>,
    latin: Option<String>,
    /// False for nobody in particular (أنباء, مصادر).
    somebody: bool,
    named: bool,
}

/// The speakers of all drafts, and the entities.
pub struct Speakers {
    /// For each draft its entity's index in `entities`.
    pub of: Vec<Option<usize>>,
    /// For each draft the name to show; `None` for nobody in particular.
    pub names: Vec<Option<String>>,
    /// The entities, for the wire.
    pub entities: Vec<Entity>,
}

/// Resolves the source of every draft.
pub fn speakers(
    text: &Text<'_>,
    original: &str,
    drafts: &[Draft],
    parents: &[Option<usize>],
    notes: &mut Vec<Note>,
) -> Speakers {
    let mut cast = Cast { text, original, all: Vec::new() };
    let sources: rustc_hash::FxHashSet<usize> =
        drafts.iter().filter_map(|d| if let Owner::Named(np) = d.owner { Some(np.start) } else { None }).collect();
    let mentions = cast.mentions(&sources);
    let mut waiting = mentions.iter().copied().peekable();
    let mut of: Vec<Option<usize>> = vec![None; drafts.len()];
    // Drafts in the order of the text, outer before inner, so that names are met as a reader meets them.
    let mut order: Vec<usize> = (0..drafts.len()).collect();
    order.sort_by_key(|&i| (source_position(&drafts[i]), i));
    let mut spoken: Vec<Turn> = Vec::new();
    for &i in &order {
        let draft = &drafts[i];
        let here = source_position(draft);
        while let Some(mention) = waiting.next_if(|m| m.range().start <= here) {
            cast.meet(mention, &mut spoken);
        }
        let found = match draft.owner {
            Owner::Named(np) => cast.source(np, &spoken),
            Owner::Nobody => None,
            Owner::Same(j) => of.get(j).copied().flatten(),
            Owner::Implied => implied(&cast, drafts, parents, &of, &spoken, i),
        };
        if found.is_none() && matches!(draft.owner, Owner::Implied | Owner::Same(_)) {
            notes.push(Note {
                code: "speaker-unresolved".into(),
                message: "the verb has no source of its own and none before agrees with it".into(),
                span: draft.cue.first().map(|&r| text.span_of(r)),
            });
        }
        of[i] = found;
        if let Some(entity) = found {
            spoken.push(Turn { entity, draft: Some(i), at: here });
        }
    }
    for mention in waiting {
        cast.meet(mention, &mut spoken);
    }
    cast.finish(of, drafts)
}

/// Somebody who spoke or acted, as a candidate for a verb without a subject.
#[derive(Clone, Copy, Debug)]
struct Turn {
    entity: usize,
    /// The draft; `None` if a sentence only told what he did.
    draft: Option<usize>,
    at: usize,
}

/// Somebody met in the text outside the sources of drafts.
#[derive(Clone, Copy, Debug)]
enum Mention {
    /// A person's name, with the office before it.
    Person(Range, Range),
    /// An outlet with its type noun.
    Outlet(Range),
    /// The subject of a sentence's first verb.
    Actor(Range),
}

impl Mention {
    const fn range(self) -> Range {
        match self {
            Self::Person(r, _) | Self::Outlet(r) | Self::Actor(r) => r,
        }
    }
}

fn source_position(draft: &Draft) -> usize {
    match draft.owner {
        Owner::Named(np) => np.start,
        _ => draft.at,
    }
}

/// The speaker of a verb without a subject: who last spoke, on the same level, and agrees.
fn implied(
    cast: &Cast<'_>,
    drafts: &[Draft],
    parents: &[Option<usize>],
    of: &[Option<usize>],
    spoken: &[Turn],
    i: usize,
) -> Option<usize> {
    let draft = &drafts[i];
    let agrees = |e: usize| agrees(&cast.all[e], draft.form);
    // Inside somebody's words «إنه يعتقد» is that somebody, «نطالب» too.
    if let Some(p) = parents[i]
        && let Some(e) = of[p]
        && (draft.form.person == 1 || agrees(e))
        && drafts[p].extent.holds(draft.at)
    {
        return Some(e);
    }
    let sentence = cast.text.sentence(draft.at);
    let level = |t: &Turn| t.draft.map_or(parents[i].is_none(), |j| parents[j].is_some() == parents[i].is_some());
    let apart = |t: &Turn| t.draft.is_none_or(|j| !contains(drafts, j, i));
    // Somebody who only acted counts in his own sentence, and in the next if nobody has spoken since.
    let before = cast.text.sentence(sentence.start.saturating_sub(2));
    let near = |t: &Turn| {
        t.draft.is_some()
            || sentence.holds(t.at)
            || before.holds(t.at) && spoken.iter().all(|u| u.draft.is_none() || u.at < t.at)
    };
    let recent = || spoken.iter().rev().take(REACH);
    recent()
        .find(|t| agrees(t.entity) && level(t) && apart(t) && near(t))
        .or_else(|| recent().find(|t| t.draft.is_some() && agrees(t.entity) && apart(t)))
        .map(|t| t.entity)
}

fn contains(drafts: &[Draft], outer: usize, inner: usize) -> bool {
    drafts[outer].rule == "phrase-tail" && drafts[outer].extent.contains(drafts[inner].extent)
}

/// Whether a verb of this form can have this subject.
fn agrees(who: &Person, form: Form) -> bool {
    if form.tense == Tense::Plain || form.tense == Tense::Noun || form.person != 3 {
        return true;
    }
    let human = matches!(who.kind, EntityKind::Person | EntityKind::Unnamed);
    match (form.gender, form.number) {
        (Gender::Feminine, Number::Singular) => {
            who.gender != Gender::Masculine || who.number == Number::Plural && !human
        }
        (Gender::Masculine, Number::Singular) => {
            who.gender != Gender::Feminine && (who.number != Number::Plural || !human) && who.number != Number::Dual
        }
        (_, Number::Plural) => {
            who.number != Number::Singular
                || !matches!(who.kind, EntityKind::Person | EntityKind::Outlet | EntityKind::Unnamed)
        }
        (_, Number::Dual) => who.number != Number::Singular || who.kind != EntityKind::Person,
        _ => true,
    }
}

struct Cast<'a> {
    text: &'a Text<'a>,
    original: &'a str,
    all: Vec<Person>,
}

impl Cast<'_> {
    fn words_of(&self, range: Range) -> String {
        self.text.original(self.original, self.text.span_of(range))
    }

    /// Folded words of a range without article and conjunction.
    fn folded(&self, range: Range) -> Vec<String> {
        (range.start..range.end)
            .filter(|&i| matches!(self.text.token(i).kind, Kind::Word | Kind::Number))
            .map(|i| bare(self.text.core(i)).to_owned())
            .filter(|w| {
                !w.is_empty()
                    && !matches!(
                        w.as_str(),
                        "نفسه"
                            | "نفسها"
                            | "ذاته"
                            | "ذاتها"
                            | "عينه"
                            | "عينها"
                            | "ذات"
                            | "نفس"
                            | "مذكور"
                            | "مذكوره"
                    )
            })
            .collect()
    }

    /// Everybody the text names or lets act, in order.
    fn mentions(&self, sources: &rustc_hash::FxHashSet<usize>) -> Vec<Mention> {
        let text = self.text;
        let mut out = Vec::new();
        let mut at = 0;
        while at < text.tokens.len() {
            if text.token(at).kind != Kind::Word {
                at += 1;
                continue;
            }
            if text.sentence(at).start == at
                && !text.outside[at]
                && let Some(actor) = self.actor(at).filter(|a| !sources.contains(&a.start))
            {
                out.push(Mention::Actor(actor));
            }
            if let Some(outlet) = self.outlet_range(at) {
                out.push(Mention::Outlet(outlet));
                at = outlet.end;
                continue;
            }
            match text.person_at(at, text.tokens.len()) {
                Some(name) if name.len() >= 2 => {
                    out.push(Mention::Person(name, self.office_before(name)));
                    at = name.end;
                }
                _ => at += 1,
            }
        }
        out.sort_by_key(|m| m.range().start);
        out
    }

    /// The phrase that a name ends, from the office before it: «وزيرة البيئة سوسن الخالدي».
    fn office_before(&self, name: Range) -> Range {
        let text = self.text;
        let floor = text.sentence(name.start).start.max(name.start.saturating_sub(6));
        let mut start = name.start;
        for at in (floor..name.start).rev() {
            let token = text.token(at);
            if token.kind != Kind::Word
                || text.word(at) == "و"
                || token.flags.has(Flags::GIVEN.or(Flags::NAME)) && !token.flags.has(Flags::TITLE)
                || !text.is_nominal(at)
                || token.flags.has(Flags::PREPOSITION)
                || text.is_finite(at)
            {
                break;
            }
            if token.flags.has(Flags::TITLE) && !matches!(text.class_at(at), Some("group" | "media")) {
                start = at;
            }
            if token.morph.conjunction || token.morph.preposition != 0 {
                break;
            }
        }
        Range::new(start, name.end)
    }

    /// «وبعث المسؤول برسالة»: the subject of a sentence that opens with a verb.
    fn actor(&self, at: usize) -> Option<Range> {
        let text = self.text;
        let opening = text.skip_adjuncts(at, at + 12);
        // «ودوليا، وصف الرئيس»: a known verb soon after the opening words, else the opening word itself.
        let verb = (opening..opening + 5)
            .find(|&i| text.is_finite(i) && !text.token(i).flags.has(Flags::KANA))
            .unwrap_or(opening);
        let token = text.tokens.get(verb)?;
        let unknown = token.kind == Kind::Word && token.flags == Flags::default() && !token.morph.article;
        if !(unknown || text.is_finite(verb)) {
            return None;
        }
        let sentence = text.sentence(at);
        let np = text.source(verb + 1, sentence.end, false)?;
        let np = text.split(np, sentence.end).0.unwrap_or(np);
        let cut = (np.start + 1..np.end).find(|&i| {
            let t = text.token(i);
            t.flags.has(Flags::EVENT.or(Flags::PREPOSITION)) && !t.morph.article || t.morph.preposition == b'b'
        });
        let np = Range::new(np.start, cut.unwrap_or(np.end));
        if text.token(np.start).morph.preposition != 0
            || text.is_oblique(np)
            || text.token(np.start).flags.has(Flags::EVENT.or(Flags::MASDAR))
        {
            return None;
        }
        let able = text.token(np.start).flags.has(Flags::TITLE.or(Flags::NAME).or(Flags::GIVEN))
            || matches!(text.token(np.start).sequence, Some((Ref::Name(_) | Ref::Title(..), _)));
        able.then_some(np)
    }

    /// «صحيفة "الأفق"», «قناة الجزيرة» with its type noun, wherever it stands.
    fn outlet_range(&self, at: usize) -> Option<Range> {
        let text = self.text;
        if text.class_at(at) != Some("media") {
            return None;
        }
        let next = at + 1;
        if text.tokens.get(next)?.kind == Kind::Quote {
            let quote = text.quote_at(next)?;
            return (quote.closed && quote.close <= next + 6).then_some(Range::new(at, quote.close + 1));
        }
        let n = text.name_at(next).or_else(|| ambiguous_name(text, next))?;
        let length = text.token(next).sequence.map_or(1, |(_, l)| usize::from(l));
        (text.pack.names[n as usize].kind == EntityKind::Outlet).then_some(Range::new(at, next + length))
    }

    /// Takes a mention into the cast.
    fn meet(&mut self, mention: Mention, spoken: &mut Vec<Turn>) {
        match mention {
            Mention::Person(name, np) => {
                self.person(name, np);
            }
            Mention::Outlet(range) => {
                self.outlet(range);
            }
            Mention::Actor(np) => {
                if let Some(entity) = self.source(np, spoken) {
                    spoken.push(Turn { entity, draft: None, at: np.start });
                }
            }
        }
    }

    /// The entity of a source.
    fn source(&mut self, np: Range, spoken: &[Turn]) -> Option<usize> {
        let text = self.text;
        if let Some(name) = text.person_in(np) {
            return Some(self.person(name, np));
        }
        let head = self.head(np);
        // «الدكتور الطنطيش»: a title and the surname of somebody known.
        if self.text.token(head).flags.has(Flags::TITLE)
            && np.end == head + 2
            && !matches!(self.text.class_at(head), Some("group" | "media"))
            && let Some(person) = self.by_surname(Range::new(head + 1, np.end), head + 1)
        {
            return Some(person);
        }
        if let Some(person) = self.by_surname(np, head) {
            return Some(person);
        }
        if let Some(outlet) = self.outlet(np) {
            return Some(outlet);
        }
        if text.document_at(head) && matches!(text.class_at(head), None | Some("unnamed")) {
            return Some(self.document(np, head, spoken));
        }
        Some(self.described(np, head))
    }

    /// «البدري», «هنية»: the surname of a person who was named before, or will be.
    fn by_surname(&mut self, np: Range, head: usize) -> Option<usize> {
        let token = self.text.token(head);
        if head != np.start
            || token.kind != Kind::Word
            || token.flags.has(Flags::TITLE.or(Flags::CARRIER).or(Flags::COUNTRY)) && !token.flags.has(Flags::GIVEN)
        {
            return None;
        }
        let word = bare(self.text.core(head)).to_owned();
        let found = self.all.iter().rposition(|p| {
            p.kind == EntityKind::Person
                && p.named
                && p.words.len() > 1
                && p.words[1..].iter().any(|w| same_person(std::slice::from_ref(w), std::slice::from_ref(&word)))
        });
        let found = found.or_else(|| {
            // «رشا» after «رشا الأيوبي»: a given name that only one person has.
            let mut bearers =
                self.all.iter().enumerate().filter(|(_, p)| {
                    p.kind == EntityKind::Person && p.named && p.words.len() > 1 && p.words[0] == word
                });
            let first = bearers.next().map(|(i, _)| i);
            first.filter(|_| np.len() == 1 && bearers.next().is_none())
        })?;
        let span = self.text.span_of(Range::new(head, head + 1));
        let shown = self.words_of(Range::new(head, head + 1));
        self.all[found].note(shown, vec![word], span);
        Some(found)
    }

    /// The word that heads a phrase, past quantifiers and «أحد».
    fn head(&self, np: Range) -> usize {
        let mut at = np.start;
        while at + 1 < np.end
            && (self.text.token(at).kind == Kind::Quote
                || self.text.token(at).flags.has(Flags::QUANTIFIER.or(Flags::DEMONSTRATIVE))
                || matches!(self.text.word(at), "من" | "ذات" | "نفس" | "ذلك" | "هذا" | "هذه"))
        {
            at += 1;
        }
        at
    }

    fn person(&mut self, name: Range, np: Range) -> usize {
        let words = self.folded(name);
        let shown = self.words_of(name);
        let span = self.text.span_of(name);
        let existing =
            self.all.iter().rposition(|p| p.kind == EntityKind::Person && p.named && same_person(&p.words, &words));
        let index = existing.unwrap_or_else(|| {
            self.all.push(Person::new(EntityKind::Person, shown.clone(), words.clone(), true));
            self.all.len() - 1
        });
        let gender = self.text.name_gender(name);
        let latin = self.latin(name);
        let head = self.head(np);
        let titled = np != name && self.text.token(head).flags.has(Flags::TITLE) && !name.holds(head);
        let title_gender = if titled { self.text.agreement(Range::new(head, np.end)).0 } else { Gender::Any };
        let role = if titled && name.start > np.start {
            Some(Range::new(np.start, name.start))
        } else if titled && name.end + 1 < np.end {
            Some(Range::new(name.end + 1, np.end))
        } else {
            None
        };
        let role_words = role.map(|r| self.words_of(r).trim_end_matches(['،', ',', ' ']).to_owned());
        let head_word = bare(self.text.core(head)).to_owned();
        let nations = self.nations(np);
        let who = &mut self.all[index];
        who.note(shown, words, span);
        if who.gender == Gender::Any {
            who.gender = if title_gender == Gender::Any { gender } else { title_gender };
        }
        who.number = Number::Singular;
        who.latin = who.latin.take().or(latin);
        if titled {
            push_new(&mut who.heads, head_word);
            for nation in nations {
                push_new(&mut who.nations, nation);
            }
        }
        if let Some(role) = role_words.filter(|r| !r.is_empty()) {
            push_new(&mut who.roles, role);
        }
        index
    }

    fn latin(&self, range: Range) -> Option<String> {
        self.text
            .name_at(range.start)
            .map(|n| self.text.pack.names[n as usize].latin.to_string())
            .filter(|l| !l.is_empty())
    }

    fn nations(&self, np: Range) -> Vec<String> {
        (np.start..np.end)
            .filter(|&i| self.text.token(i).flags.has(Flags::DEMONYM))
            .map(|i| bare(self.text.core(i)).trim_end_matches('ه').to_owned())
            .collect()
    }

    /// An outlet or a body whose proper name stands in marks or in the pack.
    fn outlet(&mut self, np: Range) -> Option<usize> {
        let text = self.text;
        let quoted = (np.start..np.end).find_map(|i| {
            (text.token(i).kind == Kind::Quote)
                .then(|| text.quote_at(i))
                .flatten()
                .filter(|q| q.closed && q.close < np.end + 1)
        });
        let media = matches!(text.class_at(np.start), Some("media"));
        let agency = matches!(bare(text.core(np.start + 1)), "انباء" | "اعلام");
        let named = (np.start..np.end).filter(|&i| !(agency && i == np.start + 1)).find_map(|i| {
            let n = text.name_at(i).or_else(|| media.then(|| ambiguous_name(text, i)).flatten())?;
            let length =
                text.token(i).sequence.map_or(1, |(r, l)| if matches!(r, Ref::Name(_)) { usize::from(l) } else { 1 });
            Some((n, Range::new(i, (i + length).min(np.end))))
        });
        let (name, kind, latin) = match (quoted, named) {
            (Some(q), _) if q.open + 1 < q.close => {
                let inside = Range::new(q.open + 1, q.close);
                let known = text.name_at(q.open + 1);
                let kind = known.map_or(if media { EntityKind::Outlet } else { EntityKind::Organization }, |n| {
                    text.pack.names[n as usize].kind
                });
                let kind = if media { EntityKind::Outlet } else { kind };
                (inside, kind, known.map(|n| text.pack.names[n as usize].latin.to_string()))
            }
            (_, Some((n, range))) => {
                let entry = &text.pack.names[n as usize];
                let whole = range.start == np.start || media && entry.kind == EntityKind::Outlet;
                if !whole {
                    return None;
                }
                (range, entry.kind, Some(entry.latin.to_string()))
            }
            _ => {
                // «إذاعة المرافئ», «موقع سطور نيوز»: a name that the pack does not know, after its type noun.
                let first = text.token(np.start + 1);
                let head = text.token(np.start);
                let adjective = first.flags.has(Flags::DEMONYM.or(Flags::TITLE))
                    || !first.morph.article && text.word(np.start + 1).ends_with('ه')
                    || agency;
                let construct = !head.morph.article && np.start + 1 < np.end && first.kind == Kind::Word;
                if !(media
                    && construct
                    && !adjective
                    && (first.flags == Flags::default() || first.morph.article || first.flags.has(Flags::PLAIN)))
                {
                    return None;
                }
                let end = (np.start + 2..np.end)
                    .find(|&i| text.token(i).flags.has(Flags::DEMONYM) || text.token(i).kind != Kind::Word)
                    .unwrap_or(np.end);
                (Range::new(np.start + 1, end), EntityKind::Outlet, None)
            }
        };
        if kind == EntityKind::Person {
            return None;
        }
        let words = self.folded(name);
        let mut shown = self.words_of(name);
        // The clitic before a name is not the name.
        let core = text.token(name.start).morph;
        if name.len() == 1 && (core.preposition != 0 || core.conjunction) && core.core_end > core.core_start {
            shown = text.original(
                self.original,
                text.span(
                    core.core_start - if core.article && core.preposition != b'l' { 4 } else { 0 },
                    core.core_end,
                ),
            );
        }
        // «حركة حماس» keeps its head as the article writes it; «صحيفة الأفق» does not.
        let full = !media
            && quoted.is_none()
            && name.end < np.end
            && name.start == np.start
            && !self.text.token(name.end).flags.has(Flags::DEMONYM);
        if full {
            return None;
        }
        let span = text.span_of(name);
        let existing = self.all.iter().rposition(|p| p.named && p.kind == kind && same_words(&p.words, &words));
        let index = existing.unwrap_or_else(|| {
            self.all.push(Person::new(kind, shown.clone(), words.clone(), true));
            self.all.len() - 1
        });
        let (gender, number) = text.agreement(np);
        let head = if text.token(np.start).flags.has(Flags::TITLE) {
            bare(text.core(np.start)).to_owned()
        } else {
            String::new()
        };
        let nations = self.nations(np);
        let who = &mut self.all[index];
        who.note(shown, words, span);
        who.latin = who.latin.take().or(latin).filter(|l| !l.is_empty());
        if who.gender == Gender::Any && media {
            who.gender = gender;
            who.number = number;
        }
        if !head.is_empty() {
            push_new(&mut who.heads, head);
        }
        for nation in nations {
            push_new(&mut who.nations, nation);
        }
        Some(index)
    }

    /// «البيان», «التقرير»: whoever issued it.
    fn document(&mut self, np: Range, head: usize, spoken: &[Turn]) -> usize {
        // «بيان الوزارة»: the owner follows.
        if head + 1 < np.end && !self.text.token(head).morph.article {
            let owner = Range::new(head + 1, np.end);
            let at = self.head(owner);
            let able =
                self.text.token(at).flags.has(Flags::TITLE.or(Flags::NAME)) || self.text.token(at).sequence.is_some();
            let preposition = self.text.token(head + 1).flags.has(Flags::PREPOSITION)
                || self.text.token(head + 1).morph.preposition != 0;
            if able
                && !preposition
                && let Some(e) = self.source(owner, spoken)
            {
                return e;
            }
        }
        let definite = self.text.token(head).morph.article || self.text.token(np.start).flags.has(Flags::DEMONSTRATIVE);
        let statement =
            matches!(self.text.core(head), "بيان" | "رساله" | "تغريده" | "منشور" | "بلاغ" | "برقيه" | "خطاب");
        if definite
            && statement
            && let Some(e) =
                spoken.iter().rev().map(|t| t.entity).find(|&e| !matches!(self.all[e].kind, EntityKind::Outlet))
        {
            let span = self.text.span_of(np);
            self.all[e].mentions.push(span);
            return e;
        }
        self.described(np, head)
    }

    /// A source by description: a role, a body, a group, nobody in particular.
    fn described(&mut self, np: Range, head: usize) -> usize {
        let text = self.text;
        let words = self.folded(np);
        let token = text.token(head);
        let class = text.class_at(head).unwrap_or("");
        let kind = match class {
            "media" => EntityKind::Outlet,
            "group" => EntityKind::Organization,
            "unnamed" | "witness" => EntityKind::Unnamed,
            "" => match text.name_at(head) {
                Some(n) => text.pack.names[n as usize].kind,
                None if text.country_at(head) => EntityKind::Government,
                None if token.flags.has(Flags::CUE_NOUN.or(Flags::CARRIER)) => EntityKind::Unnamed,
                None if token.flags == Flags::default() && !token.morph.article => EntityKind::Person,
                None => EntityKind::Group,
            },
            _ => EntityKind::Unnamed,
        };
        let (gender, number) = text.agreement(Range::new(head, np.end));
        let head_word = bare(text.core(head)).to_owned();
        let nations = self.nations(np);
        let construct = token.flags.has(Flags::TITLE)
            && (head + 1..np.end).any(|i| text.token(i).morph.article)
            && text.token(head + 1).kind == Kind::Word
            && !text.token(head + 1).flags.has(Flags::PREPOSITION.or(Flags::DEMONYM));
        let definite = token.morph.article
            || construct
            || text.token(np.start).flags.has(Flags::DEMONSTRATIVE)
            || matches!(kind, EntityKind::Organization | EntityKind::Government);
        let again = definite.then(|| self.again(&words, &head_word, &nations, kind)).flatten();
        let span = text.span_of(np);
        let shown = self.shown(np);
        if let Some(e) = again {
            let who = &mut self.all[e];
            who.mentions.push(span);
            if shown != who.name {
                push_new(&mut who.aliases, shown);
            }
            return e;
        }
        let mut who = Person::new(kind, shown, words.clone(), false);
        who.mentions.push(span);
        who.gender = gender;
        who.number = number;
        who.latin = self.latin(np);
        who.somebody = !nobody(text, np, head, &words);
        push_new(&mut who.heads, head_word);
        who.nations = nations;
        self.all.push(who);
        self.all.len() - 1
    }

    /// The words of a description without a preposition and quotation marks at its ends.
    fn shown(&self, np: Range) -> String {
        let token = self.text.token(np.start);
        let mut span = self.text.span_of(np);
        let led = token.morph.preposition != 0 && !(token.morph.preposition == b'l' && token.morph.article);
        if token.morph.conjunction || led {
            let whole = self.text.span_of(np);
            let from =
                if token.morph.article { token.morph.core_start.saturating_sub(4) } else { token.morph.core_start };
            span = Span::new(self.text.span(from, from).start, whole.end);
        }
        self.text.original(self.original, span)
    }

    /// An entity that a definite description means again.
    fn again(&self, words: &[String], head: &str, nations: &[String], kind: EntityKind) -> Option<usize> {
        let same_nation =
            |p: &Person| nations.is_empty() || p.nations.is_empty() || nations.iter().any(|n| p.nations.contains(n));
        // A person by his office: «الوزير» after «وزير النقل سامر القاضي».
        let role = |p: &Person| p.heads.iter().any(|h| h == head) && same_nation(p);
        if !matches!(kind, EntityKind::Organization | EntityKind::Outlet | EntityKind::Government | EntityKind::Group) {
            return self
                .all
                .iter()
                .rposition(|p| p.kind == EntityKind::Person && role(p) && role_words(p, words))
                .or_else(|| self.all.iter().rposition(|p| role(p) && subset(words, &p.words)));
        }
        // «الصحيفة» alone: the one with that head that was met last.
        if words.len() == 1 && words[0] == head {
            let last = self
                .all
                .iter()
                .enumerate()
                .filter(|(_, p)| p.kind != EntityKind::Person && role(p))
                .max_by_key(|(i, p)| (p.mentions.iter().map(|m| m.start).max(), *i));
            if let Some((i, _)) = last {
                return Some(i);
            }
        }
        self.all
            .iter()
            .rposition(|p| p.kind != EntityKind::Person && role(p) && subset(words, &p.words))
            .or_else(|| {
                // «الوكالة», «الصحيفة»: the last outlet with that head.
                (words.len() <= 2)
                    .then(|| {
                        self.all.iter().rposition(|p| {
                            p.kind != EntityKind::Person && role(p) && (words.len() == 1 || !nations.is_empty())
                        })
                    })
                    .flatten()
            })
            .or_else(|| {
                (kind == EntityKind::Outlet && words.len() == 1)
                    .then(|| self.all.iter().rposition(|p| p.kind == EntityKind::Outlet))
                    .flatten()
            })
            .or_else(|| self.all.iter().rposition(|p| p.words == words))
    }

    fn finish(self, of: Vec<Option<usize>>, drafts: &[Draft]) -> Speakers {
        // A surname that was met before its full name joins it.
        let fuller = |who: &Person| {
            let is_person = |p: &Person| p.kind == EntityKind::Person && p.named;
            self.all.iter().position(|p| {
                is_person(who) && is_person(p) && p.words.len() > who.words.len() && same_person(&p.words, &who.words)
            })
        };
        let joined: Vec<usize> = self.all.iter().enumerate().map(|(i, who)| fuller(who).unwrap_or(i)).collect();
        let used: Vec<bool> = (0..self.all.len()).map(|i| joined[i] == i && self.all[i].somebody).collect();
        let mut number = vec![0usize; self.all.len()];
        let mut entities = Vec::new();
        for (i, who) in self.all.iter().enumerate() {
            if !used[i] {
                continue;
            }
            number[i] = entities.len();
            let mut mentions = who.mentions.clone();
            for (j, other) in self.all.iter().enumerate() {
                if j != i && joined[j] == i {
                    mentions.extend(&other.mentions);
                }
            }
            mentions.sort_unstable();
            mentions.dedup();
            entities.push(Entity {
                id: format!("e{}", entities.len() + 1),
                kind: who.kind,
                name: who.name.clone(),
                aliases: who.aliases.clone(),
                mentions,
                roles: who.roles.clone(),
                key: key(who),
                latin: who.latin.clone(),
            });
        }
        let resolved: Vec<Option<usize>> =
            of.iter().map(|e| e.map(|e| joined[e]).filter(|&e| used[e]).map(|e| number[e])).collect();
        let names = resolved.iter().map(|e| e.map(|e| entities[e].name.clone())).collect();
        debug_assert_eq!(drafts.len(), resolved.len());
        Speakers { of: resolved, names, entities }
    }
}

/// Kind and folded name: the same for one name in every article.
fn key(who: &Person) -> String {
    let kind = serde_name(who.kind);
    format!("{kind}:{}", who.words.join(" "))
}

const fn serde_name(kind: EntityKind) -> &'static str {
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

/// A name that is an everyday word too, accepted beside its type noun.
fn ambiguous_name(text: &Text<'_>, at: usize) -> Option<u16> {
    text.token(at).senses().find_map(|s| match s {
        Sense::Name(n) => Some(n),
        _ => None,
    })
}

/// «مصادر», «أنباء عدة», «تقارير موثوقة»: nobody in particular.
fn nobody(text: &Text<'_>, np: Range, head: usize, words: &[String]) -> bool {
    const VAGUE: &[&str] = &[
        "عده",
        "عديده",
        "بعض",
        "موثوقه",
        "موثوق",
        "مطلعه",
        "خاصه",
        "متطابقه",
        "مختلفه",
        "متعدده",
        "كثيره",
        "من",
        "عدد",
        "اخري",
        "متواتره",
        "صحفيه",
        "اعلاميه",
        "جديده",
        "اوليه",
        "مصادر",
        "تقارير",
        "انباء",
        "معلومات",
        "شايعات",
        "شائعات",
        "اخبار",
        "تكهنات",
        "متداوله",
        "غير",
        "موكده",
        "مؤكده",
    ];
    let plural = matches!(
        bare(text.core(head)),
        "مصادر"
            | "تقارير"
            | "انباء"
            | "معلومات"
            | "شائعات"
            | "اخبار"
            | "تكهنات"
            | "مزاعم"
            | "توقعات"
            | "تسريبات"
    );
    let source = text.token(head).senses().any(|s| match s {
        Sense::Cue(c, _) => text.pack.cues[c as usize].is_source,
        _ => false,
    });
    let _ = np;
    plural && words.iter().all(|w| VAGUE.contains(&w.as_str()) || bare(w) == bare(text.core(head)))
        || source && plural && words.len() <= 2
}

impl Person {
    fn new(kind: EntityKind, name: String, words: Vec<String>, named: bool) -> Self {
        Self {
            kind,
            name,
            words,
            heads: Vec::new(),
            nations: Vec::new(),
            gender: Gender::Any,
            number: Number::Any,
            aliases: Vec::new(),
            mentions: Vec::new(),
            roles: Vec::new(),
            latin: None,
            somebody: true,
            named,
        }
    }

    /// Another mention by name: the fuller name is kept, the other becomes an alias.
    fn note(&mut self, shown: String, words: Vec<String>, span: Span) {
        if !self.mentions.contains(&span) {
            self.mentions.push(span);
        }
        if words.len() > self.words.len() {
            let old = std::mem::replace(&mut self.name, shown);
            self.words = words;
            push_new(&mut self.aliases, old);
        } else if fold(&shown, Strength::Lossy) != fold(&self.name, Strength::Lossy) {
            push_new(&mut self.aliases, shown);
        }
    }
}

fn push_new(list: &mut Vec<String>, item: String) {
    if !item.is_empty() && !list.contains(&item) {
        list.push(item);
    }
}

fn subset(words: &[String], of: &[String]) -> bool {
    words.iter().all(|w| of.iter().any(|o| same_word(o, w)))
}

/// Equal, or a spelling apart: a letter lost at the end, ج for غ, و for ؤ.
fn same_word(a: &str, b: &str) -> bool {
    let led = |a: &str, b: &str| a.strip_prefix(['ل', 'ب']).is_some_and(|rest| rest == b && rest.chars().count() > 2);
    a == b || led(a, b) || led(b, a) || a.trim_end_matches('ه') == b.trim_end_matches('ه') && a.chars().count() > 3
}

fn same_words(a: &[String], b: &[String]) -> bool {
    a == b || subset(a, b) || subset(b, a)
}

/// The same person: equal names, or one is the other's surname or part, with spelling variants.
fn same_person(full: &[String], name: &[String]) -> bool {
    let (long, short) = if full.len() >= name.len() { (full, name) } else { (name, full) };
    if short.is_empty() {
        return false;
    }
    let like = |a: &str, b: &str| {
        let plain =
            |w: &str| w.replace('ج', "غ").replace('ئ', "ي").replace('ؤ', "و").replace("يو", "و").replace("او", "و");
        let (a, b) = (plain(a), plain(b));
        a == b
            || a.chars().count() >= 5
                && b.chars().count() >= 4
                && (a.strip_prefix(b.as_str()).is_some_and(|r| r.chars().count() == 1)
                    || b.strip_prefix(a.as_str()).is_some_and(|r| r.chars().count() == 1))
    };
    let all = short.iter().all(|w| long.iter().any(|l| like(l, w)));
    // A given name alone is not enough («محمد»), a surname is.
    all && (short.len() > 1
        || long.len() == 1
        || long.last().is_some_and(|l| like(l, &short[0]))
        || long.len() > 2 && long[1..].iter().any(|l| like(l, &short[0])))
}

/// Words of a definite office do not contradict what is known of the person.
fn role_words(p: &Person, words: &[String]) -> bool {
    let known: Vec<String> =
        p.roles.iter().flat_map(|r| r.split_whitespace()).map(|w| bare(&fold(w, Strength::Lossy)).to_owned()).collect();
    words.len() == 1
        || words
            .iter()
            .all(|w| known.iter().any(|k| same_word(k, w)) || p.nations.iter().any(|n| w.starts_with(n.as_str())))
}
