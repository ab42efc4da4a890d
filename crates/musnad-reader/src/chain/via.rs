//! The outlet or platform that carried the words, where the text names one as a channel.

use musnad_lang::Sense;
use musnad_lang::pack::bare;
use musnad_model::EntityKind;

use crate::bind::{Draft, Owner};
use crate::mark::Flags;
use crate::text::tag::{Base, Tag};
use crate::text::token::Kind;
use crate::text::{Range, Text};
use crate::weigh::{Ask, Judge, Sink, put, step};

/// How many tokens after a content are looked at.
const AFTER: usize = 30;
/// In how many drafts before a carried channel is looked for.
const BACK: usize = 24;
/// The most channels that are weighed.
const OPTIONS: usize = 12;

/// A channel that may have carried a draft.
struct Channel {
    name: String,
    /// Where it is named; `None` if the words before came through it.
    at: Option<Range>,
    /// `gap`, `before`, `after`, `next`, `earlier` or `carried`.
    place: &'static str,
    /// The last draft before that it carried.
    from: Option<usize>,
    /// True if an outlet that was named before is meant (للصحيفة).
    again: bool,
    /// True if its kind or the pack tells that it is an outlet.
    sure: bool,
}

/// The channel of each draft.
pub fn channels(
    text: &Text<'_>,
    original: &str,
    drafts: &[Draft],
    speakers: &[Option<usize>],
    judge: &mut dyn Judge,
) -> Vec<Option<String>> {
    let outlets = outlets(text, original);
    let mut out: Vec<Option<String>> = Vec::with_capacity(drafts.len());
    for (i, draft) in drafts.iter().enumerate() {
        let mut channels = named(text, draft, &outlets);
        carried(&mut channels, i, &out, speakers);
        let names: Vec<Option<&str>> =
            std::iter::once(None).chain(channels.iter().map(|c| Some(c.name.as_str()))).collect();
        let verdict = judge.judge(text, &Ask::Via(i, &names), names.len(), &mut |n, sink| match n.checked_sub(1) {
            None => none(draft, &channels, sink),
            Some(n) => some(text, drafts, i, speakers, &channels, n, sink),
        });
        out.push(names[verdict.best].map(str::to_owned));
    }
    out
}

/// Channels that carried words before: the last of each name, and that of the speaker's own last words.
fn carried(channels: &mut Vec<Channel>, i: usize, out: &[Option<String>], speakers: &[Option<usize>]) {
    let first = channels.len();
    for j in (0..i).rev().take(BACK) {
        let Some(name) = &out[j] else { continue };
        let own = speakers[j].is_some() && speakers[j] == speakers[i];
        match channels[first..].iter().position(|c| c.name == *name) {
            Some(n) => {
                // His own last words tell more than somebody else's.
                let channel = &mut channels[first + n];
                let known = channel.from.is_some_and(|k| speakers[k] == speakers[i]);
                if own && !known {
                    channel.from = Some(j);
                }
            }
            None if channels.len() < first + 4 => {
                channels.push(Channel {
                    name: name.clone(),
                    at: None,
                    place: "carried",
                    from: Some(j),
                    again: false,
                    sure: true,
                });
            }
            None => {}
        }
    }
}

/// An outlet where it is named.
struct Outlet {
    at: Range,
    name: String,
    /// True if it is named again, or meant by «الصحيفة».
    again: bool,
    /// True if its kind or the pack tells that it is an outlet.
    sure: bool,
}

