//! JSONL: one article a line.

use musnad_model::Step;

use super::{Next, Opening, Source};
use crate::{
    Document, Found, IntakeError, Kind, Options, Trouble, jsonl,
    position::Mark,
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
}

impl Lines {
    pub(super) fn open(
        opening: &Opening,
        stream: Stream,
        mark: Option<&Mark>,
        options: &Options,
    ) -> Result<Self, Trouble> {
        let mut lines = Self {
            opening: opening.clone(),
            stream: Some(stream),
            number: 0,
            mark: Mark::default(),
            options: options.clone(),
            lost: None,
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

impl Source for Lines {
    fn next(&mut self) -> Option<Result<Next, IntakeError>> {
        if let Some(error) = self.lost.take() {
            return Some(Err(error));
        }
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
                    return None;
                }
                // What cannot be read further is the trouble of the file, not of a line.
                Err(error) => {
                    self.stream = None;
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
