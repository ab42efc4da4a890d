//! The thread that follows the ledger: whatever is added or corrected is compared, and a new board put up.

use std::collections::BTreeSet;
use std::sync::{Arc, Condvar, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use musnad_ledger::{Counts, Id, Ledger, Result};
use tokio::sync::broadcast;

use super::Board;
use super::comparing::Comparing;
use crate::live::News;

/// How often the ledger is looked at, for what other programs add.
const LOOK: Duration = Duration::from_secs(15);
/// How long more is waited for, so that many additions make one board.
const BREATH: Duration = Duration::from_millis(30);
/// Between two boards at least as long as this many times what the last one took: pages come first.
const REST: u32 = 2;
/// But never longer than this.
const LONGEST_REST: Duration = Duration::from_secs(3);

/// What happened since the last turn, as far as this desk did it.
#[derive(Debug, Default)]
pub(super) struct Work {
    /// Articles that were added, or that people said something about.
    pub articles: BTreeSet<Id>,
    /// Operations of this desk, whose articles are among these.
    pub operations: i64,
    /// How much the ledger has now; nothing if it cannot be read.
    pub counts: Option<Counts>,
}

#[derive(Default)]
struct Turn {
    wanted: u64,
    done: u64,
    work: Work,
    closed: bool,
    /// Somebody waits: no rest now.
    hurry: bool,
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
            let mut comparing = Comparing::new(Arc::clone(&ledger));
            let mut rest = Duration::ZERO;
            while let Some((wanted, work)) = next(&shared, &*ledger, rest) {
                let start = Instant::now();
                // A ledger that cannot be read now is asked again at the next turn.
                let _ = comparing.step(&work, &mut |new: Board| {
                    let told = News {
                        articles: new.cards.len(),
                        groups: new.groups.len(),
                        conflicts: new.conflicting().len(),
                    };
                    *board.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
                    // Nobody may be listening.
                    let _ = news.send(told);
                });
                rest = (start.elapsed() * REST).min(LONGEST_REST);
                shared.0.lock().unwrap_or_else(PoisonError::into_inner).done = wanted;
                shared.1.notify_all();
            }
        })?;
        Ok(Self(turn))
    }

    /// Does something to the ledger and tells the thread of it: what `act` gives, with the articles that it touched. No
    /// turn begins meanwhile, so that the thread never sees an operation that it was not told of.
    pub(crate) fn act<T>(&self, operation: bool, act: impl FnOnce() -> Result<(T, BTreeSet<Id>)>) -> Result<T> {
        let mut turn = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (value, articles) = act()?;
        turn.wanted += 1;
        turn.work.articles.extend(articles);
        turn.work.operations += i64::from(operation);
        drop(turn);
        self.0.1.notify_all();
        Ok(value)
    }

    /// Other programs may have changed something.
    pub(crate) fn wake(&self) {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner).wanted += 1;
        self.0.1.notify_all();
    }

    /// Waits until everything before is compared.
    pub(crate) fn wait(&self) {
        let mut turn = self.0.0.lock().unwrap_or_else(PoisonError::into_inner);
        turn.hurry = true;
        self.0.1.notify_all();
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
fn next(shared: &(Mutex<Turn>, Condvar), ledger: &dyn Ledger, rest: Duration) -> Option<(u64, Work)> {
    let lock = || shared.0.lock().unwrap_or_else(PoisonError::into_inner);
    let pause = |turn, time, until: fn(&mut Turn) -> bool| {
        shared.1.wait_timeout_while(turn, time, until).unwrap_or_else(PoisonError::into_inner).0
    };
    let turn = pause(lock(), rest, |turn| !turn.hurry && !turn.closed);
    drop(pause(turn, LOOK, |turn| turn.done == turn.wanted && !turn.closed));
    std::thread::sleep(BREATH);
    let mut turn = lock();
    turn.hurry = false;
    let mut work = std::mem::take(&mut turn.work);
    // Under the lock: what is counted here is what was told of.
    work.counts = ledger.counts().ok();
    (!turn.closed).then_some((turn.wanted, work))
}
