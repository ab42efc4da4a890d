//! Everything composed: articles in, stories and copies out, held in memory.

mod change;

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::claim::Claim;
use crate::copy::{self, Copy};
use crate::digest::Digest;
use crate::form::form;
use crate::judge;
use crate::keys::Places;
use crate::story::{Story, stories};

pub use change::Changed;

/// An index of articles that grows one by one. Whatever the order, and whether the articles
/// come at once or one by one, stories and copies are the same.
#[derive(Debug, Default)]
pub struct Index {
    articles: Vec<Arc<Digest>>,
    ids: FxHashMap<String, usize>,
    /// For each form a claim that has it, as article and place in its digest.
    forms: Vec<Vec<(usize, usize)>>,
    form_of: FxHashMap<u64, usize>,
    forms_by_key: Places,
    articles_by_print: Places,
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
    pub fn add(&mut self, digest: impl Into<Arc<Digest>>) -> Result<Added, AddError> {
        let digest = digest.into();
        let (article, known) = self.know(&digest)?;
        if known {
            return Ok(Added { known, ..Added::default() });
        }
        let near = self.articles_by_print.put(article, &digest.fingerprints());
        let copies: Vec<Copy> =
            near.into_iter().filter_map(|other| copy::copied(&self.articles[other], &digest)).collect();
        self.copies.extend(copies.iter().cloned());
        for at in 0..digest.claims.len() {
            self.place(article, at);
        }
        Ok(Added { known, copies })
    }

    /// The place of an article, and whether it was there already. Nothing of it is compared.
    fn know(&mut self, digest: &Arc<Digest>) -> Result<(usize, bool), AddError> {
        if let Some(&known) = self.ids.get(&digest.article) {
            if self.articles[known].sha256 != digest.sha256 {
                return Err(AddError::Taken { id: digest.article.clone() });
            }
            return Ok((known, true));
        }
        let article = self.articles.len();
        self.ids.insert(digest.article.clone(), article);
        self.articles.push(Arc::clone(digest));
        Ok((article, false))
    }

    /// Adds some claims of an article, by their places, and its text not at all. None of them was added before.
    pub(crate) fn add_claims(
        &mut self,
        digest: &Arc<Digest>,
        claims: impl IntoIterator<Item = usize>,
    ) -> Result<(), AddError> {
        let (article, _) = self.know(digest)?;
        claims.into_iter().filter(|&at| at < digest.claims.len()).for_each(|at| self.place(article, at));
        Ok(())
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
        let near = self.forms_by_key.put(new, &claim.keys());
        let claim = &self.articles[article].claims[at];
        let linked: Vec<usize> =
            near.into_iter().filter(|&other| judge::judge(claim, self.claim(other)).is_some()).collect();
        linked.into_iter().for_each(|other| self.join(new, other));
    }

    fn claim(&self, form: usize) -> &Claim {
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

    /// The stories of all claims that hang together with an article's, whether or not its own came to a group. After
    /// [`Self::add`] they are those that the article may have changed: all others are as they were.
    #[must_use]
    pub fn stories_around(&self, article: &str) -> Vec<Story> {
        let claims = self.article(article).into_iter().flat_map(|digest| &digest.claims);
        self.stories_with(claims)
    }

    /// The stories of all claims that hang together with some.
    pub(crate) fn stories_with<'c>(&self, claims: impl IntoIterator<Item = &'c Claim>) -> Vec<Story> {
        let mut stories: Vec<Story> = self.sets_with(claims).into_iter().flat_map(|set| self.of_set(set)).collect();
        sort(&mut stories);
        stories
    }

    /// The forms of all claims that hang together with some, each by its number and one claim that has it.
    pub(crate) fn forms_with<'c>(
        &self,
        claims: impl IntoIterator<Item = &'c Claim>,
    ) -> impl Iterator<Item = (usize, &Claim)> {
        let sets = self.sets_with(claims);
        let forms = sets.into_iter().filter_map(|set| self.sets.get(&set)).flatten();
        forms.map(|&form| (form, self.claim(form)))
    }

    /// All claims that hang together with some.
    pub(crate) fn claims_with<'c>(&self, claims: impl IntoIterator<Item = &'c Claim>) -> impl Iterator<Item = &Claim> {
        let forms = self.forms_with(claims).flat_map(|(form, _)| &self.forms[form]);
        forms.map(|&(article, at)| &self.articles[article].claims[at])
    }

    fn sets_with<'c>(&self, claims: impl IntoIterator<Item = &'c Claim>) -> BTreeSet<usize> {
        let forms = claims.into_iter().filter_map(|claim| self.form_of.get(&form(claim)));
        forms.map(|&form| self.set_of[form]).collect()
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
        self.ids.get(id).map(|&at| &*self.articles[at])
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
