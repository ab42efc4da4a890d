//! How the work grows with the number of articles, on made-up news: ten articles an event,
//! of which each repeats the event's statements in its own words and adds some of its own.
//!
//!     cargo bench -p musnad-compare

use divan::Bencher;
use musnad_compare::trace::trace;
use musnad_compare::{Digest, Index, Story};
use musnad_model::{Attribution, Block, BlockKind, Engine, Entity, EntityKind, Mode, Reading, Span, Stance};
use numbers::Numbers;

#[path = "../tests/compare/numbers.rs"]
mod numbers;

fn main() {
    divan::main();
}

const SIZES: [usize; 3] = [100, 1_000, 10_000];

/// Articles of one event, statements that all of them have, and statements of each alone.
const EVENT: usize = 10;
const COMMON: usize = 3;
const ALONE: usize = 5;

/// Roots of the made-up words.
const ROOTS: u64 = 175;

/// Text and spans of an article that is being written.
struct Page {
    reading: Reading,
    chars: u32,
}

impl Page {
    fn push(&mut self, words: &str) -> Span {
        let start = self.chars;
        self.reading.text.push_str(words);
        self.chars += words.chars().count() as u32;
        Span::new(start, self.chars)
    }

    fn say(&mut self, speaker: usize, content: &[String]) {
        let source = self.push(&format!("الناطق {}", name(speaker)));
        let cue = self.push(" قال ");
        self.push("إن ");
        let content = self.push(&content.join(" "));
        self.push(". ");
        let entity = format!("e{speaker}");
        if self.reading.entities.iter().all(|known| known.id != entity) {
            self.reading.entities.push(Entity {
                id: entity.clone(),
                kind: EntityKind::Person,
                name: name(speaker),
                aliases: Vec::new(),
                mentions: vec![source],
                roles: Vec::new(),
                key: format!("person:{}", name(speaker)),
                latin: None,
            });
        }
        self.reading.attributions.push(Attribution {
            id: format!("a{}", self.reading.attributions.len() + 1),
            source: vec![source],
            cue: vec![cue],
            content: vec![content],
            mode: Mode::Indirect,
            stance: Stance::Says,
            negated: false,
            speaker: Some(name(speaker)),
            speaker_entity: Some(entity),
            via: None,
            parent: None,
            rule: String::new(),
            confidence: 1.0,
        });
    }
}

fn name(speaker: usize) -> String {
    let mut numbers = Numbers::new(speaker as u64, ROOTS);
    format!("{} {}", numbers.word(), numbers.word())
}

/// The same statement in another article: a few words changed.
fn retold(statement: &[String], numbers: &mut Numbers) -> Vec<String> {
    let retold = |word: &String| if numbers.below(8) == 0 { numbers.word() } else { word.clone() };
    statement.iter().map(retold).collect()
}

fn readings(count: usize) -> Vec<Reading> {
    let mut numbers = Numbers::new(7, ROOTS);
    let mut all = Vec::with_capacity(count);
    let mut common: Vec<Vec<String>> = Vec::new();
    for i in 0..count {
        if i % EVENT == 0 {
            common = (0..COMMON).map(|_| numbers.statement(10)).collect();
        }
        let day = (1 + (i / EVENT) % 28).to_string();
        let mut page = Page { reading: empty(i, &day), chars: 0 };
        for (n, statement) in common.iter().enumerate() {
            let statement = retold(statement, &mut numbers);
            page.say(i / EVENT * COMMON + n, &statement);
        }
        for _ in 0..ALONE {
            let (speaker, statement) = (numbers.below(5_000) as usize, numbers.statement(10));
            page.say(speaker, &statement);
            let own = numbers.statement(10).join(" ");
            page.push(&format!("{own}. "));
        }
        let whole = Span::new(0, page.chars);
        page.reading.blocks = vec![Block { kind: BlockKind::Paragraph, span: whole }];
        all.push(page.reading);
    }
    all
}

fn empty(i: usize, day: &str) -> Reading {
    Reading {
        schema: "musnad/1".to_owned(),
        id: format!("x{i:06}"),
        sha256: format!("{i:064}"),
        language: "ar".to_owned(),
        url: None,
        publisher: Some(format!("صحيفة {}", name(i % 40))),
        title: None,
        published: format!("2031-03-{day:0>2}").parse().ok(),
        published_at: None,
        text: String::new(),
        blocks: Vec::new(),
        attributions: Vec::new(),
        entities: Vec::new(),
        times: Vec::new(),
        places: Vec::new(),
        quantities: Vec::new(),
        propositions: Vec::new(),
        labels: Vec::new(),
        notes: Vec::new(),
        engine: Engine { version: String::new(), pack: String::new() },
    }
}

fn digests(count: usize) -> Vec<Digest> {
    readings(count).iter().map(Digest::of).collect()
}

fn index(digests: Vec<Digest>) -> Index {
    let mut index = Index::new();
    for digest in digests {
        index.add(digest).expect("ids are different");
    }
    index
}

/// Readings to what comparing keeps of them.
#[divan::bench(args = [100])]
fn digest(bencher: Bencher<'_, '_>, count: usize) {
    let readings = readings(count);
    bencher.bench(|| readings.iter().map(Digest::of).collect::<Vec<_>>());
}

/// All articles into an empty index, one by one.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn add_all(bencher: Bencher<'_, '_>, count: usize) {
    bencher.with_inputs(|| digests(count)).bench_values(index);
}

/// One more article among so many, with the stories that it touches.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn add_one(bencher: Bencher<'_, '_>, count: usize) {
    let input = || {
        let mut digests = digests(count);
        let last = digests.pop().expect("there are articles");
        (index(digests), last)
    };
    bencher.with_inputs(input).bench_values(|(mut index, last)| {
        let id = last.article.clone();
        index.add(last).expect("the id is new");
        index.stories_of(&id)
    });
}

/// All groups, made anew.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn group_all(bencher: Bencher<'_, '_>, count: usize) {
    let index = index(digests(count));
    bencher.bench(|| index.stories());
}

/// A trace for each of a hundred groups, among so many articles.
#[divan::bench(args = SIZES, sample_count = 3, sample_size = 1)]
fn trace_hundred(bencher: Bencher<'_, '_>, count: usize) {
    let readings = readings(count);
    let index = index(readings.iter().map(Digest::of).collect());
    let copies = index.copies();
    let stories: Vec<Story> = index.stories().into_iter().take(100).collect();
    bencher.bench(|| {
        let traced = stories.iter().map(|story| {
            // A store gives the readings of the story's articles only.
            let of = |reading: &&Reading| {
                let members = story.groups.iter().flat_map(|group| &group.members);
                members.into_iter().any(|member| member.claim.article == reading.id)
            };
            let given: Vec<&Reading> = readings.iter().filter(of).collect();
            trace(story, &story.groups[0], &given, &copies).map(|trace| trace.lines.lower)
        });
        traced.collect::<Result<Vec<_>, _>>()
    });
}
