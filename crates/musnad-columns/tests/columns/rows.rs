//! What stands in the cells.

use arrow_array::{
    Array as _, ArrayRef, RecordBatch, StringArray,
    cast::AsArray as _,
    types::{Date32Type, Float32Type, Int32Type, Int64Type},
};
use arrow_schema::DataType;
use musnad_columns::{Tables, VERSION, VERSION_KEY, catalogue, nested_schema};

use super::{TEXT, at, attribution, mixed, reading};

fn column<'b>(batch: &'b RecordBatch, name: &str) -> &'b ArrayRef {
    batch.column_by_name(name).unwrap_or_else(|| panic!("no column {name}"))
}

fn strings(array: &ArrayRef) -> Vec<Option<&str>> {
    array.as_string::<i32>().iter().collect()
}

fn list(array: &ArrayRef, row: usize) -> Vec<Option<String>> {
    let items = array.as_list::<i32>().value(row);
    let items: &StringArray = items.as_string();
    items.iter().map(|item| item.map(str::to_owned)).collect()
}

#[test]
fn an_attribution_carries_its_chain() {
    let tables = Tables::of(&mixed()).unwrap();
    let rows = tables.get("attributions").unwrap();
    assert_eq!(rows.num_rows(), 4);
    let chain = column(rows, "chain");
    let name = |name: &str| Some(name.to_owned());
    assert_eq!(list(chain, 0), [name("الناشر"), name("الميناء")]);
    assert_eq!(list(chain, 1), [name("الناشر"), name("الميناء"), name("الموقع"), None]);
    assert_eq!(list(column(rows, "chain_ids"), 1), [name("a1"), name("a2")]);
    assert_eq!(strings(column(rows, "document_id")), [Some("d1"), Some("d1"), Some("d2"), Some("d2")]);
    assert_eq!(strings(column(rows, "content"))[..2], [None, Some("السفينة … وصلت أمس")]);
    assert_eq!(strings(column(rows, "speaker_key"))[..2], [None, Some("unnamed:المتحدث")]);
    let spans = column(rows, "content_spans").as_list::<i32>().value(1);
    let starts = spans.as_struct().column(0).as_primitive::<Int32Type>().values().to_vec();
    assert_eq!(starts, [at("السفينة").start, at("وصلت أمس").start].map(|n| i32::try_from(n).unwrap()));
    assert_eq!(column(rows, "confidence").as_primitive::<Float32Type>().value(0), 0.97);
}

#[test]
fn circles_and_long_chains_end() {
    let mut circle = reading("c");
    circle.attributions = vec![attribution("a1", Some("a2"), None), attribution("a2", Some("a1"), None)];
    let mut long = reading("l");
    let parent = |i: usize| i.checked_sub(1).map(|i| format!("a{i}"));
    long.attributions = (0..500).map(|i| attribution(&format!("a{i}"), parent(i).as_deref(), Some("x"))).collect();
    let tables = Tables::of(&[Ok(circle), Ok(long)]).unwrap();
    let ids = column(tables.get("attributions").unwrap(), "chain_ids");
    assert_eq!(list(ids, 0).len(), 2);
    assert_eq!(list(ids, 501).len(), 64);
    assert_eq!(list(ids, 501).last().unwrap().as_deref(), Some("a499"));
}

#[test]
fn offsets_point_at_the_words() {
    let tables = Tables::of(&mixed()).unwrap();
    for table in ["mentions", "times", "places", "quantities", "labels"] {
        let rows = tables.get(table).unwrap();
        assert!(rows.num_rows() >= 2, "{table}");
        for row in 0..rows.num_rows() {
            let number = |name| column(rows, name).as_primitive::<Int32Type>().value(row);
            let (start, end) = (number("start"), number("end"));
            let letters = usize::try_from(end - start).unwrap();
            let words: String = TEXT.chars().skip(usize::try_from(start).unwrap()).take(letters).collect();
            assert_eq!(strings(column(rows, "words"))[row], Some(words.as_str()), "{table}");
        }
    }
    let roles = column(tables.get("propositions").unwrap(), "roles").as_list::<i32>().value(0);
    assert_eq!(strings(roles.as_struct().column(1)), [Some("أمس"), Some("السفينة")]);
    let documents = tables.get("documents").unwrap();
    assert_eq!(column(documents, "published").as_primitive::<Date32Type>().value(0), 18_424);
    assert_eq!(column(tables.get("places").unwrap(), "geonames").as_primitive::<Int64Type>().value(0), 4_294_967_295);
}

#[test]
fn a_failure_is_a_row_among_the_errors_alone() {
    let tables = Tables::of(&mixed()).unwrap();
    assert_eq!(tables.get("documents").unwrap().num_rows(), 2);
    let errors = tables.get("errors").unwrap();
    assert_eq!(strings(column(errors, "document")), [Some("a.jsonl:2")]);
    assert_eq!(strings(column(errors, "code")), [Some("empty")]);
    assert!(tables.get("nothing").is_none());
}

/// Every type inside a type.
fn types(kind: &DataType, found: &mut Vec<DataType>) {
    found.push(kind.clone());
    match kind {
        DataType::List(item) => types(item.data_type(), found),
        DataType::Struct(fields) => fields.iter().for_each(|field| types(field.data_type(), found)),
        _ => {}
    }
}

#[test]
fn no_number_is_unsigned_and_every_schema_says_its_version() {
    let mut found = Vec::new();
    for table in catalogue() {
        assert_eq!(table.schema.metadata()[VERSION_KEY], VERSION);
        table.schema.fields().iter().for_each(|field| types(field.data_type(), &mut found));
    }
    assert!(found.len() > 80 && !found.iter().any(DataType::is_unsigned_integer), "{found:?}");
}

#[test]
fn the_nested_form_holds_the_flat_tables() {
    let tables = Tables::of(&mixed()).unwrap();
    let nested = tables.nested().unwrap();
    assert_eq!((nested.num_rows(), nested.schema()), (3, nested_schema()));
    for (name, flat) in tables.iter() {
        let lists = column(&nested, name).as_list::<i32>();
        assert_eq!(RecordBatch::from(lists.values().as_struct().clone()).columns(), flat.columns(), "{name}");
        let lengths: Vec<_> = (0..3).map(|row| lists.value_length(row)).collect();
        assert!(if name == "errors" { lengths == [0, 1, 0] } else { lengths[0] > 0 && lengths[1] == 0 }, "{name}");
        assert!(lists.null_count() == 0);
    }
    assert_eq!(Tables::of(&[]).unwrap().nested().unwrap().num_rows(), 0);
}