/// Every outlet and platform of the text, in order; definite ones mean the last before.
fn outlets(text: &Text<'_>, original: &str) -> Vec<Outlet> {
    let mut out: Vec<Outlet> = Vec::new();
    let mut at = 0;
    while at < text.tokens.len() {
        let known = outlet(text, at);
        match known.or_else(|| guest(text, at).map(|g| (g, false))) {
            Some((range, false)) => {
                let name = shown(text, original, range);
                out.push(Outlet { at: Range::new(at, range.end), name, again: false, sure: known.is_some() });
                at = range.end.max(at + 1);
            }
            Some((range, true)) => {
                // «الصحيفة»: the last that is known for one.
                if let Some(last) = out.iter().rfind(|o| o.sure).or(out.last()) {
                    out.push(Outlet { at: range, name: last.name.clone(), again: true, sure: false });
                }
                at += 1;
            }
            None => {
                // A name that stood as an outlet before is one again: «للجسر», «ضيف بوليتيكا».
                let again = (text.token(at).kind == Kind::Word)
                    .then(|| {
                        out.iter().find(|o| {
                            text.hashes[o.at.end - 1] == text.hashes[at] && unknown(text, at) && o.at.len() <= 2
                        })
                    })
                    .flatten();
                if let Some(name) = again.map(|o| o.name.clone()) {
                    out.push(Outlet { at: Range::new(at, at + 1), name, again: true, sure: false });
                }
                at += 1;
            }
        }
    }
    out
}

/// True if nothing is known of a word.
fn unknown(text: &Text<'_>, at: usize) -> bool {
    matches!(
        text.tag(at).base,
        Base::Word
            | Base::Latin
            | Base::Feminine
            | Base::Accusative
            | Base::Oblique
            | Base::PluralF
            | Base::PluralM
            | Base::NameOutlet
            | Base::Plain
            | Base::Event
    )
}

/// A name that nobody knows, where an outlet is spoken to: «لـ"الجوهرة"», «في مداخلة على "صباح الورد"».
fn guest(text: &Text<'_>, at: usize) -> Option<Range> {
    let token = text.token(at);
    if token.kind != Kind::Word {
        return None;
    }
    let core = text.core(at);
    if matches!(
        core,
        "ضيف"
            | "ضيفه"
            | "ضيفا"
            | "مراسل"
            | "مراسله"
            | "مبعوث"
            | "برنامج"
            | "نشره"
            | "بودكاست"
            | "حصه"
            | "راديو"
    ) {
        return strange(text, at + 1);
    }
    // An interview or a verb of speech before it, and no other verb between.
    let verb = |t: usize| matches!(text.tag(t).base, Base::CuePerfect | Base::CueImperfect | Base::CuePassive);
    let spoken = (at.saturating_sub(12)..at)
        .rev()
        .take_while(|&t| {
            !matches!(text.tag(t).base, Base::Stop | Base::Break | Base::That | Base::BiThat | Base::Relative)
        })
        .find(|&t| text.token(t).flags.has(Flags::CARRIER.or(Flags::CUE_NOUN)) || verb(t) || text.is_finite(t));
    let spoken = spoken.filter(|&t| verb(t) || !text.is_finite(t) && at - t <= 4);
    spoken?;
    if matches!(text.word(at), "ل" | "لـ") {
        return strange(text, at + 1);
    }
    if token.morph.preposition == b'l' && !token.morph.conjunction {
        return strange(text, at);
    }
    let leads = matches!(text.tag(at).base, Base::Preposition)
        && matches!(core, "علي" | "في" | "عبر" | "ضمن" | "مع" | "الي" | "خلال");
    if leads && spoken.is_some_and(|t| !verb(t)) { strange(text, at + 1) } else { None }
}

/// An unknown name at a token, in marks or not, to where it ends.
fn strange(text: &Text<'_>, at: usize) -> Option<Range> {
    if text.tokens.get(at)?.kind == Kind::Quote {
        let quote = text.quote_at(at).filter(|q| q.closed && q.close > at + 1 && q.close <= at + 6)?;
        // Words that say something are no name.
        let plain = (at + 1..quote.close).all(|i| {
            !matches!(text.punct(i), '،' | '!' | '؟') && !matches!(text.tag(i).base, Base::That | Base::CuePerfect)
        });
        return plain.then(|| Range::new(at + 1, quote.close));
    }
    let able = |t: usize| {
        let token = text.token(t);
        unknown(text, t)
            && token.kind == Kind::Word
            && token.morph.suffix == crate::text::token::Suffix::None
            && !token.flags.has(Flags::GIVEN)
    };
    if !able(at) {
        return None;
    }
    let article = text.token(at).morph.article;
    let mut end = at + 1;
    while end < at + 4
        && able(end)
        && text.token(end).morph.preposition == 0
        && !text.token(end).morph.conjunction
        && !(article && !text.token(end).morph.article && text.token(end).flags != Flags::default())
    {
        end += 1;
    }
    // «للجوهرة "اف ام"»
    if text.tokens.get(end)?.kind == Kind::Quote
        && end == at + 1
        && let Some(quote) = text.quote_at(end).filter(|q| q.closed && q.close <= end + 4)
    {
        end = quote.close;
    }
    Some(Range::new(at, end))
}

