//! A form as it was sent: fields and files.

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;

use crate::failure::Failure;
use crate::words::Word;

/// The most fields and files of one form.
const MOST_FIELDS: usize = 64;

/// A field of a form.
#[derive(Debug)]
pub(crate) struct Field {
    name: String,
    file: Option<String>,
    bytes: Bytes,
}

/// A form as it was sent.
#[derive(Debug, Default)]
pub(crate) struct Form {
    fields: Vec<Field>,
}

impl Form {
    /// Reads a form of either encoding. The size of the request was bounded before.
    pub(crate) async fn read(request: Request) -> Result<Self, Failure> {
        let media = request.headers().get(header::CONTENT_TYPE).and_then(|media| media.to_str().ok());
        match media.unwrap_or_default().split(';').next().map(str::trim) {
            Some("multipart/form-data") => Self::multipart(request).await,
            Some("application/x-www-form-urlencoded") => {
                let bytes = Bytes::from_request(request, &()).await.map_err(|error| too_large(error.status()))?;
                let pairs = form_urlencoded::parse(&bytes).take(MOST_FIELDS);
                let field = |(name, value): (std::borrow::Cow<'_, str>, std::borrow::Cow<'_, str>)| Field {
                    name: name.into_owned(),
                    file: None,
                    bytes: Bytes::from(value.into_owned()),
                };
                Ok(Self { fields: pairs.map(field).collect() })
            }
            _ => Err(Failure::Form(Word::NotAForm)),
        }
    }

    async fn multipart(request: Request) -> Result<Self, Failure> {
        let bad = |error: axum::extract::multipart::MultipartError| too_large(error.status());
        let mut parts = Multipart::from_request(request, &()).await.map_err(|_| Failure::Form(Word::NotAForm))?;
        let mut fields = Vec::new();
        while let Some(part) = parts.next_field().await.map_err(bad)? {
            if fields.len() == MOST_FIELDS {
                return Err(Failure::TooLarge);
            }
            let name = part.name().unwrap_or_default().to_owned();
            let file = part.file_name().map(str::to_owned);
            fields.push(Field { name, file, bytes: part.bytes().await.map_err(bad)? });
        }
        Ok(Self { fields })
    }

    /// A field that is not blank, without the white space at its ends.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.whole(name).map(str::trim).filter(|value| !value.is_empty())
    }

    /// All fields of a name that are not blank.
    pub(crate) fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let fields = self.fields.iter().filter(move |field| field.name == name && field.file.is_none());
        fields
            .filter_map(|field| std::str::from_utf8(&field.bytes).ok().map(str::trim))
            .filter(|value| !value.is_empty())
    }

    /// A field as it was sent.
    pub(crate) fn whole(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|field| field.name == name && field.file.is_none())?;
        std::str::from_utf8(&field.bytes).ok()
    }

    /// The files of a name: their names and bytes. A field that was left empty sends a file without name and bytes.
    pub(crate) fn files<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a [u8])> {
        self.fields.iter().filter_map(move |field| {
            let file = field.file.as_deref().filter(|_| field.name == name && !field.bytes.is_empty())?;
            Some((file, &field.bytes[..]))
        })
    }
}

fn too_large(status: axum::http::StatusCode) -> Failure {
    if status == axum::http::StatusCode::PAYLOAD_TOO_LARGE { Failure::TooLarge } else { Failure::Form(Word::NotAForm) }
}
