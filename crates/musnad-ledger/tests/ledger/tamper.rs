//! Whoever changes a value behind the ledger's back, in any column of any table, is found out.

use std::fs;

use musnad_ledger::{
    Act, ArticleFilter, ClaimFilter, Comparison, Copied, Dated, Error, Head, Id, Key, Ledger, Membership, Operation,
    Options, Page, Passage, Search, open,
};
use musnad_model::Span;
use rusqlite::Connection;
use rusqlite::types::Value;

use crate::{Place, add, invent, time};

/// A small ledger with a row in every table.
fn fill(ledger: &dyn Ledger) {
    let mut articles = Vec::new();
    let mut claims = Vec::new();
    for n in 0..4 {
        let article = add(ledger, &invent::article(n), n as i64).unwrap().article;
        articles.push(article);
        let filter = ClaimFilter { article: Some(article), ..ClaimFilter::default() };
        claims.push(ledger.claims(&filter, Page::default()).unwrap()[0].clone());
    }
    ledger.forget(articles.remove(0), "المحررة", time(50), "أمر").unwrap();
    let claims = &claims[1..];
    let mut newer = invent::article(1);
    newer.engine.version = "0.2.0".into();
    add(ledger, &newer, 60).unwrap();
    let entity = claims[0].entity.clone().unwrap();
    let act = |at, act| ledger.operate(&Operation::new("م", time(at), act).because("سبب")).unwrap();
    act(70, Act::Merge { entity, into: "person:شخص آخر".into() });
    let confirm = act(71, Act::Confirm { claim: claims[1].id });
    act(72, Act::Undo { operation: confirm });
    act(73, Act::RateClaim { claim: claims[1].id, credibility: musnad_ledger::Credibility::Doubtful });
    act(
        74,
        Act::SetSource {
            claim: claims[2].id, speaker: Some("غيره".into()), entity: None, via: Some("قناة".into())
        },
    );
    for n in 0..3 {
        let passage = Passage { copy: Span::new(0, 9), original: Span::new(3, 12) };
        let copied = Copied {
            copy: articles[n],
            original: articles[(n + 1) % 3],
            kind: "verbatim".into(),
            score: 0.5,
            passages: vec![passage],
        };
        let comparison = Comparison {
            article: articles[n],
            version: "1".into(),
            digest: format!("ملخص المقال {n}").into_bytes(),
            fingerprints: vec![Key(n as i64), Key(9)],
            keys: vec![vec![Dated { key: Key(3), period: Some(7) }, Dated { key: Key(4), period: None }]],
            members: vec![Membership {
                claim: claims[n].id,
                group: claims[0].id,
                statement: 2,
                kind: "quotation".into(),
                score: 0.5,
            }],
            copies: vec![copied],
        };
        ledger.relate(&comparison).unwrap();
    }
    assert_eq!(ledger.verify(None).unwrap().faults, vec![]);
}

/// Values that differ from one in a byte, at several places.
fn flipped(value: &Value) -> Vec<Value> {
    match value {
        Value::Null => vec![],
        Value::Integer(n) => [0, 9].map(|bit| Value::Integer(n ^ (1 << bit))).to_vec(),
        Value::Real(n) => [0, 51].map(|bit| Value::Real(f64::from_bits(n.to_bits() ^ (1 << bit)))).to_vec(),
        Value::Text(text) if text.is_empty() => vec![],
        Value::Text(text) => {
            let chars: Vec<char> = text.chars().collect();
            let places = [0, chars.len() - 1];
            let change = |&at: &usize| {
                let mut chars = chars.clone();
                chars[at] = char::from_u32(chars[at] as u32 ^ 1).unwrap();
                Value::Text(chars.into_iter().collect())
            };
            places.iter().map(change).collect()
        }
        Value::Blob(bytes) => {
            let places = [0, bytes.len() / 2, bytes.len().saturating_sub(1)];
            let change = |&at: &usize| {
                let mut bytes = bytes.clone();
                bytes[at] ^= 4;
                Value::Blob(bytes)
            };
            if bytes.is_empty() { vec![] } else { places.iter().map(change).collect() }
        }
    }
}

/// What searches give, errors too.
fn searches(url: &str) -> Vec<Option<String>> {
    let Ok(ledger) = open(url, &Options::default()) else { return vec![] };
    let words = ["احمد", "سلمى", "السفينة", "الجسر", "وزير", "انتهى", "المحطة", "لطفي", "يوم", "وصل"];
    let search = |word: &str| Search { words: word.into(), exact: false };
    let page = Page::default();
    let claims = words
        .map(|word| Some(format!("{:?}", ledger.search_claims(&search(word), &ClaimFilter::default(), page).ok()?)));
    let articles = words.map(|word| {
        Some(format!("{:?}", ledger.search_articles(&search(word), &ArticleFilter::default(), page).ok()?))
    });
    let names = words.map(|word| Some(format!("{:?}", ledger.search_names(&search(word), page).ok()?)));
    claims.into_iter().chain(articles).chain(names).collect()
}

fn found_out(url: &str) -> bool {
    match open(url, &Options::default()).and_then(|ledger| ledger.verify(None)) {
        Ok(verified) => !verified.passed(),
        Err(Error::Corrupt(_) | Error::NotALedger(_) | Error::Newer { .. } | Error::Database(_)) => true,
        Err(other) => panic!("{other:?}"),
    }
}

