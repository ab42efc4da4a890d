//! Accounts: who may come in, by which password, and what they may do there.
//!
//! They are kept in a text file that a person can read: a line each, with name, role and password hash, apart by
//! tabs. Passwords are hashed by Argon2id with the parameters that its hash names (RFC 9106).

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use serde::Serialize;

/// Fewest characters of a password.
const LEAST_PASSWORD: usize = 10;
/// The most bytes of a password: hashing is linear in it.
const MOST_PASSWORD: usize = 1024;
/// The most characters of a name.
pub(crate) const MOST_NAME: usize = 64;

/// What somebody may do. Each may do what those before may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    /// Sees everything and changes nothing.
    Reader,
    /// Adds articles, corrects, rates, merges, undoes.
    Editor,
    /// Sees who is there, and sends them away.
    Admin,
}

impl Role {
    /// All, those who may least first.
    pub const ALL: [Self; 3] = [Self::Reader, Self::Editor, Self::Admin];

    /// Its word in the file.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reader => "reader",
            Self::Editor => "editor",
            Self::Admin => "admin",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Role {
    type Err = AccountsError;

    fn from_str(word: &str) -> Result<Self, AccountsError> {
        Self::ALL.into_iter().find(|role| role.as_str() == word).ok_or_else(|| AccountsError::Role(word.to_owned()))
    }
}

/// What is wrong with accounts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AccountsError {
    /// A line that is not name, role and hash.
    #[error("line {0} is not a name, a role and a hash, apart by tabs")]
    Line(usize),
    /// A name twice.
    #[error("line {0} names an account a second time")]
    Twice(usize),
    /// A role that there is not.
    #[error("{0:?} is no role: reader, editor or admin")]
    Role(String),
    /// A name that cannot be.
    #[error("a name has 1 to {MOST_NAME} characters, none of them a tab or a line break, and no # in front")]
    Name,
    /// A password that is too easy to guess, or absurdly long.
    #[error("a password has at least {LEAST_PASSWORD} characters and at most {MOST_PASSWORD} bytes")]
    Password,
    /// The machine gives no random bytes.
    #[error("the password cannot be hashed: {0}")]
    Hash(String),
}

#[derive(Clone, PartialEq)]
struct Account {
    role: Role,
    hash: PasswordHash,
}

/// All accounts of a desk, by name.
#[derive(Clone, Default, PartialEq)]
pub struct Accounts(BTreeMap<String, Account>);

impl fmt::Debug for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys()).finish()
    }
}

impl Accounts {
    /// Reads a file of accounts. Blank lines and those with `#` in front are passed over.
    ///
    /// # Errors
    /// At the first line that is none.
    pub fn parse(text: &str) -> Result<Self, AccountsError> {
        let mut all = BTreeMap::new();
        for (at, line) in text.lines().enumerate() {
            if line.trim().is_empty() || line.starts_with('#') {
                continue;
            }
            let bad = AccountsError::Line(at + 1);
            let [name, role, hash] = line.split('\t').collect::<Vec<_>>()[..] else { return Err(bad) };
            check_name(name)?;
            let account = Account { role: role.parse()?, hash: hash.parse().map_err(|_| bad)? };
            if all.insert(name.to_owned(), account).is_some() {
                return Err(AccountsError::Twice(at + 1));
            }
        }
        Ok(Self(all))
    }

    /// The file, as [`Self::parse`] reads it.
    #[must_use]
    pub fn text(&self) -> String {
        let line = |(name, account): (&String, &Account)| format!("{name}\t{}\t{}\n", account.role, account.hash);
        self.0.iter().map(line).collect()
    }

    /// Puts an account in, or gives it another role and password.
    ///
    /// # Errors
    /// If name or password will not do.
    pub fn set(&mut self, name: &str, role: Role, password: &str) -> Result<(), AccountsError> {
        check_name(name)?;
        if password.chars().count() < LEAST_PASSWORD || password.len() > MOST_PASSWORD {
            return Err(AccountsError::Password);
        }
        let hash = Argon2::default().hash_password(password.as_bytes());
        let hash = hash.map_err(|error| AccountsError::Hash(error.to_string()))?;
        self.0.insert(name.to_owned(), Account { role, hash });
        Ok(())
    }

    /// Takes an account out; false if there is none.
    pub fn remove(&mut self, name: &str) -> bool {
        self.0.remove(name).is_some()
    }

    /// Names and roles.
    pub fn iter(&self) -> impl Iterator<Item = (&str, Role)> {
        self.0.iter().map(|(name, account)| (name.as_str(), account.role))
    }

    /// True if nobody could come in.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What somebody may do, if this is their password. A name that there is not takes as long as one that there is.
    pub(crate) fn admits(&self, name: &str, password: &str) -> Option<Role> {
        static NOBODY: OnceLock<Option<PasswordHash>> = OnceLock::new();
        if password.len() > MOST_PASSWORD {
            return None;
        }
        let nobody = || NOBODY.get_or_init(|| Argon2::default().hash_password(b"nobody").ok()).as_ref();
        let account = self.0.get(name);
        let hash = account.map(|account| &account.hash).or_else(nobody)?;
        let right = Argon2::default().verify_password(password.as_bytes(), hash).is_ok();
        account.filter(|_| right).map(|account| account.role)
    }
}

fn check_name(name: &str) -> Result<(), AccountsError> {
    let good = (1..=MOST_NAME).contains(&name.chars().count())
        && !name.chars().any(char::is_control)
        && name.trim() == name
        && !name.starts_with('#');
    if good { Ok(()) } else { Err(AccountsError::Name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_holds_names_roles_and_hashes() {
        let mut accounts = Accounts::default();
        accounts.set("سلمى", Role::Editor, "كلمة سر طويلة").unwrap();
        accounts.set("walid", Role::Reader, "another long one").unwrap();
        let text = accounts.text();
        assert!(!text.contains("كلمة") && text.contains("$argon2id$"), "{text}");
        let read = Accounts::parse(&format!("# people\n\n{text}")).unwrap();
        assert!(read == accounts);
        assert_eq!(read.admits("سلمى", "كلمة سر طويلة"), Some(Role::Editor));
        assert_eq!(read.admits("سلمى", "كلمة سر أخرى"), None);
        assert_eq!(read.admits("nobody", "nobody"), None);
        assert_eq!(read.admits("walid", &"x".repeat(5_000)), None);
        let mut fewer = read;
        assert!(fewer.remove("walid") && !fewer.remove("walid") && !fewer.is_empty());
    }

    #[test]
    fn what_is_no_account_is_refused() {
        let mut accounts = Accounts::default();
        assert_eq!(accounts.set("a", Role::Reader, "short"), Err(AccountsError::Password));
        for name in ["", " a", "a\tb", "a\nb", "#a", &"x".repeat(65)] {
            assert_eq!(accounts.set(name, Role::Reader, "long enough to do"), Err(AccountsError::Name), "{name:?}");
        }
        accounts.set("a", Role::Admin, "long enough to do").unwrap();
        let line = accounts.text();
        assert_eq!(Accounts::parse(&format!("{line}{line}")), Err(AccountsError::Twice(2)));
        assert_eq!(Accounts::parse("a\tadmin"), Err(AccountsError::Line(1)));
        assert_eq!(Accounts::parse("\na\tadmin\tplain words"), Err(AccountsError::Line(2)));
        assert_eq!(Accounts::parse("a\tking\t$x"), Err(AccountsError::Role("king".into())));
    }
}
