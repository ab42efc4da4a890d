//! Names of outlets: the صحيفة الغد that an article cites and the publisher "الغد".

use musnad_model::fold::{Strength, fold};

use crate::names::Same;

/// Keys by which an outlet is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Keys {
    /// The name itself, without type words.
    full: Vec<String>,
    /// The name with less in it: no adjective of a country, nothing in brackets; the site.
    plain: Vec<String>,
}

/// Words that say what kind of outlet it is. Folded, without the article.
const TYPES: &[&str] = &[
    "صحيفه",
    "جريده",
    "وكاله",
    "قناه",
    "شبكه",
    "موقع",
    "مجله",
    "اذاعه",
    "راديو",
    "تلفزيون",
    "تليفزيون",
    "فضائيه",
    "محطه",
    "منصه",
    "مدونه",
    "انباء",
    "اخبار",
    "اخباري",
    "اخباريه",
    "يوميه",
    "اسبوعيه",
    "الكتروني",
    "الكترونيه",
    "the",
    "al",
    "el",
    "newspaper",
    "daily",
    "agency",
    "news",
    "channel",
    "tv",
    "television",
    "radio",
    "network",
    "magazine",
    "arabic",
    "english",
    "online",
    "site",
    "website",
];

impl Keys {
    pub(crate) fn of(name: &str, aliases: &[String], latin: Option<&str>, url: Option<&str>) -> Self {
        let mut keys = Self::default();
        let mut add = |name: &str| {
            let words = words(name);
            let plain = words_outside_brackets(name);
            keys.full.extend(joined(&words));
            keys.plain.extend(joined(&plain));
            // صحيفة الغد السورالية: where a type word tells that the adjective is one.
            let typed = plain.len() < count(name);
            if let [first @ .., last] = &plain[..]
                && typed
                && !first.is_empty()
                && (last.ends_with("يه") || last.ends_with('ي'))
            {
                keys.plain.extend(joined(first));
            }
        };
        add(name);
        aliases.iter().for_each(|alias| add(alias));
        if let Some(latin) = latin {
            add(latin);
        }
        keys.plain.extend(url.and_then(site));
        for list in [&mut keys.full, &mut keys.plain] {
            list.sort_unstable();
            list.dedup();
        }
        let full = &keys.full;
        keys.plain.retain(|key| full.binary_search(key).is_err());
        keys
    }

    /// True if a name that is not said to be an outlet's is the full name of this one.
    pub(crate) fn called(&self, name: &str) -> bool {
        joined(&words(name)).is_some_and(|key| self.full.contains(&key))
    }

    /// Whether both name one outlet: by a full name surely, by a plain one unless another
    /// outlet has it too.
    pub(crate) fn same(&self, other: &Self) -> Same {
        if meet(&self.full, &other.full) {
            Same::Yes
        } else if self.plainer(other) || other.plainer(self) {
            Same::Short
        } else {
            Same::No
        }
    }

    /// True if this is the other's name with less in it.
    pub(crate) fn plainer(&self, other: &Self) -> bool {
        meet(&self.full, &other.plain)
    }
}

fn meet(a: &[String], b: &[String]) -> bool {
    a.iter().any(|key| b.contains(key))
}

fn joined(words: &[String]) -> Option<String> {
    let key = words.concat();
    (key.chars().count() >= 2).then_some(key)
}

/// The words of a name without type words; a name of nothing but type words keeps them.
fn words(name: &str) -> Vec<String> {
    let all: Vec<String> = split(name).collect();
    let telling: Vec<String> = all.iter().filter(|word| !TYPES.contains(&word.as_str())).cloned().collect();
    if telling.is_empty() { all } else { telling }
}

fn words_outside_brackets(name: &str) -> Vec<String> {
    let before = name.split(['(', '[']).next().unwrap_or(name);
    let words = words(before);
    if words.is_empty() { self::words(name) } else { words }
}

fn count(name: &str) -> usize {
    split(name.split(['(', '[']).next().unwrap_or(name)).count()
}

fn split(name: &str) -> impl Iterator<Item = String> {
    fold(name, Strength::Lossy)
        .split(|c: char| !c.is_alphanumeric())
        .map(|word| {
            // للأنباء is الأنباء after a preposition.
            let bare = word.strip_prefix("ال").or_else(|| word.strip_prefix("لل"));
            bare.filter(|rest| rest.chars().count() >= 2).unwrap_or(word).to_owned()
        })
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .into_iter()
}

/// The telling label of a page's host: `https://www.alghad.example/x` is `ghad`.
fn site(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next()?.to_lowercase();
    let mut labels: Vec<&str> = host.split('.').collect();
    labels.pop();
    // co.uk, com.lb: a short label before the last one is no name.
    while labels.last().is_some_and(|label| label.len() <= 3) && labels.len() > 1 {
        labels.pop();
    }
    let label = labels.pop()?;
    let label = label.strip_prefix("al").map_or(label, |rest| rest.trim_start_matches('-'));
    (label.len() >= 3).then(|| label.replace('-', ""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(name: &str) -> Keys {
        Keys::of(name, &[], None, None)
    }

    #[test]
    fn type_words_and_articles_do_not_tell() {
        for (a, b) in [
            ("صحيفة الغد", "الغد"),
            ("وكالة أنباء الميناء", "الميناء"),
            ("وكالة الميناء للأنباء", "الميناء"),
            ("قناة «الأفق» الإخبارية", "الأفق"),
            ("The Harbour Times", "Harbour Times"),
            ("Al-Ghad", "al ghad"),
        ] {
            assert_eq!(keys(a).same(&keys(b)), Same::Yes, "{a} {b}");
        }
        assert_eq!(keys("الأفق").same(&keys("الأفق الجديد")), Same::No);
    }

    #[test]
    fn a_name_with_less_in_it_is_a_short_form() {
        for (short, long) in [("الغد", "صحيفة الغد السورالية"), ("Al-Ghad", "Al-Ghad (Suralia)")]
        {
            assert_eq!(keys(short).same(&keys(long)), Same::Short, "{short} {long}");
            assert!(keys(short).plainer(&keys(long)) && !keys(long).plainer(&keys(short)));
        }
        assert_eq!(keys("Al-Ghad (Suralia)").same(&keys("Al-Ghad (Mandalia)")), Same::No);
    }

    #[test]
    fn the_site_and_the_latin_name_join() {
        let published = Keys::of("الغد", &[], None, Some("https://www.alghad.example.com/news/1"));
        let example = Keys::of("Al Ghad", &[], None, None);
        assert_eq!(example.same(&published), Same::No, "example.com is the site");
        let published = Keys::of("الغد", &[], None, Some("https://ar.alghad.net/news/1"));
        assert_eq!(example.same(&published), Same::Short);
        let cited = Keys::of("الغد", &[], Some("Al-Ghad"), None);
        assert_eq!(cited.same(&keys("Al Ghad")), Same::Yes);
    }

    #[test]
    fn a_host_gives_its_telling_label() {
        for (url, want) in [
            ("https://www.alghad.com/x", Some("ghad")),
            ("http://news.harbour-times.co.uk", Some("harbourtimes")),
            ("alghad.net", Some("ghad")),
            ("localhost", None),
            ("", None),
        ] {
            assert_eq!(site(url).as_deref(), want, "{url}");
        }
    }
}
