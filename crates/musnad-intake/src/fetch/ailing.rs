//! Hosts that do not answer or are too busy: they are left alone for a while, so that one
//! dead host does not hold up the run for each of its pages.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use super::MAX_HOSTS;
use crate::Trouble;

/// A host that gives no answer so often in a row …
const FAILURES: u32 = 3;
/// … is left alone for so long.
const REST: Duration = Duration::from_secs(10 * 60);
/// A host that is too busy is left alone for as long as it asks, but for no less …
const BUSY: Duration = Duration::from_secs(30);
/// … and no more than this.
const BUSY_AT_MOST: Duration = Duration::from_secs(60 * 60);

/// The hosts that failed lately.
#[derive(Debug, Default)]
pub(super) struct Ailing(HashMap<String, Host>);

#[derive(Debug, Default)]
struct Host {
    /// How often in a row it gave no answer.
    failures: u32,
    /// Until when it is left alone, and why.
    until: Option<(Instant, String)>,
}

impl Host {
    /// How long it is still left alone, and why.
    fn rests(&self, now: Instant) -> Option<(Duration, &str)> {
        let (until, why) = self.until.as_ref()?;
        // Whole seconds, rounded up, for people.
        let left = until.checked_duration_since(now).filter(|left| !left.is_zero())?;
        Some((Duration::from_secs(left.as_secs() + u64::from(left.subsec_nanos() > 0)), why))
    }
}

impl Ailing {
    /// Refuses a host that is left alone for now.
    pub(super) fn admit(&self, host: &str) -> Result<(), Trouble> {
        match self.0.get(host).and_then(|host| host.rests(Instant::now())) {
            Some((wait, why)) => Err(Trouble::LeftAlone { wait, why: why.to_owned() }),
            None => Ok(()),
        }
    }

    /// Remembers how a host fared.
    pub(super) fn remember(&mut self, host: &str, trouble: Option<&Trouble>) {
        let now = Instant::now();
        let (wait, enough) = match trouble {
            Some(Trouble::Status { status: 429 | 503, retry_after }) => {
                (retry_after.unwrap_or_default().clamp(BUSY, BUSY_AT_MOST), 1)
            }
            Some(Trouble::Unreachable(_) | Trouble::TimedOut(_)) => (REST, FAILURES),
            _ => {
                self.0.remove(host);
                return;
            }
        };
        if self.0.len() >= MAX_HOSTS {
            self.0.retain(|_, host| host.rests(now).is_some());
        }
        let host = self.0.entry(host.to_owned()).or_default();
        host.failures += 1;
        if host.failures >= enough {
            let why = trouble.map(ToString::to_string).unwrap_or_default();
            *host = Host { failures: 0, until: Some((now + wait, why)) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_left_alone_after_three_failures_in_a_row() {
        let mut ailing = Ailing::default();
        let silent = Trouble::Unreachable("refused".into());
        for _ in 0..5 {
            ailing.remember("a.example", Some(&silent));
            ailing.remember("a.example", Some(&silent));
            assert!(ailing.admit("a.example").is_ok());
            // Any answer counts, also one that says no.
            ailing.remember("a.example", Some(&Trouble::Status { status: 404, retry_after: None }));
        }
        (0..3).for_each(|_| ailing.remember("a.example", Some(&silent)));
        let Err(Trouble::LeftAlone { wait, why }) = ailing.admit("a.example") else {
            panic!("admitted");
        };
        assert!(wait > REST - Duration::from_secs(5) && wait <= REST && why.contains("refused"), "{wait:?} {why}");
        assert!(ailing.admit("b.example").is_ok());
    }

    #[test]
    fn a_busy_host_is_left_alone_for_as_long_as_it_asks() {
        for (asked, kept) in [(None, 30), (Some(1), 30), (Some(90), 90), (Some(1_000_000_000), 3600)] {
            let mut ailing = Ailing::default();
            let retry_after = asked.map(Duration::from_secs);
            ailing.remember("a.example", Some(&Trouble::Status { status: 503, retry_after }));
            let Err(Trouble::LeftAlone { wait, .. }) = ailing.admit("a.example") else {
                panic!("admitted");
            };
            assert_eq!(wait.as_secs(), kept);
        }
    }
}
