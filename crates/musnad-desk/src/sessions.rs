//! Who is in: sessions of accounts, in memory only. They end with the run, when they are left, or when nobody uses them.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sha2::{Digest as _, Sha256};

use crate::accounts::Role;

/// A session that is not used for so long is over.
const IDLE: Duration = Duration::from_secs(12 * 3600);
/// The most sessions; past that, the one that was not used for longest is over.
const MOST: usize = 4096;
/// So many wrong passwords for one name in a row …
const TRIES: u32 = 8;
/// … and it must wait this long.
const PAUSE: Duration = Duration::from_secs(300);

/// Somebody who is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Session {
    pub name: String,
    pub role: Role,
    used: Instant,
}

/// All who are in, by a hash of what their cookies hold: whoever reads this memory cannot make a cookie of it.
#[derive(Default)]
pub(crate) struct Sessions {
    open: Mutex<HashMap<[u8; 32], Session>>,
    wrong: Mutex<HashMap<String, (u32, Instant)>>,
}

fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sessions {
    /// Lets somebody in; what the cookie is to hold.
    pub(crate) fn open(&self, name: &str, role: Role) -> std::io::Result<String> {
        let mut random = [0; 32];
        getrandom::fill(&mut random).map_err(|error| std::io::Error::other(error.to_string()))?;
        let cookie: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let now = Instant::now();
        let mut open = held(&self.open);
        open.retain(|_, session| now.duration_since(session.used) < IDLE);
        if open.len() >= MOST
            && let Some(oldest) = open.iter().min_by_key(|(_, session)| session.used).map(|(key, _)| *key)
        {
            open.remove(&oldest);
        }
        open.insert(Sha256::digest(&cookie).into(), Session { name: name.to_owned(), role, used: now });
        Ok(cookie)
    }

    /// Whose cookie this is.
    pub(crate) fn of(&self, cookie: &str) -> Option<Session> {
        let now = Instant::now();
        let mut open = held(&self.open);
        let key: [u8; 32] = Sha256::digest(cookie).into();
        let session = open.get_mut(&key)?;
        if now.duration_since(session.used) >= IDLE {
            open.remove(&key);
            return None;
        }
        session.used = now;
        Some(session.clone())
    }

    /// Ends the session of a cookie.
    pub(crate) fn leave(&self, cookie: &str) {
        let key: [u8; 32] = Sha256::digest(cookie).into();
        held(&self.open).remove(&key);
    }

    /// Ends all sessions of an account; how many there were.
    pub(crate) fn send_away(&self, name: &str) -> usize {
        let mut open = held(&self.open);
        let before = open.len();
        open.retain(|_, session| session.name != name);
        before - open.len()
    }

    /// How many sessions an account has.
    pub(crate) fn count(&self, name: &str) -> usize {
        held(&self.open).values().filter(|session| session.name == name).count()
    }

    /// False if a name had too many wrong passwords and must wait.
    pub(crate) fn may_try(&self, name: &str) -> bool {
        let mut wrong = held(&self.wrong);
        wrong.retain(|_, (_, last)| last.elapsed() < PAUSE);
        wrong.get(name).is_none_or(|(times, _)| *times < TRIES)
    }

    /// Remembers whether a password was right.
    pub(crate) fn tried(&self, name: &str, right: bool) {
        let mut wrong = held(&self.wrong);
        if right {
            wrong.remove(name);
        } else {
            // A flood of made-up names drives out others of few tries, never one that has to wait.
            if wrong.len() >= MOST && !wrong.contains_key(name) {
                let least = wrong.iter().min_by_key(|(_, tries)| **tries).map(|(name, _)| name.clone());
                least.map(|least| wrong.remove(&least));
            }
            let entry = wrong.entry(name.to_owned()).or_insert((0, Instant::now()));
            *entry = (entry.0 + 1, Instant::now());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sessions_open_and_end() {
        let sessions = Sessions::default();
        let one = sessions.open("a", Role::Reader).unwrap();
        let two = sessions.open("a", Role::Reader).unwrap();
        let other = sessions.open("b", Role::Admin).unwrap();
        assert!(one != two && one.len() == 64);
        assert_eq!(sessions.of(&one).map(|session| (session.name, session.role)), Some(("a".into(), Role::Reader)));
        sessions.leave(&one);
        assert!(sessions.of(&one).is_none() && sessions.of(&two).is_some() && sessions.of("x").is_none());
        assert_eq!((sessions.count("a"), sessions.send_away("a"), sessions.count("a")), (1, 1, 0));
        assert!(sessions.of(&two).is_none() && sessions.of(&other).is_some());
    }

    #[test]
    fn guessing_is_slowed_down_name_by_name() {
        let sessions = Sessions::default();
        for _ in 0..TRIES {
            assert!(sessions.may_try("a"));
            sessions.tried("a", false);
        }
        assert!(!sessions.may_try("a") && sessions.may_try("b"));
        sessions.tried("a", true);
        assert!(sessions.may_try("a"));
    }

    #[test]
    fn a_flood_of_names_frees_nobody() {
        let sessions = Sessions::default();
        (0..TRIES).for_each(|_| sessions.tried("a", false));
        (0..MOST + 10).for_each(|n| sessions.tried(&n.to_string(), false));
        assert!(!sessions.may_try("a"));
        assert!(held(&sessions.wrong).len() <= MOST);
    }

    #[test]
    fn there_are_never_more_than_so_many() {
        let sessions = Sessions::default();
        let first = sessions.open("a", Role::Reader).unwrap();
        for _ in 0..MOST {
            sessions.open("b", Role::Reader).unwrap();
        }
        assert!(sessions.of(&first).is_none());
        assert_eq!(sessions.count("b"), MOST);
    }
}
