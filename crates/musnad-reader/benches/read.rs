//! Speed of the full reading on one core, in words, and of the pack's compilation.
//!
//! `make bench`. The items per second of `read_articles` are words per second. The
//! texts are the bundled articles, so that everybody measures the same; a text of
//! one's own is read with `MUSNAD_BENCH=FILE`, one article a file or one a line in
//! JSONL with a `text` field.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use musnad_lang::Pack;
use musnad_model::Article;
use musnad_reader::Reader;

fn main() {
    divan::main();
}

/// The bundled articles; the HTML page is left out, since taking it in is not the reader's work.
fn bundled() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/articles");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|e| e == "txt"))
        .collect();
    files.sort();
    files
}

fn articles() -> &'static [Article] {
    static ARTICLES: OnceLock<Vec<Article>> = OnceLock::new();
    ARTICLES.get_or_init(|| {
        let files = std::env::var_os("MUSNAD_BENCH").map_or_else(bundled, |file| vec![file.into()]);
        let mut articles = Vec::new();
        for file in files {
            let text = std::fs::read_to_string(&file).unwrap();
            if file.extension().is_some_and(|e| e == "jsonl") {
                articles.extend(text.lines().map(|line| {
                    let object: serde_json::Value = serde_json::from_str(line).unwrap();
                    Article::from_text(object["text"].as_str().unwrap())
                }));
            } else {
                articles.push(Article::from_text(text));
            }
        }
        articles
    })
}

/// The full reading: items are words, as white space parts them.
#[divan::bench]
fn read_articles(bencher: Bencher) {
    let reader = Reader::arabic();
    let articles = articles();
    let words: usize = articles.iter().map(|a| a.text.split_whitespace().count()).sum();
    let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    bencher.counter(ItemsCount::new(words)).counter(BytesCount::new(bytes)).bench_local(|| {
        for article in articles {
            divan::black_box(reader.read(divan::black_box(article)));
        }
    });
}

/// What the first reading of a process pays once.
#[divan::bench(sample_count = 20)]
fn compile_pack() -> Pack {
    Pack::embedded(divan::black_box("ar")).unwrap()
}
