//! The table of Umm al-Qura years against ICU.

use icu_calendar::{Date, cal::Hijri};

/// One line of the table: year, first day, month lengths as a row of 0 (29 days) and 1 (30).
fn line(year: i32) -> String {
    let calendar = Hijri::new_umm_al_qura();
    let first = Date::try_new_hijri_with_calendar(year, 1, 1, calendar).expect("year in range");
    let mut months = String::new();
    for month in 1..=12 {
        let day = Date::try_new_hijri_with_calendar(year, month, 1, calendar).expect("month in range");
        months.push(if day.days_in_month() == 30 { '1' } else { '0' });
    }
    let gregorian = first.to_calendar(icu_calendar::Gregorian);
    format!(
        "{year}\t{:04}-{:02}-{:02}\t{months}",
        gregorian.era_year().year,
        gregorian.month().ordinal,
        gregorian.day_of_month().0
    )
}

#[test]
fn every_line_agrees_with_icu() {
    let table = musnad_lang::tables::HIJRI;
    let lines: Vec<&str> = table.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines.len(), 161);
    for (line_here, year) in lines.iter().zip(1340..) {
        assert_eq!(*line_here, line(year));
    }
}
