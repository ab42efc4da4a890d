//! Files of every kind, made for the tests, and what a run yields.

use std::{fs, io::Write as _, path::Path};

use flate2::{Compression, write::GzEncoder};
use musnad_intake::{Document, Documents, Found, Input, Intake, IntakeError, Options};
use musnad_model::provenance;
use tempfile::TempDir;

pub const WORDS: &str = "وقال المتحدث باسم الحكومة إن الوفد يصل غدا، وأضاف أن المحادثات مستمرة.";

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zip archive of these members, deflated where that is asked for.
pub fn zip(members: &[(&str, &[u8], bool)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut archive = rawzip::ZipArchiveWriter::new(&mut bytes);
    for (name, body, deflated) in members {
        let method = if *deflated { rawzip::CompressionMethod::DEFLATE } else { rawzip::CompressionMethod::STORE };
        let (mut entry, config) = archive.new_file(*name).compression_method(method).start().unwrap();
        if *deflated {
            let encoder = flate2::write::DeflateEncoder::new(&mut entry, Compression::best());
            let mut writer = config.wrap(encoder);
            writer.write_all(body).unwrap();
            let (encoder, descriptor) = writer.finish().unwrap();
            encoder.finish().unwrap();
            entry.finish(descriptor).unwrap();
        } else {
            let mut writer = config.wrap(&mut entry);
            writer.write_all(body).unwrap();
            let (_, descriptor) = writer.finish().unwrap();
            entry.finish(descriptor).unwrap();
        }
    }
    archive.finish().unwrap();
    bytes
}

/// A WARC record.
pub fn record(kind: &str, url: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{url}>\r\nWARC-Target-URI: {url}\r\n\
         WARC-Date: 2020-06-11T10:00:00Z\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        content.len()
    );
    [head.as_bytes(), content, b"\r\n\r\n"].concat()
}

pub fn response(url: &str, content_type: &str, body: &str) -> Vec<u8> {
    let http = format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nContent-Language: ar\r\n\r\n{body}");
    record("response", url, "application/http; msgtype=response", http.as_bytes())
}

pub fn page(number: usize) -> String {
    format!(
        "<html lang=ar><title>خبر {number}</title><body><h1>خبر {number}</h1><p>{WORDS}</p><p>{WORDS}</p></body></html>"
    )
}

pub fn feed(entries: usize) -> String {
    let items: String = (0..entries)
        .map(|i| {
            let body =
                if i % 2 == 0 { format!("<content:encoded>&lt;p&gt;{WORDS}</content:encoded>") } else { String::new() };
            format!("<item><title>خبر {i}</title><link>https://example.org/{i}</link>{body}</item>\n")
        })
        .collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\" \
         xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>مرايا</title>{items}</channel></rss>"
    )
}

pub fn lines(count: usize) -> String {
    (0..count).map(|i| format!("{{\"id\": {i}, \"text\": \"{i} {WORDS}\"}}\n")).collect()
}

pub fn folder(files: &[(&str, Vec<u8>)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    folder
}

/// What a run yields, each as one line, with the folder's path left out.
pub fn yielded(intake: impl Iterator<Item = Result<Found, IntakeError>>, folder: &Path) -> Vec<String> {
    intake.map(|found| told(&found, folder)).collect()
}

pub fn told(found: &Result<Found, IntakeError>, folder: &Path) -> String {
    let line = match found {
        Ok(Found::Document(document)) => document.name.clone(),
        Ok(Found::Link(link)) => format!("{} -> {}", provenance::name(&link.found), link.url),
        Err(error) => format!("! {error}"),
    };
    line.replace(&format!("{}/", folder.display()), "")
}

pub fn run(folder: &Path, names: &[&str]) -> Vec<String> {
    yielded(Intake::new(inputs(folder, names), Options::default()), folder)
}

pub fn inputs(folder: &Path, names: &[&str]) -> Vec<Input> {
    names.iter().map(|name| Input::Path(folder.join(name))).collect()
}

pub fn document(folder: &Path, name: &str) -> Document {
    Documents::new(inputs(folder, &[name]), 1_000_000).next().unwrap().unwrap()
}

pub fn warc() -> Vec<Vec<u8>> {
    vec![
        record("warcinfo", "urn:x", "application/warc-fields", b"software: test\r\n"),
        response("https://example.org/1", "text/html; charset=utf-8", &page(1)),
        record("request", "https://example.org/1", "application/http; msgtype=request", b"GET /1 HTTP/1.1\r\n\r\n"),
        response("https://example.org/p.png", "image/png", "x"),
        response("https://example.org/2", "text/html", &page(2)),
        response("https://example.org/3", "application/xhtml+xml", &page(3)),
    ]
}

/// Files of every kind in one folder.
pub fn everything() -> TempDir {
    let inner = zip(&[("deep/x.html", page(8).as_bytes(), true), ("y.jsonl", lines(2).as_bytes(), false)]);
    let archive = zip(&[
        ("a/1.html", page(7).as_bytes(), true),
        ("a/picture.png", b"x", false),
        ("__MACOSX/a/._1.html", b"x", false),
        ("b.jsonl", lines(3).as_bytes(), true),
        ("c.jsonl.gz", &gzip(lines(2).as_bytes()), true),
        ("d.warc.gz", &warc().iter().flat_map(|record| gzip(record)).collect::<Vec<_>>(), false),
        ("e.xml", feed(3).as_bytes(), true),
        ("inner.zip", &inner, true),
        ("last.txt", WORDS.as_bytes(), false),
    ]);
    folder(&[
        ("a.html", page(0).into_bytes()),
        ("b/deep/x.TXT", WORDS.into()),
        ("b/l.jsonl", format!("{}\n\nnonsense\n{}", lines(2), lines(1)).into_bytes()),
        ("c.jsonl.gz", gzip(lines(3).as_bytes())),
        ("d.jsonl.zst", zstd::encode_all(lines(3).as_bytes(), 1).unwrap()),
        ("e.html.gz", gzip(page(1).as_bytes())),
        ("f.warc", warc().concat()),
        ("g.warc.gz", warc().iter().flat_map(|record| gzip(record)).collect()),
        ("h.xml", feed(4).into_bytes()),
        ("i.json", format!("{{\n  \"text\": \"{WORDS}\"\n}}").into_bytes()),
        ("j.zip", archive),
        ("sitemap.xml", b"<urlset><url><loc>https://example.org</loc></url></urlset>".to_vec()),
        ("picture.png", b"x".to_vec()),
        ("settings.json", b"{\"indent\": 4}".to_vec()),
        (".hidden.txt", WORDS.into()),
    ])
}
