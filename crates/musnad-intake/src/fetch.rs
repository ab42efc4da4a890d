//! Fetching addresses, guarded and polite. Only built with the feature `fetch`.
//!
//! Every address is held against the guard before a request: the one that was asked for,
//! every redirect, and the addresses that a name resolves to. There is no proxy, no cookie
//! and no referrer. Answers are bounded in size and time, robots.txt is obeyed, and two
//! requests to one host are apart by what the caller asks, or the site if that is more.

mod ailing;
mod answer;
mod guard;
mod robots;
#[cfg(test)]
mod tests;

use std::{
    collections::HashMap,
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use reqwest::{Client, header, redirect::Policy};
use tokio::runtime::{Builder, Runtime};
use url::Url;

use self::{
    ailing::Ailing,
    answer::{Failed, One, answered, fetched, told},
    guard::{Guard, Resolver},
    robots::Rules,
};
use crate::{Fetched, IntakeError, Link, LinkKind, Trouble};

/// The name that robots.txt knows us by.
const NAME: &str = "Musnad";
/// Longest robots.txt that is read, in bytes; RFC 9309 asks for no less.
const MAX_ROBOTS: u64 = 512_000;
/// How long rules of a site are kept; RFC 9309 asks for no more.
const ROBOTS_FOR: Duration = Duration::from_secs(24 * 60 * 60);
/// A site that asks for more between two requests is waited for no longer than this.
const MAX_DELAY: Duration = Duration::from_secs(60);
/// Hosts that are remembered; past that, those that need no waiting are forgotten.
const MAX_HOSTS: usize = 10_000;
/// Longest contact that is shown to sites.
const MAX_CONTACT: usize = 500;

/// How to fetch.
#[derive(Clone, Debug)]
pub struct FetchOptions {
    /// Who runs it, as a mail or web address; sites see it in the `User-Agent`.
    pub contact: Option<String>,
    /// How large a page may be, unpacked, in bytes.
    pub max_bytes: u64,
    /// How large a feed, a list or what is at a given address may be, unpacked, in bytes.
    pub max_feed_bytes: u64,
    /// How long to wait for a connection.
    pub connect_within: Duration,
    /// How long one fetch may take with all its redirects, without polite waiting.
    pub within: Duration,
    /// How many redirects are followed.
    pub redirects: usize,
    /// How long two requests to one host are apart. A site's `Crawl-delay` goes before if it is longer.
    pub delay: Duration,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self {
            contact: None,
            max_bytes: crate::DEFAULT_MAX_BYTES,
            max_feed_bytes: crate::DEFAULT_MAX_FEED_BYTES,
            connect_within: Duration::from_secs(10),
            within: Duration::from_secs(60),
            redirects: 5,
            delay: Duration::from_secs(2),
        }
    }
}

/// What the last answer said of itself, for asking whether there is a newer one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Validators {
    /// `ETag` of the last answer.
    pub etag: Option<String>,
    /// `Last-Modified` of the last answer.
    pub last_modified: Option<String>,
}

impl From<&Fetched> for Validators {
    fn from(fetched: &Fetched) -> Self {
        Self { etag: fetched.etag.clone(), last_modified: fetched.last_modified.clone() }
    }
}

/// What came of a fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The server's answer, to be taken in as [`crate::Input::Fetched`].
    Fetched(Box<Fetched>),
    /// Nothing is newer than what the caller has.
    NotModified,
}

/// Whether to follow a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Fetch it; with the validators of an earlier answer, only if there is a newer one.
    Fetch(Validators),
    /// Pass it by: the caller has it.
    Skip,
}

/// What a feed, a list or a given address answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heard {
    /// The address as it was asked for.
    pub url: String,
    /// What to ask with the next time.
    pub validators: Validators,
    /// False if there was nothing newer.
    pub changed: bool,
}

