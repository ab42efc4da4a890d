//! The sentences of the pack: each cue must be found in its `match` sentences and
//! carry no attribution in its `skip` sentences.

use musnad_lang::Files;
use musnad_lang::rows::CueFile;
use musnad_reader::Reader;

/// The shares of sentences that must come out right. Many cues of judging (أدان، رحب) are
/// optional in the labels, so the weights leave them out where the content is a noun alone;
/// and homographs in sentences made to be hard are told by more than one sentence.
const MATCH: f64 = 0.76;
const SKIP: f64 = 0.86;

#[test]
fn cues_are_found_in_their_sentences_and_not_in_others() {
    let reader = Reader::arabic();
    let (mut matches, mut matched, mut skips, mut skipped) = (0, 0, 0, 0);
    let mut report = Vec::new();
    for (path, text) in Files::embedded("ar").unwrap().iter().filter(|(p, _)| p.starts_with("cues/")) {
        let file: CueFile = toml::from_str(text).unwrap();
        for row in file.cue.iter().filter(|r| r.kind != "carrier") {
            for sentence in row.r#match.iter() {
                matches += 1;
                let found = !reader.read(&musnad_model::Article::from_text(sentence)).attributions.is_empty();
                matched += usize::from(found);
                if !found {
                    report.push(format!("{path}: {}: nothing found in {sentence}", row.id));
                }
            }
            for sentence in row.skip.iter() {
                skips += 1;
                let found = reader.read(&musnad_model::Article::from_text(sentence)).attributions;
                skipped += usize::from(found.is_empty());
                if !found.is_empty() {
                    report.push(format!("{path}: {}: {} found in {sentence}", row.id, found[0].rule));
                }
            }
        }
    }
    let (m, s) = (f64::from(matched as u32) / f64::from(matches), f64::from(skipped as u32) / f64::from(skips));
    println!("match {matched}/{matches} = {m:.3}, skip {skipped}/{skips} = {s:.3}\n{}", report.join("\n"));
    assert!(
        m >= MATCH && s >= SKIP,
        "match {m:.3}, skip {s:.3}; first faults:\n{}",
        report.iter().take(20).cloned().collect::<Vec<_>>().join("\n")
    );
}