#[test]
fn any_changed_value_of_a_file_is_found() {
    let place = Place::file();
    fill(&*place.open());
    let tables: Vec<String> = {
        let db = Connection::open(&place.url).unwrap();
        let mut all = db
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
            .unwrap();
        all.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
    };
    assert!(tables.len() > 25, "{tables:?}");
    let whole = fs::read(&place.url).unwrap();
    let copy = place.folder.path().join("tampered.db");
    let url = copy.display().to_string();
    let (mut tried, mut missed) = (0, Vec::new());
    for table in &tables {
        let db = Connection::open(&place.url).unwrap();
        let mut statement = db.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns: Vec<String> = statement.column_names().map(Into::into).collect();
        let rows: Vec<Vec<Value>> = statement
            .query_map([], |row| (0..columns.len()).map(|n| row.get(n)).collect())
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        assert!(!rows.is_empty() || table == "sqlite_sequence", "no row in {table} to be changed");
        let key: Vec<String> =
            columns.iter().enumerate().map(|(n, name)| format!("\"{name}\" IS ?{}", n + 2)).collect();
        for row in [rows.first(), rows.last()].into_iter().flatten() {
            for (n, column) in columns.iter().enumerate() {
                for value in flipped(&row[n]) {
                    fs::write(&copy, &whole).unwrap();
                    let db = Connection::open(&copy).unwrap();
                    // As the tool of an attacker does it.
                    db.execute_batch("PRAGMA foreign_keys = off; PRAGMA ignore_check_constraints = on").unwrap();
                    db.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false).unwrap();
                    db.set_db_config(rusqlite::config::DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false).unwrap();
                    let mut values = vec![value.clone()];
                    values.extend(row.iter().cloned());
                    let sql = format!("UPDATE {table} SET \"{column}\" = ?1 WHERE {}", key.join(" AND "));
                    // A unique index may refuse it.
                    let Ok(1..) = db.execute(&sql, rusqlite::params_from_iter(values)) else { continue };
                    drop(db);
                    tried += 1;
                    // The index of terms keeps a few numbers that it can do without.
                    let spare = table.contains("_words_") && searches(&url) == searches(&place.url);
                    if !spare && !found_out(&url) {
                        missed.push(format!("{table}.{column}: {:?} → {value:?}", row[n]));
                    }
                    for more in ["-wal", "-shm"] {
                        let _ = fs::remove_file(format!("{url}{more}"));
                    }
                }
            }
        }
    }
    assert!(tried > 500, "{tried}");
    assert_eq!(missed, Vec::<String>::new(), "of {tried}");
}

#[test]
fn any_changed_value_of_a_database_is_found() {
    let Some(place) = Place::server() else { return };
    let ledger = place.open();
    fill(&*ledger);
    let mut db = postgres::Client::connect(&place.url, postgres::NoTls).unwrap();
    // No constraint holds the attacker back.
    db.batch_execute("SET session_replication_role = replica").unwrap();
    let columns = db
        .query(
            "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns
             WHERE table_schema = 'public' AND is_generated = 'NEVER' ORDER BY table_name, ordinal_position",
            &[],
        )
        .unwrap();
    let (mut tried, mut missed) = (0, Vec::new());
    for row in columns {
        let (table, column, kind): (String, String, String) = (row.get(0), row.get(1), row.get(2));
        let quoted = format!("\"{column}\"");
        let (there, back) = match kind.as_str() {
            "bigint" | "integer" => (format!("{quoted} # 512"), format!("{quoted} # 512")),
            "double precision" => (format!("{quoted} + 1"), format!("{quoted} - 1")),
            "bytea" => {
                let flip =
                    format!("set_byte({quoted}, length({quoted}) / 2, get_byte({quoted}, length({quoted}) / 2) # 4)");
                (flip.clone(), flip)
            }
            "text" | "character varying" => (format!("'¤' || {quoted}"), format!("substr({quoted}, 2)")),
            other => panic!("{table}.{column} is {other}"),
        };
        let Some(at) = db
            .query_opt(&format!("SELECT max(ctid)::text FROM {table} WHERE {quoted} IS NOT NULL"), &[])
            .unwrap()
            .and_then(|row| row.get::<_, Option<String>>(0))
        else {
            continue;
        };
        let change = format!("UPDATE {table} SET {quoted} = {there} WHERE ctid = '{at}' RETURNING ctid::text");
        let Ok(Some(changed)) = db.query_opt(&change, &[]) else { continue };
        let at: String = changed.get(0);
        tried += 1;
        if !found_out(&place.url) {
            missed.push(format!("{table}.{column}"));
        }
        db.execute(&format!("UPDATE {table} SET {quoted} = {back} WHERE ctid = '{at}'"), &[]).unwrap();
    }
    assert!(tried > 90, "{tried}");
    assert_eq!(missed, Vec::<String>::new(), "of {tried}");
    assert_eq!(ledger.verify(None).unwrap().faults, vec![]);
}

#[test]
fn a_log_that_was_cut_off_or_written_anew_is_found_by_its_head() {
    let place = Place::file();
    let ledger = place.open();
    add(&*ledger, &invent::article(1), 1).unwrap();
    let early = ledger.head().unwrap();
    add(&*ledger, &invent::article(2), 2).unwrap();
    let late = ledger.head().unwrap();
    for known in [early, late] {
        assert!(ledger.verify(Some(known)).unwrap().passed());
    }
    let other = Place::file();
    let rewritten = other.open();
    add(&*rewritten, &invent::article(1), 1).unwrap();
    assert!(rewritten.verify(Some(early)).unwrap().passed(), "the same additions give the same log");
    let faults = rewritten.verify(Some(late)).unwrap().faults;
    assert_eq!((faults.len(), faults[0].table.as_str()), (1, "log"));
    let forged = Head { seq: early.seq, hash: Id::of(b"x") };
    assert!(!ledger.verify(Some(forged)).unwrap().passed());
}
