//! The sieve: a hostile page in, a small well-formed one out.
//!
//! Only tags and attributes that tell an article from its surroundings pass. What is
//! written out is written anew, so nothing depends on two parsers agreeing; nesting and
//! the number of tags are bounded, so the parser behind cannot run out of stack or time.

use crate::Trouble;

/// Tags that may pass in one page; real pages have a few thousand.
const MAX_TAGS: usize = 100_000;
/// Deeper tags are dropped and their text kept; real pages stay below 60.
const MAX_DEPTH: usize = 100;
/// How far down a closing tag looks for its opening one.
const REACH: usize = 512;
/// Longest script of JSON-LD that is kept, in bytes, and how many are.
const MAX_LINKED: usize = 500_000;
const MAX_SCRIPTS: usize = 20;
/// Longest attribute value that is kept.
const MAX_VALUE: usize = 2_000;

/// Tags whose nesting is followed.
const NESTING: &[&str] = &[
    "a",
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "details",
    "dl",
    "div",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "html",
    "main",
    "nav",
    "ol",
    "pre",
    "section",
    "span",
    "summary",
    "table",
    "time",
    "ul",
];
/// Tags that close each other and so never nest by themselves, and tags without content.
const FLAT: &[&str] =
    &["p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "br", "hr", "meta", "link", "base"];
/// Tags whose content is no text of the page.
const SILENT: &[&str] = &[
    "script",
    "style",
    "title",
    "textarea",
    "xmp",
    "iframe",
    "noembed",
    "noframes",
    "noscript",
    "template",
    "svg",
    "math",
    "object",
    "video",
    "audio",
    "canvas",
    "select",
    "button",
    "marquee",
    "amp-ad",
    "amp-embed",
    "amp-iframe",
    "amp-list",
    "amp-sidebar",
    "amp-social-share",
    "amp-state",
    "amp-video",
];
/// Silent tags that swallow the rest of the page if nothing closes them, as in browsers.
const RAW: &[&str] = &["script", "style", "title", "textarea", "xmp", "iframe", "noframes"];
const ATTRIBUTES: &[&str] = &[
    "class",
    "id",
    "href",
    "property",
    "name",
    "content",
    "datetime",
    "itemprop",
    "rel",
    "lang",
    "xml:lang",
    "dir",
    "role",
    "hidden",
    "aria-hidden",
    "aria-modal",
    "pubdate",
];

/// What passed the sieve.
#[derive(Debug, Default)]
pub(super) struct Sieved {
    /// The page, small and well-formed.
    pub html: String,
    /// The page's JSON-LD, unread.
    pub linked_data: Vec<String>,
}

/// Passes a page through the sieve; one pass over its bytes.
pub(super) fn sift(page: &str) -> Result<Sieved, Trouble> {
    let mut sieve = Sieve { page, sieved: Sieved::default(), open: Vec::new(), tags: 0, titled: false, unclosed: 0 };
    let mut at = 0;
    while let Some(found) = page[at..].find('<') {
        sieve.text(at, at + found);
        at = sieve.markup(at + found)?;
    }
    sieve.text(at, page.len());
    Ok(sieve.sieved)
}

struct Sieve<'p> {
    page: &'p str,
    sieved: Sieved,
    /// The open nesting tags; those from [`MAX_DEPTH`] on were not written.
    open: Vec<&'static str>,
    tags: usize,
    titled: bool,
    /// One bit for each of [`SILENT`] that nothing closes from here on.
    unclosed: u64,
}

