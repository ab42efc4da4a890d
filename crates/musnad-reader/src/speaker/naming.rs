//! Which words of a phrase are a person's name: «نائب الوزير *علي باقري*».

use crate::mark::Flags;
use crate::text::tag::Base;
use crate::text::token::Kind;
use crate::text::{Range, Text};
use crate::weigh::{Ask, Judge, Sink, put, step};

/// How far into a phrase a name is looked for, in tokens.
const REACH: usize = 18;
/// The longest name, in tokens.
const LONGEST: usize = 6;

/// How often each word stands in an article.
pub struct Counts(rustc_hash::FxHashMap<u64, u32>);

impl Counts {
    pub fn of(text: &Text<'_>) -> Self {
        let mut counts = rustc_hash::FxHashMap::default();
        for &hash in &text.hashes {
            *counts.entry(hash).or_insert(0) += 1;
        }
        Self(counts)
    }

    fn get(&self, hash: u64) -> u32 {
        self.0.get(&hash).copied().unwrap_or(0)
    }
}

impl Text<'_> {
    /// True if a token can be a word of a name.
    pub fn names_somebody(&self, at: usize) -> bool {
        let token = self.token(at);
        let given = token.flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN).or(Flags::KIN));
        match token.kind {
            Kind::Word => match self.tag(at).base {
                Base::NamePerson
                | Base::Given
                | Base::Word
                | Base::Latin
                | Base::PluralF
                | Base::PluralM
                | Base::Oblique
                | Base::Feminine
                | Base::Accusative
                | Base::Plain
                | Base::Demonym
                | Base::Event => true,
                Base::That
                | Base::BiThat
                | Base::Relative
                | Base::Negation
                | Base::Time
                | Base::Weekday
                | Base::PrepPronoun
                | Base::Pronoun
                | Base::Demonstrative
                | Base::InName => false,
                _ => {
                    given
                        || self.core(at) == "علي"
                        || !matches!(
                            self.tag(at).base,
                            Base::Person
                                | Base::Body
                                | Base::Media
                                | Base::Unnamed
                                | Base::NameOutlet
                                | Base::NameBody
                                | Base::Country
                                | Base::Preposition
                        )
                }
            },
            Kind::Punct('.' | '-') => !token.spaced,
            _ => false,
        }
    }

    /// True if a token tells what somebody is, and not what he is called.
    pub fn describes(&self, at: usize) -> bool {
        let given = self.token(at).flags.has(Flags::GIVEN.or(Flags::COMMON_GIVEN).or(Flags::KIN));
        !given
            && matches!(
                self.tag(at).base,
                Base::Person
                    | Base::Body
                    | Base::Media
                    | Base::Unnamed
                    | Base::NameOutlet
                    | Base::NameBody
                    | Base::Country
                    | Base::Plain
                    | Base::Event
                    | Base::Quantifier
                    | Base::CueNoun
                    | Base::Carrier
                    | Base::Masdar
                    | Base::Number
                    | Base::Participle
            )
    }

    /// Ranges of a phrase that can be a name, in order.
    fn name_options(&self, np: Range) -> Vec<Range> {
        let mut out = Vec::new();
        let end = np.end.min(np.start + REACH);
        for start in np.start..end {
            // «راشد | بن عبدالله»: a name does not begin inside another.
            let inner = start > np.start
                && matches!(self.word(start), "بن" | "ابن" | "بنت" | "ال")
                && self.names_somebody(start - 1)
                && !self.describes(start - 1);
            if self.token(start).kind != Kind::Word || inner {
                continue;
            }
            for stop in start + 1..=end.min(start + LONGEST) {
                if !self.names_somebody(stop - 1) {
                    break;
                }
                if self.token(stop - 1).kind == Kind::Word {
                    out.push(Range::new(start, stop));
                }
            }
        }
        out
    }

    /// The name of a person in a phrase, by weights; `draft` is whose source it is.
    pub fn name_in(&self, np: Range, draft: Option<usize>, counts: &Counts, judge: &mut dyn Judge) -> Option<Range> {
        let rule = self.person_in(np).filter(|n| n.len() > 1 || self.tag(n.start).base == Base::NamePerson);
        let options = self.name_options(np);
        if options.is_empty() {
            return rule;
        }
        let offered: Vec<Option<Range>> = std::iter::once(None).chain(options.into_iter().map(Some)).collect();
        let verdict = judge.judge(
            self,
            &Ask::Name { draft, phrase: np, options: &offered, rule },
            offered.len(),
            &mut |n, sink| match offered[n] {
                None => self.nameless(np, rule, sink),
                Some(name) => self.naming(np, name, rule, counts, sink),
            },
        );
        offered[verdict.best]
    }

    /// What speaks for a phrase without a name.
    fn nameless(&self, np: Range, rule: Option<Range>, sink: &mut Sink<'_>) {
        put!(sink, "nam.none", rule.is_some());
        put!(sink, "nam.none+first", self.tag(np.start), step(np.len().min(20)));
        put!(sink, "nam.none+lex", self.lex(np.start));
        put!(sink, "nam.none+two", self.tag(np.start), self.tag(np.start + 1), rule.is_some());
        put!(sink, "nam.none+one", np.len() == 1, self.tag(np.start));
    }

    /// What speaks for a name.
    fn naming(&self, np: Range, name: Range, rule: Option<Range>, counts: &Counts, sink: &mut Sink<'_>) {
        let agree = match rule {
            Some(r) if r == name => "same",
            Some(r) if r.start == name.start && r.end > name.end => "shorter",
            Some(r) if r.start == name.start => "longer",
            Some(r) if r.end == name.end => "end",
            Some(_) => "other",
            None => "none",
        };
        let length = name.len().min(5);
        let edge = |inside: bool, at: usize| if inside { self.tag(at) } else { Default::default() };
        let first = name.start == np.start;
        let last = name.end >= np.end;
        let before = edge(!first, name.start.saturating_sub(1));
        let after = edge(!last, name.end);
        let given = |at: usize| {
            let flags = self.token(at).flags;
            match () {
                () if flags.has(Flags::KIN) => "kin",
                () if flags.has(Flags::GIVEN) && flags.has(Flags::COMMON_GIVEN) => "both",
                () if flags.has(Flags::GIVEN) => "given",
                () if flags.has(Flags::COMMON_GIVEN) => "common",
                () if flags == Flags::default() => "unknown",
                () => "known",
            }
        };
        put!(sink, "nam.rule", agree);
        put!(sink, "nam.rule+len", agree, length);
        put!(sink, "nam.rule+edge", agree, before, after);
        put!(sink, "nam.place", first, last, length);
        put!(sink, "nam.before", before, self.tag(name.start), given(name.start));
        put!(sink, "nam.before+one", before, length == 1, given(name.start));
        put!(sink, "nam.lexbefore", self.lex(name.start.wrapping_sub(1)), first);
        put!(sink, "nam.after", self.tag(name.end - 1), after, given(name.end - 1));
        put!(sink, "nam.lexafter", self.lex(name.end), last, agree);
        put!(sink, "nam.outer", before, after, length);
        put!(sink, "nam.given", given(name.start), length, first);
        put!(sink, "nam.given+last", given(name.end - 1), length, self.token(name.end - 1).morph.article);
        put!(sink, "nam.lexfirst", self.lex(name.start), length == 1);
        put!(sink, "nam.lexlast", self.lex(name.end - 1), length == 1);
        for at in name.start..name.end {
            let place = if at == name.start {
                "first"
            } else if at + 1 == name.end {
                "last"
            } else {
                "inner"
            };
            put!(sink, "nam.word", place, self.tag(at), given(at));
            put!(sink, "nam.base", self.tag(at).plain(), given(at));
        }
        if length >= 2 {
            put!(
                sink,
                "nam.two",
                given(name.start),
                given(name.start + 1),
                self.tag(name.start),
                self.tag(name.start + 1)
            );
        }
        let again = counts.get(self.hashes[name.end - 1]);
        put!(sink, "nam.again", again.min(4), given(name.end - 1), length == 1);
        if !last {
            put!(sink, "nam.left", counts.get(self.hashes[name.end]).min(4), after, given(name.end));
            put!(sink, "nam.next", after, given(name.end), length);
        }
        // Words of a name that are left out at its beginning.
        if !first {
            put!(sink, "nam.skipped", before, given(name.start - 1), length);
        }
    }
}
