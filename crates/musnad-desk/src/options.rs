//! How a desk is set up.

use std::net::SocketAddr;
use std::time::Duration;

use crate::accounts::Accounts;
use crate::tls::Tls;
use crate::words::Tongue;

/// Fewest characters of a token: enough that guessing it over a network is hopeless.
const LEAST_TOKEN: usize = 16;

/// How a desk is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where it listens. With neither token nor accounts only a loopback address is accepted.
    pub address: SocketAddr,
    /// What a visitor must know; with accounts, what a program must know. Whoever knows it is an editor.
    pub token: Option<String>,
    /// Who may come in. With neither these nor a token nobody is asked.
    pub accounts: Option<Accounts>,
    /// The certificate to be reached by. Null: plain HTTP, for this machine or behind a proxy.
    pub tls: Option<Tls>,
    /// True if visitors may have an address fetched; needs the feature `fetch`.
    pub fetch: bool,
    /// The language of whoever gives none.
    pub tongue: Tongue,
    /// The name that operations are recorded under.
    pub author: String,
    /// Largest request, in bytes: one document and what is said of it.
    pub most_bytes: usize,
    /// How long one request may take, reading included.
    pub patience: Duration,
    /// How many requests a minute one visitor may send, where other machines come in.
    pub a_minute: u32,
    /// How many connections are held at a time; more wait.
    pub connections: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            address: SocketAddr::from(([127, 0, 0, 1], 7410)),
            token: None,
            accounts: None,
            tls: None,
            fetch: false,
            tongue: Tongue::Arabic,
            author: "desk".into(),
            most_bytes: 8 << 20,
            patience: Duration::from_secs(30),
            a_minute: 1_200,
            connections: 256,
        }
    }
}

/// Options that cannot be served.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OptionsError {
    /// Other machines could come in unasked.
    #[error("{0} can be reached from other machines: a token or accounts are needed there")]
    Open(SocketAddr),
    /// The token could be guessed.
    #[error("a token has at least {LEAST_TOKEN} characters")]
    ShortToken,
    /// Nobody could come in.
    #[error("there is no account in the file")]
    Nobody,
    /// Built without a network.
    #[error("this program was built without fetching")]
    NoFetching,
}

impl Options {
    /// Checks that nobody can come in unasked.
    ///
    /// # Errors
    /// [`OptionsError`], if somebody could.
    pub fn check(&self) -> Result<(), OptionsError> {
        if self.accounts.as_ref().is_some_and(Accounts::is_empty) {
            return Err(OptionsError::Nobody);
        }
        if self.fetch && cfg!(not(feature = "fetch")) {
            return Err(OptionsError::NoFetching);
        }
        match &self.token {
            Some(token) if token.chars().count() < LEAST_TOKEN => Err(OptionsError::ShortToken),
            None if self.accounts.is_none() && !self.address.ip().is_loopback() => {
                Err(OptionsError::Open(self.address))
            }
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_comes_in_unasked() {
        let on = |address: &str, token: Option<&str>| {
            let token = token.map(str::to_owned);
            Options { address: address.parse().unwrap(), token, ..Options::default() }.check()
        };
        assert_eq!(on("127.0.0.1:1", None), Ok(()));
        assert_eq!(on("[::1]:1", None), Ok(()));
        assert!(matches!(on("0.0.0.0:1", None), Err(OptionsError::Open(_))));
        assert_eq!(on("0.0.0.0:1", Some("short")), Err(OptionsError::ShortToken));
        assert_eq!(on("0.0.0.0:1", Some("a-long-enough-token")), Ok(()));
        let mut accounts = Accounts::default();
        let with = |accounts: &Accounts| Options {
            address: ([0, 0, 0, 0], 1).into(),
            accounts: Some(accounts.clone()),
            ..Options::default()
        };
        assert_eq!(with(&accounts).check(), Err(OptionsError::Nobody));
        accounts.set("a", crate::Role::Reader, "long enough to do").unwrap();
        assert_eq!(with(&accounts).check(), Ok(()));
    }
}
