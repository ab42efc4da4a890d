//! Reading the tables and indexing every name.

use musnad_model::PlaceKind;

use super::rows::{Row, rows};
use super::{Entry, Gazetteer, Iso, Need, TableError, Tables, hash, key, sound_key};
use crate::place::words::{DESCRIPTOR, DIRECTION, STRONG};

struct Builder {
    made: Gazetteer,
    pairs: Vec<(u64, u32)>,
}

impl Gazetteer {
    /// Reads the tables and indexes every name.
    ///
    /// # Errors
    /// The first line that cannot be read.
    pub fn from_tsv(tables: Tables<'_>) -> Result<Self, TableError> {
        let mut b = Builder { made: Self::default(), pairs: Vec::with_capacity(40_000) };
        for row in rows("place_words.tsv", tables.words, 3) {
            let row = row?;
            for form in row.list(2) {
                if !b.made.words.add(row.fields[1], &key(form)) {
                    return Err(row.error("unknown class"));
                }
            }
        }
        for row in rows("countries.tsv", tables.countries, 6) {
            b.country(&row?)?;
        }
        for row in rows("places_patch.tsv", tables.patch, 7) {
            b.patch(&row?)?;
        }
        for row in rows("places.tsv", tables.places, 8) {
            b.place(&row?)?;
        }
        b.mark_capitals();
        b.index();
        let mut made = b.made;
        for row in rows("countries_patch.tsv", tables.nationalities, 6) {
            let row = row?;
            let iso = row.iso(0)?;
            for name in row.list(5) {
                made.nationalities.insert(hash(&key(name)), iso);
            }
        }
        for row in rows("places_context.tsv", tables.context, 4) {
            let row = row?;
            let need = match row.fields[1] {
                "metonym" => Need::Metonym,
                "cue" | "club" => Need::Cue,
                "head" => Need::Head,
                _ => return Err(row.error("unknown class")),
            };
            for name in row.list(2) {
                let entry = made.needs.entry(hash(&key(name))).or_default();
                *entry = need.max(*entry);
            }
        }
        made.quieten();
        Ok(made)
    }

    /// A name that is also a word of our lists needs a cue.
    fn quieten(&mut self) {
        let Self { names, words, needs, .. } = self;
        for &name in names.keys().filter(|&&name| !words.hashed(name).is_empty()) {
            needs.insert(name, Need::Head);
        }
    }
}

impl Builder {
    fn add(&mut self, entry: Entry, names: &[&str]) -> u32 {
        let id = u32::try_from(self.made.entries.len()).unwrap_or(u32::MAX);
        for (n, name) in names.iter().enumerate() {
            let folded = key(name);
            // «الوقف» is a town, «وقف» beside it only a word.
            let article = names.iter().any(|other| key(other).strip_prefix("ال") == Some(&folded));
            if !entry.patch && article && !folded.contains(' ') || self.no_name(&folded) {
                continue;
            }
            self.pair(&folded, id);
            if n > 0 || folded.contains(' ') {
                for joined in ["ابو ", "ام ", "بو ", "بور ", "كفر ", "تل "] {
                    if let Some(rest) = folded.strip_prefix(joined) {
                        self.pair(&format!("{}{rest}", joined.trim_end()), id);
                    }
                }
            }
        }
        self.made.entries.push(entry);
        id
    }

    /// Made of words for kinds of places, directions and prepositions only.
    fn no_name(&self, folded: &str) -> bool {
        folded.split(' ').all(|word| self.made.words.exact(word).is(DESCRIPTOR.or(DIRECTION).or(STRONG)))
    }

    fn pair(&mut self, folded: &str, id: u32) {
        let words = folded.split(' ').count().min(6);
        let first = folded.split(' ').next().unwrap_or_default();
        let most = self.made.firsts.entry(hash(first)).or_default();
        *most = (*most).max(u8::try_from(words).unwrap_or(6));
        self.pairs.push((hash(folded), id));
    }

    fn shown(&mut self, name: &str) -> (u32, u16) {
        let from = u32::try_from(self.made.arena.len()).unwrap_or(u32::MAX);
        self.made.arena.push_str(name);
        (from, u16::try_from(name.len()).unwrap_or(0))
    }

    fn country(&mut self, row: &Row<'_>) -> Result<(), TableError> {
        let names: Vec<&str> = row.list(5).collect();
        let name = self.shown(names.first().copied().unwrap_or(row.fields[1]));
        let entry = Entry {
            name,
            country: row.iso(0)?,
            kind: PlaceKind::Country,
            capital: false,
            patch: false,
            lat: row.number(2)?,
            lon: row.number(3)?,
            radius_km: row.number(4)?,
            population: 0,
            geonames: 0,
        };
        self.add(entry, &names);
        Ok(())
    }

