//! The body of an archived response, without the encodings of its transport.
//!
//! Most crawlers decode bodies and keep the headers that name the encodings, so an
//! encoding is only undone where the bytes look like it.

use std::io::{Cursor, Read};

use fastwarc::{
    stream_io::{brotli::BrotliReader, chunked::ChunkedReader},
    warc::header::HeaderMap,
};

use crate::{
    Trouble,
    format::{Format, sniff},
};

/// The body as a browser sees it, no longer than `limit` bytes.
pub(super) fn decoded(mut body: Vec<u8>, headers: Option<&HeaderMap>, limit: u64) -> Result<Vec<u8>, Trouble> {
    let named = |name: &str| headers.and_then(|headers| headers.get(name)).map(|value| value.to_ascii_lowercase());
    let lists = [named("Transfer-Encoding"), named("Content-Encoding")];
    for list in lists.iter().flatten() {
        // The last one named was put on last.
        for encoding in list.rsplit(',').take(4) {
            if let Some(plain) = undone(encoding.trim(), &body, limit) {
                if plain.len() as u64 > limit {
                    return Err(Trouble::TooLarge { limit });
                }
                body = plain;
            }
        }
    }
    Ok(body)
}

/// What comes out, one byte over the limit at most, or `None` if the bytes are not encoded so.
fn undone(encoding: &str, body: &[u8], limit: u64) -> Option<Vec<u8>> {
    let owned = || Cursor::new(body.to_vec());
    let reader: Box<dyn Read> = match encoding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1F\x8B") => Box::new(flate2::bufread::MultiGzDecoder::new(body)),
        "deflate" if body.first().is_some_and(|b| b & 0x0F == 8) => Box::new(flate2::bufread::ZlibDecoder::new(body)),
        "zstd" if body.starts_with(b"\x28\xB5\x2F\xFD") => Box::new(zstd::Decoder::with_buffer(body).ok()?),
        "br" if sniff(body) == Format::Text => Box::new(BrotliReader::new(owned())),
        "chunked" if is_chunked(body) => Box::new(ChunkedReader::new(owned())),
        _ => return None,
    };
    let mut plain = Vec::new();
    let read = reader.take(limit.saturating_add(1)).read_to_end(&mut plain);
    // A body that was cut off keeps what stands before the cut.
    (!plain.is_empty() && (read.is_ok() || matches!(encoding, "gzip" | "chunked"))).then_some(plain)
}

/// True if the first line is the length of a chunk.
fn is_chunked(body: &[u8]) -> bool {
    let line = body.iter().position(|&b| b == b'\n').map_or(&body[..0], |end| body[..end].trim_ascii());
    let digits = line.split(|&b| b == b';').next().unwrap_or_default();
    (1..=8).contains(&digits.len()) && digits.iter().all(u8::is_ascii_hexdigit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use fastwarc::warc::header::HeaderEncoding;
    use std::io::Write as _;

    const PAGE: &[u8] = "<html><body><p>قال المتحدث نعم".as_bytes();

    fn headers(pairs: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new(HeaderEncoding::Latin1);
        for (name, value) in pairs {
            headers.append(name, value);
        }
        headers
    }

    fn plain(body: &[u8], pairs: &[(&str, &str)]) -> Vec<u8> {
        decoded(body.to_vec(), Some(&headers(pairs)), 1_000_000).unwrap()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn encodings_are_undone_where_the_bytes_have_them() {
        let chunked = [format!("{:x}\r\n", PAGE.len()).as_bytes(), PAGE, b"\r\n0\r\n\r\n"].concat();
        let both = [format!("{:x}\r\n", gzip(PAGE).len()).as_bytes(), &gzip(PAGE), b"\r\n0\r\n\r\n"].concat();
        for (body, pairs) in [
            (chunked, &[("Transfer-Encoding", "chunked")][..]),
            (gzip(PAGE), &[("Content-Encoding", "gzip")]),
            (both, &[("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip")]),
            (zstd::encode_all(PAGE, 1).unwrap(), &[("Content-Encoding", "zstd")]),
        ] {
            assert_eq!(plain(&body, pairs), PAGE, "{pairs:?}");
        }
    }

    #[test]
    fn a_body_that_was_decoded_before_stays() {
        for encoding in ["gzip", "deflate", "br", "zstd", "chunked", "gzip, gzip", "nonsense", "identity"] {
            for name in ["Transfer-Encoding", "Content-Encoding"] {
                assert_eq!(plain(PAGE, &[(name, encoding)]), PAGE, "{encoding}");
            }
        }
        assert_eq!(decoded(PAGE.to_vec(), None, 10).unwrap(), PAGE);
    }

    #[test]
    fn a_body_that_unpacks_to_too_much_is_refused() {
        let bomb = gzip(&vec![b' '; 2_000_000]);
        let headers = headers(&[("Content-Encoding", "gzip")]);
        assert!(matches!(decoded(bomb, Some(&headers), 1_000_000), Err(Trouble::TooLarge { limit: 1_000_000 })));
    }
}
