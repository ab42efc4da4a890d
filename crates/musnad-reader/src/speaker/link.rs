//! Which being a description or a verb without a subject means.

use musnad_lang::Gender;
use musnad_lang::pack::{Ref, bare};
use musnad_model::EntityKind;

use super::cast::Cast;
use super::entity::{Being, same_person, shared, subset};
use super::{Turn, kind_word};
use crate::bind::site::SiteKind;
use crate::bind::{Draft, Owner};
use crate::mark::Flags;
use crate::text::tag::{Base, agreement_word};
use crate::text::token::{Kind, Suffix};
use crate::text::{Range, Text};
use crate::weigh::{Ask, Judge, Lex, Sink, hash, put, step};

/// With how many beings a verb without a subject is weighed.
const CANDIDATES: usize = 14;
/// With how many a description is weighed.
const MEANT: usize = 40;

/// «وبعث المسؤول برسالة»: the subject of a sentence that opens with a verb.
pub fn actor(text: &Text<'_>, at: usize) -> Option<Range> {
    let opening = text.skip_adjuncts(at, at + 12);
    // «ودوليا، وصف الرئيس»: a known verb soon after the opening words, else the opening word itself.
    let verb =
        (opening..opening + 5).find(|&i| text.is_finite(i) && !text.token(i).flags.has(Flags::KANA)).unwrap_or(opening);
    let token = text.tokens.get(verb)?;
    let unknown = token.kind == Kind::Word && token.flags == Flags::default() && !token.morph.article;
    if !(unknown || text.is_finite(verb)) || text.outside[at] {
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
    let able = text.token(np.start).flags.has(Flags::TITLE.or(Flags::NAME).or(Flags::GIVEN))
        || matches!(text.token(np.start).sequence, Some((Ref::Name(_) | Ref::Title(..), _)));
    (able && text.token(np.start).morph.preposition == 0 && !text.is_oblique(np)).then_some(np)
}

/// The past of a being at a point of the walk.
struct Past {
    being: usize,
    /// Its last turn.
    turn: Option<Turn>,
    /// How many others had turns since.
    rank: usize,
    turns: usize,
}

/// The beings that had turns, the last first, and their pasts.
fn pasts(turns: &[Turn], most: usize) -> Vec<Past> {
    let mut out: Vec<Past> = Vec::new();
    for turn in turns.iter().rev().take(120) {
        if let Some(past) = out.iter_mut().find(|p| p.being == turn.being) {
            past.turns += 1;
            continue;
        }
        if out.len() >= most {
            continue;
        }
        let rank = out.len();
        out.push(Past { being: turn.being, turn: Some(*turn), rank, turns: 1 });
    }
    out
}

impl Cast<'_> {
    /// The speaker of a draft whose source has words.
    #[allow(clippy::too_many_arguments, reason = "all that is known of the walk so far")]
    pub fn source(
        &mut self,
        np: Range,
        name: Option<Range>,
        i: usize,
        drafts: &[Draft],
        of: &[Option<usize>],
        turns: &[Turn],
        judge: &mut dyn Judge,
    ) -> Option<usize> {
        let text = self.text;
        let head = self.head(np);
        if let Some(name) = name {
            return Some(self.person(name, np));
        }
        if let Some(body) = self.named_body(np) {
            return Some(body);
        }
        let words = self.folded(np);
        if let Some(person) = self.by_surname(np) {
            let shown = self.words_of(np);
            self.all[person].note(shown, words, np);
            return Some(person);
        }
        let word = bare(text.core(head)).to_owned();
        let nations = self.nations(np);
        let candidates = self.meant(np, &words, &word, &nations, turns);
        let shown = self.shown(np);
        let names: Vec<Option<&str>> = [None, Some(shown.as_str())]
            .into_iter()
            .chain(candidates.iter().map(|p| Some(self.all[p.being].name.as_str())))
            .collect();
        let draft = &drafts[i];
        let last = turns.iter().rev().find_map(|t| t.draft);
        // Where the word stood before: «في بيان للوزارة … وأضاف البيان».
        let first = (np.start.saturating_sub(600)..np.start)
            .rev()
            .find(|&t| bare(text.core(t)) == word && text.token(t).kind == Kind::Word);
        let verdict = judge.judge(text, &Ask::Speaker(i, &names, 2), names.len(), &mut |n, sink| {
            let description = Description { np, head, words: &words, word: &word, nations: &nations, first };
            match n {
                0 | 1 => self.itself(&description, n == 1, &candidates, draft, sink),
                _ => self.meaning(&description, &candidates[n - 2], draft, last, of, sink),
            }
        });
        match verdict.best {
            0 => None,
            1 => {
                // The same description again is the same being.
                let again = self.all.iter().rposition(|b| !b.named && b.words == words);
                if let Some(being) = again {
                    self.all[being].mention(np);
                }
                Some(again.unwrap_or_else(|| self.described(np)))
            }
            n => {
                let being = candidates[n - 2].being;
                let who = &mut self.all[being];
                who.mention(np);
                if fold_differs(&shown, &who.name) && !who.aliases.contains(&shown) {
                    who.aliases.push(shown.clone());
                }
                Some(being)
            }
        }
    }

    /// «البدري», «عبد الله»: a person who is named more fully elsewhere, by surname or by a name of his own.
    fn by_surname(&self, np: Range) -> Option<usize> {
        let text = self.text;
        let title = Flags::TITLE.or(Flags::CARRIER).or(Flags::COUNTRY).or(Flags::CUE_NOUN);
        // «الجشي، وهو محامي رجب»
        let np = Range::new(
            np.start,
            (np.start + 1..np.end)
                .find(|&t| matches!(text.tag(t).base, Base::Comma | Base::Relative))
                .unwrap_or(np.end),
        );
        let words = &self.folded(np);
        // A title before it may stand: «الدكتور الطنطيش».
        let from = np.start + usize::from(text.tag(np.start).base == Base::Person && np.len() > 1);
        let name = if from > np.start { self.folded(Range::new(from, np.end)) } else { words.to_vec() };
        let plain = (from..np.end).all(|t| {
            text.token(t).kind == Kind::Word
                && (!text.token(t).flags.has(title) || text.token(t).flags.has(Flags::GIVEN))
        });
        if name.is_empty() || name.len() > 2 || !plain {
            return self.surname_ahead(np, from);
        }
        let bears = |b: &Being| b.kind == EntityKind::Person && b.named && b.words.len() > name.len();
        let mut bearers = self.all.iter().enumerate().rev().filter(|(_, b)| bears(b) && same_person(&b.words, &name));
        if let Some((being, _)) = bearers.next() {
            return Some(being);
        }
        // «رشا» after «رشا الأيوبي»: a given name that only one person has.
        let mut first =
            self.all.iter().enumerate().filter(|(_, b)| bears(b) && name.len() == 1 && b.words[0] == name[0]);
        let found = first.next().map(|(being, _)| being);
        found.filter(|_| first.next().is_none())
    }

    /// «البدري المقيم في بنغازي (شرقا)»: a surname, and then what is told of its bearer.
    fn surname_ahead(&self, np: Range, from: usize) -> Option<usize> {
        let text = self.text;
        let surname = text.token(from);
        let next = text.token(from + 1);
        let told = next.morph.article && next.flags != Flags::DEMONYM
            || matches!(text.tag(from + 1).base, Base::Preposition | Base::Open);
        let unknown = surname.kind == Kind::Word
            && surname.morph.article
            && (surname.flags == Flags::default() || surname.flags == Flags::DEMONYM);
        if !unknown || !told || from + 1 >= np.end {
            return None;
        }
        let word = bare(text.core(from));
        self.all.iter().rposition(|b| {
            b.kind == EntityKind::Person && b.named && b.words.len() > 1 && b.words.last().is_some_and(|w| w == word)
        })
    }

    /// Beings that a description may mean: those that had turns, and those that share a word with it.
    fn meant(&self, np: Range, words: &[String], head: &str, nations: &[String], turns: &[Turn]) -> Vec<Past> {
        let mut out = pasts(turns, MEANT / 2);
        for (being, who) in self.all.iter().enumerate().rev() {
            if out.len() >= MEANT {
                break;
            }
            if out.iter().any(|p| p.being == being) {
                continue;
            }
            let inside = who.mentions.iter().any(|m| np.contains(*m));
            let alike = who.heads.iter().any(|h| h == head)
                || shared(words, &who.words) > 0
                || shared(words, &who.role_words) > 1;
            let nation = !nations.is_empty()
                && who.kind == EntityKind::Person
                && nations.iter().any(|n| who.nations.contains(n));
            if inside || alike || nation {
                out.push(Past { being, turn: None, rank: 99, turns: 0 });
            }
        }
        out
    }

    /// What speaks for nobody in particular, or for the description itself.
    fn itself(&self, d: &Description<'_>, itself: bool, candidates: &[Past], draft: &Draft, sink: &mut Sink<'_>) {
        let text = self.text;
        let who = if itself { "itself" } else { "nobody" };
        let tag = text.tag(d.head);
        put!(sink, "spk", who, draft.site.word());
        put!(sink, "spk.head", who, Lex(d.word, hash(d.word)));
        put!(sink, "spk.head+len", who, Lex(d.word, hash(d.word)), d.np.len().min(3));
        put!(sink, "spk.tag", who, tag, d.np.len().min(4));
        put!(sink, "spk.first", who, text.tag(d.np.start), text.tag(d.np.start + 1).plain());
        let (gender, number) = text.agreement(d.np);
        put!(sink, "spk.number", who, tag.plain(), agreement_word(gender, number));
        put!(sink, "spk.second", who, Lex(d.word, hash(d.word)), text.lex(d.head + 1));
        let prepositions = (d.np.start..d.np.end).any(|i| text.tag(i).base == Base::Preposition);
        put!(sink, "spk.preps", who, tag.plain(), prepositions);
        put!(sink, "spk.unnamed", who, text.tag(d.head).plain(), tag.conj(), text.token(d.head).morph.article);
        let heads = candidates.iter().filter(|p| self.all[p.being].heads.iter().any(|h| h == d.word)).count();
        put!(sink, "spk.rivals", who, heads.min(2), text.token(d.head).morph.article, d.np.len().min(3));
        let whole = candidates
            .iter()
            .any(|p| subset(d.words, &self.all[p.being].words) || subset(d.words, &self.all[p.being].role_words));
        put!(sink, "spk.rivals+whole", who, whole, text.token(d.head).morph.article, tag.plain());
        let source = text.token(d.head).flags.has(Flags::CUE_NOUN.or(Flags::CARRIER));
        put!(
            sink,
            "spk.document",
            who,
            source,
            text.document_at(d.head),
            text.token(d.head).morph.article,
            d.np.len().min(3)
        );
        put!(sink, "spk.stance", who, draft.stance.as_str(), tag.plain());
    }

    /// What speaks for a being as the meaning of a description.
    fn meaning(
        &self,
        d: &Description<'_>,
        past: &Past,
        draft: &Draft,
        last: Option<usize>,
        of: &[Option<usize>],
        sink: &mut Sink<'_>,
    ) {
        let text = self.text;
        let who = &self.all[past.being];
        let kind = kind_word(who.kind);
        let token = text.token(d.head);
        let definite = token.morph.article
            || text.token(d.np.start).flags.has(Flags::DEMONSTRATIVE)
            || (d.head + 1..d.np.end).any(|i| text.token(i).morph.article);
        let tag = text.tag(d.head);
        let same = who.heads.iter().any(|h| h == d.word);
        let whole = if d.words == who.words.as_slice() {
            "equal"
        } else if subset(d.words, &who.words) {
            "inside"
        } else if subset(&who.words, d.words) {
            "around"
        } else if shared(d.words, &who.words) > 0 {
            "some"
        } else {
            "none"
        };
        let role = match shared(d.words, &who.role_words) {
            0 => "none",
            n if n == d.words.len() => "all",
            n if n * 2 >= d.words.len() => "half",
            _ => "some",
        };
        let nation = match (d.nations.is_empty(), who.nations.is_empty()) {
            (false, false) => {
                if d.nations.iter().any(|n| who.nations.contains(n)) {
                    "same"
                } else {
                    "other"
                }
            }
            (true, true) => "-",
            (true, _) => "his",
            _ => "its",
        };
        put!(sink, "lnk.words", whole, role, kind);
        put!(sink, "lnk.words+def", whole, role, definite, same);
        put!(sink, "lnk.head", same, definite, tag.plain(), kind);
        put!(sink, "lnk.head+len", same, d.words.len().min(4), role);
        put!(sink, "lnk.nation", nation, same, kind);
        put!(sink, "lnk.kind", kind, tag, who.named);
        put!(sink, "lnk.lexhead", kind, Lex(d.word, hash(d.word)));
        put!(sink, "lnk.rank", past.rank.min(6), same, definite);
        put!(sink, "lnk.rank+kind", past.rank.min(6), kind, tag.plain());
        put!(sink, "lnk.rank+words", past.rank.min(6), whole, role);
        put!(sink, "lnk.turns", past.turns.min(4), same);
        let inside = who.mentions.iter().find(|m| d.np.contains(**m));
        let how = match inside {
            Some(m) if m.start <= d.head + 1 => "second",
            Some(m) if text.tag(m.start).conj() => "and",
            Some(m)
                if text.token(m.start).morph.preposition != 0 || text.tag(m.start - 1).base == Base::Preposition =>
            {
                "led"
            }
            Some(_) => "later",
            None => "out",
        };
        put!(sink, "lnk.inside", how, tag.plain(), kind);
        put!(sink, "lnk.inside+head", how, Lex(d.word, hash(d.word)));
        let (gender, number) = text.agreement(d.np);
        let clash = |a: Gender, b: Gender| a != Gender::Any && b != Gender::Any && a != b;
        put!(sink, "lnk.gender", clash(gender, who.gender), who.human(), tag.plain());
        put!(
            sink,
            "lnk.number",
            agreement_word(Gender::Any, number),
            agreement_word(Gender::Any, who.number),
            who.human()
        );
        let before = who.last_before(d.np.start);
        let distance = before.map_or(99, |m| text.sentences_between(m.start, d.np.start));
        put!(sink, "lnk.near", step(distance.min(30)), same, kind);
        put!(sink, "lnk.later", before.is_none(), same, whole);
        let spoke_last = last.is_some_and(|l| of[l] == Some(past.being));
        put!(sink, "lnk.last", spoke_last, same, definite);
        let document = text.document_at(d.head);
        put!(sink, "lnk.document", document, kind, past.rank.min(3));
        let issued = d.first.map_or("first", |first| {
            let sentence = text.sentence(first);
            let behind = who.mentions.iter().any(|m| m.start > first && m.start <= first + 4);
            let spoke = past.turn.is_some_and(|t| sentence.holds(t.at));
            match () {
                () if behind => "behind",
                () if spoke => "spoke",
                () if who.mentions.iter().any(|m| sentence.holds(m.start)) => "beside",
                () => "apart",
            }
        });
        put!(sink, "lnk.issued", issued, kind, document);
        put!(sink, "lnk.issued+lex", issued, Lex(d.word, hash(d.word)), who.named);
        put!(sink, "lnk.issued+rank", issued, past.rank.min(3), definite);
        let since = d.first.map_or(99, |first| text.sentences_between(first, d.np.start));
        put!(sink, "lnk.issued+since", issued, step(since.min(12)), past.rank.min(2), document);
        put!(sink, "lnk.suffix", token.morph.suffix != Suffix::None, past.rank.min(3), kind);
        put!(sink, "lnk.site", draft.site.word(), past.rank.min(3), same);
    }

    /// The speaker of a draft with no words for its source.
    pub fn implied(
        &mut self,
        i: usize,
        drafts: &[Draft],
        of: &[Option<usize>],
        turns: &[Turn],
        judge: &mut dyn Judge,
    ) -> Option<usize> {
        let text = self.text;
        let draft = &drafts[i];
        let mut candidates = pasts(turns, CANDIDATES);
        // Whoever is named in the same sentence or the one before it.
        let sentence = text.sentence(draft.at);
        let near = text.sentence(sentence.start.saturating_sub(1)).start;
        for (being, who) in self.all.iter().enumerate() {
            let here = who.last_before(draft.at).is_some_and(|m| m.start >= near);
            if here && !candidates.iter().any(|p| p.being == being) {
                candidates.push(Past { being, turn: None, rank: 50, turns: 0 });
            }
        }
        // Subjects of the sentence's other verbs that are nobody met so far.
        let known = |np: &Range| {
            candidates.iter().any(|p| self.all[p.being].mentions.iter().any(|m| m.start < np.end && np.start < m.end))
        };
        let subjects: Vec<Subject> = subjects(text, sentence.start, draft.at)
            .into_iter()
            .filter(|s| !known(&s.np) && text.can_act(s.np))
            .collect();
        let shown: Vec<String> = subjects.iter().map(|s| self.shown(s.np)).collect();
        // The last drafts, by what holds this one.
        let outer = (0..drafts.len())
            .filter(|&j| j != i && drafts[j].extent.holds(draft.at) && of[j].is_some())
            .min_by_key(|&j| drafts[j].extent.len());
        let last = turns.iter().rev().find_map(|t| t.draft);
        let names: Vec<Option<&str>> = std::iter::once(None)
            .chain(candidates.iter().map(|p| Some(self.all[p.being].name.as_str())))
            .chain(shown.iter().map(|s| Some(s.as_str())))
            .collect();
        let met = candidates.len();
        let verdict =
            judge.judge(text, &Ask::Speaker(i, &names, 1), names.len(), &mut |n, sink| match n.checked_sub(1) {
                None => self.silence(draft, &candidates, outer.is_some(), sink),
                Some(n) if n < met => self.subject(i, drafts, of, &candidates[n], outer, last, sink),
                Some(n) => self.newcomer(draft, &subjects[n - met], sink),
            });
        match verdict.best.checked_sub(1)? {
            n if n < met => Some(candidates[n].being),
            n => {
                let np = subjects[n - met].np;
                Some(self.bearer(np).unwrap_or_else(|| self.described(np)))
            }
        }
    }

    /// What speaks for the subject of another verb of the sentence.
    fn newcomer(&self, draft: &Draft, subject: &Subject, sink: &mut Sink<'_>) {
        let text = self.text;
        let np = subject.np;
        let site = draft.site.word();
        let side = if subject.after { "after" } else { "before" };
        let (gender, number) = text.agreement(np);
        let agrees = !text.disagrees(draft.form, np);
        put!(sink, "new", side, site, agrees);
        put!(sink, "new.first", side, text.tag(np.start), agrees);
        put!(
            sink,
            "new.form",
            agreement_word(gender, number),
            agreement_word(draft.form.gender, draft.form.number),
            site
        );
        put!(sink, "new.near", step((draft.at - np.end.min(draft.at)).min(40)), side, site);
        put!(sink, "new.verb", side, text.tag(subject.verb).plain(), subject.nth.min(3));
        put!(sink, "new.speaks", text.can_speak(np), side, site);
        put!(sink, "new.prev", side, text.tag(draft.at.saturating_sub(1)).plain(), site);
        put!(sink, "new.oblique", text.is_oblique(np), side);
        put!(sink, "new.length", step(np.len()), side);
    }

    /// What speaks for nobody as the subject of a verb.
    fn silence(&self, draft: &Draft, candidates: &[Past], nested: bool, sink: &mut Sink<'_>) {
        let text = self.text;
        let form = agreement_word(draft.form.gender, draft.form.number);
        let cue = draft.entry.map_or(Lex("-", hash("-")), |e| text.cue_lex(e));
        put!(sink, "imp.nobody", draft.site.word(), nested);
        put!(sink, "imp.nobody+cue", cue);
        put!(sink, "imp.nobody+form", draft.site.word(), form, draft.form.person == 1);
        let agrees = candidates.iter().any(|p| self.all[p.being].agrees(draft.form) != "no");
        put!(sink, "imp.nobody+agrees", agrees, draft.site.word());
        put!(sink, "imp.nobody+tag", text.tag(draft.at), draft.opening.word());
        put!(sink, "imp.nobody+count", candidates.len().min(2), draft.site.word());
    }

    /// What speaks for a being as the subject of a verb.
    #[allow(clippy::too_many_arguments, reason = "all of it is what the features look at")]
    fn subject(
        &self,
        i: usize,
        drafts: &[Draft],
        of: &[Option<usize>],
        past: &Past,
        outer: Option<usize>,
        last: Option<usize>,
        sink: &mut Sink<'_>,
    ) {
        let text = self.text;
        let draft = &drafts[i];
        let who: &Being = &self.all[past.being];
        let kind = kind_word(who.kind);
        let site = draft.site.word();
        let form = agreement_word(draft.form.gender, draft.form.number);
        let agrees = who.agrees(draft.form);
        let rank = past.rank.min(6);
        let sentence = text.sentence(draft.at);
        let spoke = past.turn.and_then(|t| t.draft);
        let at = past.turn.map(|t| t.at).or_else(|| who.last_before(draft.at).map(|m| m.start));
        let distance = at.map_or(9, |t| text.sentences_between(t.min(draft.at), draft.at)).min(6);
        let how = match (past.turn, spoke) {
            (Some(_), Some(_)) => "spoke",
            (Some(_), None) => "acted",
            _ => "named",
        };
        put!(sink, "sub.rank", rank, agrees, site);
        put!(sink, "sub.rank+how", rank, how, agrees);
        put!(sink, "sub.agrees", agrees, form, kind);
        put!(sink, "sub.kind", kind, site, form, who.named);
        put!(sink, "sub.near", distance, how, site);
        put!(sink, "sub.near+rank", distance, how, rank);
        put!(sink, "sub.near+agrees", distance, how, agrees);
        put!(sink, "sub.turns", past.turns.min(5), how);
        let first = draft.form.person == 1;
        let quoted = text.token(draft.at).quote > 0;
        let conj = text.tag(draft.at).conj();
        put!(sink, "sub.conj", conj, rank.min(3), how, site);
        put!(sink, "sub.person", first, quoted, rank.min(3), outer.is_some());
        // The draft that holds this one is his.
        let relation = match outer {
            Some(o) if of[o] == Some(past.being) => "his",
            Some(_) => "other",
            None => "none",
        };
        put!(sink, "sub.outer", relation, site, first, agrees);
        put!(sink, "sub.outer+rank", relation, rank.min(3), how);
        if let Some(o) = outer {
            put!(sink, "sub.outer+open", relation, drafts[o].opening.word(), site, form);
        }
        if let Some(j) = spoke {
            let other = &drafts[j];
            let same = sentence.holds(other.at);
            let level = drafts
                .iter()
                .enumerate()
                .any(|(k, d)| k != j && k != i && d.extent.holds(other.at) && !d.extent.holds(draft.at));
            put!(sink, "sub.site", other.site.word(), site, same, rank.min(2));
            put!(sink, "sub.rule", other.rule, rank.min(2), same);
            put!(sink, "sub.level", level, rank.min(3), same);
            put!(sink, "sub.holds", other.extent.contains(draft.extent), site, other.opening.is_before());
            put!(
                sink,
                "sub.form",
                other.form.gender == draft.form.gender,
                other.form.number == draft.form.number,
                matches!(other.owner, Owner::Named(_)),
                rank.min(2)
            );
            put!(sink, "sub.owner", matches!(other.owner, Owner::Named(_)), rank.min(3), distance);
            let shares = other.extent.start == draft.extent.start;
            put!(sink, "sub.shares", shares, site, other.site.word());
            put!(
                sink,
                "sub.tail",
                draft.opening.is_before(),
                other.extent.end <= draft.at,
                rank.min(2),
                draft.site == SiteKind::Phrase
            );
        }
        let newest = last.is_some_and(|l| of[l] == Some(past.being));
        put!(sink, "sub.newest", newest, site, agrees, distance.min(3));
        // Named between his last turn and here, or somebody else named in this sentence.
        let mention = who.last_before(draft.at);
        let here = mention.is_some_and(|m| m.start >= sentence.start);
        let gap = mention.map_or(99, |m| draft.at - m.start);
        put!(sink, "sub.here", here, how, site, agrees);
        put!(sink, "sub.gap", step(gap.min(60)), how);
        if here && let Some(m) = mention {
            let prev = if m.start == 0 { Default::default() } else { text.tag(m.start - 1) };
            put!(sink, "sub.mention", prev.plain(), how, site);
            put!(sink, "sub.mention+next", text.tag(m.end).plain(), how, site);
            put!(sink, "sub.opens", m.start <= sentence.start + 2, how, site);
        }
        let mentions = who.mentions.partition_point(|m| m.start < draft.at);
        put!(sink, "sub.mentions", step(mentions.min(9)), kind, how);
        let line = |t: usize| text.tokens[t.min(draft.at)..draft.at].iter().any(|t| matches!(t.kind, Kind::Break(_)));
        let broken = at.is_some_and(|t| draft.at - t.min(draft.at) < 400 && line(t));
        put!(sink, "sub.line", broken, rank.min(3), how);
        let cue = draft.entry.map_or(Lex("-", hash("-")), |e| text.cue_lex(e));
        put!(sink, "sub.cue", cue, rank.min(2), how);
        put!(sink, "sub.cue+kind", cue, kind);
    }
}