/// The outlets near a draft that can be its channel.
fn named(text: &Text<'_>, draft: &Draft, outlets: &[Outlet]) -> Vec<Channel> {
    let own = match draft.owner {
        Owner::Named(np) => np,
        _ => Range::new(0, 0),
    };
    let sentence = text.sentence(draft.at);
    let end = text.sentence(draft.extent.end.saturating_sub(1)).end;
    let next = text.sentence(end).end.min(end + AFTER);
    let from = outlets.partition_point(|o| o.at.start < sentence.start);
    let mut out = Vec::new();
    // In the two sentences before.
    let low = text.sentence(text.sentence(sentence.start.saturating_sub(1)).start.saturating_sub(1)).start;
    for outlet in outlets[..from].iter().rev().take_while(|o| o.at.start >= low).take(3) {
        out.push(Channel {
            name: outlet.name.clone(),
            at: Some(outlet.at),
            place: "earlier",
            from: None,
            again: outlet.again,
            sure: outlet.sure,
        });
    }
    for outlet in outlets[from..].iter().take_while(|o| o.at.start < next) {
        let at = outlet.at;
        // «المتحدثة سيسيليا جوليان لفرانس برس»: spoken to, though it stands among the words of the source.
        let led = text.token(at.start).morph.preposition == b'l' && at.start > own.start;
        if own.contains(at) && !led || draft.extent.holds(at.start) && !draft.gap.holds(at.start) {
            continue;
        }
        let place = if draft.gap.holds(at.start) {
            "gap"
        } else if at.start < draft.at {
            "before"
        } else if at.start < end.min(draft.extent.end + AFTER) {
            "after"
        } else if at.start >= end {
            "next"
        } else {
            continue;
        };
        if out.len() < OPTIONS {
            out.push(Channel {
                name: outlet.name.clone(),
                at: Some(at),
                place,
                from: None,
                again: outlet.again,
                sure: outlet.sure,
            });
        }
    }
    out
}

fn none(draft: &Draft, channels: &[Channel], sink: &mut Sink<'_>) {
    put!(sink, "novia", draft.site.word());
    put!(sink, "novia.rule", draft.rule);
    let carried = channels.iter().any(|c| c.place == "carried");
    put!(sink, "novia.carried", carried, draft.site.word(), matches!(draft.owner, Owner::Named(_)));
    put!(sink, "novia.only", channels.first().map_or("-", |c| c.place), channels.len().min(3));
}