impl Sieve<'_> {
    fn text(&mut self, from: usize, to: usize) {
        self.sieved.html.push_str(&self.page[from..to]);
    }

    /// Handles the `<` at `at`; returns where the text goes on.
    fn markup(&mut self, at: usize) -> Result<usize, Trouble> {
        let rest = &self.page[at + 1..];
        let until = |end: &str| rest.find(end).map_or(self.page.len(), |found| at + 1 + found + end.len());
        match rest.as_bytes().first() {
            Some(b'!') if rest.starts_with("!--") => Ok(until("-->")),
            Some(b'!') if rest.starts_with("![CDATA[") => Ok(until("]]>")),
            Some(b'!' | b'?') => Ok(until(">")),
            Some(b'/') if rest[1..].starts_with(|c: char| c.is_ascii_alphabetic()) => {
                let name = name_at(&rest[1..]);
                self.close(&rest[1..1 + name]);
                Ok(until(">"))
            }
            Some(b'/') => Ok(until(">")),
            Some(b) if b.is_ascii_alphabetic() => {
                let after = self.tag(at + 1);
                let few = self.tags <= MAX_TAGS;
                few.then_some(after).ok_or(Trouble::TooManyTags { limit: MAX_TAGS })
            }
            _ => {
                self.sieved.html.push_str("&lt;");
                Ok(at + 1)
            }
        }
    }

    /// Handles the opening tag whose name begins at `at`; returns where the text goes on.
    fn tag(&mut self, at: usize) -> usize {
        let name_end = at + name_at(&self.page[at..]);
        let name = self.page[at..name_end].to_ascii_lowercase();
        let (attributes, end) = attributes(self.page, name_end);
        if let Some(i) = SILENT.iter().position(|&silent| silent == name) {
            return self.silent(i, &attributes, end);
        }
        if let Some(&name) = NESTING.iter().find(|&&nesting| nesting == name) {
            if self.open.len() < MAX_DEPTH {
                self.write(name, &attributes);
            }
            self.open.push(name);
        } else if let Some(&name) = FLAT.iter().find(|&&flat| flat == name) {
            self.write(name, &attributes);
        } else if name == "q" {
            self.sieved.html.push('“');
        }
        end
    }

    /// Passes over a silent element whose content begins at `from`.
    fn silent(&mut self, i: usize, attributes: &[(&str, &str)], from: usize) -> usize {
        let name = SILENT[i];
        let closing = if self.unclosed & (1 << i) != 0 { None } else { closing(self.page, from, name) };
        let (to, end) = match closing {
            Some(found) => found,
            None if RAW.contains(&name) => (self.page.len(), self.page.len()),
            None => {
                self.unclosed |= 1 << i;
                return from;
            }
        };
        let content = &self.page[from..to];
        if name == "title" && !self.titled {
            self.titled = true;
            self.sieved.html.push_str("<title>");
            self.sieved.html.push_str(&content.replace('<', "&lt;"));
            self.sieved.html.push_str("</title>");
        } else if name == "script"
            && attributes.iter().any(|(name, value)| {
                name.eq_ignore_ascii_case("type") && value.to_ascii_lowercase().contains("ld+json")
            })
        {
            if self.sieved.linked_data.len() < MAX_SCRIPTS && content.len() <= MAX_LINKED {
                self.sieved.linked_data.push(content.to_owned());
            }
        } else {
            // Text on both sides of a picture or a script is not one word.
            self.sieved.html.push(' ');
        }
        end
    }

    fn close(&mut self, name: &str) {
        let name = name.to_ascii_lowercase();
        if name == "q" {
            self.sieved.html.push('”');
        } else if FLAT.contains(&name.as_str()) {
            if !matches!(name.as_str(), "br" | "hr" | "meta" | "link" | "base") {
                self.end(&name);
            }
        } else if let Some(back) = self.open.iter().rev().take(REACH).position(|&open| open == name) {
            // What was left open inside is closed with it.
            for _ in 0..=back {
                if let Some(name) = self.open.pop()
                    && self.open.len() < MAX_DEPTH
                {
                    self.end(name);
                }
            }
        }
    }

    fn end(&mut self, name: &str) {
        self.sieved.html.push_str("</");
        self.sieved.html.push_str(name);
        self.sieved.html.push('>');
    }

    fn write(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tags += 1;
        let html = &mut self.sieved.html;
        html.push('<');
        html.push_str(name);
        for (name, value) in attributes {
            let name = name.to_ascii_lowercase();
            let style = value.to_ascii_lowercase();
            if name == "style" && style.split([' ', ':', ';', '!']).any(|word| word == "none" || word == "hidden") {
                html.push_str(" hidden");
            } else if ATTRIBUTES.contains(&name.as_str()) && value.len() <= MAX_VALUE {
                let value = value.replace('"', "&quot;").replace('<', "&lt;");
                html.push_str(&format!(" {name}=\"{value}\""));
            }
        }
        html.push('>');
    }
}

/// Length of the tag name at the start of `text`.
fn name_at(text: &str) -> usize {
    text.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>')).unwrap_or(text.len())
}

