//! How quick pages are: 16 readers at a time over a ledger of invented articles, while more are added.
//!
//! `load ARTICLES ADDED SECONDS`: prints for each kind of page how many were asked, the median, the 95th in a hundred and
//! the slowest, in milliseconds; then whether every added article is there once. Build it with `--release`.

#[allow(dead_code)]
#[path = "../../musnad-ledger/tests/ledger/invent.rs"]
mod invent;

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use musnad_desk::{Options, serve};
use musnad_ledger::{Addition, Ledger};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const READERS: usize = 16;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let numbers: Vec<u64> = std::env::args().skip(1).map(|one| one.parse()).collect::<Result<_, _>>()?;
    let &[articles, added, seconds] = &numbers[..] else { return Err("load ARTICLES ADDED SECONDS".into()) };
    let place = tempfile::tempdir()?;
    let file = place.path().join("load.db");
    let ledger = musnad_ledger::open(&file.to_string_lossy(), &musnad_ledger::Options::default())?;
    let ledger: Arc<dyn Ledger> = Arc::from(ledger);
    let start = Instant::now();
    (0..articles).try_for_each(|n| put(&*ledger, n))?;
    println!("{articles} articles added in {:.1} s", start.elapsed().as_secs_f64());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let options = Options { address: ([127, 0, 0, 1], 0).into(), ..Options::default() };
        let start = Instant::now();
        let serving = serve(Arc::clone(&ledger), options).await?;
        let (address, desk) = (serving.address()?, Arc::clone(serving.desk()));
        tokio::spawn(serving.run());
        let waiting = Arc::clone(&desk);
        tokio::task::spawn_blocking(move || waiting.settle()).await?;
        println!("compared in {:.1} s", start.elapsed().as_secs_f64());
        let paths = paths(address).await?;
        let until = Instant::now() + Duration::from_secs(seconds);
        let readers: Vec<_> = (0..READERS).map(|n| tokio::spawn(read(address, paths.clone(), n, until))).collect();
        let adding = {
            let ledger = Arc::clone(&ledger);
            let pause = Duration::from_millis(seconds * 1000 / added.max(1));
            tokio::task::spawn_blocking(move || -> Result<(), Failure> {
                for n in articles..articles + added {
                    put(&*ledger, n)?;
                    desk.refresh();
                    std::thread::sleep(pause);
                }
                Ok(())
            })
        };
        let mut all: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for reader in readers {
            for (kind, time) in reader.await?? {
                all.entry(kind).or_default().push(time);
            }
        }
        adding.await??;
        println!("{:<16}{:>8}{:>9}{:>9}{:>9}", "page", "asked", "median", "p95", "slowest");
        let whole: Vec<f64> = all.values().flatten().copied().collect();
        all.insert("all".into(), whole);
        for (kind, mut times) in all {
            times.sort_by(f64::total_cmp);
            let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
            println!("{kind:<16}{:>8}{:>9.1}{:>9.1}{:>9.1}", times.len(), at(0.5), at(0.95), at(1.0));
        }
        let counts = ledger.counts()?;
        println!("articles in the ledger: {} of {}", counts.articles, articles + added);
        Ok(())
    })
}

fn put(ledger: &dyn Ledger, n: u64) -> Result<(), Failure> {
    let reading = invent::article(n);
    ledger.add(&Addition {
        reading: &invent::line(&reading),
        bytes: None,
        media: "text/plain",
        place: reading.url.as_deref().unwrap_or("-"),
        how: "example",
        author: None,
        at: jiff::Timestamp::from_second(1_700_000_000 + n.cast_signed())?,
    })?;
    Ok(())
}

/// One request on a connection that stays open; the body of the answer.
async fn get(stream: &mut TcpStream, path: &str) -> Result<String, Failure> {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).await?;
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 64 << 10];
    let mut wanted = None;
    while wanted.is_none_or(|wanted| bytes.len() < wanted) {
        let n = stream.read(&mut buffer).await?;
        if n == 0 {
            return Err(format!("{path}: the connection ended").into());
        }
        bytes.extend_from_slice(&buffer[..n]);
        if wanted.is_none()
            && let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n")
        {
            let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
            if !head.starts_with("http/1.1 200") {
                return Err(format!("{path}: {head}").into());
            }
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
            wanted = Some(end + 4 + length.ok_or("no length")?.trim().parse::<usize>()?);
        }
    }
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(0);
    Ok(String::from_utf8_lossy(&bytes[end + 4..]).into_owned())
}

/// Pages of each kind, with ids from the desk itself.
async fn paths(address: SocketAddr) -> Result<Vec<(String, String)>, Failure> {
    let mut stream = TcpStream::connect(address).await?;
    let mut all: Vec<(String, String)> = Vec::new();
    for page in ["", "articles", "conflicts", "copies", "whereabouts", "timeline", "network", "map", "review", "about"]
    {
        all.push((format!("/{page}"), format!("/ar/{page}")));
    }
    for word in
        ["%D8%A7%D9%84%D9%88%D8%B2%D9%8A%D8%B1", "%D9%82%D8%A7%D9%84", "%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1"]
    {
        all.push(("/search".into(), format!("/ar/search?q={word}")));
    }
    let articles: serde_json::Value = serde_json::from_str(&get(&mut stream, "/articles.json").await?)?;
    for one in articles["articles"].as_array().into_iter().flatten().take(20) {
        let id = one["id"].as_str().unwrap_or_default();
        all.push(("/article".into(), format!("/ar/article/{id}")));
        let article: serde_json::Value =
            serde_json::from_str(&get(&mut stream, &format!("/article/{id}.json")).await?)?;
        for claim in article["claims"].as_array().into_iter().flatten().take(2) {
            all.push(("/claim".into(), format!("/ar/claim/{}", claim["id"].as_str().unwrap_or_default())));
        }
    }
    Ok(all)
}

async fn read(
    address: SocketAddr,
    paths: Vec<(String, String)>,
    number: usize,
    until: Instant,
) -> Result<Vec<(String, f64)>, Failure> {
    let mut stream = TcpStream::connect(address).await?;
    let mut times = Vec::new();
    // Each reader goes round the pages from another place.
    let mut at = number * paths.len() / READERS;
    while Instant::now() < until {
        let (kind, path) = &paths[at % paths.len()];
        let start = Instant::now();
        get(&mut stream, path).await?;
        times.push((kind.clone(), start.elapsed().as_secs_f64() * 1000.0));
        at += 1;
    }
    Ok(times)
}
