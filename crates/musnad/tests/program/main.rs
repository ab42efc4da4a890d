//! The program as scripts see it: bytes in, bytes and an exit code out.
//!
//! To accept a changed wire format: `MUSNAD_WRITE_SCHEMA=1 cargo test -p musnad --test program`.

mod arrows;
mod docs;
mod export;
mod fuzzed;
mod ledger;
#[path = "../../../../fuzz/targets/reading.rs"]
mod reading;
mod tables;
mod taking_in;

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Output, Stdio},
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

const WORDS: &str = "وقال المتحدث باسم الحكومة إن الوفد يصل غدا، وأضاف أن المحادثات مستمرة.\n";

/// The same as a line of a file.
const WORDS_AS_JSONL: &str = "{\"text\": \"وقال المتحدث باسم الحكومة إن الوفد يصل غدا، وأضاف أن المحادثات مستمرة.\", \"publisher\": \"صحيفة المدار\"}\n";

/// Runs the program in `folder`, feeding it `input`.
fn musnad_fed(folder: &Path, arguments: &[&str], input: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_musnad"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The program may refuse its input and end first.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn musnad(folder: &Path, arguments: &[&str]) -> Output {
    musnad_fed(folder, arguments, b"")
}

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

fn words(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap()
}

fn readings(output: &Output) -> Vec<Value> {
    words(&output.stdout).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("killed: {}", words(&output.stderr)))
}

/// Fails with one line for the document, a hint, and no word of a panic.
#[track_caller]
fn refused(output: &Output, code_wanted: i32, said: &str) {
    let stderr = words(&output.stderr);
    assert_eq!(code(output), code_wanted, "{stderr}");
    let first = stderr.lines().next().unwrap_or_default();
    assert!(first.starts_with("musnad: ") && first.contains(said), "{stderr}");
    assert!(stderr.contains("\nhint: ") && !stderr.contains("panicked"), "{stderr}");
    assert!(output.stdout.is_empty(), "{}", words(&output.stdout));
}

#[test]
fn bad_documents_are_refused_one_by_one() {
    let folder = folder(&[
        ("empty.txt", b""),
        ("blank.txt", b" \r\n\t\n"),
        ("nul.txt", &[0; 100]),
        ("large.txt", &[b'x'; 101]),
        ("empty.html", b"<html><body><script>x</script>"),
        ("empty.jsonl", b"{\"text\": \"\"}"),
        ("folder/picture.png", b"x"),
    ]);
    for (name, said) in [
        ("empty.txt", "empty.txt: empty"),
        ("blank.txt", "blank.txt: empty"),
        ("nul.txt", "nul.txt: not text"),
        ("large.txt", "large.txt: too large: the limit for one document is 100 bytes"),
        ("empty.html", "empty.html: no article text"),
        ("empty.jsonl", "empty.jsonl:1: empty"),
        ("missing.txt", "missing.txt: cannot be read"),
        ("folder", "folder: no article files"),
    ] {
        for command in ["extract", "read"] {
            refused(&musnad(folder.path(), &[command, "--max-bytes", "100", name]), 3, said);
        }
        let explained = musnad(folder.path(), &["explain", "--max-bytes", "100", name, "a1"]);
        refused(&explained, 3, said);
    }
}

