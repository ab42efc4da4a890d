//! What stands behind the pages.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock, Weak};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use musnad_ledger::{Act, Added, Addition, ClaimFilter, Id, Ledger, Operation, OperationId, Page, Tie};
use musnad_reader::Reader;
use tokio::sync::{Semaphore, broadcast};

use crate::board::{Board, Follower};
use crate::failure::Failure;
use crate::guard::Guard;
use crate::live::News;
use crate::options::Options;
use crate::pace::Pace;

/// How much news waits for a page that is slow to take it.
const WAITING_NEWS: usize = 64;

/// A question that takes this long is answered from memory for this many times as long.
const LONG: Duration = Duration::from_millis(100);
const PATIENCE: u32 = 40;

/// Who speaks about whom, as it was when it was asked.
struct Ties {
    board: Weak<Board>,
    asked: Instant,
    took: Duration,
    ties: Arc<Vec<Tie>>,
}

/// How many passwords are hashed at a time.
const HASHING: usize = 2;

/// A desk over a ledger.
pub struct Desk {
    pub(crate) ledger: Arc<dyn Ledger>,
    pub(crate) options: Options,
    pub(crate) guard: Guard,
    pub(crate) news: broadcast::Sender<News>,
    /// How fast visitors ask.
    pub(crate) pace: Pace,
    /// Places for hashing passwords.
    pub(crate) hashing: Semaphore,
    ties: Mutex<Option<Ties>>,
    reader: OnceLock<Reader>,
    board: Arc<RwLock<Arc<Board>>>,
    follower: Follower,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("options", &self.options.address).finish_non_exhaustive()
    }
}

impl Desk {
    /// A desk over a ledger. Comparing begins at once, on a thread of its own; pages show what is compared so far.
    ///
    /// # Errors
    /// If the machine gives no random bytes or no thread.
    pub fn new(ledger: Arc<dyn Ledger>, options: Options) -> std::io::Result<Arc<Self>> {
        let guard = Guard::new(options.token.clone(), options.accounts.clone())?;
        let board = Arc::new(RwLock::new(Arc::new(Board::default())));
        let (news, _) = broadcast::channel(WAITING_NEWS);
        let follower = Follower::start(Arc::clone(&ledger), Arc::clone(&board), news.clone())?;
        Ok(Arc::new(Self {
            pace: Pace::new(options.a_minute),
            ledger,
            options,
            guard,
            news,
            hashing: Semaphore::new(HASHING),
            ties: Mutex::new(None),
            reader: OnceLock::new(),
            board,
            follower,
        }))
    }

    /// Waits until everything that was added or corrected before is compared.
    pub fn settle(&self) {
        self.follower.wait();
    }

    /// What is compared so far.
    pub(crate) fn board(&self) -> Arc<Board> {
        Arc::clone(&self.board.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Who speaks about whom in all claims, the most frequent first. That is a question to the whole ledger: it is asked
    /// once for each board, and where it takes long, not again before so many times as long.
    pub(crate) fn ties(&self, board: &Arc<Board>) -> Result<Arc<Vec<Tie>>, Failure> {
        let mut known = self.ties.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(one) = &*known {
            let same = std::ptr::eq(one.board.as_ptr(), Arc::as_ptr(board));
            if same || (one.took >= LONG && one.asked.elapsed() < one.took * PATIENCE) {
                return Ok(Arc::clone(&one.ties));
            }
        }
        // Under the lock: whoever asks meanwhile waits for this answer.
        let asked = Instant::now();
        let page = Page { skip: 0, limit: Page::MOST };
        let ties = Arc::new(self.ledger.ties(&ClaimFilter::default(), page)?);
        *known = Some(Ties { board: Arc::downgrade(board), asked, took: asked.elapsed(), ties: Arc::clone(&ties) });
        Ok(ties)
    }

    /// The reader of Arabic, made at first use.
    pub(crate) fn reader(&self) -> &Reader {
        self.reader.get_or_init(Reader::arabic)
    }

    /// Records what somebody did, and has compared what it touches.
    pub(crate) fn operate(&self, author: &str, act: Act, why: Option<&str>) -> Result<OperationId, Failure> {
        let touched = self.touched(&act)?;
        let operation = Operation::new(author, Timestamp::now(), act);
        let operation = why.map_or_else(|| operation.clone(), |why| operation.clone().because(why));
        Ok(self.follower.act(true, || Ok((self.ledger.operate(&operation)?, touched)))?)
    }

    /// The articles that read or hang together otherwise after an act.
    fn touched(&self, act: &Act) -> Result<BTreeSet<Id>, Failure> {
        let mut act = act.clone();
        // An operation cannot name one that comes after it, so this ends.
        while let Act::Undo { operation } = act {
            act = self.ledger.operation(operation)?.ok_or(Failure::NotFound)?.operation.act;
        }
        let board = self.board();
        let claims: Vec<Id> = match act {
            Act::SetSource { claim, .. } | Act::NotAClaim { claim } => vec![claim],
            // What is doubtful is on the board too.
            Act::Confirm { claim } | Act::RateClaim { claim, .. } => vec![claim],
            Act::Move { claim, to } => std::iter::once(claim).chain(to).collect(),
            Act::Merge { entity, into } => return Ok(board.naming(&entity).chain(board.naming(&into)).collect()),
            Act::Split { articles, .. } => return Ok(articles.into_iter().collect()),
            Act::RateSource { .. } | Act::Note { .. } | Act::Undo { .. } => Vec::new(),
        };
        if claims.is_empty() {
            return Ok(BTreeSet::new());
        }
        let filter = ClaimFilter { ids: claims, rejected: true, ..ClaimFilter::default() };
        let found = self.ledger.claims(&filter, Page::default())?;
        Ok(found.into_iter().map(|claim| claim.article).collect())
    }

    /// Adds an article, and has it compared.
    pub(crate) fn put(&self, addition: &Addition<'_>) -> Result<Added, Failure> {
        let add = || {
            let added = self.ledger.add(addition)?;
            let article = added.article;
            Ok((added, BTreeSet::from([article])))
        };
        Ok(self.follower.act(false, add)?)
    }

    /// Has compared what other programs added. The desk looks for that by itself every few seconds.
    pub fn refresh(&self) {
        self.follower.wake();
    }
}