fn some(
    text: &Text<'_>,
    drafts: &[Draft],
    i: usize,
    speakers: &[Option<usize>],
    channels: &[Channel],
    n: usize,
    sink: &mut Sink<'_>,
) {
    let draft = &drafts[i];
    let channel = &channels[n];
    let place = channel.place;
    put!(sink, "via", place, draft.site.word(), channel.again);
    put!(sink, "via.rule", place, draft.rule);
    put!(sink, "via.owner", place, matches!(draft.owner, Owner::Named(_)));
    let Some(at) = channel.at else {
        let j = channel.from.unwrap_or(i);
        let here = text.sentence(draft.at).holds(drafts[j].at);
        let apart = text.sentences_between(drafts[j].at, draft.at);
        let named = matches!(draft.owner, Owner::Named(_));
        let his = match (speakers[j], speakers[i]) {
            (Some(a), Some(b)) if a == b => "his",
            (Some(_), Some(_)) => "other",
            _ => "nobody",
        };
        // Others who spoke since, and what the speaker said since through nothing.
        let others = (j + 1..i).filter(|&k| speakers[k].is_some() && speakers[k] != speakers[i]).count();
        let silent = (j + 1..i).filter(|&k| speakers[k].is_some() && speakers[k] == speakers[i]).count();
        put!(sink, "via.carried", his, here, step(apart.min(12)), named);
        put!(sink, "via.carried+site", his, draft.site.word(), drafts[j].site.word(), here);
        put!(sink, "via.carried+nested", his, drafts[j].extent.holds(draft.at), draft.extent.holds(drafts[j].at));
        put!(sink, "via.carried+since", his, (i - j).min(6), text.tag(draft.at).conj());
        put!(sink, "via.carried+others", his, others.min(3), silent.min(2), named);
        put!(
            sink,
            "via.carried+line",
            his,
            text.tokens[drafts[j].at.min(draft.at)..draft.at].iter().any(|t| matches!(t.kind, Kind::Break(_)))
        );
        put!(
            sink,
            "via.carried+rival",
            his,
            channels.iter().any(|c| c.at.is_some() && c.place != "earlier"),
            channels.iter().filter(|c| c.from.is_some()).count().min(3)
        );
        put!(sink, "via.carried+direct", his, matches!(drafts[j].owner, Owner::Named(_)), named, drafts[j].rule);
        return;
    };
    let token = text.token(at.start);
    let first = text.tag(at.start);
    let prev = if at.start == 0 { Tag::default() } else { text.tag(at.start - 1) };
    put!(sink, "via.first", place, first, prev.plain());
    put!(sink, "via.prev", place, text.lex(at.start.wrapping_sub(1)), token.morph.preposition == b'l');
    // The preposition that leads, and the noun between: «في مقابلة مع قناة».
    let lead = (at.start.saturating_sub(9)..at.start).rev().find(|&t| {
        text.tag(t).base == Base::Preposition || matches!(text.tag(t).base, Base::Comma | Base::Stop | Base::Break)
    });
    let lead_word = lead.filter(|&t| text.tag(t).base == Base::Preposition);
    put!(sink, "via.lead", place, text.lex(lead_word.unwrap_or(usize::MAX)), step(lead.map_or(9, |t| at.start - t)));
    let carrier = (lead.unwrap_or(at.start)..at.start).any(|t| text.token(t).flags.has(Flags::CARRIER));
    put!(sink, "via.carrier", place, carrier, token.morph.preposition == b'l', text.platform(at.start));
    put!(sink, "via.platform", place, (at.start..at.end).any(|t| text.platform(t)), first.plain());
    put!(sink, "via.sure", place, channel.sure, draft.site.word());
    put!(sink, "via.sure+first", place, channel.sure, first.plain(), at.len().min(4));
    put!(sink, "via.again", place, channel.again, token.morph.preposition == b'l');
    let far = if at.start < draft.at { draft.at - at.start } else { at.start.saturating_sub(draft.at) };
    // Whose frame it stands in: of another draft that holds this one, or that stands beside it.
    let owned = (i.saturating_sub(8)..drafts.len().min(i + 8)).find(|&j| j != i && drafts[j].gap.holds(at.start));
    let whose = match owned {
        Some(j) if drafts[j].extent.holds(draft.at) => "holder",
        Some(_) => "beside",
        None if draft.gap.holds(at.start) => "own",
        None => "free",
    };
    let same = owned.is_some_and(|j| speakers[j].is_some() && speakers[j] == speakers[i]);
    put!(sink, "via.whose", place, whose, same);
    put!(sink, "via.whose+site", whose, same, draft.site.word());
    let held = drafts
        .iter()
        .skip(i.saturating_sub(8))
        .take(8)
        .any(|d| d.at < draft.at && d.extent.holds(draft.at) && d.at < at.start && !d.extent.holds(at.start));
    put!(sink, "via.held", place, held, whose);
    // The noun and the prepositions: «في تصريح لصحيفة», «عبر صفحته على».
    let start = match text.tag(at.start.wrapping_sub(1)).base {
        Base::QuoteName | Base::QuoteOpen => at.start - 1,
        _ => at.start,
    };
    let noun = (at.start.saturating_sub(5)..start)
        .rev()
        .find(|&t| text.token(t).flags.has(Flags::CARRIER.or(Flags::CUE_NOUN)));
    put!(
        sink,
        "via.frame",
        place,
        whose,
        text.lex(noun.unwrap_or(usize::MAX)),
        text.lex(lead_word.unwrap_or(usize::MAX))
    );
    put!(sink, "via.frame+tag", place, noun.is_some(), text.tag(start.wrapping_sub(1)), first.plain());
    put!(
        sink,
        "via.frame+li",
        place,
        whose,
        token.morph.preposition == b'l' || text.word(start.wrapping_sub(1)) == "ل",
        noun.is_some(),
        lead_word.is_some()
    );
    let (low, high) = if at.start < draft.at { (at.end, draft.at) } else { (draft.at + 1, at.start) };
    let between = text.tags.get(low..high.max(low)).unwrap_or_default();
    let verbs = between
        .iter()
        .filter(|t| matches!(t.base, Base::CuePerfect | Base::CueImperfect | Base::Perfect | Base::Imperfect))
        .count();
    let commas = between.iter().filter(|t| t.base == Base::Comma).count();
    put!(sink, "via.between", place, whose, verbs.min(3), commas.min(2), noun.is_some());
    put!(
        sink,
        "via.between+li",
        place,
        verbs.min(2),
        token.morph.preposition == b'l',
        noun.is_some(),
        draft.site.word()
    );
    put!(sink, "via.far", place, step(far.min(60)));
    put!(sink, "via.next", place, text.tag(at.end).plain());
    let nearest = !channels.iter().any(|c| c.place == place && c.at.is_some_and(|r| r.start < at.start));
    put!(sink, "via.nearest", place, nearest);
    if place == "after" || place == "next" {
        let after = draft.extent.end;
        put!(sink, "via.after", text.lex(after), text.tag(after + 1).plain(), step(at.start.saturating_sub(after)));
        let from = if place == "next" { text.sentence(at.start).start } else { after };
        let mut opens = from;
        while opens < at.start && text.token(opens).kind != Kind::Word {
            opens += 1;
        }
        put!(sink, "via.opens", place, text.lex(opens), text.tag(opens).plain());
        let cue = (from..at.start).any(|t| {
            matches!(text.tag(t).base, Base::CuePerfect | Base::CueImperfect | Base::Participle | Base::CuePhrase)
        });
        put!(sink, "via.cue", place, cue);
        let another = drafts.iter().skip(i + 1).take(6).any(|d| d.at < at.start && d.at >= draft.extent.end);
        put!(sink, "via.another", place, another);
    }
    if place == "before" {
        let opens = text.sentence(draft.at).start;
        put!(sink, "via.opens", place, text.lex(opens), step(at.start - opens));
        let another = drafts[..i].iter().rev().take(6).any(|d| d.at > at.start);
        put!(sink, "via.another", place, another);
    }
    let source = drafts
        .iter()
        .skip(i.saturating_sub(8))
        .take(16)
        .any(|d| matches!(d.owner, Owner::Named(np) if np.holds(at.start)));
    put!(sink, "via.source", place, source);
}

