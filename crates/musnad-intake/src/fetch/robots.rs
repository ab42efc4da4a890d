//! What a site's robots.txt allows.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use texting_robots::Robot;
use url::Url;

/// The rules of one site.
pub(super) struct Rules(Option<Robot>);

impl Rules {
    /// A site without rules.
    pub(super) fn none() -> Self {
        Self(None)
    }

    /// Reads a robots.txt. What is none, a page for instance, has no rules in it.
    pub(super) fn read(name: &str, bytes: &[u8]) -> Self {
        // The parser is old; a file that trips it must not stop the run.
        Self(catch_unwind(AssertUnwindSafe(|| Robot::new(name, bytes).ok())).ok().flatten())
    }

    /// True if the address may be fetched.
    pub(super) fn allow(&self, url: &Url) -> bool {
        let Some(robot) = &self.0 else {
            return true;
        };
        let mut path = url.path().to_owned();
        if let Some(query) = url.query() {
            path.push('?');
            path.push_str(query);
        }
        catch_unwind(AssertUnwindSafe(|| robot.allowed(&path))).unwrap_or(false)
    }

    /// How long the site asks to wait between two requests.
    pub(super) fn delay(&self) -> Option<Duration> {
        let seconds = self.0.as_ref()?.delay?;
        Duration::try_from_secs_f32(seconds).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(rules: &str, path: &str) -> bool {
        Rules::read("Musnad", rules.as_bytes()).allow(&Url::parse("https://example.org/").unwrap().join(path).unwrap())
    }

    #[test]
    fn the_longest_rule_for_our_name_decides() {
        let rules = "User-agent: *\nDisallow: /\n\nUser-agent: musnad\nDisallow: /private\nAllow: /private/open\nCrawl-delay: 3\n";
        assert!(allowed(rules, "/news/1"));
        assert!(!allowed(rules, "/private/1"));
        assert!(allowed(rules, "/private/open/1"));
        assert_eq!(Rules::read("Musnad", rules.as_bytes()).delay(), Some(Duration::from_secs(3)));
        assert!(!allowed("User-agent: *\nDisallow: /*?print=", "/a?print=1"));
        assert!(!allowed("User-agent: *\nDisallow: /", "/"));
    }

    #[test]
    fn what_is_no_robots_txt_has_no_rules() {
        for text in ["", "<html><body>404</body></html>", "\u{FEFF}", "User-agent: *\nCrawl-delay: -1"] {
            assert!(allowed(text, "/a"), "{text}");
        }
        assert_eq!(Rules::read("Musnad", b"User-agent: *\nCrawl-delay: nan").delay(), None);
        assert!(Rules::read("Musnad", &[0xFF; 1000]).allow(&Url::parse("https://example.org/a").unwrap()));
    }
}
