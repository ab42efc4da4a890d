//! Measures a ledger: how fast articles are added, how large they are, how long questions take.
//!
//! ```sh
//! musnad extract articles.jsonl > readings.jsonl
//! cargo run --release -p musnad-ledger --example measure -- readings.jsonl ledger.db 10000
//! cargo run --release -p musnad-ledger --example measure -- readings.jsonl postgresql://user@host/database 10000
//! ```
//!
//! With fewer readings than articles, texts come again with other numbers, other names and another day, so that words, entities and
//! claims grow as they do in a real collection. The ledger must be empty or hold a smaller run: it goes on from there.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::time::{Duration, Instant};

use musnad_ledger::{
    Addition, ArticleFilter, ClaimFilter, Comparison, Dated, Days, Id, Key, Ledger, Membership, Options, Page,
    PropositionFilter, Search, Wanted, Where, open,
};
use musnad_model::{Reading, Stance};

/// Letters that stand for one another in names of later rounds: the length, and so every span, stays.
const LETTERS: &str = "بتثجحخدذرزسشصضطظعغفقكلمنه";

/// The same article in another round: letters of names turned, digits turned, another day.
fn vary(reading: &mut Reading, round: usize) {
    let letters: Vec<char> = LETTERS.chars().collect();
    let turn = |c: char| match letters.iter().position(|&letter| letter == c) {
        Some(at) => letters[(at + round) % letters.len()],
        None => c,
    };
    let mut text: Vec<char> = reading.text.chars().collect();
    for entity in &mut reading.entities {
        for mention in &entity.mentions {
            for c in &mut text[mention.start as usize..mention.end as usize] {
                *c = turn(*c);
            }
        }
        entity.name = entity.name.chars().map(turn).collect();
        for alias in &mut entity.aliases {
            *alias = alias.chars().map(turn).collect();
        }
        if let Some((kind, name)) = entity.key.split_once(':') {
            entity.key = format!("{kind}:{}", name.chars().map(turn).collect::<String>());
        }
    }
    for c in &mut text {
        if let Some(digit) = c.to_digit(10) {
            *c = char::from_digit((digit + u32::try_from(round).unwrap()) % 10, 10).unwrap();
        }
    }
    for attribution in &mut reading.attributions {
        attribution.speaker = attribution.speaker.as_ref().map(|name| name.chars().map(turn).collect());
    }
    reading.text = text.into_iter().collect();
    reading.sha256 = Id::of(reading.text.as_bytes()).to_string();
}

fn median(mut times: Vec<Duration>) -> (Duration, Duration) {
    times.sort();
    (times[times.len() / 2], times[times.len() * 95 / 100])
}

/// Asks a question `n` times.
fn ask(what: &str, n: usize, mut question: impl FnMut(usize) -> usize) {
    let mut found = 0;
    let times = (0..n).map(|n| {
        let from = Instant::now();
        found += question(n);
        from.elapsed()
    });
    let (median, most) = median(times.collect());
    let each = found as f64 / n as f64;
    println!("{what:<44} median {median:>9.2?}  p95 {most:>9.2?}  {each:.1} found");
}

fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap_or("")
        .split_whitespace()
        .skip(1)
        .collect::<Vec<_>>()
        .join(" ")
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, readings, place, count] = &arguments[..] else {
        eprintln!("measure READINGS.jsonl LEDGER COUNT");
        std::process::exit(2);
    };
    let count: usize = count.parse().unwrap();
    let lines: Vec<String> =
        BufReader::new(std::fs::File::open(readings).unwrap()).lines().map(Result::unwrap).collect();
    let ledger = open(place, &Options::default()).unwrap();
    let there = ledger.counts().unwrap().articles as usize;

    let mut text = 0usize;
    let (mut adding, mut relating) = (Duration::ZERO, Duration::ZERO);
    let day = jiff::civil::date(2023, 1, 1);
    for n in there..count {
        let mut reading: Reading = serde_json::from_str(&lines[n % lines.len()]).unwrap();
        vary(&mut reading, n / lines.len());
        reading.published = Some(day.checked_add(jiff::Span::new().days((n % 700) as i64)).unwrap());
        let json = serde_json::to_string(&reading).unwrap();
        text += reading.text.len();
        let addition = Addition {
            reading: &json,
            bytes: Some(reading.text.as_bytes()),
            media: "text/plain; charset=utf-8",
            place: &format!("bulk:{n}"),
            how: "measure",
            author: None,
            at: jiff::Timestamp::from_second(1_700_000_000 + n as i64).unwrap(),
        };
        let from = Instant::now();
        let added = ledger.add(&addition).unwrap();
        adding += from.elapsed();
        if n % 5 == 0 {
            relating += relate(&*ledger, added.article, n);
        }
        if n % 1000 == 999 {
            print!("\r{} articles", n + 1);
            std::io::stdout().flush().unwrap();
        }
    }
    let counts = ledger.counts().unwrap();
    println!("\r{counts:?}");
    if count > there {
        let new = (count - there) as f64;
        println!(
            "added {:.0} articles/s, related {:.0}/s",
            new / adding.as_secs_f64(),
            new / 5.0 / relating.as_secs_f64()
        );
        println!("text {:.0} bytes an article, memory {}", text as f64 / new, memory());
    }
    if let Ok(meta) = std::fs::metadata(place) {
        println!(
            "file {:.1} MB, {:.0} bytes an article",
            meta.len() as f64 / 1e6,
            meta.len() as f64 / counts.articles as f64
        );
    }
    questions(&*ledger);
}

