//! Everything composed: articles in, stories and copies out, held in memory.

mod change;

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use crate::copy::{self, Copy};
use crate::digest::Digest;
use crate::form::{WORN, form};
use crate::judge;
use crate::keys::Key;
use crate::story::{Story, stories};

pub use change::Changed;

/// An index of articles that grows one by one. Whatever the order, and whether the articles
/// come at once or one by one, stories and copies are the same.
#[derive(Debug, Default)]
pub struct Index {
    articles: Vec<Digest>,
    ids: FxHashMap<String, usize>,
    /// For each form a claim that has it, as article and place in its digest.
    forms: Vec<Vec<(usize, usize)>>,
    form_of: FxHashMap<u64, usize>,
    claims_by_key: FxHashMap<Key, Vec<usize>>,
    articles_by_print: FxHashMap<Key, Vec<usize>>,
    /// Set of each form: forms that hang together.
    set_of: Vec<usize>,
    sets: FxHashMap<usize, Vec<usize>>,
    copies: Vec<Copy>,
    touched: change::Touched,
}

/// An article could not be added.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddError {
    /// Another text has this id already.
    #[error("the id {id} belongs to another text")]
    Taken {
        /// The id.
        id: String,
    },
}

/// What a new article touched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Added {
    /// True if the same article was there already; then nothing changed.
    pub known: bool,
    /// The copies that it is part of.
    pub copies: Vec<Copy>,
}

impl Index {
    /// An empty index.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an article. Its claims are compared with those that share a key, its text with
    /// those that share a fingerprint, and with nothing else.
    ///
    /// # Errors
    /// [`AddError::Taken`] if another text has its id.
    pub fn add(&mut self, digest: Digest) -> Result<Added, AddError> {
        if let Some(&known) = self.ids.get(&digest.article) {
            if self.articles[known].sha256 != digest.sha256 {
                return Err(AddError::Taken { id: digest.article });
            }
            return Ok(Added { known: true, ..Added::default() });
        }
        let article = self.articles.len();
        let copies = self.copies_of(article, &digest);
        self.copies.extend(copies.iter().cloned());
        self.ids.insert(digest.article.clone(), article);
        self.articles.push(digest);
        for at in 0..self.articles[article].claims.len() {
            self.place(article, at);
        }
        Ok(Added { known: false, copies })
    }

    /// The copies of a new article among those that share a fingerprint.
    fn copies_of(&mut self, article: usize, digest: &Digest) -> Vec<Copy> {
        let mut near: Vec<usize> = Vec::new();
        for print in digest.fingerprints() {
            let list = self.articles_by_print.entry(print).or_default();
            if list.len() < WORN {
                near.extend(list.iter());
                list.push(article);
            }
        }
        near.sort_unstable();
        near.dedup();
        near.into_iter().filter_map(|other| copy::copied(&self.articles[other], digest)).collect()
    }

    /// Puts a claim to its form, and a new form to those that it belongs with.
    fn place(&mut self, article: usize, at: usize) {
        let claim = &self.articles[article].claims[at];
        if let Some(&known) = self.form_of.get(&form(claim)) {
            self.forms[known].push((article, at));
            self.touched.sets.insert(self.set_of[known]);
            return;
        }
        let new = self.forms.len();
        self.form_of.insert(form(claim), new);
        self.forms.push(vec![(article, at)]);
        self.set_of.push(new);
        self.sets.insert(new, vec![new]);
        self.touched.sets.insert(new);
        let mut near: Vec<usize> = Vec::new();
        for key in claim.keys() {
            let list = self.claims_by_key.entry(key).or_default();
            if list.len() < WORN {
                near.extend(list.iter());
                list.push(new);
            }
        }
        near.sort_unstable();
        near.dedup();
        let claim = &self.articles[article].claims[at];
        let linked: Vec<usize> =
            near.into_iter().filter(|&other| judge::judge(claim, self.claim(other)).is_some()).collect();
        linked.into_iter().for_each(|other| self.join(new, other));
    }

    fn claim(&self, form: usize) -> &crate::Claim {
        let (article, at) = self.forms[form][0];
        &self.articles[article].claims[at]
    }

    /// Joins the sets of two forms; the smaller moves.
    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.set_of[a], self.set_of[b]);
        if a == b {
            return;
        }
        let size = |set: usize| self.sets.get(&set).map_or(0, Vec::len);
        let (to, from) = if size(a) >= size(b) { (a, b) } else { (b, a) };
        let moved = self.sets.remove(&from).unwrap_or_default();
        if self.touched.sets.remove(&from) {
            self.touched.sets.insert(to);
        }
        for &form in &moved {
            self.set_of[form] = to;
        }
        self.sets.entry(to).or_default().extend(moved);
    }

    fn of_set(&self, set: usize) -> Vec<Story> {
        let forms = self.sets.get(&set).into_iter().flatten();
        let places = forms.flat_map(|&form| &self.forms[form]);
        stories(places.map(|&(article, at)| &self.articles[article].claims[at]))
    }

    /// All stories, in the order of their smallest claims.
    #[must_use]
    pub fn stories(&self) -> Vec<Story> {
        let mut stories: Vec<Story> = self.sets.keys().flat_map(|&set| self.of_set(set)).collect();
        sort(&mut stories);
        stories
    }

    /// The stories that an article belongs to.
    #[must_use]
    pub fn stories_of(&self, article: &str) -> Vec<Story> {
        let mut stories = self.stories_around(article);
        stories.retain(|story| {
            story.groups.iter().any(|group| group.members.iter().any(|member| member.claim.article == article))
        });
        stories
    }

    /// The stories of all claims that hang together with an article's, whether or not its own
    /// came to a group.
    pub(crate) fn stories_around(&self, article: &str) -> Vec<Story> {
        let mut stories: Vec<Story> = self.sets_of(article).into_iter().flat_map(|set| self.of_set(set)).collect();
        sort(&mut stories);
        stories
    }

    /// The keys of all claims that hang together with an article's.
    pub(crate) fn keys_around(&self, article: &str) -> impl Iterator<Item = Key> {
        let sets = self.sets_of(article);
        let forms = sets.into_iter().filter_map(|set| self.sets.get(&set)).flatten();
        // Claims of one form have the same keys.
        forms.flat_map(|&form| self.claim(form).keys())
    }

    /// The sets of an article's claims.
    fn sets_of(&self, article: &str) -> BTreeSet<usize> {
        let claims = self.article(article).into_iter().flat_map(|digest| &digest.claims);
        claims.filter_map(|claim| self.form_of.get(&form(claim))).map(|&form| self.set_of[form]).collect()
    }

    /// All copies, in the order of their articles' ids.
    #[must_use]
    pub fn copies(&self) -> Vec<Copy> {
        let mut copies = self.copies.clone();
        copies.sort_by(|x, y| (&x.a, &x.b).cmp(&(&y.a, &y.b)));
        copy::explain(&mut copies);
        copies
    }

    /// The digest of an article.
    #[must_use]
    pub fn article(&self, id: &str) -> Option<&Digest> {
        self.ids.get(id).map(|&at| &self.articles[at])
    }

    /// How many articles there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// True if there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }
}

fn sort(stories: &mut [Story]) {
    stories.sort_by(|a, b| a.groups[0].members[0].claim.cmp(&b.groups[0].members[0].claim));
}
