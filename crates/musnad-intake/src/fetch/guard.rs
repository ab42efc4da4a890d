//! What may be connected to: public addresses of the web, and nothing else.
//!
//! The lists are those of the IANA special-purpose registries. IPv6 is turned round: only
//! global unicast is public, less the parts of it that carry other addresses inside
//! (6to4, Teredo) or none at all.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs as _},
    sync::Arc,
};

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::Trouble;

/// Networks of IPv4 that are not public, with the lengths of their prefixes.
const SPECIAL_V4: &[(Ipv4Addr, u32)] = &[
    (Ipv4Addr::new(0, 0, 0, 0), 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 31, 196, 0), 24),
    (Ipv4Addr::new(192, 52, 193, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(192, 175, 48, 0), 24),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

/// Networks inside global unicast IPv6 that are not public: protocol assignments with
/// Teredo, benchmarks and ORCHID, documentation, 6to4, direct delegation to AS112.
const SPECIAL_V6: &[(Ipv6Addr, u32)] = &[
    (Ipv6Addr::new(0x2001, 0, 0, 0, 0, 0, 0, 0), 23),
    (Ipv6Addr::new(0x2001, 0x0db8, 0, 0, 0, 0, 0, 0), 32),
    (Ipv6Addr::new(0x2002, 0, 0, 0, 0, 0, 0, 0), 16),
    (Ipv6Addr::new(0x2620, 0x4f, 0x8000, 0, 0, 0, 0, 0), 48),
    (Ipv6Addr::new(0x3fff, 0, 0, 0, 0, 0, 0, 0), 20),
];

/// Names that never belong to the public web.
const PRIVATE_NAMES: &[&str] = &[
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home",
    "corp",
    "private",
    "arpa",
    "onion",
    "test",
    "invalid",
];

/// True if packets to this address go to somebody on the public internet.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let inside =
                |&(network, length): &(Ipv4Addr, u32)| (u32::from(v4) ^ u32::from(network)) >> (32 - length) == 0;
            !SPECIAL_V4.iter().any(inside)
        }
        IpAddr::V6(v6) => {
            let inside =
                |&(network, length): &(Ipv6Addr, u32)| (u128::from(v6) ^ u128::from(network)) >> (128 - length) == 0;
            // ISATAP puts an IPv4 address behind these words, in whatever network.
            let isatap = v6.segments()[5] == 0x5efe && matches!(v6.segments()[4], 0 | 0x0200);
            v6.segments()[0] & 0xe000 == 0x2000 && !SPECIAL_V6.iter().any(inside) && !isatap
        }
    }
}

/// Why an address is not connected to.
#[derive(Clone, Debug, thiserror::Error)]
pub(super) enum Refusal {
    #[error("{0} is not a public address")]
    NotPublic(IpAddr),
    #[error("{0} is not a name of the public web")]
    Name(String),
    #[error("{0} leads to no public address")]
    LeadsNowhere(String),
    #[error("{0} is not http or https")]
    Scheme(String),
    #[error("port {0} is not one of the web")]
    Port(u16),
    #[error("it names no host")]
    NoHost,
    #[error("it holds a user name or password")]
    Credentials,
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.to_string())
    }
}

/// Says what may be connected to.
#[derive(Clone, Debug, Default)]
pub(super) struct Guard {
    /// The one server of a test. It is only there in this crate's own unit tests.
    #[cfg(test)]
    pub server: Option<SocketAddr>,
}

