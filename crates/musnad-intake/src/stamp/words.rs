//! Months and weekdays by name, as they look after lossy folding and in lower case.

use jiff::civil::Weekday;

/// The names of each month: Egypt and the Gulf, the Levant and Iraq, the Maghreb, English.
const MONTHS: [&[&str]; 12] = [
    &["يناير", "كانون الثاني", "جانفي", "january", "jan"],
    &["فبراير", "شباط", "فيفري", "february", "feb"],
    &["مارس", "اذار", "march", "mar"],
    &["ابريل", "نيسان", "افريل", "april", "apr"],
    &["مايو", "ايار", "ماي", "may"],
    &["يونيو", "يونيه", "حزيران", "جوان", "june", "jun"],
    &["يوليو", "يوليه", "تموز", "جويليه", "يوليوز", "july", "jul"],
    &["اغسطس", "اب", "اوت", "غشت", "august", "aug"],
    &["سبتمبر", "ايلول", "شتنبر", "september", "sept", "sep"],
    &["اكتوبر", "تشرين الاول", "october", "oct"],
    &["نوفمبر", "تشرين الثاني", "نونبر", "november", "nov"],
    &["ديسمبر", "كانون الاول", "دجنبر", "december", "dec"],
];

const WEEKDAYS: [(Weekday, &[&str]); 7] = [
    (Weekday::Monday, &["الاثنين", "اثنين", "الاتنين", "monday", "mon"]),
    (Weekday::Tuesday, &["الثلاثاء", "ثلاثاء", "tuesday", "tue"]),
    (Weekday::Wednesday, &["الاربعاء", "اربعاء", "wednesday", "wed"]),
    (Weekday::Thursday, &["الخميس", "خميس", "thursday", "thu"]),
    (Weekday::Friday, &["الجمعه", "جمعه", "friday", "fri"]),
    (Weekday::Saturday, &["السبت", "سبت", "saturday", "sat"]),
    (Weekday::Sunday, &["الاحد", "احد", "sunday", "sun"]),
];

/// The number of a month, from 1.
pub(super) fn month(word: &str) -> Option<u32> {
    let place = MONTHS.iter().position(|names| names.contains(&word))?;
    u32::try_from(place + 1).ok()
}

/// The day of the week that a word names.
pub(super) fn weekday(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(_, names)| names.contains(&word)).map(|(weekday, _)| *weekday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use musnad_model::fold::{Strength, fold};

    #[test]
    fn the_names_are_written_folded_and_once() {
        let months = MONTHS.iter().flat_map(|names| names.iter());
        let all: Vec<&str> = months.chain(WEEKDAYS.iter().flat_map(|(_, names)| names.iter())).copied().collect();
        for name in &all {
            assert_eq!(*name, fold(name, Strength::Lossy).to_lowercase());
            assert_eq!(all.iter().filter(|other| *other == name).count(), 1, "{name}");
        }
    }
}
