//! A finite verb with its clause: subject before or after it, objects, prepositions, time.

use musnad_lang::frames::{Kinds, Slot};
use musnad_lang::{Form, Gender, Number, Tense};

use super::fill::Filling;
use super::noun::Noun;
use super::piece::{Piece, What};
use super::{Candidate, Scene, Voice};
use crate::text::token::Suffix;

/// How far a clause is followed, in pieces and in tokens.
const REACH: usize = 24;
const TOKENS: usize = 60;
/// How many verbs back a subject is inherited.
const BACK: usize = 3;

/// What stands after a verb or noun in its clause.
#[derive(Clone, Debug, Default)]
pub struct Right {
    /// Noun phrases without a preposition, by piece.
    pub nouns: Vec<usize>,
    /// Prepositions and times, by piece.
    pub others: Vec<usize>,
}

/// Somebody or something in a clause.
#[derive(Clone, Copy, Debug)]
pub struct Arg {
    /// The phrase.
    pub noun: Noun,
    /// Its piece, if it stands in this clause.
    pub piece: Option<usize>,
    /// True if only a pronoun or the verb's form stands there.
    pub implied: bool,
}

/// What stands before a verb.
#[derive(Clone, Copy, Debug)]
pub enum Left {
    /// Nothing that could be its subject.
    Nothing,
    /// A noun phrase that begins the clause.
    Noun(Arg),
    /// A relative pronoun, or nothing after an indefinite noun: what it describes.
    Antecedent(Arg),
    /// A pronoun: إنه.
    Pronoun(Option<Arg>),
}

