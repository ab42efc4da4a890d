//! Places on a map of coasts: a circle as wide as the place is known. There are no borders on it.

use maud::{Markup, html};

use super::n;
use crate::ask::Look;
use crate::words::Word;

const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 460.0;
/// Kilometres of one degree of latitude.
const DEGREE_KM: f64 = 111.2;
/// The least width of a map, in degrees: nearer, a point would pretend to be known exactly.
const LEAST: f64 = 6.0;

/// Coasts of Natural Earth at 1:110 million, a ring a line: longitude and latitude in tenths of a degree. Made by
/// `scripts/build_land.mjs`.
const LAND: &str = include_str!("../../assets/land.txt");

/// A place with how often it is named.
pub(crate) struct Dot {
    pub name: String,
    pub lat: f64,
    pub lon: f64,
    pub radius_km: f64,
    pub claims: usize,
    pub address: String,
}

/// The window: degrees of its western and northern edges, and pixels of a degree in both ways.
struct Window {
    west: f64,
    north: f64,
    x: f64,
    y: f64,
}

impl Window {
    /// Equirectangular, true at the middle latitude, around all dots.
    fn around(dots: &[Dot]) -> Self {
        let edge = |f: fn(f64, f64) -> f64, of: fn(&Dot) -> f64, start: f64| dots.iter().map(of).fold(start, f);
        let (west, east) = (edge(f64::min, |dot| dot.lon, 180.0), edge(f64::max, |dot| dot.lon, -180.0));
        let (south, north) = (edge(f64::min, |dot| dot.lat, 90.0), edge(f64::max, |dot| dot.lat, -90.0));
        let (middle_lon, middle_lat) = (f64::midpoint(west, east), f64::midpoint(south, north));
        let shrink = middle_lat.to_radians().cos().max(0.2);
        let wide = (1.25 * (east - west)).max(LEAST);
        let high = (1.25 * (north - south)).max(LEAST);
        // Pixels of one degree of latitude, so that both ways fit.
        let y = (WIDTH / (wide * shrink)).min(HEIGHT / high);
        let x = y * shrink;
        Self { west: middle_lon - WIDTH / 2.0 / x, north: middle_lat + HEIGHT / 2.0 / y, x, y }
    }

    fn at(&self, lat: f64, lon: f64) -> (f64, f64) {
        ((lon - self.west) * self.x, (self.north - lat) * self.y)
    }

    /// The coasts that reach into the window, as one path.
    fn land(&self) -> String {
        let mut path = String::new();
        for ring in LAND.lines() {
            let points: Vec<(f64, f64)> =
                ring.split(' ').filter_map(point).map(|(lon, lat)| self.at(lat, lon)).collect();
            let reaches = |of: fn(&(f64, f64)) -> f64, room: f64| {
                points.iter().any(|at| of(at) > -room) && points.iter().any(|at| of(at) < 2.0 * room)
            };
            if !reaches(|at| at.0, WIDTH) || !reaches(|at| at.1, HEIGHT) {
                continue;
            }
            for (i, (x, y)) in points.iter().enumerate() {
                path.push(if i == 0 { 'M' } else { 'L' });
                path.push_str(&n(*x));
                path.push(' ');
                path.push_str(&n(*y));
            }
            path.push('z');
        }
        path
    }

    /// Degrees between two lines of the grid.
    fn step(&self) -> f64 {
        let wish = 130.0 / self.x;
        [0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0].into_iter().find(|step| *step >= wish).unwrap_or(30.0)
    }

    fn lines(&self, from: f64, to: f64) -> Vec<f64> {
        let step = self.step();
        let first = (from / step).ceil();
        let count = ((to - from) / step).abs().min(60.0) as usize + 1;
        (0..count).map(|k| (first + k as f64) * step).filter(|line| *line <= to).collect()
    }
}

fn point(pair: &str) -> Option<(f64, f64)> {
    let (lon, lat) = pair.split_once(',')?;
    Some((lon.parse::<f64>().ok()? / 10.0, lat.parse::<f64>().ok()? / 10.0))
}

