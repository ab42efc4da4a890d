//! Comparing article by article: what came or changed is compared with what it hangs together with, and nothing else
//! is touched.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use musnad_compare::{ClaimId as Compared, Copy, Digest, Group, Index, Match, Story, trace};
use musnad_ledger::{ArticleFilter, Counts, Id, Ledger, Page, Result, Standing};
use musnad_model::Reading;

use super::corrected::corrected_by;
use super::follow::Work;
use super::moves::Moves;
use super::shift::{KEPT, Shift};
use super::tally::Tally;
use super::{Board, Card, Traced};

/// A trace with what it was made from: while that stays, it stays.
struct Kept {
    group: Group,
    rivals: Vec<Match>,
    traced: Arc<Traced>,
}

/// Everything that is compared so far.
pub(super) struct Comparing {
    ledger: Arc<dyn Ledger>,
    index: Index,
    cards: BTreeMap<Id, Arc<Card>>,
    tally: Tally,
    seen: Option<Counts>,
    standing: Standing,
    kept: HashMap<String, Kept>,
    /// The group of each claim as the machine made it, by which a group that changes is found.
    group_of: HashMap<Compared, String>,
    copies: Arc<Vec<Copy>>,
    shifts: Vec<Arc<Shift>>,
}

impl Comparing {
    pub(super) fn new(ledger: Arc<dyn Ledger>) -> Self {
        Self {
            ledger,
            index: Index::new(),
            cards: BTreeMap::new(),
            tally: Tally::default(),
            seen: None,
            standing: Standing::default(),
            kept: HashMap::new(),
            group_of: HashMap::new(),
            copies: Arc::default(),
            shifts: Vec::new(),
        }
    }

    /// Puts up a new board, if something changed that it shows. The first one goes up before claims are grouped, so
    /// that a large ledger has its names and places soon.
    pub(super) fn step(&mut self, work: &Work, put_up: &mut dyn FnMut(Board)) -> Result<()> {
        let Some(counts) = work.counts else { return Ok(()) };
        if self.seen == Some(counts) {
            return Ok(());
        }
        // What another program did to articles that are here may have changed any of them: all is compared anew.
        let before = self.seen.unwrap_or_default();
        let only_told = counts.operations <= before.operations + work.operations
            && counts.articles - before.articles == counts.readings - before.readings
            && counts.articles >= before.articles;
        if !only_told {
            *self = Self { shifts: std::mem::take(&mut self.shifts), ..Self::new(Arc::clone(&self.ledger)) };
        }
        let first = self.seen.is_none();
        self.standing = self.ledger.standing()?;
        let mut wanted = work.articles.clone();
        let told = i64::try_from(wanted.iter().filter(|id| !self.cards.contains_key(id)).count()).unwrap_or(0);
        if first || counts.articles != before.articles + told {
            wanted.extend(self.unknown()?);
        }
        let mut copied = first;
        let mut read = BTreeSet::new();
        for id in wanted {
            copied |= self.take_in(id, &mut read)?;
        }
        self.tally.settle(&self.cards);
        if copied {
            self.copies = Arc::new(self.index.copies());
        }
        if first {
            put_up(Board { whole: false, ..self.board() });
        }
        self.group(&read, first)?;
        self.seen = Some(counts);
        put_up(self.board());
        Ok(())
    }

    fn board(&self) -> Board {
        let groups = self.kept.values().map(|kept| Arc::clone(&kept.traced)).collect();
        Board::new(self.cards.clone(), groups, Arc::clone(&self.copies), &self.tally, self.shifts.clone())
    }

    /// Takes in an article as it reads now; true if it shares text with others.
    fn take_in(&mut self, id: Id, read: &mut BTreeSet<String>) -> Result<bool> {
        let Some(article) = corrected_by(&*self.ledger, id, &self.standing.merges)? else { return Ok(false) };
        let card = Arc::new(Card::of(&article));
        if let Some(before) = self.cards.insert(id, Arc::clone(&card)) {
            self.tally.take(id, &before);
        }
        self.tally.put(id, &card);
        read.insert(article.reading.id.clone());
        // Ids are hashes of the text too: none is ever taken by another text.
        Ok(self.index.replace(Digest::of(&article.reading)).is_ok_and(|added| !added.copies.is_empty()))
    }

    /// Articles that are not on the board yet.
    fn unknown(&self) -> Result<Vec<Id>> {
        let mut all = Vec::new();
        loop {
            let page = Page { skip: all.len(), limit: Page::MOST };
            let more = self.ledger.articles(&ArticleFilter::default(), page)?;
            let last = more.len() < Page::MOST;
            all.extend(more.into_iter().map(|story| story.id));
            if last {
                break;
            }
        }
        all.retain(|id| !self.cards.contains_key(id));
        Ok(all)
    }