/// An outlet at a token: its name, or `true` if one that was named before is meant.
fn outlet(text: &Text<'_>, at: usize) -> Option<(Range, bool)> {
    let token = text.token(at);
    if token.kind != Kind::Word {
        return None;
    }
    let media =
        token.senses().any(|s| matches!(s, Sense::Title(t, ..) if &*text.pack.titles[t as usize].class == "media"));
    if media {
        // The name follows: «صحيفة "الأفق"», «قناة الجزيرة», «وكالة أنباء الأفق».
        for i in at + 1..(at + 4).min(text.tokens.len()) {
            let next = text.token(i);
            if next.kind == Kind::Quote {
                let quote = text.quote_at(i)?;
                return (quote.closed && quote.close > i + 1 && quote.close < i + 7)
                    .then_some((Range::new(i + 1, quote.close), false));
            }
            if next.kind != Kind::Word {
                break;
            }
            let known = text
                .name_at(i)
                .or_else(|| next.senses().find_map(|s| if let Sense::Name(n) = s { Some(n) } else { None }));
            // «وكالة الأنباء البحرينية»: what kind of agency, no name.
            let agency = matches!(bare(text.core(i)), "انباء" | "اعلام") && i == at + 1;
            if let Some(n) = known
                && !agency
                && text.pack.names[n as usize].kind == EntityKind::Outlet
            {
                let length = next.sequence.map_or(1, |(_, l)| usize::from(l));
                return Some((Range::new(i, i + length), false));
            }
            if next.flags.has(Flags::CUE_VERB.or(Flags::THAT).or(Flags::PREPOSITION)) {
                break;
            }
        }
        let length = token.sequence.map_or(1, |(_, l)| usize::from(l));
        let after = at + length;
        let next = text.token(after);
        // «التلفزيون الحكومي الجزائري», «وسائل إعلام محلية»: described by what agrees with it.
        let adjective = |t: usize| {
            let token = text.token(t);
            token.kind == Kind::Word
                && !token.morph.conjunction
                && token.morph.preposition == 0
                && (token.flags.has(Flags::DEMONYM) || ADJECTIVES.contains(&bare(text.core(t))))
        };
        if length > 1 || adjective(after) {
            let end = (after..after + 3).find(|&t| !adjective(t)).unwrap_or(after + 3);
            return Some((Range::new(at, end), false));
        }
        if token.morph.article {
            return Some((Range::new(at, at + 1), true));
        }
        // «لقناة الأفق»: a name that the pack does not know.
        return (next.kind == Kind::Word && next.morph.article).then_some((Range::new(after, after + 1), false));
    }
    if matches!(text.core(at), "تغريده" | "تغريدات" | "تغريدتين" | "التغريده" | "غرد" | "غردت")
    {
        return Some((Range::new(at, at + 1), false));
    }
    let named = text.name_at(at).or_else(|| {
        // A name that is an everyday word too, in marks or behind ل: «لـ"الخليج"».
        let marked = at > 0 && text.tag(at - 1).base == Base::QuoteName
            || token.morph.preposition == b'l'
            || at > 0 && text.word(at - 1) == "ل";
        token.senses().filter(|_| marked).find_map(|s| if let Sense::Name(n) = s { Some(n) } else { None })
    })?;
    if text.pack.names[named as usize].kind != EntityKind::Outlet {
        return None;
    }
    let length = token.sequence.map_or(1, |(_, l)| usize::from(l));
    Some((Range::new(at, at + length), false))
}

