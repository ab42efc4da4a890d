//! The thread that follows the ledger: whatever is added or corrected is compared, and a new board put up.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::Duration;

use musnad_compare::{Digest, Group, Index, Story, trace};
use musnad_ledger::{ArticleFilter, Counts, Id, Ledger, Page, Result};
use musnad_model::Reading;
use tokio::sync::broadcast;

use super::{Board, Card, Traced, corrected};
use crate::live::News;

/// How often the ledger is looked at, for what other programs add.
const LOOK: Duration = Duration::from_secs(15);
/// How long more is waited for, so that many additions make one board.
const BREATH: Duration = Duration::from_millis(30);

#[derive(Default)]
struct Turn {
    wanted: u64,
    done: u64,
    /// Operations of this desk since the last turn that change no reading.
    quiet: i64,
    closed: bool,
}

/// The handle of the thread; it ends when this is dropped.
pub(crate) struct Follower(Arc<(Mutex<Turn>, Condvar)>);

impl Follower {
    pub(crate) fn start(
        ledger: Arc<dyn Ledger>,
        board: Arc<RwLock<Arc<Board>>>,
        news: broadcast::Sender<News>,
    ) -> std::io::Result<Self> {
        let turn = Arc::new((Mutex::new(Turn { wanted: 1, ..Turn::default() }), Condvar::new()));
        let shared = Arc::clone(&turn);
        std::thread::Builder::new().name("musnad-board".into()).spawn(move || {
            let mut comparing = Comparing::new(ledger);
            while let Some((wanted, quiet)) = next(&shared) {
                // A ledger that cannot be read now is asked again at the next turn.
                let _ = comparing.step(quiet, &mut |new: Board| {
                    let told = News {
                        articles: new.cards.len(),
                        groups: new.groups.len(),
                        conflicts: new.conflicting().len(),
                    };
                    *board.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
                    // Nobody may be listening.
                    let _ = news.send(told);
                });
                shared.0.lock().unwrap_or_else(PoisonError::into_inner).done = wanted;
                shared.1.notify_all();
            }
        })?;
        Ok(Self(turn))
    }

    /// Something changed. `quiet`: by an operation that changes no reading.
    pub(crate) fn wake(&self, quiet: bool) {
        let mut turn = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        turn.wanted += 1;
        turn.quiet += i64::from(quiet);
        drop(turn);
        self.0.1.notify_all();
    }

    /// Waits until everything before is compared.
    pub(crate) fn wait(&self) {
        let turn = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let wanted = turn.wanted;
        drop(self.0.1.wait_while(turn, |turn| turn.done < wanted && !turn.closed));
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.0.1.notify_all();
    }
}

/// Waits for the next turn; `None` at the end.
fn next(shared: &(Mutex<Turn>, Condvar)) -> Option<(u64, i64)> {
    let turn = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
    let idle = |turn: &mut Turn| turn.done == turn.wanted && !turn.closed;
    let waited = shared.1.wait_timeout_while(turn, LOOK, idle).unwrap_or_else(PoisonError::into_inner);
    drop(waited);
    std::thread::sleep(BREATH);
    let mut turn = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
    let quiet = std::mem::take(&mut turn.quiet);
    (!turn.closed).then_some((turn.wanted, quiet))
}

/// A trace with what it was made from: while that stays, it stays.
type Kept = HashMap<String, (Group, Vec<musnad_compare::Match>, Arc<Traced>)>;

struct Comparing {
    ledger: Arc<dyn Ledger>,
    index: Index,
    cards: BTreeMap<Id, Arc<Card>>,
    seen: Option<Counts>,
    kept: Kept,
}

impl Comparing {
    fn new(ledger: Arc<dyn Ledger>) -> Self {
        Self { ledger, index: Index::new(), cards: BTreeMap::new(), seen: None, kept: HashMap::new() }
    }

    /// Puts up a new board, if something changed that it shows. The first one goes up before claims are grouped, so
    /// that a large ledger has its names and places soon.
    fn step(&mut self, quiet: i64, put_up: &mut dyn FnMut(Board)) -> Result<()> {
        let counts = self.ledger.counts()?;
        if self.seen == Some(counts) {
            return Ok(());
        }
        // An operation, a newer reading or something forgotten may change any article: all is compared anew.
        let before = self.seen.unwrap_or_default();
        let only_added = counts.operations == before.operations + quiet
            && counts.articles - before.articles == counts.readings - before.readings
            && counts.articles >= before.articles;
        if !only_added {
            self.index = Index::new();
            self.cards.clear();
            self.kept.clear();
        }
        let unknown = self.unknown()?;
        if only_added && unknown.is_empty() && self.seen.is_some() {
            self.seen = Some(counts);
            return Ok(());
        }
        for id in unknown {
            if let Some(article) = corrected(&*self.ledger, id)? {
                self.cards.insert(id, Arc::new(Card::of(&article)));
                // Ids are hashes of the text too: none is ever taken by another text.
                let _ = self.index.add(Digest::of(&article.reading));
            }
        }
        let copies = self.index.copies();
        if self.seen.is_none() {
            put_up(Board { whole: false, ..Board::new(self.cards.clone(), Vec::new(), copies.clone()) });
        }
        let mut kept = Kept::new();
        for story in self.index.stories() {
            self.trace(&story, &copies, &mut kept)?;
        }
        let groups = kept.values().map(|(_, _, traced)| Arc::clone(traced)).collect();
        self.kept = kept;
        self.seen = Some(counts);
        put_up(Board::new(self.cards.clone(), groups, copies));
        Ok(())
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

    /// Traces the groups of a story that stand in several articles.
    fn trace(&self, story: &Story, copies: &[musnad_compare::Copy], kept: &mut Kept) -> Result<()> {
        let mut readings: Option<Vec<Reading>> = None;
        for group in &story.groups {
            let several = group.members.windows(2).any(|pair| pair[0].claim.article != pair[1].claim.article);
            if !several {
                continue;
            }
            if let Some(known) = self.kept.get(&group.id)
                && known.0 == *group
                && known.1 == story.rivals
            {
                kept.insert(group.id.clone(), known.clone());
                continue;
            }
            if readings.is_none() {
                readings = Some(self.readings(story)?);
            }
            let all: Vec<&Reading> = readings.iter().flatten().collect();
            // A reading that was replaced between two questions is traced at the next turn.
            let Ok(trace) = trace::trace(story, group, &all, copies) else { continue };
            let claim = |id: &musnad_compare::ClaimId| {
                let card = self.cards.get(&id.article.parse().ok()?)?;
                card.claims.get(id.attribution.as_deref()?).copied()
            };
            let claims = trace.claims.iter().map(|one| claim(&one.claim)).collect();
            let traced = Arc::new(Traced { trace, claims });
            kept.insert(group.id.clone(), (group.clone(), story.rivals.clone(), traced));
        }
        Ok(())
    }

    fn readings(&self, story: &Story) -> Result<Vec<Reading>> {
        let mut ids: Vec<&str> = story
            .groups
            .iter()
            .flat_map(|group| group.members.iter().map(|member| member.claim.article.as_str()))
            .chain(story.rivals.iter().flat_map(|rival| [rival.a.article.as_str(), rival.b.article.as_str()]))
            .collect();
        ids.sort_unstable();
        ids.dedup();
        let mut readings = Vec::with_capacity(ids.len());
        for id in ids.into_iter().filter_map(|id| id.parse().ok()) {
            readings.extend(corrected(&*self.ledger, id)?.map(|article| article.reading));
        }
        Ok(readings)
    }
}
