//! The forms of a noun or an adjective beside a number, made from its table row.

use musnad_model::fold::{Strength, fold};

/// How many the form of a noun says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Count {
    One,
    Two,
    Many,
}

/// All forms of a row. `~ون`, `~ات` and the like stand for an ending put on the first singular.
pub(crate) fn noun(singulars: &str, plurals: &str) -> Vec<(String, Count)> {
    let mut forms = Vec::new();
    let list = |column: &str| {
        column
            .split(" | ")
            .filter(|form| *form != "-")
            .map(|form| fold(form.trim(), Strength::Lossy))
            .collect::<Vec<_>>()
    };
    let (singulars, plurals) = (list(singulars), list(plurals));
    let sound = plurals.iter().any(|plural| plural == "~ون");
    for singular in &singulars {
        let feminine = singular.strip_suffix('ه').map(|stem| format!("{stem}ت"));
        if feminine.is_none() && !singular.ends_with(['ا', 'ء']) {
            forms.push((format!("{singular}ا"), Count::One));
        }
        let stem = feminine.as_ref().unwrap_or(singular);
        forms.push((format!("{stem}ان"), Count::Two));
        // مدنيين is the plural as well: it says no number.
        let form = format!("{stem}ين");
        if !plurals.contains(&form) && !sound {
            forms.push((form, Count::Two));
        }
        forms.push((singular.clone(), Count::One));
    }
    for plural in &plurals {
        let Some(ending) = plural.strip_prefix('~') else {
            forms.push((plural.clone(), Count::Many));
            continue;
        };
        for singular in &singulars {
            let stem = singular.strip_suffix('ه').unwrap_or(singular);
            forms.push((format!("{stem}{ending}"), Count::Many));
            if ending == "ون" {
                forms.push((format!("{stem}ين"), Count::Many));
            }
        }
    }
    forms
}

/// The forms of a country's adjective: ليبي, ليبيا, ليبية, الليبية.
pub(crate) fn adjective(form: &str) -> Vec<String> {
    if form.contains(' ') {
        return vec![form.to_owned()];
    }
    vec![form.to_owned(), format!("{form}ا"), format!("{form}ه"), format!("ال{form}"), format!("ال{form}ه")]
}