    /// Makes the groups anew that were touched. `read`: articles that came or read otherwise now.
    fn group(&mut self, read: &BTreeSet<String>, first: bool) -> Result<()> {
        let mut changed = self.index.changed();
        let mut was: HashMap<&Compared, String> = HashMap::new();
        let mut old: HashMap<String, Kept> = HashMap::new();
        for claim in &changed.claims {
            let Some(group) = self.group_of.remove(claim) else { continue };
            if let Some(kept) = self.kept.remove(&group) {
                old.insert(group.clone(), kept);
            }
            was.insert(claim, group);
        }
        let mut machine: HashSet<String> = HashSet::new();
        for group in changed.stories.iter().flat_map(|story| &story.groups) {
            self.group_of.extend(group.members.iter().map(|one| (one.claim.clone(), group.id.clone())));
            machine.insert(group.id.clone());
        }
        let moves = Moves::of(&self.standing.moves, &self.cards);
        moves.apply(&mut changed.stories, &changed.claims, &self.index);
        let copies = Arc::clone(&self.copies);
        let near = by_article(&copies);
        for story in &changed.stories {
            for (id, kept) in self.trace(story, &near, read, &old)? {
                if !first {
                    let before = former(&kept.group, &was).and_then(|id| old.get(id));
                    self.shift(before.map(|kept| &*kept.traced), &kept.traced);
                }
                if !machine.contains(&id) {
                    // A group that only people made is found by the claim that others were moved to.
                    self.group_of.extend(kept.group.members.first().map(|one| (one.claim.clone(), id.clone())));
                }
                self.kept.insert(id, kept);
            }
        }
        Ok(())
    }

    fn shift(&mut self, before: Option<&Traced>, now: &Traced) {
        let Some(shift) = Shift::between(before, now) else { return };
        self.shifts.retain(|known| known.group != shift.group && known.now.claim != shift.now.claim);
        self.shifts.insert(0, Arc::new(shift));
        self.shifts.truncate(KEPT);
    }

    /// Traces the groups of a story that stand in several articles.
    fn trace(
        &self,
        story: &Story,
        near: &HashMap<&str, Vec<&Copy>>,
        read: &BTreeSet<String>,
        old: &HashMap<String, Kept>,
    ) -> Result<Vec<(String, Kept)>> {
        let mut all = Vec::new();
        for group in &story.groups {
            let articles: BTreeSet<&str> = group.members.iter().map(|one| one.claim.article.as_str()).collect();
            if articles.len() < 2 {
                continue;
            }
            let here = |claim: &Compared| group.members.iter().any(|member| member.claim == *claim);
            let rivals: Vec<Match> =
                story.rivals.iter().filter(|rival| here(&rival.a) || here(&rival.b)).cloned().collect();
            if let Some(known) = old.get(&group.id)
                && known.group == *group
                && known.rivals == rivals
                && !articles.iter().any(|article| read.contains(*article))
            {
                let traced = Arc::clone(&known.traced);
                all.push((group.id.clone(), Kept { group: group.clone(), rivals, traced }));
                continue;
            }
            let others = rivals.iter().flat_map(|rival| [rival.a.article.as_str(), rival.b.article.as_str()]);
            let wanted: BTreeSet<&str> = articles.iter().copied().chain(others).collect();
            let readings = self.readings(&wanted)?;
            let readings: Vec<&Reading> = readings.iter().collect();
            let shared = articles.iter().filter_map(|article| near.get(article)).flatten();
            let copies: Vec<Copy> = shared
                .filter(|copy| articles.contains(copy.a.as_str()) && articles.contains(copy.b.as_str()))
                .map(|&copy| copy.clone())
                .collect();
            let story = Story { id: story.id.clone(), groups: Vec::new(), rivals };
            // A reading that was replaced between two questions is traced at the next turn.
            let Ok(trace) = trace::trace(&story, group, &readings, &copies) else { continue };
            let claim = |id: &Compared| {
                let card = self.cards.get(&id.article.parse().ok()?)?;
                card.claims.get(id.attribution.as_deref()?).copied()
            };
            let claims = trace.claims.iter().map(|one| claim(&one.claim)).collect();
            let traced = Arc::new(Traced { trace, claims });
            all.push((group.id.clone(), Kept { group: group.clone(), rivals: story.rivals, traced }));
        }
        Ok(all)
    }

    fn readings(&self, articles: &BTreeSet<&str>) -> Result<Vec<Reading>> {
        let mut readings = Vec::with_capacity(articles.len());
        for id in articles.iter().filter_map(|id| id.parse().ok()) {
            readings.extend(corrected_by(&*self.ledger, id, &self.standing.merges)?.map(|article| article.reading));
        }
        Ok(readings)
    }
}

/// Copies by the article with the smaller id.
fn by_article(copies: &[Copy]) -> HashMap<&str, Vec<&Copy>> {
    let mut near: HashMap<&str, Vec<&Copy>> = HashMap::new();
    for copy in copies {
        near.entry(copy.a.as_str()).or_default().push(copy);
    }
    near
}

/// The group that most members of this one were in before.
fn former<'w>(group: &Group, was: &'w HashMap<&Compared, String>) -> Option<&'w String> {
    let mut votes: BTreeMap<&String, usize> = BTreeMap::new();
    for id in group.members.iter().filter_map(|member| was.get(&member.claim)) {
        *votes.entry(id).or_default() += 1;
    }
    votes.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(id, _)| id)
}
