//! Opens a desk over a fresh ledger with bundled stories, as `browser/run.sh` needs it.
//!
//! `story ADDRESS:PORT FOLDER…`: folders with a `story.toml`; prints the address when everything is compared.

use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use musnad_desk::{Options, serve};
use musnad_ledger::{Addition, Ledger};
use musnad_model::Article;
use musnad_reader::Reader;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().ok_or("story ADDRESS:PORT FOLDER…")?.parse()?;
    let place = tempfile::tempdir()?;
    let file = place.path().join("story.db");
    let ledger = musnad_ledger::open(&file.to_string_lossy(), &musnad_ledger::Options::default())?;
    arguments.try_for_each(|folder| fill(&*ledger, Path::new(&folder)))?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let serving = serve(Arc::from(ledger), Options { address, ..Options::default() }).await?;
        serving.desk().settle();
        println!("http://{}", serving.address()?);
        std::io::stdout().flush()?;
        serving.run().await;
        Ok(())
    })
}

fn fill(ledger: &dyn Ledger, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
    let reader = Reader::arabic();
    let list: toml::Table = toml::from_str(&std::fs::read_to_string(folder.join("story.toml"))?)?;
    for one in list.get("article").and_then(toml::Value::as_array).into_iter().flatten() {
        let word = |name: &str| one.get(name).and_then(toml::Value::as_str).map(str::to_owned);
        let article = Article {
            text: std::fs::read_to_string(folder.join(word("file").ok_or("an article without a file")?))?,
            url: word("url"),
            publisher: word("publisher"),
            title: word("title"),
            published: word("published").map(|day| day.parse()).transpose()?,
            published_at: moment(word("published"), word("hour")),
            ..Article::default()
        };
        ledger.add(&Addition {
            reading: &serde_json::to_string(&reader.read(&article))?,
            bytes: Some(article.text.as_bytes()),
            media: "text/plain; charset=utf-8",
            place: article.url.as_deref().unwrap_or("-"),
            how: "file",
            author: None,
            at: jiff::Timestamp::now(),
        })?;
    }
    Ok(())
}

/// The story's hours are those of one island; any one zone keeps their order.
fn moment(day: Option<String>, hour: Option<String>) -> Option<jiff::Timestamp> {
    format!("{}T{}:00Z", day?, hour?).parse().ok()
}
