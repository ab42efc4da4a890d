//! The outlet that published the article is the root of every chain and never a channel.

use musnad_lang::Pack;
use musnad_lang::pack::bare;
use musnad_model::EntityKind;
use musnad_model::fold::{Strength, fold};

/// True if a channel is the outlet that published the article, in Arabic or Latin letters.
pub fn is_own(pack: &Pack, publisher: &str, channel: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        fold(name, Strength::Lossy).split_whitespace().map(|w| bare(w).to_owned()).collect()
    };
    let channel = words(channel);
    // «الجزيرة نت» is of «الجزيرة».
    let of = |name: &str| {
        let name = words(name);
        !name.is_empty() && channel.starts_with(&name)
    };
    let latin = |name: &str| -> String {
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    };
    let publisher_latin: String = latin(publisher);
    let known = |latin_name: &str| {
        let initial = latin_name.chars().next().map(|c| c.to_ascii_lowercase());
        if latin_name.is_empty() || initial != publisher_latin.chars().next() {
            return false;
        }
        let name: String = latin(latin_name);
        name == publisher_latin || name.len() > 2 && publisher_latin.starts_with(&name)
    };
    of(publisher) || pack.names.iter().any(|n| n.kind == EntityKind::Outlet && known(&n.latin) && of(&n.name))
}

#[cfg(test)]
mod tests {
    use super::is_own;
    use musnad_lang::Pack;

    #[test]
    fn an_outlet_is_known_in_both_scripts() {
        let pack = Pack::embedded("ar").unwrap();
        assert!(is_own(&pack, "Al Jazeera Arabic", "الجزيرة نت"));
        assert!(is_own(&pack, "الجزيرة", "الجزيرة"));
        assert!(is_own(&pack, "صدى الوادي", "صدى الوادي"));
        assert!(!is_own(&pack, "Al Jazeera Arabic", "رويترز"));
        assert!(!is_own(&pack, "", "رويترز"));
        assert!(!is_own(&pack, "Al Jazeera Arabic", ""));
    }
}
