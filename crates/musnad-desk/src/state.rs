//! What stands behind the pages.

use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use jiff::Timestamp;
use musnad_ledger::{Act, Ledger, Operation, OperationId};
use musnad_reader::Reader;
use tokio::sync::broadcast;

use crate::board::{Board, Follower};
use crate::failure::Failure;
use crate::guard::Guard;
use crate::live::News;
use crate::options::Options;

/// How much news waits for a page that is slow to take it.
const WAITING_NEWS: usize = 64;

/// A desk over a ledger.
pub struct Desk {
    pub(crate) ledger: Arc<dyn Ledger>,
    pub(crate) options: Options,
    pub(crate) guard: Guard,
    pub(crate) news: broadcast::Sender<News>,
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
        let guard = Guard::new(options.token.clone())?;
        let board = Arc::new(RwLock::new(Arc::new(Board::default())));
        let (news, _) = broadcast::channel(WAITING_NEWS);
        let follower = Follower::start(Arc::clone(&ledger), Arc::clone(&board), news.clone())?;
        Ok(Arc::new(Self { ledger, options, guard, news, reader: OnceLock::new(), board, follower }))
    }

    /// Waits until everything that was added or corrected before is compared.
    pub fn settle(&self) {
        self.follower.wait();
    }

    /// What is compared so far.
    pub(crate) fn board(&self) -> Arc<Board> {
        Arc::clone(&self.board.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The reader of Arabic, made at first use.
    pub(crate) fn reader(&self) -> &Reader {
        self.reader.get_or_init(Reader::arabic)
    }

    /// Records what somebody did, and has it compared.
    pub(crate) fn operate(&self, act: Act, why: Option<&str>) -> Result<OperationId, Failure> {
        let operation = Operation::new(&self.options.author, Timestamp::now(), act);
        let operation = why.map_or_else(|| operation.clone(), |why| operation.clone().because(why));
        let quiet = matches!(
            operation.act,
            Act::Confirm { .. } | Act::RateClaim { .. } | Act::RateSource { .. } | Act::Note { .. }
        );
        let id = self.ledger.operate(&operation)?;
        self.follower.wake(quiet);
        Ok(id)
    }

    /// Has compared what other programs added. The desk looks for that by itself every few seconds.
    pub fn refresh(&self) {
        self.follower.wake(false);
    }
}