/// Adjectives that tell which media are meant where no name does.
const ADJECTIVES: &[&str] = &[
    "محلي",
    "محليه",
    "رسمي",
    "رسميه",
    "حكومي",
    "حكوميه",
    "خاص",
    "خاصه",
    "عام",
    "عامه",
    "دولي",
    "دوليه",
    "عالميه",
    "اجنبي",
    "اجنبيه",
    "وطني",
    "وطنيه",
    "مستقل",
    "مستقله",
    "معارض",
    "معارضه",
    "موالي",
    "مواليه",
    "اخباري",
    "اخباريه",
    "فضائي",
    "فضائيه",
    "يومي",
    "يوميه",
    "مغربيه",
    "غربي",
    "غربيه",
    "خليجيه",
    "شبه",
    "اولي",
    "اولى",
    "ثانيه",
    "مختلفه",
];

/// A channel's name without the clitic before it.
fn shown(text: &Text<'_>, original: &str, range: Range) -> String {
    // A tweet stands for the platform of tweets.
    if text.core(range.start).contains("غرد") || text.core(range.start).contains("تغريد") {
        return "تويتر".to_owned();
    }
    let first = text.token(range.start);
    let start = if first.morph.preposition != 0 || first.morph.conjunction {
        let article = if first.morph.article && first.morph.preposition != b'l' { 4 } else { 0 };
        first.morph.core_start - article
    } else {
        first.start
    };
    let end = text.token(range.end - 1).end;
    let name = text.original(original, text.span(start, if end <= start { first.end } else { end }));
    // «للميادين»: ل swallowed the alef of the article.
    if first.morph.article && first.morph.preposition == b'l' { format!("ال{name}") } else { name }
}