/// The first few attributes of a tag and the place after its `>`.
fn attributes(page: &str, mut at: usize) -> (Vec<(&str, &str)>, usize) {
    let bytes = page.as_bytes();
    let skip = |mut at: usize, skipped: fn(u8) -> bool| {
        while bytes.get(at).is_some_and(|&b| skipped(b)) {
            at += 1;
        }
        at
    };
    let mut found = Vec::new();
    loop {
        at = skip(at, |b| b.is_ascii_whitespace() || b == b'/');
        match bytes.get(at) {
            None => return (found, page.len()),
            Some(b'>') => return (found, at + 1),
            Some(_) => {}
        }
        let name_end = skip(at + 1, |b| !b.is_ascii_whitespace() && !matches!(b, b'/' | b'>' | b'='));
        let name = &page[at..name_end];
        at = skip(name_end, |b| b.is_ascii_whitespace());
        let mut value = "";
        if bytes.get(at) == Some(&b'=') {
            at = skip(at + 1, |b| b.is_ascii_whitespace());
            let (from, to, next) = match bytes.get(at) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let to = page[at + 1..].find(quote as char).map_or(page.len(), |i| at + 1 + i);
                    (at + 1, to, (to + 1).min(page.len()))
                }
                _ => {
                    let to = skip(at, |b| !b.is_ascii_whitespace() && b != b'>');
                    (at, to, to)
                }
            };
            value = &page[from.min(to)..to];
            at = next;
        }
        // More attributes than any article has are passed over, not kept.
        if found.len() < 64 {
            found.push((name, value));
        }
    }
}

/// Where the content from `from` ends and where its closing tag does.
fn closing(page: &str, from: usize, name: &str) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let found = at + page[at..].find("</")?;
        let rest = &page.as_bytes()[found + 2..];
        let after = rest.get(name.len()).copied().unwrap_or(b'>');
        if rest.len() >= name.len()
            && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
            && (after.is_ascii_whitespace() || matches!(after, b'>' | b'/'))
        {
            let end = page[found..].find('>').map_or(page.len(), |i| found + i + 1);
            return Some((found, end));
        }
        at = found + 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sifted(page: &str) -> String {
        sift(page).unwrap().html
    }

    #[test]
    fn scripts_styles_handlers_and_comments_stay_behind() {
        let page = "<p onclick=\"alert('<b>')\" class=x>قال<script>if (a<b) '</p>'</script>\
                    <!-- <p>no --><style>p{}</style><b>نعم</b><img src=x onerror=y></p>";
        assert_eq!(sifted(page), "<p class=\"x\">قال  نعم</p>");
    }

    #[test]
    fn what_is_not_a_tag_is_text() {
        assert_eq!(sifted("1 < 2 <3 <> a</ b"), "1 &lt; 2 &lt;3 &lt;> a");
        assert_eq!(sifted("<p>a<div"), "<p>a<div>");
        assert_eq!(sifted("<p title=\"never closed > b"), "<p>");
    }

    #[test]
    fn what_is_left_open_closes_with_its_parent() {
        assert_eq!(sifted("<div><section>a</div>b</section>"), "<div><section>a</section></div>b");
    }

    #[test]
    fn hidden_elements_are_marked() {
        assert_eq!(sifted("<div style='Display: none'>x</div>"), "<div hidden>x</div>");
    }

    #[test]
    fn an_unclosed_picture_does_not_swallow_the_text() {
        assert_eq!(sifted("<svg><p>a<svg><p>b"), "<p>a<p>b");
        assert!(SILENT.len() <= u64::BITS as usize);
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let page = sifted(&format!("{}x{}y", "<div>".repeat(50_000), "</div>".repeat(50_000)));
        assert_eq!(page.matches("<div>").count(), MAX_DEPTH);
        assert_eq!(page.matches("</div>").count(), MAX_DEPTH);
        let many = "<p>".repeat(MAX_TAGS + 1);
        assert!(matches!(sift(&many), Err(Trouble::TooManyTags { .. })));
    }

    proptest! {
        #[test]
        fn no_page_panics(page in "([<>/!='\" a-zق-]|<p>|<div |</div|<script>|-->|<!--|<svg>|style=){0,60}") {
            let _ = sift(&page);
        }
    }
}