/// The subject of a verb, as far as rules tell.
struct Subject {
    np: Range,
    verb: usize,
    after: bool,
    /// How many verbs of the sentence stand between it and the cue.
    nth: usize,
}

/// The subjects of the verbs of a sentence before a token, the nearest first.
fn subjects(text: &Text<'_>, from: usize, to: usize) -> Vec<Subject> {
    let mut out: Vec<Subject> = Vec::new();
    let finite = |t: &usize| {
        matches!(
            text.tag(*t).base,
            Base::Perfect | Base::Imperfect | Base::CuePerfect | Base::CueImperfect | Base::Kana
        )
    };
    for (nth, verb) in (from..to).rev().filter(finite).take(4).enumerate() {
        let after = text.source(verb + 1, to, false).map(|np| text.split(np, to).0.unwrap_or(np));
        let before = text.noun_phrase_before(verb, text.floor(verb));
        for (np, after) in [(after, true), (before, false)] {
            let Some(np) = np.filter(|np| np.end <= to && np.len() <= 14) else { continue };
            if !out.iter().any(|s| s.np.start < np.end && np.start < s.np.end) {
                out.push(Subject { np, verb, after, nth });
            }
        }
    }
    out
}

/// A source that describes somebody.
struct Description<'a> {
    np: Range,
    head: usize,
    words: &'a [String],
    word: &'a str,
    nations: &'a [String],
    /// The last token before with the same head word.
    first: Option<usize>,
}

fn fold_differs(a: &str, b: &str) -> bool {
    use musnad_model::fold::{Strength, fold};
    fold(a, Strength::Lossy) != fold(b, Strength::Lossy)
}

impl Text<'_> {
    /// True if a phrase can be somebody, not a phrase with a preposition, a verb or a pointer.
    fn can_act(&self, np: Range) -> bool {
        let able = !matches!(
            self.tag(np.start).base,
            Base::Preposition
                | Base::PrepPronoun
                | Base::Perfect
                | Base::Imperfect
                | Base::CuePerfect
                | Base::CueImperfect
                | Base::Kana
                | Base::Time
                | Base::Weekday
                | Base::That
                | Base::BiThat
                | Base::Relative
                | Base::Pronoun
                | Base::Number
        );
        able && self.token(np.start).morph.preposition == 0
            && !(np.len() == 1 && self.tag(np.start).base == Base::Demonstrative)
    }

    /// How many sentence ends lie between two tokens.
    pub fn sentences_between(&self, a: usize, b: usize) -> usize {
        let of = |t: usize| self.sentence_of.get(t).copied().unwrap_or(0) as usize;
        of(b).saturating_sub(of(a))
    }
}
