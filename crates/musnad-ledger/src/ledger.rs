//! The ledger: what can be asked of it, whichever database keeps it.

use std::path::Path;

use jiff::Timestamp;

use crate::add::{Added, Addition};
use crate::case::{Header, Opened};
use crate::error::Result;
use crate::id::{ArticleId, ClaimId, Id, OperationId};
use crate::operation::{Operation, Standing, StoredOperation, Subject};
use crate::query::{
    Article, ArticleFilter, Claim, ClaimFilter, Counts, Fact, Head, Hit, Named, Page, PropositionFilter, Search, Story,
    Tie,
};
use crate::relation::{Bounds, Candidates, Comparison, Copied, Group, Key, Membership, Wanted};
use crate::verify::Verification;

/// An append-only store of articles, their readings and what people say about them.
///
/// # Threads and programs
/// A handle can be shared by any number of threads. Questions are answered by a few connections in parallel and
/// never wait for a writer; each sees the ledger as it was at one moment. Calls that write wait for each other, also
/// across programs, and each is one transaction: when it returns, it is on the disk, and if it fails or the
/// machine dies, nothing of it was done. All calls block; an async program makes them from blocking threads.
pub trait Ledger: Send + Sync {
    /// Adds an article with its original and a reading. What is there already stays as it is.
    ///
    /// # Errors
    /// [`crate::Error::Reading`] for a reading that is not acceptable, [`crate::Error::Forgotten`] for an article
    /// that was forgotten by demand, and whatever the database says.
    fn add(&self, addition: &Addition<'_>) -> Result<Added>;

    /// Records what somebody did, and applies it. Doing the very same twice changes nothing.
    ///
    /// # Errors
    /// [`crate::Error::Unknown`] if it is about something that is not here.
    fn operate(&self, operation: &Operation) -> Result<OperationId>;

    /// Forgets an article by legal demand: its originals, readings and claims are gone from every page of the
    /// files. The log keeps their hashes, and a tombstone says who demanded it, when and why.
    ///
    /// # Errors
    /// [`crate::Error::Unknown`] if there is no such article.
    fn forget(&self, article: ArticleId, author: &str, at: Timestamp, why: &str) -> Result<()>;

    /// How much there is.
    ///
    /// # Errors
    /// Whatever the database says. So for all calls below that name no errors.
    fn counts(&self) -> Result<Counts>;

    /// The end of the log.
    fn head(&self) -> Result<Head>;

    /// An article with its text, arrivals and readings.
    fn article(&self, id: ArticleId) -> Result<Option<Article>>;

    /// Articles and claims whose ids begin with these hexadecimal digits, a few of each; none for other signs.
    fn beginning(&self, digits: &str) -> Result<Vec<Subject>>;

    /// Articles, those published last first.
    fn articles(&self, filter: &ArticleFilter, page: Page) -> Result<Vec<Story>>;

    /// Claims, those published last first.
    fn claims(&self, filter: &ClaimFilter, page: Page) -> Result<Vec<Claim>>;

    /// Who speaks about whom in these claims, the most frequent first.
    fn ties(&self, filter: &ClaimFilter, page: Page) -> Result<Vec<Tie>>;

    /// What is claimed or narrated, published last first. With an entity and `placed`: somebody's whereabouts.
    fn facts(&self, filter: &PropositionFilter, page: Page) -> Result<Vec<Fact>>;

    /// Searches the contents and speakers of claims. Of very many matches, those added last are ranked.
    fn search_claims(&self, search: &Search, filter: &ClaimFilter, page: Page) -> Result<Vec<Hit<Claim>>>;

    /// Searches titles and texts of articles.
    fn search_articles(&self, search: &Search, filter: &ArticleFilter, page: Page) -> Result<Vec<Hit<Story>>>;

    /// Searches the names of people, bodies and places that speak or are named.
    fn search_names(&self, search: &Search, page: Page) -> Result<Vec<Hit<Named>>>;

    /// Everything that was done about something, in order: the history of a rating, the notes on a claim.
    fn operations(&self, about: &Subject) -> Result<Vec<StoredOperation>>;

    /// An operation by its id.
    fn operation(&self, id: OperationId) -> Result<Option<StoredOperation>>;

    /// What people decided across articles, as it stands: claims that they moved and entities that they merged.
    fn standing(&self) -> Result<Standing>;

    /// What shares keys or fingerprints with these.
    fn candidates(&self, keys: &[Wanted], fingerprints: &[Key], bounds: Bounds) -> Result<Candidates>;

    /// What this version of the comparing keeps of these articles ([`Comparison::digest`]), by id; those that it has not
    /// compared as they are now are left out.
    fn digests(&self, articles: &[ArticleId], version: &str) -> Result<Vec<(ArticleId, Vec<u8>)>>;

    /// The claims of an article by their ids in its reading, sorted by these.
    fn claim_ids(&self, article: ArticleId) -> Result<Vec<(String, ClaimId)>>;

    /// Records what the comparing found for an article, in place of what it found before.
    ///
    /// # Errors
    /// [`crate::Error::Unknown`] if it names claims or articles that are not here.
    fn relate(&self, comparison: &Comparison) -> Result<()>;

    /// Drops everything that the comparing found.
    fn drop_relations(&self) -> Result<()>;

    /// The groups of these claims, with people's moves applied; claims in no group are left out.
    fn groups(&self, claims: &[ClaimId]) -> Result<Vec<(ClaimId, Id)>>;

    /// The claims that the machine put into a group with any of these, and these, with their articles; people's moves
    /// are not applied. What comparing asks before it makes groups anew.
    fn companions(&self, claims: &[ClaimId]) -> Result<Vec<(ClaimId, ArticleId)>>;

    /// Where the machine put these claims, by their ids; people's moves are not applied.
    fn memberships(&self, claims: &[ClaimId]) -> Result<Vec<Membership>>;

    /// A group with its claims; `None` if nothing is in it.
    fn group(&self, id: Id) -> Result<Option<Group>>;

    /// What an article copies, and who copies it.
    fn copies(&self, article: ArticleId) -> Result<Vec<Copied>>;

    /// Checks every byte: the chain of the log, each record against its hash, the layer against the records, the
    /// relations against their sums, and the database's own structure. With a head kept from before, also that the log
    /// still holds it: cutting off the end of a log is not to be seen otherwise.
    fn verify(&self, known: Option<Head>) -> Result<Verification>;

    /// Writes a whole copy to a new file: a SQLite file, or from PostgreSQL a dump that [`Ledger::open_case`]
    /// puts into an empty ledger of either kind.
    ///
    /// # Errors
    /// [`crate::Error::File`] if the file is there already or cannot be written.
    fn backup(&self, file: &Path) -> Result<()>;

    /// Packs articles, with originals, readings, people's operations on them and their entries of the log, into one file.
    /// With no articles named: everything, as a dump.
    ///
    /// # Errors
    /// [`crate::Error::Unknown`] for an article that is not here, [`crate::Error::File`] for the file.
    fn export_case(&self, articles: Option<&[ArticleId]>, file: &Path) -> Result<Header>;

    /// Adds what is in a case, after every hash in it was checked. A dump goes into an empty ledger only and gives it the very
    /// log of the one it came from.
    ///
    /// # Errors
    /// [`crate::Error::Case`] if the file is damaged, and then nothing is added.
    fn open_case(&self, file: &Path) -> Result<Opened>;
}