    fn patch(&mut self, row: &Row<'_>) -> Result<(), TableError> {
        let names: Vec<&str> = row.list(6).collect();
        let name = self.shown(names.first().copied().unwrap_or_default());
        let entry = Entry {
            name,
            country: if row.fields[1].is_empty() { [0; 2] } else { row.iso(1)? },
            kind: row.kind(2)?,
            capital: false,
            patch: true,
            lat: row.number(3)?,
            lon: row.number(4)?,
            radius_km: row.number(5)?,
            population: 0,
            geonames: 0,
        };
        self.add(entry, &names);
        Ok(())
    }

    fn place(&mut self, row: &Row<'_>) -> Result<(), TableError> {
        let names: Vec<&str> = row.list(7).collect();
        let shown = self.shown(names.first().copied().unwrap_or(row.fields[6]));
        let size = row.number(5)?;
        let kind = row.kind(2)?;
        let region = kind == PlaceKind::Region;
        let country = row.iso(1)?;
        let entry = Entry {
            name: shown,
            country,
            kind,
            capital: row.fields[2] == "capital",
            patch: false,
            lat: row.number(3)?,
            lon: row.number(4)?,
            radius_km: if region { size } else { (size / 20_000.0).sqrt().clamp(3.0, 25.0).round() },
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to zero")]
            population: if region { 0 } else { size.max(0.0) as u32 },
            geonames: row.fields[0].strip_prefix("gn").and_then(|id| id.parse().ok()).unwrap_or(0),
        };
        let id = self.add(entry, &names);
        let bones = crate::place::sound::latin(row.fields[6]);
        if names.is_empty() && bones.len() >= 3 {
            let made = &mut self.made;
            let best = made.skeletons.entry(sound_key(country, &bones)).or_insert(id);
            if made.entries[*best as usize].population < made.entries[id as usize].population {
                *best = id;
            }
        }
        Ok(())
    }

    /// A hand-written town at the place of a capital is that capital.
    fn mark_capitals(&mut self) {
        let capitals: Vec<(Iso, f32, f32)> =
            self.made.entries.iter().filter(|e| e.capital).map(|e| (e.country, e.lat, e.lon)).collect();
        for entry in self.made.entries.iter_mut().filter(|e| e.patch && e.kind == PlaceKind::City) {
            entry.capital = capitals.iter().any(|&(country, lat, lon)| {
                country == entry.country && (lat - entry.lat).abs() < 0.3 && (lon - entry.lon).abs() < 0.3
            });
        }
    }

    fn index(&mut self) {
        self.pairs.sort_unstable();
        self.pairs.dedup();
        let made = &mut self.made;
        for (id, entry) in (0..).zip(&made.entries) {
            if entry.capital {
                made.capitals.entry(entry.country).or_insert(id);
            } else if entry.kind == PlaceKind::Country {
                made.countries.insert(entry.country, id);
            }
        }
        made.names.reserve(self.pairs.len());
        for group in self.pairs.chunk_by(|a, b| a.0 == b.0) {
            let from = made.ids.len();
            made.ids.extend(group.iter().map(|&(_, id)| id));
            merge(&mut made.entries, &mut made.ids, from);
            let end = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            made.names.insert(group[0].0, (end(from), end(made.ids.len())));
        }
    }
}

/// A hand-written town and a GeoNames one of the same name and place are one:
/// the hand-written entry takes over id and population.
fn merge(entries: &mut [Entry], ids: &mut Vec<u32>, from: usize) {
    let group: Vec<u32> = ids[from..].to_vec();
    for &own in &group {
        let mine = entries[own as usize].clone();
        if !mine.patch || mine.kind != PlaceKind::City {
            continue;
        }
        for &other in &group {
            let theirs = &entries[other as usize];
            let near = (mine.lat - theirs.lat).abs() < 0.35 && (mine.lon - theirs.lon).abs() < 0.35;
            if near && !theirs.patch && theirs.kind == PlaceKind::City && theirs.country == mine.country {
                let (id, population) = (theirs.geonames, theirs.population);
                let entry = &mut entries[own as usize];
                if population >= entry.population {
                    (entry.geonames, entry.population) = (id, population);
                }
                let kept = ids[from..].iter().position(|&id| id == other);
                if let Some(at) = kept {
                    ids.remove(from + at);
                }
            }
        }
    }
}
