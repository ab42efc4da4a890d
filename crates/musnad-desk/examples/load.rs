//! How quick pages are and whether anything is lost: 16 readers at a time over a ledger, while articles are added and
//! judged through the desk's own forms.
//!
//! `load LEDGER ADDED.jsonl SECONDS [PAUSE]`: serves a ledger that was filled before (`make load` fills one), posts the articles of
//! the other file at an even pace, confirms a claim of each and takes it back, and prints for each kind of page how many
//! were asked, the median, the 95th in a hundred and the slowest, in milliseconds; then the memory of the process from
//! minute to minute, and whether every article and every operation is there once. A reader asks for the next page PAUSE
//! milliseconds after the last one came, at once if that is left out. Build it with `--release`.

use std::collections::{BTreeMap, BTreeSet};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use musnad_desk::{Options, serve};
use musnad_ledger::Ledger;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const READERS: usize = 16;

type Failure = Box<dyn std::error::Error + Send + Sync>;

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [file, added, seconds, pause @ ..] = &arguments[..] else {
        return Err("load LEDGER ADDED.jsonl SECONDS [PAUSE]".into());
    };
    let seconds: u64 = seconds.parse()?;
    // Milliseconds between two pages of one reader.
    let pause = Duration::from_millis(pause.first().map_or(Ok(0), |pause| pause.parse())?);
    let articles: Vec<Value> =
        std::fs::read_to_string(added)?.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let ledger = musnad_ledger::open(file, &musnad_ledger::Options::default())?;
    let ledger: Arc<dyn Ledger> = Arc::from(ledger);
    let before = ledger.counts()?;
    println!("{} articles, {} claims", before.articles, before.claims);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let options = Options { address: ([127, 0, 0, 1], 0).into(), ..Options::default() };
        let start = Instant::now();
        let serving = serve(Arc::clone(&ledger), options).await?;
        let (address, desk) = (serving.address()?, Arc::clone(serving.desk()));
        tokio::spawn(serving.run());
        let waiting = Arc::clone(&desk);
        tokio::task::spawn_blocking(move || waiting.settle()).await?;
        println!("compared in {:.1} s, {} MB", start.elapsed().as_secs_f64(), memory());
        let paths = paths(address).await?;
        let until = Instant::now() + Duration::from_secs(seconds);
        let readers: Vec<_> =
            (0..READERS).map(|n| tokio::spawn(read(address, paths.clone(), n, until, pause))).collect();
        let watching = tokio::spawn(async move {
            let mut seen = Vec::new();
            while Instant::now() < until {
                seen.push(memory());
                tokio::time::sleep(Duration::from_secs((seconds / 10).max(1))).await;
            }
            seen
        });
        let adding = tokio::spawn(add(address, articles, Duration::from_secs(seconds)));
        let mut all: BTreeMap<String, Vec<f64>> = BTreeMap::new();
        for reader in readers {
            for (kind, time) in reader.await?? {
                all.entry(kind).or_default().push(time);
            }
        }
        let (ids, operations, mut adds) = adding.await??;
        table(all, &mut adds);
        let start = Instant::now();
        tokio::task::spawn_blocking(move || desk.settle()).await?;
        println!("the last ones compared after {:.1} s more", start.elapsed().as_secs_f64());
        println!("memory, MB: {:?}, at the end {}", watching.await?, memory());
        let after = ledger.counts()?;
        let new = ids.iter().collect::<BTreeSet<_>>().len() as i64;
        println!("articles: {} and {new} posted, {} there", before.articles, after.articles);
        println!("operations: {} and {operations} posted, {} there", before.operations, after.operations);
        let whole = after.articles == before.articles + new && after.operations == before.operations + operations;
        if whole { Ok(()) } else { Err("something is lost or doubled".into()) }
    })
}

fn table(mut all: BTreeMap<String, Vec<f64>>, adds: &mut [f64]) {
    println!("{:<16}{:>8}{:>9}{:>9}{:>9}", "page", "asked", "median", "p95", "slowest");
    let line = |kind: &str, times: &mut [f64]| {
        times.sort_by(f64::total_cmp);
        let at =
            |share: f64| times.get(((times.len().max(1) - 1) as f64 * share) as usize).copied().unwrap_or_default();
        println!("{kind:<16}{:>8}{:>9.1}{:>9.1}{:>9.1}", times.len(), at(0.5), at(0.95), at(1.0));
    };
    let mut whole: Vec<f64> = all.values().flatten().copied().collect();
    all.iter_mut().for_each(|(kind, times)| line(kind, times));
    line("all pages", &mut whole);
    line("adding", adds);
}

/// Resident memory of this process in MB.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or_default() / 1024
}

/// Posts articles at an even pace, and two operations for each; their ids, how many operations, and the times of adding.
async fn add(
    address: SocketAddr,
    articles: Vec<Value>,
    within: Duration,
) -> Result<(Vec<String>, i64, Vec<f64>), Failure> {
    let mut stream = TcpStream::connect(address).await?;
    let door = get(&mut stream, "/en/-/door").await?;
    let csrf = door.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let csrf = csrf.ok_or("no form")?.to_owned();
    let pause = within / u32::try_from(articles.len().max(1))?;
    let start = Instant::now();
    let (mut ids, mut operations, mut times) = (Vec::new(), 0, Vec::new());
    for (n, article) in articles.iter().enumerate() {
        tokio::time::sleep_until((start + pause * u32::try_from(n)?).into()).await;
        let form = form(&csrf, article);
        let asked = Instant::now();
        let to = post(&mut stream, "/en/articles", &form).await?;
        times.push(asked.elapsed().as_secs_f64() * 1000.0);
        let id = to.rsplit('/').next().unwrap_or_default().to_owned();
        let page: Value = serde_json::from_str(&get(&mut stream, &format!("/article/{id}.json")).await?)?;
        ids.push(id);
        if let Some(claim) = page["claims"][0]["id"].as_str() {
            let form = format!("csrf={csrf}");
            let done = post(&mut stream, &format!("/en/claim/{claim}/confirm"), &form).await?;
            let operation = done.rsplit("done=").next().unwrap_or_default().to_owned();
            post(&mut stream, &format!("/en/operation/{operation}/undo"), &form).await?;
            operations += 2;
        }
    }
    Ok((ids, operations, times))
}

