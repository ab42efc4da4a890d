//! Labelled articles, from JSONL.

use std::collections::HashMap;

use musnad_model::{ArticleId, Span};
use musnad_reader::Label;
use serde_json::Value;

pub type Failure = Box<dyn std::error::Error>;

/// One labelled article.
pub struct Document {
    pub id: String,
    pub text: String,
    pub labels: Vec<Label>,
}

impl Document {
    /// The words of some spans.
    pub fn words(&self, spans: &[Span]) -> String {
        spans.iter().filter_map(|s| s.of(&self.text)).collect::<Vec<_>>().join(" … ")
    }
}

/// The articles of the label files that carry their text or find it in `texts`.
pub fn documents(files: &[String], texts: Option<&str>) -> Result<Vec<Document>, Failure> {
    let mut elsewhere: HashMap<String, String> = HashMap::new();
    for line in texts.map(std::fs::read_to_string).transpose()?.iter().flat_map(|t| t.lines()) {
        let document: Value = serde_json::from_str(line)?;
        elsewhere.insert(string(&document, "id"), string(&document, "text"));
    }
    let mut out = Vec::new();
    for file in files {
        for line in std::fs::read_to_string(file)?.lines() {
            let value: Value = serde_json::from_str(line)?;
            let id = string(&value, "id");
            let inline = value["text"].as_str().map(str::to_owned);
            let Some(text) = inline.or_else(|| elsewhere.get(&id).cloned()) else { continue };
            if value["sha256"].as_str().is_some_and(|hash| ArticleId::of(&text).0 != hash) {
                return Err(format!("{id}: the text is not the one that was labelled").into());
            }
            let all: Vec<&Value> = value["attributions"].as_array().into_iter().flatten().collect();
            let labels = all.iter().map(|a| label(a, &all)).collect();
            out.push(Document { id, text, labels });
        }
    }
    Ok(out)
}

fn label(value: &Value, all: &[&Value]) -> Label {
    let spans = |key: &str| serde_json::from_value(value[key].clone()).unwrap_or_default();
    Label {
        source: spans("source"),
        cue: spans("cue"),
        content: spans("content"),
        speaker: value["speaker"].as_str().map(str::to_owned),
        parent: value["parent"].as_str().and_then(|p| all.iter().position(|a| a["id"] == p)),
        via: value["via"].as_str().map(str::to_owned),
        optional: value["optional"] == Value::Bool(true),
    }
}

fn string(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}
