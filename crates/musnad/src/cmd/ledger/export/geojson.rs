//! GeoJSON (RFC 7946): one feature for each place that a claim names, with how precise its point is.

use std::io::{self, Write};

use musnad_ledger::Claim;
use musnad_model::Place;
use serde_json::{Value, json};

use super::{Article, Format, json::List};

/// Writes one collection of features.
#[derive(Default)]
pub struct Features(List);

impl Format for Features {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[")
    }

    fn article(&mut self, article: &Article<'_>, out: &mut dyn Write) -> io::Result<()> {
        for claim in &article.claims {
            for place in &article.reading.places {
                if claim.content_spans.iter().any(|span| span.contains(place.span)) {
                    self.0.push(out, &feature(article, claim, place))?;
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"\n]}\n")
    }
}

/// A place that cannot be told apart has no geometry (RFC 7946, 3.2: unlocated), and is not left out.
fn feature(article: &Article<'_>, claim: &Claim, place: &Place) -> Value {
    json!({
        "type": "Feature",
        "id": format!("{}:{}-{}", claim.id, place.span.start, place.span.end),
        "geometry": point(place),
        "properties": {
            "place": place.name,
            "words": article.slice(place.span),
            "kind": place.kind,
            "country": place.country,
            "radius_km": place.radius_km,
            "geonames": place.geonames,
            "claim": claim.id,
            "article": claim.article,
            "local": claim.local,
            "outlet": claim.outlet,
            "published": claim.published,
            "speaker": claim.speaker,
            "via": claim.via,
            "stance": claim.stance,
            "negated": claim.negated,
            "content": claim.content,
            "span": place.span,
        },
    })
}

/// Longitude first, in degrees of WGS 84.
fn point(place: &Place) -> Option<Value> {
    let (lat, lon) = (place.lat?, place.lon?);
    let on_earth = (-90.0..=90.0).contains(&lat) && (-180.0..=180.0).contains(&lon);
    on_earth.then(|| json!({ "type": "Point", "coordinates": [lon, lat] }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(lat: Option<f64>, lon: Option<f64>) -> Place {
        let place = json!({ "span": [0, 4], "kind": "city", "name": "x", "country": null, "lat": lat, "lon": lon,
            "radius_km": null, "geonames": null, "rule": "r" });
        serde_json::from_value(place).unwrap()
    }

    #[test]
    fn a_point_is_longitude_first_and_on_earth() {
        assert_eq!(point(&place(Some(36.8), Some(10.2))).unwrap()["coordinates"], json!([10.2, 36.8]));
        for (lat, lon) in [(None, None), (Some(36.8), None), (Some(91.0), Some(0.0)), (Some(0.0), Some(-180.5))] {
            assert_eq!(point(&place(lat, lon)), None, "{lat:?} {lon:?}");
        }
    }
}
