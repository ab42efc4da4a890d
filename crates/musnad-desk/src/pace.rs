//! How fast one visitor may ask: a bucket of requests for each, which fills again at an even pace.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The most visitors that are remembered; past that, those whose bucket is full again are forgotten.
const MOST: usize = 10_000;
/// A bucket holds as much as comes in this time: opening a page and all that belongs to it is no haste.
const BURST: Duration = Duration::from_secs(20);

/// The buckets of all visitors.
pub(crate) struct Pace {
    a_second: f64,
    buckets: Mutex<HashMap<String, (f64, Instant)>>,
}

impl Pace {
    /// So many requests a minute for each.
    pub(crate) fn new(a_minute: u32) -> Self {
        Self { a_second: f64::from(a_minute) / 60.0, buckets: Mutex::default() }
    }

    /// True if this visitor may ask now.
    pub(crate) fn admits(&self, visitor: &str, now: Instant) -> bool {
        let whole = (self.a_second * BURST.as_secs_f64()).max(1.0);
        let filled = |held: f64, last: Instant| {
            (held + now.saturating_duration_since(last).as_secs_f64() * self.a_second).min(whole)
        };
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MOST && !buckets.contains_key(visitor) {
            buckets.retain(|_, (held, last)| filled(*held, *last) < whole);
            if buckets.len() >= MOST {
                return false;
            }
        }
        let (held, last) = buckets.get(visitor).copied().unwrap_or((whole, now));
        let held = filled(held, last);
        let admitted = held >= 1.0;
        buckets.insert(visitor.to_owned(), (if admitted { held - 1.0 } else { held }, now));
        admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let (pace, start) = (Pace::new(60), Instant::now());
        let admitted = (0..100).filter(|_| pace.admits("a", start)).count();
        assert_eq!(admitted, 20, "twenty seconds' worth at once");
        assert!(pace.admits("b", start), "others have their own");
        let later = start + Duration::from_secs(5);
        assert_eq!((0..100).filter(|_| pace.admits("a", later)).count(), 5);
        assert_eq!((0..100).filter(|_| pace.admits("a", later + Duration::from_secs(999))).count(), 20);
    }

    #[test]
    fn memory_is_bounded() {
        let (pace, start) = (Pace::new(60), Instant::now());
        assert!((0..MOST).all(|n| pace.admits(&n.to_string(), start)));
        assert!(!pace.admits("one more", start));
        assert!(pace.admits("one more", start + Duration::from_secs(60)), "who rests is forgotten");
    }
}