/// What the front page's form sends.
fn form(csrf: &str, article: &Value) -> String {
    let mut form = form_urlencoded::Serializer::new(String::new());
    form.append_pair("csrf", csrf);
    for name in ["text", "publisher", "published", "url"] {
        form.append_pair(name, article[name].as_str().unwrap_or_default());
    }
    form.finish()
}

/// Sends a form; where it leads on to.
async fn post(stream: &mut TcpStream, path: &str, form: &str) -> Result<String, Failure> {
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n",
        form.len()
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(form.as_bytes()).await?;
    let (head, _) = answer(stream, path).await?;
    let to = head.lines().find_map(|line| line.strip_prefix("location: "));
    Ok(to.ok_or_else(|| format!("{path}: {head}"))?.to_owned())
}

/// Asks for a page on a connection that stays open; the body of the answer.
async fn get(stream: &mut TcpStream, path: &str) -> Result<String, Failure> {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).await?;
    let (head, body) = answer(stream, path).await?;
    if head.starts_with("http/1.1 200") { Ok(body) } else { Err(format!("{path}: {head}").into()) }
}

/// The head of an answer, in lower case but for its values, and its body.
async fn answer(stream: &mut TcpStream, path: &str) -> Result<(String, String), Failure> {
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
            let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
            wanted = Some(end + 4 + length.ok_or("no length")?.trim().parse::<usize>()?);
        }
    }
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(0);
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    Ok((head, String::from_utf8_lossy(&bytes[end + 4..]).into_owned()))
}

/// Pages of each kind, with ids from the desk itself.
async fn paths(address: SocketAddr) -> Result<Vec<(String, String)>, Failure> {
    let mut stream = TcpStream::connect(address).await?;
    let mut all: Vec<(String, String)> = Vec::new();
    let alone = [
        "",
        "articles",
        "conflicts",
        "copies",
        "whereabouts",
        "timeline",
        "network",
        "map",
        "review",
        "matches",
        "about",
    ];
    for page in alone {
        all.push((format!("/{page}"), format!("/ar/{page}")));
    }
    for word in
        ["%D8%A7%D9%84%D9%88%D8%B2%D9%8A%D8%B1", "%D9%82%D8%A7%D9%84", "%D8%A7%D9%84%D9%85%D9%8A%D9%86%D8%A7%D8%A1"]
    {
        all.push(("/search".into(), format!("/ar/search?q={word}")));
    }
    let json = async |stream: &mut TcpStream, path: &str| -> Result<Value, Failure> {
        Ok(serde_json::from_str(&get(stream, path).await?)?)
    };
    for one in json(&mut stream, "/whereabouts.json").await?["people"].as_array().into_iter().flatten().take(5) {
        let key: String = form_urlencoded::byte_serialize(one["key"].as_str().unwrap_or_default().as_bytes()).collect();
        let key = key.replace('+', "%20");
        all.push(("/whereabouts?of".into(), format!("/ar/whereabouts?of={key}")));
        all.push(("/source".into(), format!("/ar/source/{key}")));
    }
    let front = json(&mut stream, "/index.json").await?;
    for claim in front["groups"].as_array().into_iter().flatten().filter_map(|one| one["claim"].as_str()).take(8) {
        all.push(("/claim".into(), format!("/ar/claim/{claim}")));
        all.push(("/report".into(), format!("/ar/claim/{claim}/report")));
    }
    for one in json(&mut stream, "/articles.json").await?["articles"].as_array().into_iter().flatten().take(20) {
        let id = one["id"].as_str().unwrap_or_default();
        all.push(("/article".into(), format!("/ar/article/{id}")));
        let article = json(&mut stream, &format!("/article/{id}.json")).await?;
        for claim in article["claims"].as_array().into_iter().flatten().take(2) {
            all.push(("/claim".into(), format!("/ar/claim/{}", claim["id"].as_str().unwrap_or_default())));
        }
    }
    Ok(all)
}

/// Goes round the pages, one after the other, until the time is over.
async fn read(
    address: SocketAddr,
    paths: Vec<(String, String)>,
    number: usize,
    until: Instant,
    pause: Duration,
) -> Result<Vec<(String, f64)>, Failure> {
    let mut stream = TcpStream::connect(address).await?;
    let mut times = Vec::new();
    // Each reader goes round from another place.
    let mut at = number * paths.len() / READERS;
    while Instant::now() < until {
        let (kind, path) = &paths[at % paths.len()];
        let start = Instant::now();
        get(&mut stream, path).await?;
        times.push((kind.clone(), start.elapsed().as_secs_f64() * 1000.0));
        at += 1;
        tokio::time::sleep(pause).await;
    }
    Ok(times)
}
