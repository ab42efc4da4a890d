//! `export`: articles and claims of a ledger in the formats of other programs. `docs/export.md` has the mappings.

mod annotation;
mod article;
mod csv;
mod ftm;
mod geojson;
mod graphml;
mod iri;
mod json;
mod jsonl;
mod marks;
mod prov;

use std::{
    collections::BTreeSet,
    fs::File,
    io::{self, BufWriter, Write},
    path::Path,
};

use anyhow::Context as _;
use musnad_ledger::{ArticleFilter, Days, Id, Ledger, Story};

use self::article::{Article, Known};
use crate::{
    Done,
    cli::{Export, ExportFormat},
    failure::{Failure, Outcome},
    filing::{self, Names, failed},
};

/// A format that is written article by article, so that memory stays that of one article and of the names in all.
trait Format {
    /// What stands before the first article.
    fn begin(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    /// One article with its claims.
    fn article(&mut self, article: &Article<'_>, out: &mut dyn Write) -> io::Result<()>;

    /// What stands after the last one.
    fn end(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Writes the chosen articles.
pub fn run(options: &Export) -> Done {
    let ledger = filing::open(&options.at.ledger)?;
    let stories = chosen(&*ledger, options)?;
    let mut out = output(options)?;
    let text = options.text;
    match options.format {
        ExportFormat::Jsonl => each(&*ledger, &stories, &mut jsonl::Lines { text }, &mut out)?,
        ExportFormat::Csv => each(&*ledger, &stories, &mut csv::Claims { bom: options.bom }, &mut out)?,
        ExportFormat::CsvArticles => each(&*ledger, &stories, &mut csv::Articles { bom: options.bom, text }, &mut out)?,
        ExportFormat::Geojson => each(&*ledger, &stories, &mut geojson::Features::default(), &mut out)?,
        ExportFormat::Prov => each(&*ledger, &stories, &mut prov::Graph::new(text), &mut out)?,
        ExportFormat::Annotation => each(&*ledger, &stories, &mut annotation::Collection::default(), &mut out)?,
        ExportFormat::Ftm => each(&*ledger, &stories, &mut ftm::Entities::new(text), &mut out)?,
        ExportFormat::Graphml => graphml::write(&*ledger, &stories, &mut out)?,
    }
    out.flush()?;
    Ok(Outcome::Well)
}

/// The articles that are asked for, those published first first; those without a day last. The order in which they were
/// added does not matter, so that two ledgers with the same articles are exported alike.
fn chosen(ledger: &dyn Ledger, options: &Export) -> anyhow::Result<Vec<Story>> {
    let published = Days { first: options.from, last: options.to };
    let filter = ArticleFilter { outlet: options.outlet.clone(), published, not_compared_by: None };
    let mut stories = filing::articles(ledger, &filter).map_err(failed)?;
    if !options.articles.is_empty() {
        let names = Names(ledger);
        let ids: BTreeSet<Id> =
            options.articles.iter().map(|name| names.article(name)).collect::<anyhow::Result<_>>()?;
        stories.retain(|story| ids.contains(&story.id));
    }
    stories.sort_by_key(|story| (story.published.is_none(), story.published, story.id));
    Ok(stories)
}

fn output(options: &Export) -> anyhow::Result<BufWriter<Box<dyn Write>>> {
    let Some(path) = &options.output else { return Ok(BufWriter::new(Box::new(io::stdout().lock()))) };
    let same = |a: &Path| a.canonicalize().ok();
    if same(path).is_some_and(|file| same(Path::new(&options.at.ledger)) == Some(file)) {
        return Err(Failure::usage("this would overwrite the ledger", "-o names another file").into());
    }
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(BufWriter::new(Box::new(file)))
}

fn each(ledger: &dyn Ledger, stories: &[Story], format: &mut dyn Format, out: &mut dyn Write) -> anyhow::Result<()> {
    let known = Known::of(ledger)?;
    format.begin(out)?;
    for story in stories {
        // A reading that this program cannot parse is passed over, as everywhere; `musnad verify` tells of it.
        let Some(corrected) = filing::corrected(ledger, story.id).map_err(failed)? else { continue };
        let article = Article::of(ledger, &known, &corrected)?;
        format.article(&article, out)?;
    }
    format.end(out)?;
    Ok(())
}