impl Scene<'_> {
    /// A finite verb as a frame.
    pub fn verb(&self, pieces: &[Piece], k: usize, trigger: u16, form: Form, voice: Voice) -> Option<Candidate> {
        let t = self.trigger(trigger);
        if form.person != 3 {
            return None;
        }
        let right = self.right(pieces, k, k, true);
        if self.barred(pieces, k, &right, &t.unless) {
            return None;
        }
        let mut nouns = right.nouns.clone();
        if t.alone && !self.alone(pieces, k, t) {
            return None;
        }
        let fixed = if t.with.is_empty() { None } else { Some(self.fixed(pieces, &mut nouns, &t.with)?) };
        let clause = Clause { trigger, form, k, right: &right, fixed, told: self.told_verb(pieces, k, form) };
        let left = self.left(pieces, k, form);
        let suffix = self.suffix(pieces[k].range.start) != Suffix::None;
        let frame = &self.text.pack.frames.frames[t.frame as usize];
        let object = t.role(Slot::Object);
        let objective =
            |n: usize| object.is_some_and(|role| self.fits(&pieces[n].noun, frame.roles[role as usize].fits).is_some());

        // Who acts, and what is left for the object.
        let after = nouns.first().copied();
        let agrees = after.is_some_and(|n| self.agrees_with_form(&pieces[n].noun, form));
        let rest = nouns.get(1..).unwrap_or(&[]);
        let first = after.map(|n| self.arg(pieces, n));
        if let Left::Antecedent(arg) = left {
            if suffix && after.is_some() {
                // «الهجوم الذي شنه المسلحون»: what is described is the object.
                return self.finish_verb(pieces, &clause, first, Some(arg), rest, false);
            }
            if agrees && self.resumes(pieces, &right).is_some() {
                // «المدينة التي سيطرت عليها القوات»
                let mut candidate = self.finish_verb(pieces, &clause, first, None, rest, false)?;
                self.resume(pieces, &right, arg, &mut candidate);
                return candidate.complete(t).then_some(candidate);
            }
        }
        let shared = clause.told.actor;
        // «استطاع القائد أن يغادر طرابلس»: the only phrase is the object.
        let only_object = shared.is_some() && nouns.len() == 1 && after.is_some_and(objective);
        let (mut acts, objects): (Option<Arg>, &[usize]) = match left {
            Left::Antecedent(arg) | Left::Noun(arg) if self.agrees_with_form(&arg.noun, form) => (Some(arg), &nouns),
            _ if agrees && form.number != Number::Plural && !only_object => (first, rest),
            Left::Pronoun(arg) => (arg, &nouns),
            _ => (None, &nouns),
        };
        let described = match left {
            Left::Antecedent(arg) if suffix => Some(arg),
            // «وطردها من العاصمة»
            _ if suffix => self.object_pronoun(pieces, k, self.suffix(pieces[k].range.start), |noun| {
                object.is_some_and(|role| self.fits(noun, frame.roles[role as usize].fits).is_some())
            }),
            _ => None,
        };
        // «قتل 25 مقاتلا من الفصيل»: whoever is counted is nearly always who suffers it.
        let counted = voice == Voice::Either
            && object.is_some()
            && acts.is_some_and(|a| {
                a.piece == after && a.noun.kinds.has(Kinds::PERSON.or(Kinds::VICTIM)) && self.counted(&a.noun)
            });
        if counted {
            // «قتل ثلاثة مسلحين جنديا»: nobody can tell.
            if objects.iter().any(|&n| pieces[n].noun.kinds.has(Kinds::PERSON.or(Kinds::VICTIM))) || suffix {
                return None;
            }
            return self.finish_verb(pieces, &clause, None, acts, &[], true);
        }
        let whole = fixed.is_some_and(|f| f.rest.is_some());
        let alone = objects.is_empty() && described.is_none() && !suffix && !whole;
        let mut best = None;
        if object.is_some() && (voice == Voice::Passive || voice == Voice::Either && alone) {
            // «قتل ثلاثة», «إن ثلاثة قتلوا»: it is done to the only one there is.
            let acted = acts.or_else(|| self.implied(pieces, k, form));
            let objects = if acts.is_some() || voice == Voice::Passive { objects } else { &[] };
            best = self.finish_verb(pieces, &clause, None, acted, objects, true);
            if voice == Voice::Passive || best.is_some() {
                return best;
            }
        }
        if acts.is_none() {
            acts = shared.or_else(|| self.implied(pieces, k, form));
        }
        best = best.or_else(|| self.finish_verb(pieces, &clause, acts, described, objects, false));
        if best.is_none() && object.is_some() && after.is_some_and(objective) && acts.is_some_and(|a| a.piece == after)
        {
            // «وخسر الغرب»: the only phrase is the object of somebody named before.
            if let Some(acts) = shared.or_else(|| self.implied(pieces, k, form)) {
                best = self.finish_verb(pieces, &clause, Some(acts), None, &nouns, false);
            }
        }
        if best.is_none()
            && voice == Voice::Either
            && !suffix
            && object.is_some()
            && !objects.iter().any(|&n| objective(n))
        {
            // What follows is no object: «قتل ثلاثة ليلا».
            best = self.finish_verb(pieces, &clause, None, acts, &[], true);
        }
        best
    }

    /// The candidate with these parts in their slots.
    fn finish_verb(
        &self,
        pieces: &[Piece],
        clause: &Clause<'_>,
        acts: Option<Arg>,
        acted: Option<Arg>,
        objects: &[usize],
        passive: bool,
    ) -> Option<Candidate> {
        let Clause { trigger, form, k, right, fixed, told } = *clause;
        let t = self.trigger(trigger);
        let mut filling = Filling::new(self, pieces, t);
        if let Some(acted) = acted
            && !filling.put_first(t.roles(Slot::Object), acted.noun, acted.piece, acted.implied)
            && !(acted.piece.is_none()
                && self
                    .inner(acted.noun)
                    .any(|noun| filling.put_first(t.roles(Slot::Object), noun, None, acted.implied)))
            && passive
        {
            return None;
        }
        if let Some(acts) = acts {
            let put = filling.put_first(t.roles(Slot::Subject), acts.noun, acts.piece, acts.implied);
            if !put && t.role(Slot::Subject).is_some() && !acts.implied && acts.piece.is_some() {
                // Somebody who cannot do it: the word means something else.
                return None;
            }
        }
        let free = [Slot::Object, Slot::Second].into_iter().flat_map(|s| t.roles(s)).filter(|&r| !filling.has(r));
        let mut slots = free.collect::<Vec<_>>().into_iter();
        if let Some(Fixed { rest: Some(rest), piece, .. }) = fixed {
            filling.put(t.role(Slot::Rest).or_else(|| slots.next()), rest, Some(piece), false);
        }
        for &n in objects.iter().filter(|&&n| !self.predicate(&pieces[n].noun) && !self.perhaps_adjective(pieces, n)) {
            // An object that its role refuses may be the second.
            for role in slots.by_ref() {
                let mut noun = pieces[n].noun;
                if let Some(f) = fixed.filter(|f| f.piece == n && f.cut > noun.head) {
                    noun.range.end = f.cut;
                }
                if filling.put(Some(role), noun, Some(n), false) {
                    break;
                }
            }
        }
        filling.prepositions(&right.others);
        if let Some(time) = self.time_before(pieces, k) {
            filling.time(time);
        }
        if !filling.enough(&t.needs) {
            return None;
        }
        Some(Candidate {
            trigger,
            at: pieces[k].range.start,
            rule: match (passive, fixed.is_some()) {
                (true, _) => "frame-passive",
                (_, true) => "frame-phrase",
                _ => "frame-verb",
            },
            score: filling.score,
            filled: filling.filled,
            negative: told.negative,
            denied: told.denied,
            modality: told.modality,
            perfect: form.tense == Tense::Perfect,
            aside: self.aside(pieces, k),
        })
    }

    /// True if a number stands before the head of a phrase.
    fn counted(&self, noun: &Noun) -> bool {
        (noun.range.start..=noun.head)
            .any(|i| self.layer.quantity(i).is_some() || self.text.token(i).kind == crate::text::token::Kind::Number)
    }

    /// True if a word stands there beside which the trigger means something else.
    pub fn barred(&self, pieces: &[Piece], k: usize, right: &Right, unless: &[Box<str>]) -> bool {
        if unless.is_empty() {
            return false;
        }
        let bars = |noun: &Noun| {
            (noun.range.start..noun.range.end).any(|i| {
                let (word, core) = (self.text.word(i), self.text.core(i));
                unless.iter().any(|u| &**u == core || &**u == word || word.strip_prefix('ب').is_some_and(|w| w == &**u))
            })
        };
        // Right before it, or what a relative clause describes.
        let described = usize::from(k > 0 && pieces[k - 1].what == What::Relative);
        let before = k.checked_sub(1 + described).is_some_and(|j| pieces[j].has_noun() && bars(&pieces[j].noun));
        let inside = bars(&pieces[k].noun);
        before || inside || right.nouns.iter().chain(&right.others).any(|&j| bars(&pieces[j].noun))
    }

    pub fn arg(&self, pieces: &[Piece], k: usize) -> Arg {
        Arg { noun: pieces[k].noun, piece: Some(k), implied: false }
    }

    /// True if at most a subject stands between a verb and the place that it tells of.
    fn alone(&self, pieces: &[Piece], k: usize, trigger: &musnad_lang::frames::Trigger) -> bool {
        let mut nouns = 0;
        for piece in &pieces[k + 1..] {
            match piece.what {
                What::Noun => nouns += 1,
                What::Adverb | What::Time => {}
                What::After(p) => {
                    return nouns <= 1 && trigger.role(Slot::After(p)).is_some() && piece.noun.kinds.has(Kinds::PLACE);
                }
                _ => return false,
            }
        }
        false
    }

    /// The phrases inside a construct, from the outermost: what a relative clause describes may be any.
    fn inner(&self, noun: Noun) -> impl Iterator<Item = Noun> + '_ {
        (noun.head + 1..noun.range.end).filter(move |&i| self.text.token(i).kind == crate::text::token::Kind::Word).map(
            move |i| Noun { range: crate::text::Range::new(i, noun.range.end), head: i, kinds: self.kinds(i), ..noun },
        )
    }

    /// An indefinite word that is no noun we know: «جاءت الإقالة مفاجئة».
    pub fn predicate(&self, noun: &Noun) -> bool {
        noun.kinds.is_none()
            && !noun.definite
            && noun.range.len() == 1
            && !self.text.word(noun.head).ends_with('ا')
            && !noun.kinds.has(Kinds::PLAIN)
            && !self.text.word(noun.head).ends_with("ين")
            && !self.text.word(noun.head).ends_with("ات")
            && self.text.token(noun.head).kind == crate::text::token::Kind::Word
    }

    /// A single word that no list has and that agrees with the noun right before it: «القمح اللين», «مبنى سكنيا».
    pub fn perhaps_adjective(&self, pieces: &[Piece], n: usize) -> bool {
        let noun = &pieces[n].noun;
        let Some(before) = n.checked_sub(1).map(|b| &pieces[b]) else { return false };
        let core = self.text.core(noun.head);
        if noun.range.len() == 1
            && matches!(
                core,
                "اول"
                    | "اولي"
                    | "ثاني"
                    | "ثانيه"
                    | "ثالث"
                    | "ثالثه"
                    | "رابع"
                    | "رابعه"
                    | "اخير"
                    | "اخيره"
                    | "جديد"
                    | "جديده"
            )
        {
            return true;
        }
        if before.what == What::Quote && noun.kinds.is_none() {
            return true;
        }
        // «عنصر من الطاقم الدولي المشارك»
        if noun.range.len() == 1
            && matches!(before.what, What::After(_))
            && before.range.end == noun.range.start
            && self.article(noun.head)
            && core.starts_with('م')
            && !noun.kinds.has(Kinds::PLACE.or(Kinds::BODY).or(Kinds::GOODS).or(Kinds::VEHICLE))
            && self.agrees(before.noun.head, noun.head)
            && self.layer.entity(noun.head).is_none()
        {
            return true;
        }
        if !noun.kinds.is_none() || noun.range.len() != 1 || !before.has_noun() || before.range.end != noun.range.start
        {
            return false;
        }
        let word = self.text.word(noun.head);
        self.article(noun.head) && before.noun.definite && self.agrees(before.noun.head, noun.head)
            || !noun.definite && (word.ends_with("يا") || word.ends_with("يه"))
    }

    /// Takes the fixed word of «ألقى القبض» out of the noun phrases.
    fn fixed(&self, pieces: &[Piece], nouns: &mut Vec<usize>, with: &[Box<str>]) -> Option<Fixed> {
        let matches = |i: usize| {
            let word = self.text.word(i);
            with.iter().any(|w| {
                word.strip_prefix(&**w).is_some_and(|rest| matches!(rest, "" | "ه" | "ها" | "هم" | "هما" | "ا"))
                    || w.strip_suffix('ه').is_some_and(|stem| {
                        word.strip_prefix(stem).is_some_and(|rest| matches!(rest, "ته" | "تها" | "تهم" | "تهما"))
                    })
            })
        };
        let at = nouns.iter().position(|&n| {
            let noun = &pieces[n].noun;
            (noun.range.start..noun.range.end).any(matches)
        })?;
        let piece = nouns.remove(at);
        let noun = &pieces[piece].noun;
        let word = (noun.range.start..noun.range.end).find(|&i| matches(i))?;
        // «حمّل الشركة المسؤولية»: what is before it was cut together with it.
        if word > noun.range.start {
            nouns.insert(at, piece);
            return Some(Fixed { rest: None, piece, cut: word });
        }
        let rest = (word + 1 < noun.range.end).then(|| self.noun(word + 1, noun.range.end));
        Some(Fixed { rest, piece, cut: word })
    }

    /// What stands after a verb or noun in its clause; `nouns` false: only what is governed by prepositions.
    pub fn right(&self, pieces: &[Piece], k: usize, from: usize, verb: bool) -> Right {
        let mut right = Right::default();
        let first = pieces[k].range.end;
        let mut at = from + 1;
        let mut brackets = 0;
        while at < pieces.len() && at < from + REACH && pieces[at].range.start < first + TOKENS {
            let piece = &pieces[at];
            if brackets > 0 {
                brackets += i32::from(piece.what == What::Open) - i32::from(piece.what == What::Close);
                at += 1;
                continue;
            }
            match piece.what {
                What::Noun if piece.led => {
                    // Joined to what is before, or a new clause: «والوفد غادر».
                    let new_clause =
                        matches!(pieces.get(at + 1).map(|p| p.what), Some(What::Verb | What::Kana | What::Qad));
                    if new_clause || !matches!(pieces[at - 1].what, What::Noun | What::After(_)) {
                        break;
                    }
                }
                // «جنوب غرب البلاد»
                What::Noun if piece.noun.kinds.has(Kinds::WHERE) && !self.article(piece.noun.head) => {
                    right.others.push(at)
                }
                // «وصولا إلى»: an accusative that has the rest of the clause.
                What::Noun
                    if verb
                        && piece.noun.kinds.has(Kinds::EVENT)
                        && !piece.noun.definite
                        && piece.noun.range.len() == 1
                        && self.text.word(piece.noun.head).ends_with('ا') =>
                {
                    break;
                }
                What::Noun => {
                    if !verb && right.nouns.is_empty() && at != from + 1 || right.nouns.len() >= 3 {
                        break;
                    }
                    right.nouns.push(at);
                }
                What::After(p) => {
                    if piece.led && !matches!(pieces[at - 1].what, What::After(q) if q == p) {
                        break;
                    }
                    if !piece.has_noun() {
                        break;
                    }
                    let preposition = &self.text.pack.frames.prepositions[p as usize];
                    right.others.push(at);
                    if preposition.event
                        || p == self.known.li && piece.noun.kinds.has(Kinds::EVENT) && !self.is_pact(piece)
                    {
                        // Another event: the rest of the clause is its own. A time may follow.
                        if let Some(next) = pieces.get(at + 1).filter(|n| n.what == What::Time && !n.led) {
                            let _ = next;
                            right.others.push(at + 1);
                        }
                        break;
                    }
                }
                What::AfterPronoun(_) => right.others.push(at),
                What::Time if piece.led => break,
                What::Time => right.others.push(at),
                What::Adverb | What::Qad | What::Close => {}
                What::Quote => {
                    if !self
                        .text
                        .quote_at(piece.range.start)
                        .is_none_or(|q| q.closed && q.close <= piece.range.start + 10)
                    {
                        break;
                    }
                }
                What::Open => brackets = 1,
                What::Comma => {
                    let Some(next) = pieces.get(at + 1) else { break };
                    // «وكبد الجيش، في الفترة الأخيرة، القوات»
                    let closes = verb
                        && matches!(pieces[at - 1].what, What::Time | What::After(_) | What::Adverb)
                        && matches!(pieces[at - 2].what, What::Comma)
                        && right.nouns.len() == 1;
                    match next.what {
                        What::Noun if closes && !next.led => {}
                        What::Time | What::After(_) | What::Adverb if !next.led => {}
                        // «وصل وزير الدفاع، سامر الخطيب، إلى»
                        What::Noun
                            if !next.led
                                && next.noun.kinds.has(Kinds::PERSON)
                                && pieces[at - 1].noun.kinds.has(Kinds::PERSON)
                                && matches!(pieces.get(at + 2).map(|p| p.what), Some(What::Comma | What::After(_))) =>
                        {
                            at += 1;
                        }
                        _ => break,
                    }
                }
                _ => break,
            }
            at += 1;
        }
        right
    }

    fn is_pact(&self, piece: &Piece) -> bool {
        piece.noun.kinds.has(Kinds::PACT.or(Kinds::BODY).or(Kinds::PERSON).or(Kinds::PLACE))
    }

    /// What stands before a verb in its clause.
    pub fn left(&self, pieces: &[Piece], k: usize, form: Form) -> Left {
        let led = pieces[k].led;
        if led {
            return Left::Nothing;
        }
        let mut at = k;
        let mut skipped = 0;
        while at > 0 && skipped < 8 {
            at -= 1;
            skipped += 1;
            let piece = &pieces[at];
            match piece.what {
                What::Adverb | What::Qad | What::Negation | What::Time | What::AfterPronoun(_) => {}
                // «كان الجيش قد», «الجيش كان قد»
                What::Kana => {
                    if piece.led {
                        return Left::Nothing;
                    }
                }
                What::Governor(_) => {}
                What::Close => {
                    let open = pieces[..at].iter().rposition(|p| p.what == What::Open);
                    match open {
                        Some(open) if at - open < 10 => at = open,
                        _ => return Left::Nothing,
                    }
                }
                What::Relative => {
                    return match self.antecedent(pieces, at) {
                        Some(arg) => Left::Antecedent(arg),
                        None => Left::Nothing,
                    };
                }
                What::That(true) => return Left::Pronoun(self.topic(pieces, at, form)),
                What::Noun => return self.left_noun(pieces, k, at, form),
                What::After(p) => {
                    // «القوات في المدينة هاجمت», «مسلحون من القبيلة هاجموا»
                    if !piece.has_noun() || self.text.pack.frames.prepositions[p as usize].event {
                        return Left::Nothing;
                    }
                    if at + 1 == k
                        && !piece.noun.definite
                        && self.agrees_with_form(&piece.noun, form)
                        && !piece.noun.kinds.has(Kinds::TIME)
                    {
                        // «على حاجز أقامه»: described without a relative pronoun.
                        return Left::Antecedent(Arg { noun: piece.noun, piece: None, implied: false });
                    }
                    if at == 0 || pieces[at - 1].what != What::Noun && !matches!(pieces[at - 1].what, What::After(_)) {
                        return Left::Nothing;
                    }
                }
                What::Comma => {
                    // «إن خليفة سالم، وصل»: a comma that should not be there.
                    let Some(before) = at.checked_sub(1).filter(|&b| pieces[b].what == What::Noun) else {
                        return Left::Nothing;
                    };
                    let opens = before.checked_sub(1).is_some_and(|b| matches!(pieces[b].what, What::That(false)));
                    let appositive = before >= 2
                        && pieces[before - 1].what == What::Comma
                        && pieces[before].noun.kinds.has(Kinds::PERSON);
                    if appositive && pieces[before - 2].what == What::Noun {
                        return self.left_noun(pieces, k, before - 2, form);
                    }
                    if !opens {
                        return Left::Nothing;
                    }
                }
                _ => return Left::Nothing,
            }
        }
        Left::Nothing
    }

    /// A noun phrase before a verb, if it begins the clause or is described by it.
    fn left_noun(&self, pieces: &[Piece], k: usize, at: usize, form: Form) -> Left {
        let noun = pieces[at].noun;
        let arg = Arg { noun, piece: Some(at), implied: false };
        let before = at.checked_sub(1).map(|b| pieces[b].what);
        let begins = pieces[at].led && before != Some(What::Noun)
            || matches!(
                before,
                None | Some(
                    What::Stop
                        | What::Comma
                        | What::That(_)
                        | What::Clause
                        | What::Kana
                        | What::Quote
                        | What::And
                        | What::Qad
                        | What::Close
                        | What::Governor(_)
                        | What::Time
                        | What::Adverb
                )
            );
        if begins {
            return Left::Noun(arg);
        }
        // «قتل مسلحون هاجموا القرية»
        if at + 1 == k && !noun.definite && self.agrees_with_form(&noun, form) {
            return Left::Antecedent(Arg { piece: None, ..arg });
        }
        // «الوزير والسفير وصلا»: joined to one that begins the clause.
        if pieces[at].led && at > 0 {
            let mut first = at;
            while first > 0 && pieces[first].led && matches!(pieces[first - 1].what, What::Noun) {
                first -= 1;
            }
            if first < at && !pieces[first].led {
                return match self.left_noun(pieces, first + 1, first, form) {
                    Left::Noun(arg) => Left::Noun(arg),
                    other => other,
                };
            }
        }
        Left::Nothing
    }

    /// The noun that a relative pronoun describes.
    pub fn antecedent(&self, pieces: &[Piece], at: usize) -> Option<Arg> {
        let word = self.text.core(pieces[at].range.start);
        let feminine = matches!(word, "التي" | "اللتين" | "اللتان" | "اللواتي" | "اللاتي");
        let people = matches!(word, "الذين");
        let mut best = None;
        for j in (at.saturating_sub(4)..at).rev() {
            let piece = &pieces[j];
            if matches!(piece.what, What::Comma) && j + 1 == at {
                continue;
            }
            if !piece.has_noun() {
                break;
            }
            let (mut gender, mut number) = self.gender_number(&piece.noun);
            let person = piece.noun.kinds.has(Kinds::PERSON);
            match self.text.core(piece.noun.range.start) {
                "احد" => (gender, number) = (Gender::Masculine, Number::Singular),
                "احدي" => (gender, number) = (Gender::Feminine, Number::Singular),
                // «اتخاذ القرار»: a verbal noun without ة.
                word if gender == Gender::Any
                    && piece.noun.kinds.has(Kinds::EVENT)
                    && !word.ends_with('ه')
                    && !word.ends_with("ات") =>
                {
                    gender = Gender::Masculine;
                }
                _ => {}
            }
            let fits = match (gender, number) {
                (_, Number::Plural) if person => people,
                (_, Number::Plural) => feminine,
                (Gender::Feminine, _) => feminine,
                (Gender::Masculine, _) => !feminine && !people,
                _ if piece.noun.kinds.has(Kinds::PLACE) && self.layer.place(piece.noun.head).is_some() => {
                    feminine || !people
                }
                _ => true,
            };
            let mut arg = Arg { noun: piece.noun, piece: None, implied: false };
            // «عائلات الضحايا الذين»: the inner noun, if the head is a feminine plural.
            if people
                && self.text.core(piece.noun.head).ends_with("ات")
                && let Some(inner) = self.inner(piece.noun).find(|n| n.kinds.has(Kinds::PERSON.or(Kinds::VICTIM)))
            {
                arg.noun = inner;
                return Some(arg);
            }
            if fits {
                return Some(arg);
            }
            best = best.or(Some(arg));
            // Only a phrase with a preposition leaves the noun before it in reach.
            if !matches!(piece.what, What::After(_)) {
                break;
            }
        }
        best
    }

    /// A preposition with a pronoun that takes up what is described: «المدينة التي سيطرت عليها».
    fn resumes(&self, pieces: &[Piece], right: &Right) -> Option<u8> {
        right.others.iter().find_map(|&k| match pieces[k].what {
            What::AfterPronoun(p) => Some(p),
            _ => None,
        })
    }

    fn resume(&self, pieces: &[Piece], right: &Right, arg: Arg, candidate: &mut Candidate) {
        let Some(p) = self.resumes(pieces, right) else { return };
        let t = self.trigger(candidate.trigger);
        let role = t.role(Slot::After(p));
        let mut filling = Filling::new(self, pieces, t);
        filling.filled = std::mem::take(&mut candidate.filled);
        filling.put(role, arg.noun, None, false);
        candidate.filled = filling.filled;
    }

    /// Whether a noun phrase after or before a verb can be its subject by gender and number.
    pub fn agrees_with_form(&self, noun: &Noun, form: Form) -> bool {
        // «آخر دفعة من المقاتلين»: the verb may agree with either.
        if noun.kinds.has(Kinds::PLURAL) || noun.head > noun.range.start {
            return true;
        }
        let (gender, number) = self.gender_number(noun);
        let person = noun.kinds.has(Kinds::PERSON.or(Kinds::VICTIM));
        let name = self.layer.entity(noun.head).is_some_and(|e| e.kind == Some(musnad_model::EntityKind::Person));
        // «مدينة ترهونة» has its own gender, «ترهونة» may have either.
        let place = self.layer.place(noun.head).is_some() && !self.finds.kinds(noun.head).has(Kinds::PLACE);
        match form.number {
            Number::Plural => {
                number == Number::Plural || number == Number::Any && !name || self.layer.quantity(noun.head).is_some()
            }
            Number::Dual => true,
            _ => match form.gender {
                Gender::Feminine => {
                    gender == Gender::Feminine
                        || number == Number::Plural && !(person && self.masculine_plural(noun.head))
                        || gender == Gender::Any && !name
                        || place
                        || name && gender == Gender::Any
                }
                Gender::Masculine => {
                    let feminine = gender == Gender::Feminine && number != Number::Plural && !place;
                    !feminine || self.layer.quantity(noun.head).is_some()
                }
                Gender::Any => true,
            },
        }
    }

    fn masculine_plural(&self, at: usize) -> bool {
        let core = self.text.core(at);
        core.ends_with("ون") || core.ends_with("ين")
    }

    /// A time right before a verb or at the head of its clause.
    fn time_before(&self, pieces: &[Piece], k: usize) -> Option<crate::text::Range> {
        for j in (k.saturating_sub(4)..k).rev() {
            match pieces[j].what {
                What::Time => return Some(pieces[j].range),
                What::Adverb | What::Qad | What::Kana | What::Negation => {}
                What::Comma if j + 1 == k => {}
                What::Noun if j + 1 == k => {}
                _ => return None,
            }
        }
        None
    }

    /// The subject of any finite verb, for those that share it.
    pub fn subject_of(&self, pieces: &[Piece], k: usize, depth: usize) -> Option<Arg> {
        self.subject_with(pieces, k, self.form_at(pieces[k].range.start)?, depth)
    }

    /// The same for a verb that is known to be of this form.
    pub fn subject_with(&self, pieces: &[Piece], k: usize, form: Form, depth: usize) -> Option<Arg> {
        if form.person != 3 {
            return None;
        }
        let left = self.left(pieces, k, form);
        if let Left::Noun(arg) | Left::Antecedent(arg) = left
            && self.agrees_with_form(&arg.noun, form)
        {
            return Some(arg);
        }
        if form.number != Number::Plural {
            let right = self.right(pieces, k, k, true);
            if let Some(&n) = right.nouns.first()
                && self.agrees_with_form(&pieces[n].noun, form)
            {
                return Some(self.arg(pieces, n));
            }
        }
        if let Left::Pronoun(arg) = left {
            return arg;
        }
        (depth < BACK).then(|| self.inherited(pieces, k, form, depth)).flatten()
    }

    /// The form of any finite verb that the pack knows.
    pub fn form_at(&self, at: usize) -> Option<Form> {
        use musnad_lang::frames::Part;
        let of = |e: musnad_lang::frames::Evoked| match e.part {
            Part::Finite(form) | Part::Acting(form) | Part::Passive(form) => Some(form),
            _ => None,
        };
        let seen = self.finds.at(at);
        // «أحكم» is «he tightened» before it is «I judge».
        seen.and_then(|s| s.evoked().filter_map(of).find(|f| f.person == 3))
            .or_else(|| seen.and_then(|s| s.evoked().find_map(of)))
            .or_else(|| self.text.verb_form(at))
    }

    /// «هاجموا القرية وقتلوا»: a verb joined to another has its subject.
    fn inherited(&self, pieces: &[Piece], k: usize, form: Form, depth: usize) -> Option<Arg> {
        // «كما حرر», «ثم غادر» go on as «وحرر» does.
        let goes_on = pieces[k].led
            || k > 0 && matches!(pieces[k - 1].what, What::And)
            || k > 0 && pieces[k - 1].what == What::Clause && self.text.core(pieces[k - 1].range.start) == "كما";
        if !goes_on {
            return None;
        }
        for j in (k.saturating_sub(REACH)..k).rev() {
            match pieces[j].what {
                What::Stop => return None,
                // «قال الوزير إن … واتهم»: only another verb of saying goes on past the content.
                What::That(_) if !self.text.token(pieces[k].range.start).flags.has(crate::mark::Flags::CUE_VERB) => {
                    return None;
                }
                What::Verb => {}
                _ => continue,
            }
            let Some(other) = self.form_at(pieces[j].range.start) else { continue };
            let alike = other.gender == form.gender || form.gender == Gender::Any || other.gender == Gender::Any;
            if !alike && form.number != Number::Plural {
                continue;
            }
            if let Some(subject) = self.subject_of(pieces, j, depth + 1)
                && self.agrees_with_form(&subject.noun, form)
                && self.can_act(&subject.noun)
            {
                return Some(Arg { piece: None, implied: true, ..subject });
            }
        }
        None
    }

    /// What a pronoun on a finite verb means: the object of the verb before it.
    fn object_pronoun(&self, pieces: &[Piece], k: usize, suffix: Suffix, fits: impl Fn(&Noun) -> bool) -> Option<Arg> {
        let j = (k.saturating_sub(REACH)..k).rev().find(|&j| matches!(pieces[j].what, What::Verb | What::Stop))?;
        if pieces[j].what != What::Verb {
            return None;
        }
        let subject = self.subject_of(pieces, j, 0).and_then(|s| s.piece);
        let right = self.right(pieces, j, j, true);
        right
            .nouns
            .iter()
            .find(|&&n| {
                Some(n) != subject && n < k && fits(&pieces[n].noun) && self.pronoun_can_be(&pieces[n].noun, suffix)
            })
            .map(|&n| Arg { noun: pieces[n].noun, piece: None, implied: true })
    }

    /// Who a verb without a subject of its own means.
    pub fn implied(&self, pieces: &[Piece], k: usize, form: Form) -> Option<Arg> {
        self.inherited(pieces, k, form, 0)
    }

    /// True if the verb or noun stands in a relative or adverbial clause.
    pub fn aside(&self, pieces: &[Piece], k: usize) -> bool {
        for j in (k.saturating_sub(REACH)..k).rev() {
            match pieces[j].what {
                What::Relative | What::Clause => return true,
                What::That(_) | What::Stop | What::Comma => return false,
                What::After(p)
                    if self.text.pack.frames.prepositions[p as usize].event && j + 1 >= k.saturating_sub(1) =>
                {
                    return true;
                }
                _ => {}
            }
        }
        false
    }
}

/// A verb's clause while its slots are filled.
#[derive(Clone, Copy)]
struct Clause<'c> {
    trigger: u16,
    form: Form,
    k: usize,
    right: &'c Right,
    fixed: Option<Fixed>,
    told: super::govern::Told,
}

/// The fixed word of a phrase: what follows it, and its piece.
#[derive(Clone, Copy, Debug)]
struct Fixed {
    rest: Option<Noun>,
    piece: usize,
    /// Its token.
    cut: usize,
}