#[test]
fn one_bad_document_does_not_stop_the_others() {
    let line = format!("{{\"text\": {:?}, \"id\": 7}}\n", WORDS.trim());
    let lines = format!("{line}nonsense\n{{\"text\": 3}}\n\n{line}");
    let folder = folder(&[("a.txt", b""), ("b.jsonl", lines.as_bytes()), ("c.txt", WORDS.as_bytes())]);
    let output = musnad(folder.path(), &["extract", ".", "missing.txt"]);
    let stderr = words(&output.stderr);
    assert_eq!(code(&output), 1, "{stderr}");
    let ids: Vec<_> = readings(&output).iter().map(|r| r["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(ids, ["7", "7", "./c.txt"]);
    let failures: Vec<_> = stderr.lines().filter(|line| line.starts_with("musnad: ")).collect();
    let wanted = ["./a.txt: empty", "./b.jsonl:2: not an article", "./b.jsonl:3: not an", "missing.txt: cannot"];
    assert_eq!(failures.len(), wanted.len(), "{stderr}");
    for (failure, wanted) in failures.iter().zip(wanted) {
        assert!(failure.contains(wanted), "{failure}");
    }
}

#[test]
fn every_charset_gives_the_same_text() {
    let utf16: Vec<u8> = [0xFEFFu16].into_iter().chain(WORDS.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    // windows-1256, written out so that the test needs no encoder.
    let table = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةأإء،. \n";
    let codes = b"\xC7\xC8\xCA\xCB\xCC\xCD\xCE\xCF\xD0\xD1\xD2\xD3\xD4\xD5\xD6\xD8\xD9\xDA\xDB\xDD\xDE\xDF\xE1\xE3\xE4\xE5\xE6\xED\xEC\xC9\xC3\xC5\xC1\xA1. \n";
    let windows: Vec<u8> = WORDS.chars().map(|c| codes[table.chars().position(|t| t == c).unwrap()]).collect();
    let folder = folder(&[("1-utf8.txt", WORDS.as_bytes()), ("2-utf16.txt", &utf16), ("3-windows.txt", &windows)]);
    let output = musnad(folder.path(), &["extract", "."]);
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    for reading in readings(&output) {
        assert_eq!(reading["text"], WORDS, "{}", reading["id"]);
    }
}

#[test]
fn standard_input_and_what_the_caller_knows_are_read() {
    let folder = folder(&[]);
    let known = ["extract", "-", "--published", "2020-06-11", "--publisher", "صحيفة", "--title", "ع"];
    let output = musnad_fed(folder.path(), &known, WORDS.as_bytes());
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    let reading = &readings(&output)[0];
    assert_eq!(reading["published"], "2020-06-11");
    assert_eq!((&reading["publisher"], &reading["title"]), (&"صحيفة".into(), &"ع".into()));
    assert_eq!(reading["id"], reading["sha256"]);

    let line = format!("{{\"text\": {WORDS:?}, \"publisher\": \"p\"}}\n");
    let output = musnad_fed(folder.path(), &["extract", "-"], line.as_bytes());
    assert_eq!(readings(&output)[0]["publisher"], "p");
    let nothing = musnad_fed(folder.path(), &["extract", "-"], b"");
    refused(&nothing, 3, "-: empty");
}

#[test]
fn any_number_of_threads_writes_the_same_bytes() {
    let lines: String = (0..300)
        .map(|i| {
            if i % 50 == 9 {
                "bad\n".into()
            } else {
                format!("{{\"text\": \"{i} قال زيد إن عمرا وصل.\"}}\n")
            }
        })
        .collect();
    let folder = folder(&[("a.jsonl", lines.as_bytes()), ("b.txt", WORDS.as_bytes())]);
    let one = musnad(folder.path(), &["extract", "--threads", "1", "."]);
    let four = musnad(folder.path(), &["extract", "--threads", "4", ".", "-o", "out"]);
    assert_eq!((code(&one), code(&four)), (1, 1));
    assert_eq!(readings(&one).len(), 295);
    assert!(one.stdout == fs::read(folder.path().join("out")).unwrap() && four.stdout.is_empty());
    assert_eq!(words(&one.stderr), words(&four.stderr));
}

#[test]
fn hostile_pages_give_words_and_no_markup() {
    let paragraph = format!("<p>{}</p>", WORDS.trim().repeat(2));
    let page = format!(
        "<html><head><title>x</title><style>p {{}}</style></head><body onload='<b>'>\
         <script>document.write('<p>no</p>')</script><article>{}</article><div class=\"cut",
        paragraph.repeat(4).replace("<p>", "<p onclick=\"alert('<i>')\">")
    );
    let deep = format!("{}{}", "<div>".repeat(200_000), paragraph.repeat(4));
    let folder = folder(&[("deep.html", deep.as_bytes()), ("page.html", page.as_bytes())]);
    let started = Instant::now();
    let output = musnad(folder.path(), &["extract", "."]);
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    for reading in readings(&output) {
        let text = reading["text"].as_str().unwrap();
        assert!(text.matches("المتحدث").count() == 8 && !text.contains(['<', '>']), "{text}");
    }
}

#[test]
fn a_line_far_too_long_is_passed_by() {
    let mut lines = b"{\"text\": \"".to_vec();
    lines.extend(std::iter::repeat_n(b'x', 30_000_000));
    lines.extend(format!("\"}}\n{{\"text\": {WORDS:?}}}\n").bytes());
    let folder = folder(&[("a.jsonl", &lines)]);
    let output = musnad(folder.path(), &["extract", "a.jsonl"]);
    assert_eq!((code(&output), readings(&output).len()), (1, 1));
    assert!(words(&output.stderr).contains("a.jsonl:1: too large"));
}

#[test]
fn people_get_raw_words_without_colour_in_a_pipe() {
    let folder = folder(&[("a.txt", WORDS.as_bytes())]);
    let output = musnad(folder.path(), &["read", "a.txt"]);
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    let shown = words(&output.stdout);
    assert!(shown.contains("a.txt") && !shown.contains(['\u{1b}', '\u{2068}']), "{shown}");
    let isolated = musnad(folder.path(), &["read", "--bidi", "isolate", "--color", "always", "--ui", "ar", "a.txt"]);
    let shown = words(&isolated.stdout);
    assert!(shown.contains('\u{1b}') && shown.contains("\u{2068}الإسنادات\u{2069}"), "{shown}");
    let json = musnad(folder.path(), &["read", "--json", "a.txt"]);
    let reading: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(reading["schema"], "musnad/1");
}

#[test]
fn an_attribution_is_explained_and_an_unknown_one_names_the_known() {
    let folder = folder(&[("a.txt", WORDS.as_bytes())]);
    let extracted = musnad(folder.path(), &["extract", "a.txt"]);
    let reading = &readings(&extracted)[0];
    let id = reading["attributions"][0]["id"].as_str().expect("one attribution is found");
    let output = musnad(folder.path(), &["explain", "a.txt", id]);
    assert_eq!(code(&output), 0, "{}", words(&output.stderr));
    let rule = reading["attributions"][0]["rule"].as_str().unwrap();
    assert!(words(&output.stdout).contains(rule));
    assert!(!words(&output.stdout).contains("does not know the rule"), "{rule} has no `why`");
    let output = musnad(folder.path(), &["explain", "a.txt", "a999"]);
    assert_eq!(code(&output), 2);
    assert!(words(&output.stderr).contains(&format!("hint: there are {id}")));
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let lines = format!("{{\"text\": {WORDS:?}}}\n").repeat(2_000);
    let folder = folder(&[("a.jsonl", lines.as_bytes())]);
    for command in ["extract", "read"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_musnad"))
            .args([command, "a.jsonl"])
            .current_dir(folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!((code(&output), words(&output.stderr)), (0, ""), "{command}");
    }
}

#[test]
fn wrong_command_lines_are_usage() {
    let folder = folder(&[("a.txt", WORDS.as_bytes())]);
    for arguments in [&["read"][..], &["extract", "a.txt", "--published", "11/6/2020"], &["nothing"]] {
        assert_eq!(code(&musnad(folder.path(), arguments)), 2, "{arguments:?}");
    }
    assert_eq!(code(&musnad(folder.path(), &["lang", "check", "nowhere"])), 2);
}

#[test]
fn the_schema_is_the_one_committed() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/musnad-1.schema.json");
    let output = musnad(Path::new("."), &["schema"]);
    assert_eq!(code(&output), 0);
    if std::env::var_os("MUSNAD_WRITE_SCHEMA").is_some() {
        fs::write(&committed, &output.stdout).unwrap();
    }
    assert!(
        fs::read(&committed).unwrap_or_default() == output.stdout,
        "the wire format has changed; if that is meant, only adds fields, and is in the \
         changelog, run `MUSNAD_WRITE_SCHEMA=1 cargo test -p musnad --test program`"
    );
}

#[test]
fn manual_pages_and_completions_are_made() {
    let folder = folder(&[]);
    let page = musnad(folder.path(), &["man"]);
    assert!(words(&page.stdout).contains(".TH musnad 1"));
    assert_eq!(code(&musnad(folder.path(), &["man", "--dir", "pages"])), 0);
    for command in ["musnad", "musnad-read", "musnad-extract", "musnad-explain", "musnad-lang-check"] {
        assert!(folder.path().join(format!("pages/{command}.1")).is_file(), "{command}");
    }
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(words(&musnad(folder.path(), &["completions", shell]).stdout).contains("extract"));
    }
}

#[test]
fn the_built_in_pack_has_no_faults() {
    let output = musnad(Path::new("."), &["lang", "check"]);
    assert_eq!((code(&output), words(&output.stdout)), (0, "no complaints\n"));
}
