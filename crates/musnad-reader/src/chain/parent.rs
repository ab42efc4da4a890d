//! The attribution through which another one came.

use crate::bind::site::SiteKind;
use crate::bind::{Draft, Owner};
use crate::text::Text;
use crate::weigh::{Ask, Judge, Sink, put};

/// How many drafts before and after are looked at.
const NEAR: usize = 8;

/// For each draft the one through which it came.
pub fn parents(
    text: &Text<'_>,
    drafts: &[Draft],
    speakers: &[Option<usize>],
    judge: &mut dyn Judge,
) -> Vec<Option<usize>> {
    let mut parents: Vec<Option<usize>> = vec![None; drafts.len()];
    for i in 0..drafts.len() {
        let mut options: Vec<Option<usize>> = vec![None];
        options.extend(candidates(text, drafts, i).map(Some));
        if options.len() == 1 {
            continue;
        }
        // The innermost content that holds this one.
        let holder = options
            .iter()
            .flatten()
            .copied()
            .filter(|&j| encloses(&drafts[j], &drafts[i]))
            .min_by_key(|&j| drafts[j].extent.len());
        let verdict = judge.judge(text, &Ask::Parent(i, &options), options.len(), &mut |n, sink| match options[n] {
            None => none(text, drafts, i, holder, sink),
            Some(j) => some(text, drafts, speakers, &parents, i, j, holder, sink),
        });
        parents[i] = options[verdict.best];
    }
    break_cycles(&mut parents);
    parents
}

/// Drafts that can be the parent: around it, sharing its content, or before it nearby.
fn candidates<'a>(text: &'a Text<'_>, drafts: &'a [Draft], i: usize) -> impl Iterator<Item = usize> + 'a {
    let inner = &drafts[i];
    let sentence = text.sentence(inner.at);
    (i.saturating_sub(NEAR)..(i + NEAR).min(drafts.len())).filter(move |&j| {
        let outer = &drafts[j];
        j != i
            && (encloses(outer, inner)
                || outer.extent.start == inner.extent.start
                || outer.gap.holds(inner.at)
                || outer.extent.holds(inner.at)
                || j < i && text.sentence(outer.at).end + 1 >= sentence.start && i - j <= 4
                || j > i && outer.opening.is_before() && sentence.holds(outer.at))
    })
}

fn encloses(outer: &Draft, inner: &Draft) -> bool {
    let cue = outer.extent.holds(inner.at);
    let content = outer.extent.start <= inner.extent.start && inner.extent.end <= outer.extent.end + 2;
    cue && content && outer.extent != inner.extent && outer.extent.len() >= inner.extent.len()
}

/// How the contents of two drafts stand to each other.
fn relation(outer: &Draft, inner: &Draft) -> &'static str {
    let (a, b) = (outer.extent, inner.extent);
    if encloses(outer, inner) {
        "holds"
    } else if a == b {
        "same"
    } else if a.start == b.start {
        "starts"
    } else if a.holds(inner.at) {
        "cue-in"
    } else if a.contains(b) {
        "content-in"
    } else if b.contains(a) {
        "inside"
    } else if b.start < a.end && a.start < b.end {
        "overlaps"
    } else {
        "apart"
    }
}

fn none(text: &Text<'_>, drafts: &[Draft], i: usize, holder: Option<usize>, sink: &mut Sink<'_>) {
    let draft = &drafts[i];
    put!(sink, "root", draft.site.word(), holder.is_some());
    put!(sink, "root.rule", draft.rule, holder.is_some());
    put!(sink, "root.owner", matches!(draft.owner, Owner::Named(_)), draft.site.word());
    put!(sink, "root.tag", text.tag(draft.at), holder.is_some());
    put!(sink, "root.person", draft.form.person == 1, holder.is_some(), text.token(draft.at).quote > 0);
    if let Some(j) = holder {
        put!(sink, "root.holder", drafts[j].rule, draft.site.word());
    }
    put!(sink, "root.stance", draft.stance.as_str(), holder.is_some());
}

#[allow(clippy::too_many_arguments, reason = "all of it is what the features look at")]
fn some(
    text: &Text<'_>,
    drafts: &[Draft],
    speakers: &[Option<usize>],
    parents: &[Option<usize>],
    i: usize,
    j: usize,
    holder: Option<usize>,
    sink: &mut Sink<'_>,
) {
    let (inner, outer) = (&drafts[i], &drafts[j]);
    let how = relation(outer, inner);
    let gap = outer.gap.holds(inner.at);
    let side = if j < i { "before" } else { "after" };
    put!(sink, "par", how, gap, side);
    put!(sink, "par.sites", how, outer.site.word(), inner.site.word(), gap);
    put!(sink, "par.rules", how, outer.rule, inner.rule);
    put!(sink, "par.outer", how, outer.rule);
    put!(sink, "par.inner", how, inner.rule, gap);
    put!(sink, "par.holder", holder == Some(j), holder.is_some(), how);
    put!(sink, "par.stance", how, inner.stance.as_str());
    put!(sink, "par.person", how, inner.form.person == 1, text.token(inner.at).quote > 0);
    let same = speakers[i].is_some() && speakers[i] == speakers[j];
    put!(sink, "par.speaker", same, how, matches!(inner.owner, Owner::Named(_)));
    let sentence = text.sentence(inner.at).holds(outer.at);
    put!(sink, "par.near", i.abs_diff(j).min(4), side, sentence, how);
    put!(sink, "par.tail", outer.opening.is_before(), outer.extent.start == inner.clause, how);
    put!(sink, "par.conj", text.tag(inner.at).conj(), how, sentence, inner.site == SiteKind::Participle);
    // «نقلت الوكالة عن الوزير قوله … وأضاف»: what he goes on to say came the same way.
    let last = (0..i).rev().take(NEAR).find(|&k| k != j && speakers[k].is_some() && speakers[k] == speakers[i]);
    let carried = last.is_some_and(|k| parents[k] == Some(j));
    put!(sink, "par.carried", carried, how, inner.site.word(), matches!(inner.owner, Owner::Named(_)));
    if carried {
        let here = last.is_some_and(|k| text.sentence(inner.at).holds(drafts[k].at));
        put!(sink, "par.carried+near", here, outer.rule, text.tag(inner.at).conj());
    }
    put!(sink, "par.nested", parents[j].is_some(), how);
}

fn break_cycles(parents: &mut [Option<usize>]) {
    for i in 0..parents.len() {
        let mut at = i;
        for _ in 0..=parents.len().min(64) {
            match parents[at] {
                Some(p) if p == i => {
                    parents[at] = None;
                    break;
                }
                Some(p) => at = p,
                None => break,
            }
        }
    }
}
