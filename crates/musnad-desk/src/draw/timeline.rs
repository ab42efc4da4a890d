//! Days along the line of reading, one row for each outlet.

use jiff::civil::Date;
use maud::{Markup, html};

use super::{along, n};
use crate::ask::Look;
use crate::view::bits;
use crate::words::Word;

const LABEL: f64 = 150.0;
const ROW: f64 = 34.0;
const WIDTH: f64 = 980.0;
const HEAD: f64 = 40.0;
/// The most days that get a line of their own.
const LINES: i32 = 12;

/// Something that happened on a day.
pub(crate) struct Point {
    pub day: Date,
    pub address: String,
    pub title: String,
    /// `for`, `against`, `open` or `plain`.
    pub class: &'static str,
}

/// A row with its points.
pub(crate) struct Row {
    pub label: Markup,
    pub points: Vec<Point>,
}

fn days(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// The drawing; nothing if no day is known.
pub(crate) fn timeline(look: &Look, rows: &[Row]) -> Markup {
    let all = || rows.iter().flat_map(|row| &row.points).map(|point| point.day);
    let (Some(first), Some(last)) = (all().min(), all().max()) else { return html! {} };
    let long = days(first, last).max(1);
    let height = HEAD + rows.len() as f64 * ROW + 8.0;
    let room = WIDTH - LABEL - 48.0;
    let at = |day: Date| LABEL + 24.0 + room * f64::from(days(first, day)) / f64::from(long);
    let step = (long / LINES + 1).max(1);
    let lines = (0..=long).step_by(usize::try_from(step).unwrap_or(1));
    html! {
        div.drawing tabindex="0" role="group" aria-label=(look.say(Word::Timeline)) {
            svg.timeline viewBox={ "0 0 " (n(WIDTH)) " " (n(height)) } width=(n(WIDTH)) height=(n(height)) {
                @for k in lines {
                    @let day = first.saturating_add(jiff::Span::new().days(k));
                    @let x = along(look, at(day), 0.0, WIDTH);
                    line.grid x1=(n(x)) x2=(n(x)) y1=(n(HEAD - 8.0)) y2=(n(height)) {}
                    foreignObject x=(n(x - 40.0)) y="0" width="80" height=(n(HEAD - 8.0)) {
                        div.tick { (short_day(look, day)) }
                    }
                }
                @for (i, row) in rows.iter().enumerate() {
                    @let y = HEAD + i as f64 * ROW;
                    foreignObject x=(n(along(look, 0.0, LABEL, WIDTH))) y=(n(y)) width=(n(LABEL)) height=(n(ROW)) {
                        div.label { (row.label) }
                    }
                    @let far = along(look, LABEL, 0.0, WIDTH);
                    line.lane x1=(n(far)) x2=(n(along(look, WIDTH, 0.0, WIDTH))) y1=(n(y + ROW / 2.0)) y2=(n(y + ROW / 2.0)) {}
                    @for (k, point) in row.points.iter().enumerate() {
                        @let same = row.points[..k].iter().filter(|other| other.day == point.day).count();
                        @let x = along(look, at(point.day) + same as f64 * 15.0, 0.0, WIDTH);
                        a href=(point.address) aria-label=(point.title) {
                            (dot(point.class, x, y + ROW / 2.0))
                            title { (point.title) }
                        }
                    }
                }
            }
        }
    }
}

/// Sides differ by shape as well as by shade.
fn dot(class: &str, x: f64, y: f64) -> Markup {
    html! {
        @if class == "against" { path.dot.against d={ "M" (n(x)) " " (n(y - 7.0)) "l7 7l-7 7l-7-7z" } {} }
        @else if class == "open" { rect.dot.open x=(n(x - 5.5)) y=(n(y - 5.5)) width="11" height="11" {} }
        @else { circle.dot.(class) cx=(n(x)) cy=(n(y)) r="6" {} }
    }
}

fn short_day(look: &Look, day: Date) -> String {
    let words = bits::day_words(day, look.tongue);
    words.rsplit_once(' ').map_or(words.clone(), |(day, _)| day.to_owned())
}
