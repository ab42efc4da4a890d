//! Who is let in, and what a browser may do with what it gets.

use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::accounts::{Accounts, Role};
use crate::sessions::Sessions;

/// The cookie of whoever came in by the door.
pub(crate) const ENTRY: &str = "musnad-entry";
/// The cookie that keeps the colours.
pub(crate) const THEME: &str = "musnad-theme";

/// Headers of every answer. Scripts and styles come from this server only and never stand in a page; nothing is
/// loaded from, sent to or shown inside another site.
pub(crate) const HEADERS: [(HeaderName, HeaderValue); 7] = [
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        ),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=()"),
    ),
];

/// Somebody who was let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Visitor {
    /// The name of the account; null where there are none.
    pub name: Option<String>,
    /// What they may do.
    pub role: Role,
}

/// Who comes in, and the secrets of one run of a desk.
pub(crate) struct Guard {
    token: Option<String>,
    accounts: Option<Accounts>,
    pub(crate) sessions: Sessions,
    secret: [u8; 32],
    /// True if only names of this machine are answered.
    local: bool,
}

impl std::fmt::Debug for Guard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Guard")
    }
}

impl Guard {
    /// With a token or accounts, whoever may come in is let in by any name of the machine; without, only by a name that
    /// means this one.
    pub(crate) fn new(token: Option<String>, accounts: Option<Accounts>) -> std::io::Result<Self> {
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| std::io::Error::other(error.to_string()))?;
        let local = token.is_none() && accounts.is_none();
        Ok(Self { local, token, accounts, sessions: Sessions::default(), secret })
    }

    /// What the forms of this desk carry, for whoever has these cookies. Another site cannot read it, and so cannot send
    /// it; nor is it good for the session of somebody else.
    pub(crate) fn csrf(&self, headers: &HeaderMap) -> String {
        self.seal(&format!("form {}", cookie(headers, ENTRY).unwrap_or_default()))
    }

    /// The value of the entry cookie for the token. It says nothing about the token, and ends with the run.
    pub(crate) fn entry(&self) -> String {
        self.seal(&format!("entry {}", self.token.as_deref().unwrap_or_default()))
    }

    fn seal(&self, what: &str) -> String {
        use std::fmt::Write as _;
        let hash = Sha256::new().chain_update(self.secret).chain_update([0]).chain_update(what).finalize();
        hash.iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }

    /// The accounts, if there are any.
    pub(crate) const fn accounts(&self) -> Option<&Accounts> {
        self.accounts.as_ref()
    }

    /// True if these words are the token, and people come in by it.
    pub(crate) fn knows(&self, words: &str) -> bool {
        self.accounts.is_none() && self.token.as_deref().is_some_and(|token| same(token, words))
    }

    /// Who sends this: by cookie, or as a program by `Authorization: Bearer`. Nobody if they were not let in.
    pub(crate) fn visitor(&self, headers: &HeaderMap) -> Option<Visitor> {
        let editor = Some(Visitor { name: None, role: Role::Editor });
        if self.local {
            return editor;
        }
        if self.by_token(headers) {
            return editor;
        }
        let entry = cookie(headers, ENTRY)?;
        if self.accounts.is_none() {
            return editor.filter(|_| same(&self.entry(), entry));
        }
        self.sessions.of(entry).map(|session| Visitor { name: Some(session.name), role: session.role })
    }

    /// True if a program comes in by the token.
    fn by_token(&self, headers: &HeaderMap) -> bool {
        let bearer = text(headers, &header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
        matches!((&self.token, bearer), (Some(token), Some(words)) if same(token, words.trim()))
    }

    /// A name for what let a visitor in, from which nobody can make it: a hash of the cookie, or that it was the token.
    pub(crate) fn let_in_by(&self, headers: &HeaderMap) -> Option<String> {
        if self.by_token(headers) {
            return Some("token".to_owned());
        }
        let entry: [u8; 32] = Sha256::digest(cookie(headers, ENTRY)?).into();
        Some(entry.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// True if only this machine comes in, and nobody has to be kept from haste.
    pub(crate) const fn local(&self) -> bool {
        self.local
    }

    /// True if the host that is asked for is this machine. A site that lets its name point to this machine would
    /// otherwise read what is here.
    pub(crate) fn answers_to(&self, headers: &HeaderMap, uri: &Uri) -> bool {
        let host = uri.host().or_else(|| text(headers, &header::HOST).map(without_port));
        !self.local || matches!(host, Some("localhost" | "127.0.0.1" | "[::1]"))
    }

    /// True if a form comes from a page of this desk.
    pub(crate) fn own_form(&self, headers: &HeaderMap, csrf: Option<&str>) -> bool {
        let site = text(headers, &HeaderName::from_static("sec-fetch-site"));
        let origin = text(headers, &header::ORIGIN).and_then(|origin| origin.split_once("://"));
        let host = text(headers, &header::HOST);
        matches!(site, None | Some("same-origin"))
            && origin.is_none_or(|(_, origin)| host == Some(origin))
            && csrf.is_some_and(|words| same(&self.csrf(headers), words))
    }
}

/// Compares without telling by its time where two words differ. Hashes have equal lengths.
fn same(a: &str, b: &str) -> bool {
    Sha256::digest(a).ct_eq(&Sha256::digest(b)).into()
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}

/// The value of a cookie.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    all.flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(n, value)| (n == name).then_some(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (HeaderName::from_static(n), HeaderValue::from_str(v).unwrap())).collect()
    }

    #[test]
    fn strangers_stay_out() {
        let guard = Guard::new(Some("a-long-enough-token".into()), None).unwrap();
        let admits = |guard: &Guard, pairs: &[(&'static str, &str)]| guard.visitor(&headers(pairs)).is_some();
        assert!(!admits(&guard, &[]));
        assert!(!admits(&guard, &[("authorization", "Bearer another")]));
        assert!(!admits(&guard, &[("cookie", "musnad-entry=a-long-enough-token")]));
        assert!(admits(&guard, &[("authorization", "Bearer a-long-enough-token")]));
        let cookie = format!("x=1; {ENTRY}={}", guard.entry());
        assert!(admits(&guard, &[("cookie", &cookie)]));
        let other = Guard::new(Some("a-long-enough-token".into()), None).unwrap();
        assert!(!admits(&other, &[("cookie", &cookie)]), "another run has other secrets");
    }

    #[test]
    fn accounts_come_in_by_their_sessions() {
        let mut accounts = Accounts::default();
        accounts.set("a", Role::Reader, "long enough to do").unwrap();
        let guard = Guard::new(Some("a-long-enough-token".into()), Some(accounts)).unwrap();
        let cookie = guard.sessions.open("a", Role::Reader).unwrap();
        let own = headers(&[("cookie", &format!("{ENTRY}={cookie}"))]);
        assert_eq!(guard.visitor(&own), Some(Visitor { name: Some("a".into()), role: Role::Reader }));
        assert!(guard.visitor(&headers(&[("cookie", &format!("{ENTRY}={}", guard.entry()))])).is_none());
        assert!(!guard.knows("a-long-enough-token"), "the token is for programs");
        assert!(guard.visitor(&headers(&[("authorization", "Bearer a-long-enough-token")])).is_some());
        // What one session's forms carry is of no use in another.
        let other = headers(&[("cookie", &format!("{ENTRY}={}", guard.sessions.open("a", Role::Reader).unwrap()))]);
        assert!(guard.own_form(&own, Some(&guard.csrf(&own))));
        assert!(!guard.own_form(&own, Some(&guard.csrf(&other))));
    }

    #[test]
    fn other_names_of_this_machine_are_not_answered() {
        let guard = Guard::new(None, None).unwrap();
        let asks = |host: &str| guard.answers_to(&headers(&[("host", host)]), &Uri::from_static("/"));
        assert!(asks("localhost:7410") && asks("127.0.0.1") && asks("[::1]:80"));
        assert!(!asks("rebound.example:7410") && !asks("localhost.example") && !asks("") && !asks("127.0.0.1.example"));
        assert!(!guard.answers_to(&headers(&[]), &Uri::from_static("/")));
    }

    #[test]
    fn forms_of_other_sites_are_refused() {
        let guard = Guard::new(None, None).unwrap();
        let csrf = guard.csrf(&headers(&[]));
        let host = ("host", "localhost:7410");
        assert!(guard.own_form(&headers(&[host]), Some(&csrf)));
        assert!(guard.own_form(&headers(&[host, ("origin", "http://localhost:7410")]), Some(&csrf)));
        assert!(!guard.own_form(&headers(&[host, ("origin", "http://other.example")]), Some(&csrf)));
        assert!(!guard.own_form(&headers(&[host, ("sec-fetch-site", "cross-site")]), Some(&csrf)));
        assert!(!guard.own_form(&headers(&[host]), Some("guess")));
        assert!(!guard.own_form(&headers(&[host]), None));
    }
}
