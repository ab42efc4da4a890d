//! Packed bytes in every state.

use super::*;
use std::io::Write as _;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn opened(bytes: &[u8], place: Place) -> io::Result<Stream> {
    Stream::open(&Raw::Bytes(bytes.into()), place)
}

fn all(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    opened(bytes, Place::default())?.read_to_end(&mut out)?;
    Ok(out)
}

fn trouble(bytes: &[u8]) -> crate::Trouble {
    crate::Trouble::from(all(bytes).unwrap_err())
}

#[test]
fn packed_bytes_come_out_as_they_were() {
    let text: Vec<u8> = (0..300_000u32).flat_map(|i| format!("{i}\n").into_bytes()).collect();
    let two = [gzip(&text[..1000]), gzip(b""), gzip(&text[1000..])].concat();
    for packed in [text.clone(), gzip(&text), two, zstd::encode_all(&text[..], 1).unwrap()] {
        assert!(all(&packed).unwrap() == text);
    }
    assert_eq!(all(b"").unwrap(), b"");
    assert_eq!(all(b"ab").unwrap(), b"ab");
}

#[test]
fn a_place_is_found_again() {
    let text: Vec<u8> = (0..60_000u32).flat_map(|i| format!("line {i}\n").into_bytes()).collect();
    let (one, two) = text.split_at(200_000);
    for packed in [text.clone(), gzip(&text), [gzip(one), gzip(two)].concat(), zstd::encode_all(&text[..], 1).unwrap()]
    {
        let mut stream = opened(&packed, Place::default()).unwrap();
        for step in [1usize, 70_000, 3, 129_996, 0, 100_000] {
            stream.by_ref().take(step as u64).read_to_end(&mut Vec::new()).unwrap();
            let at = usize::try_from(stream.at()).unwrap();
            let again = opened(&packed, stream.place()).unwrap().rest(u64::MAX - 1).unwrap().unwrap();
            assert!(again == text[at..], "{at} {:?}", stream.place());
        }
    }
    // The second member of a gzip file is entered at its own first byte.
    let mut stream = opened(&[gzip(one), gzip(two)].concat(), Place::default()).unwrap();
    stream.skip(200_001).unwrap();
    assert_eq!(stream.place(), Place { raw: gzip(one).len() as u64, skip: 1 });
    let mut stream = opened(&[gzip(one), gzip(two)].concat(), Place::default()).unwrap();
    stream.skip(200_000).unwrap();
    stream.fill_buf().unwrap();
    assert_eq!(stream.place(), Place { raw: gzip(one).len() as u64, skip: 0 });
}

#[test]
fn a_file_that_was_cut_off_says_so() {
    let text: Vec<u8> = (0..30_000u32).flat_map(|i| format!("{i}\n").into_bytes()).collect();
    for packed in [gzip(&text), [gzip(&text), gzip(&text)].concat(), zstd::encode_all(&text[..], 1).unwrap()] {
        for less in [1, 5, 9, packed.len() / 3] {
            let cut = &packed[..packed.len() - less];
            assert!(matches!(trouble(cut), crate::Trouble::CutOff { .. }), "{less} of {}", packed.len());
        }
    }
    let mut damaged = gzip(&text);
    let half = damaged.len() / 2;
    damaged[half] ^= 0x55;
    assert!(matches!(trouble(&damaged), crate::Trouble::Damaged(_) | crate::Trouble::CutOff { .. }));
    let trailing = [gzip(&text), b"junk".to_vec()].concat();
    assert!(matches!(trouble(&trailing), crate::Trouble::Damaged(_)));
    assert_eq!(all(&[gzip(b"a"), vec![0; 512]].concat()).unwrap(), b"a");
}

#[test]
fn a_bomb_is_given_up() {
    let zeros = vec![0u8; 1 << 20];
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..100 {
        encoder.write_all(&zeros).unwrap();
    }
    let mut stream = opened(&encoder.finish().unwrap(), Place::default()).unwrap();
    let error = io::copy(&mut stream, &mut io::sink()).unwrap_err();
    assert!(matches!(error.into(), crate::Trouble::Bomb { .. }));
}

#[test]
fn no_more_than_a_limit_is_held() {
    let mut stream = opened(&[b'x'; 1000], Place::default()).unwrap();
    assert_eq!(stream.rest(999).unwrap(), None);
    let mut stream = opened(&[b'x'; 1000], Place::default()).unwrap();
    assert_eq!(stream.peek(10).unwrap().len(), 1000);
    assert_eq!(stream.rest(1000).unwrap().unwrap().len(), 1000);
}

#[test]
fn a_look_ahead_loses_nothing_before_a_cut() {
    let cut = gzip(b"more and more");
    let packed = [gzip(b"words\n"), cut[..cut.len() - 9].to_vec()].concat();
    let mut stream = opened(&packed, Place::default()).unwrap();
    assert!(stream.peek(1000).unwrap().starts_with(b"words\n"));
    let mut read = Vec::new();
    assert!(stream.read_to_end(&mut read).is_err() && read.starts_with(b"words\n"));
    // Who passes the error over meets it again.
    for _ in 0..2 {
        assert!(matches!(stream.peek(1).unwrap_err().into(), crate::Trouble::CutOff { .. }));
    }
}