/// The drawing; the most frequent places get their names.
pub(crate) fn map(look: &Look, dots: &[Dot]) -> Markup {
    let window = Window::around(dots);
    let (east, south) = (window.west + WIDTH / window.x, window.north - HEIGHT / window.y);
    html! {
        div.drawing tabindex="0" role="group" aria-label=(look.say(Word::Map)) {
            svg.map viewBox={ "0 0 " (n(WIDTH)) " " (n(HEIGHT)) } width=(n(WIDTH)) height=(n(HEIGHT)) {
                path.land d=(window.land()) fill-rule="evenodd" {}
                @for lon in window.lines(window.west, east) {
                    @let (x, _) = window.at(0.0, lon);
                    line.grid x1=(n(x)) x2=(n(x)) y1="0" y2=(n(HEIGHT)) {}
                    text.degree x=(n(x + 3.0)) y=(n(HEIGHT - 5.0)) direction="ltr" { (n(lon)) "°" }
                }
                @for lat in window.lines(south.max(-90.0), window.north.min(90.0)) {
                    @let (_, y) = window.at(lat, 0.0);
                    line.grid x1="0" x2=(n(WIDTH)) y1=(n(y)) y2=(n(y)) {}
                    text.degree x="4" y=(n(y - 3.0)) direction="ltr" { (n(lat)) "°" }
                }
                @for dot in dots {
                    @let (x, y) = window.at(dot.lat, dot.lon);
                    a href=(dot.address) aria-label=(dot.name) {
                        circle.area cx=(n(x)) cy=(n(y)) r=(n((dot.radius_km / DEGREE_KM * window.y).clamp(5.0, 400.0))) {}
                        circle.point cx=(n(x)) cy=(n(y)) r=(n(3.0 + (dot.claims as f64).ln())) {}
                        title { (dot.name) " (" (dot.claims) ")" }
                    }
                }
                @for (dot, (x, y)) in labelled(&window, dots) {
                    text.place x=(n(x)) y=(n(y)) text-anchor="middle" { (dot.name) }
                }
            }
        }
    }
}

/// Dots with room for their names, the most frequent first.
fn labelled<'d>(window: &Window, dots: &'d [Dot]) -> Vec<(&'d Dot, (f64, f64))> {
    let mut order: Vec<&Dot> = dots.iter().collect();
    order.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.name.cmp(&b.name)));
    let mut placed: Vec<(&Dot, (f64, f64), f64)> = Vec::new();
    for dot in order {
        let (x, y) = window.at(dot.lat, dot.lon);
        let at = (x, y - 9.0);
        let wide = 4.5 * dot.name.chars().count() as f64;
        let free = placed.iter().all(|(_, (x, y), other)| (at.0 - x).abs() > wide + other || (at.1 - y).abs() > 16.0);
        if free {
            placed.push((dot, at, wide));
        }
    }
    placed.into_iter().map(|(dot, at, _)| (dot, at)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dot(lat: f64, lon: f64) -> Dot {
        Dot { name: "x".into(), lat, lon, radius_km: 10.0, claims: 1, address: String::new() }
    }

    #[test]
    fn every_ring_is_read_whole() {
        assert!(LAND.lines().count() > 100);
        for ring in LAND.lines() {
            let points: Vec<_> = ring.split(' ').map(|pair| point(pair).expect(pair)).collect();
            assert!(points.len() > 3 && points.iter().all(|(lon, lat)| lon.abs() <= 180.0 && lat.abs() <= 90.0));
        }
    }

    #[test]
    fn all_places_are_inside() {
        for dots in
            [vec![dot(33.9, 35.5)], vec![dot(-40.0, -170.0), dot(70.0, 170.0)], vec![dot(89.0, 0.0), dot(88.0, 1.0)]]
        {
            let window = Window::around(&dots);
            for dot in &dots {
                let (x, y) = window.at(dot.lat, dot.lon);
                assert!((0.0..=WIDTH).contains(&x) && (0.0..=HEIGHT).contains(&y), "{x} {y}");
            }
        }
        let coast = Window::around(&[dot(33.9, 35.5)]).land();
        assert!(!coast.is_empty() && coast.len() < 40_000, "{}", coast.len());
    }
}
