//! JSONL: one article a line.

use musnad_model::Step;

use super::{Next, Opening, Source};
use crate::{
    Document, Found, IntakeError, Kind, Options, Trouble, jsonl,
    position::{END, Mark},
    stream::{Raw, Stream},
};

/// The lines of a stream that are not blank.
pub(super) struct Lines {
    opening: Opening,
    stream: Option<Stream>,
    /// Lines read.
    number: u64,
    mark: Mark,
    options: Options,
    lost: Option<IntakeError>,
    /// Something was yielded.
    any: bool,
}

impl Lines {
    pub(super) fn open(
        opening: &Opening,
        stream: Stream,
        mark: Option<&Mark>,
        options: &Options,
    ) -> Result<Self, Trouble> {
        let mut stream = stream;
        if let Some(charset) = wide(stream.peek(WIDE)?) {
            return Err(Trouble::NotUtf8 { charset: charset.into() });
        }
        let mut lines = Self {
            opening: opening.clone(),
            stream: Some(stream),
            number: 0,
            mark: Mark::default(),
            options: options.clone(),
            lost: None,
            any: mark.is_some(),
        };
        if let Some(mark) = mark {
            lines.number = mark.number;
            lines.mark = mark.clone();
            if !matches!(opening.raw, Raw::Stdin) {
                match opening.again(mark.place)? {
                    Some(stream) => lines.stream = Some(stream),
                    None => {
                        let why = format!("line {} is not where it was", mark.number + 1);
                        lines.lost = Some(opening.error(Trouble::Lost(why)));
                        (lines.number, lines.mark) = (0, Mark::default());
                    }
                }
            }
        }
        Ok(lines)
    }
}

/// How many bytes are looked at for UTF-16.
const WIDE: usize = 2;

/// UTF-16, in which the ends of lines are not where they seem to be.
fn wide(first: &[u8]) -> Option<&'static str> {
    match first[..] {
        [0xFF, 0xFE, ..] | [b'{', 0, ..] => Some("UTF-16LE"),
        [0xFE, 0xFF, ..] | [0, b'{', ..] => Some("UTF-16BE"),
        _ => None,
    }
}

impl Source for Lines {
    fn next(&mut self) -> Option<Result<Next, IntakeError>> {
        if let Some(error) = self.lost.take() {
            return Some(Err(error));
        }
        let any = std::mem::replace(&mut self.any, true);
        loop {
            let stream = self.stream.as_mut()?;
            let first = self.number == 0 && stream.at() == 0;
            let line = jsonl::next_line(stream, self.options.max_bytes);
            let place = stream.place();
            let found = || self.opening.with(Step::Line { number: self.number + 1 });
            let failed =
                |trouble: Trouble| Some(Err(IntakeError::new(musnad_model::provenance::name(&found()), trouble)));
            let next = match line {
                Ok(None) => {
                    self.stream = None;
                    return (!any).then(|| {
                        self.mark.name = END.into();
                        Err(self.opening.error(Trouble::Empty))
                    });
                }
                // What cannot be read further is the trouble of the file, not of a line.
                Err(error) => {
                    self.stream = None;
                    self.mark.name = END.into();
                    return Some(Err(self.opening.error(error)));
                }
                Ok(Some(Err(trouble))) => failed(trouble),
                Ok(Some(Ok(mut bytes))) => {
                    if first && bytes.starts_with(b"\xEF\xBB\xBF") {
                        bytes.drain(..3);
                    }
                    (!bytes.trim_ascii().is_empty()).then(|| {
                        let told = self.opening.told.clone();
                        let extractor = self.options.extractor;
                        let document = Document::new(Kind::JsonLine, bytes, found(), told, extractor);
                        Ok(Next::Found(Found::Document(Box::new(document))))
                    })
                }
            };
            self.number += 1;
            self.mark = Mark { name: String::new(), number: self.number, place };
            if next.is_some() {
                return next;
            }
        }
    }

    fn mark(&self, _inside: bool) -> Mark {
        self.mark.clone()
    }
}
