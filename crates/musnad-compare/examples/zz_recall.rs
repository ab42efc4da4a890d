use musnad_compare::*;
use musnad_model::Reading;
use std::collections::*;
use std::io::BufRead;
fn main() {
    let ds: Vec<Digest> = std::io::stdin().lock().lines().map(|l| Digest::of(&serde_json::from_str::<Reading>(&l.unwrap()).unwrap())).collect();
    let mut by: HashMap<String, [u32; 2]> = HashMap::new();
    let mut keys = 0; let mut claims = 0; let mut narr = 0; let mut prints = 0;
    for (i, a) in ds.iter().enumerate() {
        claims += a.claims.len(); narr += a.claims.iter().filter(|c| c.narrated()).count();
        keys += a.claims.iter().map(|c| c.keys().len()).sum::<usize>(); prints += a.fingerprints().len();
        for b in &ds[i + 1..] {
            for m in link(&a.claims, &b.claims) {
                if m.a.article == m.b.article { continue; }
                let ca = ds.iter().flat_map(|d| &d.claims).find(|c| c.id == m.a).unwrap();
                let cb = ds.iter().flat_map(|d| &d.claims).find(|c| c.id == m.b).unwrap();
                let k: HashSet<Key> = ca.keys().into_iter().collect();
                let hit = cb.keys().iter().any(|x| k.contains(x));
                let e = by.entry(format!("{:?} {}", m.kind, if m.reason.verbatim > 0.3 { "v" } else { "" })).or_default();
                e[0] += 1; e[1] += u32::from(hit);
                if !hit { println!("{} {} {:?} {:.2}", m.a, m.b, m.kind, m.score); }
            }
        }
    }
    println!("articles {} claims {claims} narr {narr} keys {keys} prints {prints}", ds.len());
    let mut v: Vec<_> = by.into_iter().collect(); v.sort();
    for (k, e) in v { println!("{k} {} found {}", e[0], e[1]); }
}