impl Guard {
    /// Holds an address of the web against the rules. A name passes if it can be public;
    /// what it resolves to is held against them by the [`Resolver`].
    pub(super) fn admit(&self, url: &Url) -> Result<(), Refusal> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(Refusal::Scheme(url.scheme().to_owned()));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Refusal::Credentials);
        }
        // Low ports are other services', which a request could be made to command.
        if let Some(port) = url.port().filter(|port| *port < 1024 && !matches!(port, 80 | 443)) {
            return Err(Refusal::Port(port));
        }
        match url.host() {
            None => Err(Refusal::NoHost),
            Some(Host::Ipv4(v4)) => self.admit_address(v4.into(), url.port_or_known_default()),
            Some(Host::Ipv6(v6)) => self.admit_address(v6.into(), url.port_or_known_default()),
            Some(Host::Domain(name)) => {
                let bare = name.trim_end_matches('.').to_ascii_lowercase();
                let last = bare.rsplit('.').next().unwrap_or_default();
                let public = bare.contains('.') && !PRIVATE_NAMES.contains(&last);
                // A last part of digits is an address that the parser of URLs did not take for one.
                if public && !last.starts_with(|c: char| c.is_ascii_digit()) {
                    Ok(())
                } else {
                    Err(Refusal::Name(name.to_owned()))
                }
            }
        }
    }

    fn admit_address(&self, address: IpAddr, port: Option<u16>) -> Result<(), Refusal> {
        #[cfg(test)]
        if self.server.is_some_and(|server| server.ip() == address && Some(server.port()) == port) {
            return Ok(());
        }
        let _ = port;
        if is_public(address) { Ok(()) } else { Err(Refusal::NotPublic(address)) }
    }
}

/// How names are looked up.
type Lookup = Arc<dyn Fn(&str) -> io::Result<Vec<IpAddr>> + Send + Sync>;

/// Looks up names and gives only public addresses. These are the ones connected to, so a
/// name that means something else a moment later gains nothing.
#[derive(Clone)]
pub(super) struct Resolver {
    lookup: Lookup,
}

impl Resolver {
    /// Names as the system knows them.
    pub(super) fn system() -> Self {
        let lookup = |name: &str| Ok((name, 0).to_socket_addrs()?.map(|address| address.ip()).collect());
        Self { lookup: Arc::new(lookup) }
    }

    #[cfg(test)]
    pub(super) fn of(lookup: impl Fn(&str) -> Vec<IpAddr> + Send + Sync + 'static) -> Self {
        Self { lookup: Arc::new(move |name| Ok(lookup(name))) }
    }

    pub(super) fn guarded(self, guard: Guard) -> Guarded {
        Guarded { resolver: self, guard }
    }
}

/// A resolver behind a guard.
pub(super) struct Guarded {
    resolver: Resolver,
    guard: Guard,
}

impl Guarded {
    fn public(&self, name: &str) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
        let found = (self.resolver.lookup)(name)?;
        let public = found.into_iter().filter(|&address| self.guard.admit_address(address, None).is_ok());
        let public: Vec<SocketAddr> = public.map(|address| SocketAddr::new(address, 0)).collect();
        if public.is_empty() { Err(Refusal::LeadsNowhere(name.to_owned()).into()) } else { Ok(public) }
    }
}