/// Fetches one address after the other.
pub struct Fetcher {
    options: FetchOptions,
    guard: Guard,
    client: Client,
    /// Always there until it is dropped.
    runtime: Option<Runtime>,
    /// The rules of sites, and when they were asked for.
    rules: HashMap<String, (Instant, Rules)>,
    /// When the next request to a host may be made.
    free: HashMap<String, Instant>,
    ailing: Ailing,
}

impl Fetcher {
    /// Sets up fetching; makes no request.
    ///
    /// # Errors
    /// If the system gives no TLS roots or no means of waiting for the network.
    pub fn new(options: FetchOptions) -> io::Result<Self> {
        Self::guarded(options, Guard::default(), Resolver::system())
    }

    fn guarded(options: FetchOptions, guard: Guard, resolver: Resolver) -> io::Result<Self> {
        let client = Client::builder()
            .user_agent(user_agent(options.contact.as_deref()))
            // Redirects are followed here, so that each passes the guard.
            .redirect(Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(options.connect_within)
            .timeout(options.within)
            .dns_resolver(Arc::new(resolver.guarded(guard.clone())))
            .build()
            .map_err(io::Error::other)?;
        let runtime = Builder::new_current_thread().enable_all().build()?;
        let (rules, free, ailing) = (HashMap::new(), HashMap::new(), Ailing::default());
        Ok(Self { options, guard, client, runtime: Some(runtime), rules, free, ailing })
    }

    /// Fetches what a link leads to. With the validators of an earlier answer, only if
    /// there is a newer one. Blocks, also to be polite.
    ///
    /// # Errors
    /// If the guard, the site or the network does not allow it; the error names the address.
    pub fn fetch(&mut self, link: &Link, known: &Validators) -> Result<Answer, IntakeError> {
        self.follow(link, known).map_err(|trouble| IntakeError::new(link.url.clone(), trouble))
    }

    fn follow(&mut self, link: &Link, known: &Validators) -> Result<Answer, Trouble> {
        let mut url = Url::parse(link.url.trim()).map_err(|error| Trouble::Refused(error.to_string()))?;
        let mut left = self.options.within;
        let max_bytes = match link.kind {
            LinkKind::Page => self.options.max_bytes,
            LinkKind::Feed | LinkKind::Given => self.options.max_feed_bytes,
        };
        for _ in 0..=self.options.redirects {
            self.guard.admit(&url)?;
            let host = url.host_str().unwrap_or_default().to_owned();
            self.ailing.admit(&host)?;
            let one = self.permitted(&url).and_then(|delay| self.one(&url, Some(known), max_bytes, delay, &mut left));
            self.ailing.remember(&host, one.as_ref().err());
            match one? {
                One::Redirect(to) => url = to,
                One::NotModified => return Ok(Answer::NotModified),
                One::Body { headers, bytes } => {
                    return Ok(Answer::Fetched(Box::new(fetched(link, &url, &headers, bytes))));
                }
            }
        }
        Err(Trouble::Refused(format!("it redirects more than {} times", self.options.redirects)))
    }

    /// Asks robots.txt of the site, and says how long requests are to be apart.
    fn permitted(&mut self, url: &Url) -> Result<Duration, Trouble> {
        let site = url.origin().ascii_serialization();
        let known = self.rules.get(&site).is_some_and(|(asked, _)| asked.elapsed() < ROBOTS_FOR);
        if !known {
            let rules = self.robots(url)?;
            if self.rules.len() >= MAX_HOSTS {
                self.rules.clear();
            }
            self.rules.insert(site.clone(), (Instant::now(), rules));
        }
        let Some((_, rules)) = self.rules.get(&site) else {
            return Ok(self.options.delay);
        };
        if !rules.allow(url) {
            return Err(Trouble::Robots);
        }
        Ok(rules.delay().unwrap_or_default().min(MAX_DELAY).max(self.options.delay))
    }

    /// Reads robots.txt. A site that has none allows everything; one that cannot say allows nothing.
    fn robots(&mut self, url: &Url) -> Result<Rules, Trouble> {
        let mut at = url.join("/robots.txt").map_err(|error| Trouble::Refused(error.to_string()))?;
        at.set_query(None);
        let mut left = self.options.within;
        for _ in 0..=self.options.redirects {
            self.guard.admit(&at)?;
            match self.one(&at, None, MAX_ROBOTS, Duration::ZERO, &mut left) {
                Ok(One::Redirect(to)) => at = to,
                Ok(One::Body { bytes, .. }) => return Ok(Rules::read(NAME, &bytes)),
                Err(trouble @ Trouble::Status { status: 429, .. }) => return Err(trouble),
                Ok(One::NotModified) | Err(Trouble::Status { status: 400..=499, .. }) => return Ok(Rules::none()),
                // The first half megabyte holds the rules; who writes more means none of it.
                Err(Trouble::TooLarge { .. }) => return Err(Trouble::Robots),
                Err(trouble @ (Trouble::Refused(_) | Trouble::TimedOut(_))) => return Err(trouble),
                Err(trouble) => return Err(Trouble::Unreachable(format!("robots.txt: {trouble}"))),
            }
        }
        Ok(Rules::none())
    }

    /// One request and its answer, after polite waiting.
    fn one(
        &mut self,
        url: &Url,
        known: Option<&Validators>,
        max_bytes: u64,
        delay: Duration,
        left: &mut Duration,
    ) -> Result<One, Trouble> {
        self.wait(url, delay);
        let within = self.options.within;
        let Some(runtime) = &self.runtime else {
            return Err(Trouble::Unreachable("it was shut down".into()));
        };
        let mut request = self.client.get(url.clone()).header(header::ACCEPT, ACCEPT);
        for (name, value) in [
            (header::IF_NONE_MATCH, known.and_then(|known| known.etag.as_ref())),
            (header::IF_MODIFIED_SINCE, known.and_then(|known| known.last_modified.as_ref())),
        ] {
            if let Some(value) = value {
                request = request.header(name, value);
            }
        }
        let started = Instant::now();
        let answer = runtime.block_on(async {
            let whole = async { answered(request.send().await?, url, max_bytes).await };
            tokio::time::timeout(*left, whole).await
        });
        *left = left.saturating_sub(started.elapsed());
        match answer {
            Err(_) => Err(Trouble::TimedOut(within)),
            Ok(Err(Failed::Trouble(trouble))) => Err(trouble),
            Ok(Err(Failed::Network(error))) => Err(told(&error, within)),
            Ok(Ok(one)) => Ok(one),
        }
    }

    /// Waits until the host may be asked again.
    fn wait(&mut self, url: &Url, delay: Duration) {
        let host = url.host_str().unwrap_or_default().to_owned();
        let now = Instant::now();
        if let Some(free) = self.free.get(&host) {
            std::thread::sleep(free.saturating_duration_since(now));
        }
        if self.free.len() >= MAX_HOSTS {
            self.free.retain(|_, free| *free > now);
        }
        self.free.insert(host, Instant::now() + delay.max(self.options.delay));
    }
}

impl Drop for Fetcher {
    fn drop(&mut self) {
        // A name that is still being looked up must not hold up the caller.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

const ACCEPT: &str = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,\
                      application/feed+json,application/xml;q=0.9,*/*;q=0.5";

/// An honest name: what runs, where it is explained, who runs it.
fn user_agent(contact: Option<&str>) -> String {
    let mut agent = format!("{NAME}/{} (+{}", env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_REPOSITORY"));
    let plain = |c: &char| c.is_ascii_graphic() && !matches!(c, '(' | ')' | ';');
    let contact: String = contact.unwrap_or_default().chars().filter(plain).take(MAX_CONTACT).collect();
    if !contact.is_empty() {
        agent.push_str("; ");
        agent.push_str(&contact);
    }
    agent.push(')');
    agent
}
