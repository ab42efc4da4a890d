//! What changed in an index, and an article that reads otherwise than before.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{AddError, Added, Index, sort};
use crate::claim::ClaimId;
use crate::copy::{self, Copy};
use crate::digest::Digest;
use crate::form::form;
use crate::story::Story;

/// What additions and replacements touched. Stories of other claims are as they were.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changed {
    /// All claims that hang together with those that came, went or changed, and these; sorted. Whatever group
    /// held one of them before is no more, unless it is among [`Self::stories`].
    pub claims: Vec<ClaimId>,
    /// The stories of these claims as they are now.
    pub stories: Vec<Story>,
}

/// What was touched since it was asked for last.
#[derive(Debug, Default)]
pub(super) struct Touched {
    pub(super) sets: BTreeSet<usize>,
    gone: BTreeSet<ClaimId>,
}

impl Index {
    /// What [`Self::add`] and [`Self::replace`] touched since this was asked for last. After an index
    /// was filled for the first time that is everything.
    pub fn changed(&mut self) -> Changed {
        let touched = std::mem::take(&mut self.touched);
        let forms = touched.sets.iter().filter_map(|set| self.sets.get(set)).flatten();
        let places = forms.flat_map(|&form| &self.forms[form]);
        let mut claims = touched.gone;
        claims.extend(places.map(|&(article, at)| self.articles[article].claims[at].id.clone()));
        let mut stories: Vec<Story> = touched.sets.iter().flat_map(|&set| self.of_set(set)).collect();
        sort(&mut stories);
        Changed { claims: claims.into_iter().collect(), stories }
    }

    /// Puts a reading of an article in the place of the one before, as when people corrected it. An article that is
    /// not there is added. Afterwards the index is as if it had never seen the other reading, unless one of its keys
    /// was so common that others were not kept.
    ///
    /// # Errors
    /// [`AddError::Taken`] if another text has its id.
    pub fn replace(&mut self, digest: impl Into<Arc<Digest>>) -> Result<Added, AddError> {
        let digest = digest.into();
        let Some(&article) = self.ids.get(&digest.article) else { return self.add(digest) };
        if self.articles[article].sha256 != digest.sha256 {
            return Err(AddError::Taken { id: digest.article.clone() });
        }
        for at in 0..self.articles[article].claims.len() {
            self.take_out(article, at);
        }
        self.articles_by_print.take_out(article, &self.articles[article].fingerprints());
        self.copies.retain(|copy| copy.a != digest.article && copy.b != digest.article);
        let near = self.articles_by_print.put(article, &digest.fingerprints());
        let copies: Vec<Copy> =
            near.into_iter().filter_map(|other| copy::copied(&self.articles[other], &digest)).collect();
        self.copies.extend(copies.iter().cloned());
        self.articles[article] = digest;
        for at in 0..self.articles[article].claims.len() {
            self.place(article, at);
        }
        Ok(Added { known: false, copies })
    }

    /// Takes a claim out of its form, and a form that has no claim any more out of everything. Its set stays whole: sets
    /// hold all that hangs together and may hold more, since stories are made from judged pairs alone.
    fn take_out(&mut self, article: usize, at: usize) {
        let claim = &self.articles[article].claims[at];
        self.touched.gone.insert(claim.id.clone());
        let hash = form(claim);
        let Some(&form) = self.form_of.get(&hash) else { return };
        let set = self.set_of[form];
        self.touched.sets.insert(set);
        self.forms[form].retain(|&place| place != (article, at));
        if !self.forms[form].is_empty() {
            return;
        }
        self.form_of.remove(&hash);
        self.forms_by_key.take_out(form, &claim.keys());
        if let Some(forms) = self.sets.get_mut(&set) {
            forms.retain(|&other| other != form);
        }
    }
}