impl Resolve for Guarded {
    fn resolve(&self, name: Name) -> Resolving {
        let this = Self { resolver: self.resolver.clone(), guard: self.guard.clone() };
        Box::pin(async move {
            // The system's look-up blocks; on a thread of its own it can be given up.
            let found = tokio::task::spawn_blocking(move || this.public(name.as_str())).await??;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Addresses of this machine, its networks and other special ones, in every form.
    pub(crate) const REFUSED: &[&str] = &[
        "http://127.0.0.1/",
        "http://127.1/",
        "http://127.0.1/",
        "http://2130706433/",
        "http://0x7f000001/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://017700000001/",
        "http://127.0.0.1.:80/",
        "http://１２７.０.０.１/",
        "http://①②⑦.0.0.1/",
        "http://127。0。0。1/",
        "http://%31%32%37.0.0.1/",
        "http://0/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://167772161/",
        "http://100.64.0.1/",
        "http://100.127.255.255/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0xa9fea9fe/",
        "http://172.16.0.1/",
        "http://172.31.255.255/",
        "http://192.0.0.1/",
        "http://192.0.2.1/",
        "http://192.88.99.1/",
        "http://192.168.1.1/",
        "http://198.18.0.1/",
        "http://198.51.100.1/",
        "http://203.0.113.1/",
        "http://224.0.0.1/",
        "http://239.255.255.255/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
        "http://[::]/",
        "http://[::1]/",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://[::127.0.0.1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://[::ffff:8.8.8.8]/",
        "http://[::ffff:0:127.0.0.1]/",
        "http://[64:ff9b::127.0.0.1]/",
        "http://[64:ff9b::8.8.8.8]/",
        "http://[64:ff9b:1::10.0.0.1]/",
        "http://[100::1]/",
        "http://[2001::1]/",
        "http://[2001:0:53aa:64c:0:fbff:80ff:fffe]/",
        "http://[2001:2::1]/",
        "http://[2001:10::1]/",
        "http://[2001:20::1]/",
        "http://[2001:db8::1]/",
        "http://[2002:7f00:1::1]/",
        "http://[2002:808:808::1]/",
        "http://[3fff::1]/",
        "http://[5f00::1]/",
        "http://[fc00::1]/",
        "http://[fd12:3456::1]/",
        "http://[fe80::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://[2a00:1450::5efe:10.0.0.1]/",
        "http://localhost/",
        "http://LOCALHOST./",
        "http://sub.localhost/",
        "http://printer.local/",
        "http://metadata.google.internal/",
        "http://intranet/",
        "http://router.lan/",
        "http://1.0.0.127.in-addr.arpa/",
        "http://abc.onion/",
        "http://user@example.org/",
        "http://user:secret@example.org/",
        "http://example.org@127.0.0.1/",
        "http://example.org:25/",
        "https://8.8.8.8:22/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "data:text/html,hello",
        "javascript:alert(1)",
        "ws://example.org/",
    ];

    #[test]
    fn special_addresses_are_refused_in_every_form() {
        let guard = Guard::default();
        for address in REFUSED {
            // What is no URL at all is refused before the guard.
            if let Ok(url) = Url::parse(address) {
                assert!(guard.admit(&url).is_err(), "{address} is {url}");
            }
        }
    }

    #[test]
    fn the_public_web_passes() {
        let guard = Guard::default();
        for address in [
            "http://example.org/",
            "https://example.org:8443/a?b#c",
            "https://example.org:80/",
            "http://example.org:443/",
            "https://أخبار.example.com/",
            "http://8.8.8.8/",
            "http://100.63.255.255/",
            "http://100.128.0.1/",
            "http://172.15.255.255/",
            "http://172.32.0.1/",
            "http://192.0.1.1/",
            "http://[2606:4700:4700::1111]/",
            "http://[2001:4860:4860::8888]/",
        ] {
            let url = Url::parse(address).unwrap();
            assert!(guard.admit(&url).is_ok(), "{address}: {:?}", guard.admit(&url));
        }
    }

    #[test]
    fn names_lead_only_to_public_addresses() {
        let found = |addresses: &'static [&'static str]| {
            let lookup = move |_: &str| addresses.iter().map(|address| address.parse().unwrap()).collect();
            let public = Resolver::of(lookup).guarded(Guard::default()).public("rebound.example.org");
            public.map(|all| all.iter().map(|address| address.ip().to_string()).collect::<Vec<_>>()).ok()
        };
        for private in
            ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "::ffff:10.0.0.1", "fd00::1", "2002:a00:1::1"]
        {
            let one: &'static [&'static str] = Box::leak(Box::new([private]));
            assert_eq!(found(one), None, "{private}");
        }
        assert_eq!(found(&[]), None);
        assert_eq!(found(&["10.0.0.1", "8.8.8.8", "::1"]), Some(vec!["8.8.8.8".to_owned()]));
    }
}