fn dated(word: &str) -> Dated {
    Dated { key: Key::from(word), period: None }
}

/// Keys and groups of one article, as a comparing would give them.
fn relate(ledger: &dyn Ledger, article: Id, n: usize) -> Duration {
    let filter = ClaimFilter { article: Some(article), ..ClaimFilter::default() };
    let claims = ledger.claims(&filter, Page { skip: 0, limit: 1000 }).unwrap();
    let member = |at: usize, claim| Membership {
        claim,
        group: Id::of(format!("group {} {at}", n / 60).as_bytes()),
        statement: 0,
        kind: "quotation".into(),
        score: 0.9,
    };
    let comparison = Comparison {
        article,
        version: "1".into(),
        fingerprints: (0..40).map(|k| Key(((n % 3500) * 40 + k) as i64)).collect(),
        digest: vec![7; 5_000],
        keys: claims.iter().map(|claim| claim.content.split(' ').take(8).map(dated).collect()).collect(),
        members: claims.iter().take(3).enumerate().map(|(at, claim)| member(at, claim.id)).collect(),
        copies: vec![],
    };
    let from = Instant::now();
    ledger.relate(&comparison).unwrap();
    from.elapsed()
}

fn questions(ledger: &dyn Ledger) {
    let page = Page::default();
    let latest = ledger.claims(&ClaimFilter::default(), Page { skip: 0, limit: 1000 }).unwrap();
    let mut often: BTreeMap<&str, usize> = BTreeMap::new();
    for entity in latest.iter().filter_map(|claim| claim.entity.as_deref()) {
        *often.entry(entity).or_default() += 1;
    }
    let mut often: Vec<(&str, usize)> = often.into_iter().collect();
    often.sort_by_key(|&(key, n)| (std::cmp::Reverse(n), key));
    let person = |n: usize| often[n % often.len().min(50)].0.to_owned();
    let word = |n: usize| -> String {
        let words: Vec<&str> =
            latest[n * 7 % latest.len()].content.split(' ').filter(|word| word.chars().count() > 4).collect();
        words.get(n % words.len().max(1)).copied().unwrap_or("المجلس").to_owned()
    };
    let claims = |filter: &ClaimFilter| ledger.claims(filter, page).unwrap().len();
    ask("claims of a speaker", 100, |n| claims(&ClaimFilter { speaker: Some(person(n)), ..ClaimFilter::default() }));
    ask("claims about somebody", 100, |n| claims(&ClaimFilter { about: Some(person(n)), ..ClaimFilter::default() }));
    ask("claims by stance and days", 100, |n| {
        let stances = vec![Stance::ALL[n % Stance::ALL.len()]];
        let first = Some(jiff::civil::date(2023, 1 + (n % 12) as i8, 1));
        claims(&ClaimFilter { stances, published: Days { first, last: None }, ..ClaimFilter::default() })
    });
    ask("claims by country", 50, |n| {
        let code = ["AE", "SA", "EG", "US", "LY"][n % 5].to_owned();
        claims(&ClaimFilter { place: Some(Where::Country(code)), ..ClaimFilter::default() })
    });
    ask("who accuses whom", 20, |_| {
        ledger.ties(&ClaimFilter { stances: vec![Stance::Accuses], ..ClaimFilter::default() }, page).unwrap().len()
    });
    ask("whereabouts", 50, |n| {
        let filter = PropositionFilter { entity: Some(person(n)), placed: true, ..PropositionFilter::default() };
        ledger.facts(&filter, page).unwrap().len()
    });
    let search = |n: usize| Search { words: word(n), exact: false };
    ask("search in claims, one word", 100, |n| {
        ledger.search_claims(&search(n), &ClaimFilter::default(), page).unwrap().len()
    });
    ask("search in claims, two words", 100, |n| {
        let words = format!("{} {}", word(n), word(n));
        ledger.search_claims(&Search { words, exact: false }, &ClaimFilter::default(), page).unwrap().len()
    });
    ask("search in claims, a very common word", 20, |n| {
        let words = ["على", "الرئيس", "وزير", "اليوم"][n % 4].to_owned();
        ledger.search_claims(&Search { words, exact: false }, &ClaimFilter::default(), page).unwrap().len()
    });
    ask("search in articles", 50, |n| {
        ledger.search_articles(&search(n), &ArticleFilter::default(), page).unwrap().len()
    });
    ask("search in names", 50, |n| {
        let words = person(n).split_once(':').map_or(String::new(), |(_, name)| name.to_owned());
        ledger.search_names(&Search { words, exact: false }, page).unwrap().len()
    });
    let ids: Vec<Id> = latest.iter().map(|claim| claim.id).collect();
    let groups = ledger.groups(&ids).unwrap();
    ask("a group with its readings", 50, |n| {
        let Some(&(_, group)) = groups.get(n * 3 % groups.len().max(1)) else { return 0 };
        let group = ledger.group(group).unwrap().unwrap();
        let articles: std::collections::BTreeSet<Id> =
            group.members.iter().map(|member| member.claim.article).collect();
        articles.iter().filter(|&&id| ledger.article(id).unwrap().is_some()).count()
    });
    ask("candidates for an article", 50, |n| {
        let wanted = |word| Wanted { key: Key::from(word), periods: None };
        let keys: Vec<Wanted> = latest[n * 11 % latest.len()].content.split(' ').map(wanted).collect();
        ledger.candidates(&keys, &[Key(n as i64)], musnad_ledger::Bounds::default()).unwrap().statements.len()
    });
    ask("an article", 100, |n| ledger.article(latest[n].article).unwrap().map_or(0, |article| article.readings.len()));
}
