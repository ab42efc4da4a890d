//! The table of weights, laid out so that reading seldom waits for memory.
//!
//! An article asks for some twenty-five thousand weights a thousand words. Most templates
//! (the names before `=`) have a handful of values, a few have thousands of words. Each
//! template therefore has a table of its own: the small ones, which are asked all the
//! time, stay in the first cache.

use super::{hash, mix};

/// The weights that are built in.
const WEIGHTS: &str = include_str!("../weights.tsv");

/// The weights of all decisions.
#[derive(Clone, Debug, Default)]
pub struct Weights {
    /// Open addressing by the template's hash; a power of two, at most half full.
    templates: Vec<Template>,
    /// The tables of all templates, one behind the other.
    slots: Vec<Slot>,
}

/// Where the weights of one template stand.
#[derive(Clone, Copy, Debug, Default)]
struct Template {
    /// The hash of its name; 0 is an empty place.
    hash: u64,
    start: u32,
    /// Its number of slots less one: a power of two, less one.
    mask: u32,
}

/// One weight.
#[derive(Clone, Copy, Debug, Default)]
struct Slot {
    /// The upper half of the feature's key, never 0; 0 is an empty place.
    check: u32,
    weight: f32,
}

/// A feature that is asked for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Asked {
    /// The slot where it is looked for first.
    at: u32,
    /// The number of slots of its template less one.
    mask: u32,
    check: u32,
}

/// The upper half of a key, never 0.
const fn check(key: u64) -> u32 {
    (key >> 32) as u32 | 1
}

impl Weights {
    /// The built-in weights.
    #[must_use]
    pub fn embedded() -> Self {
        Self::parse(WEIGHTS)
    }

    /// Reads lines of feature, tab, weight; lines with `#` are for people.
    ///
    /// A feature is `name=part/part`; a part is a word, or `#` and a number.
    #[must_use]
    pub fn parse(file: &str) -> Self {
        let mut features: Vec<(u64, u64, f32)> = file
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| {
                let (name, weight) = line.rsplit_once('\t')?;
                let (template, key) = named(name);
                Some((template, key, weight.parse().ok()?))
            })
            .collect();
        // In the order of the file within a template, so that of equal keys the last holds.
        features.sort_by_key(|f| f.0);
        if features.is_empty() { Self::default() } else { Self::of_features(&features) }
    }

    /// Lays out features (template, key, weight), which are grouped by template.
    fn of_features(features: &[(u64, u64, f32)]) -> Self {
        let groups = features.chunk_by(|a, b| a.0 == b.0);
        let mut table = Self::default();
        // Slot 0 is empty, for templates without weights.
        table.slots.push(Slot::default());
        table.templates.resize((groups.clone().count() * 2).next_power_of_two(), Template::default());
        for group in groups {
            let size = (group.len() + group.len() / 3 + 1).next_power_of_two();
            // Tables begin at multiples of their size.
            let start = table.slots.len().next_multiple_of(size);
            table.slots.resize(start + size, Slot::default());
            let hash = group[0].0;
            let at = table.place(hash);
            let (start, mask) = (u32::try_from(start).unwrap_or(0), u32::try_from(size - 1).unwrap_or(0));
            table.templates[at] = Template { hash, start, mask };
            for &(_, key, weight) in group {
                let at = table.slot(table.ask(hash, key));
                table.slots[at] = Slot { check: check(key), weight };
            }
        }
        table
    }

    /// The place of a template, or the empty one where it would stand.
    #[inline]
    fn place(&self, hash: u64) -> usize {
        let Some(mask) = self.templates.len().checked_sub(1) else { return 0 };
        // The upper bits of FNV are the better mixed ones.
        let mut at = (hash >> 32) as usize & mask;
        while self.templates[at].hash != hash && self.templates[at].hash != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    /// Where to look for a feature, by the hash of its template and its key.
    #[inline]
    pub(super) fn ask(&self, template: u64, key: u64) -> Asked {
        let Some(template) = self.templates.get(self.place(template)) else { return Asked::default() };
        Asked { at: template.start + (key as u32 & template.mask), mask: template.mask, check: check(key) }
    }

    /// The slot of what is asked for, or the empty one where it would stand.
    #[inline]
    fn slot(&self, asked: Asked) -> usize {
        let (start, mut at) = (asked.at & !asked.mask, asked.at & asked.mask);
        loop {
            let slot = (start | at) as usize;
            // A table is never full: see its size.
            if self.slots[slot].check == asked.check || self.slots[slot].check == 0 {
                return slot;
            }
            at = (at + 1) & asked.mask;
        }
    }

    /// The sum of the weights that were asked for; what has none counts nothing.
    ///
    /// All places are known before the first is looked at, so that memory is waited for once.
    pub(super) fn sum(&self, asked: &[Asked]) -> f32 {
        if self.slots.is_empty() {
            return 0.0;
        }
        asked.iter().map(|&asked| self.slots[self.slot(asked)].weight).sum()
    }

    /// The weight of a feature by its written name; 0 if it has none.
    #[must_use]
    pub fn of(&self, name: &str) -> f32 {
        let (template, key) = named(name);
        self.sum(&[self.ask(template, key)])
    }

    /// True if there are none, as before the first training.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }
}

/// The hash of a feature's template and its key, by its written name.
fn named(name: &str) -> (u64, u64) {
    let (template, parts) = name.split_once('=').unwrap_or((name, ""));
    let template = hash(template);
    let key = parts.split('/').filter(|p| !p.is_empty()).fold(template, |h, part| {
        mix(
            h,
            match part.strip_prefix('#').and_then(|n| n.parse::<u64>().ok()) {
                Some(n) => n.wrapping_add(1),
                None => hash(part),
            },
        )
    });
    (template, key)
}

#[cfg(test)]
mod tests {
    use super::Weights;

    #[test]
    fn every_weight_is_found_and_nothing_else() {
        let file: String = (0..3000).map(|i| format!("t{}=w{i}/#{i}\t{}\n", i % 7, i + 1)).collect();
        let weights = Weights::parse(&file);
        for i in 0..3000_u16 {
            let name = format!("t{}=w{i}/#{i}", i % 7);
            assert!((weights.of(&name) - f32::from(i + 1)).abs() < 0.5, "{name}");
            assert!(weights.of(&format!("t{}=w{i}/#{i}", (i + 1) % 7)).abs() < 0.5);
        }
        assert!(Weights::parse("").of("t=a").abs() < 0.5);
    }
}
