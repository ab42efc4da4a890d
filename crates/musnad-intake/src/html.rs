//! One HTML page to an article: the story's text, one paragraph a line, and the page's facts.
//!
//! A page passes a sieve first, then what surrounds the story is taken away, then an
//! engine tells the story, then the tree becomes lines. Markup never reaches the text:
//! what looks like a tag there was written as words on the page.

mod facts;
mod lines;
mod linked;
mod published;
mod sieve;
mod story;
mod surroundings;
mod words;

use dom_query::Document;
use musnad_model::Article;

use self::facts::Facts;
pub use self::story::Extractor;
pub(crate) use self::words::{tidy, web};
use crate::{
    Trouble, charset,
    document::{Taken, Told},
    text::is_blank,
};

/// Less text than this is what is left of a page without a story.
const SHORT: usize = 80;

/// Decodes a page and takes the article out of it.
///
/// # Errors
/// If the bytes are not text, the page is blank, has no text of an article or far too many tags.
pub fn article(bytes: &[u8], extractor: Extractor) -> Result<Article, Trouble> {
    read(bytes, &Told::default(), extractor).map(|taken| taken.article)
}

/// The same, with what is known from outside of the page, and all that was found out.
pub(crate) fn read(bytes: &[u8], told: &Told, extractor: Extractor) -> Result<Taken, Trouble> {
    let page = charset::decode(bytes, told.charset.as_deref(), true)?;
    if is_blank(&page.text) {
        return Err(Trouble::Empty);
    }
    let sieved = sieve::sift(&page.text)?;
    let document = Document::from(sieved.html.as_str());
    let facts = Facts::of(&document, &sieved.linked_data, told.url.as_deref());
    surroundings::strip(&document);
    let told_story = story::story(&document, extractor).filter(|text| is_long(text));
    let text = told_story.unwrap_or_else(|| {
        // Some pages build themselves from their JSON-LD.
        let body = facts.body.as_deref().map(fragment).filter(|text| is_long(text));
        // Too short to be told from its surroundings: everything on the page is the story.
        body.unwrap_or_else(|| document.body().map(lines::lines).unwrap_or_default())
    });
    let text = without_marks(&text, facts.title.as_deref());
    if is_blank(&text) {
        return Err(Trouble::NoArticle);
    }
    let article = Article {
        id: None,
        text,
        url: facts.url,
        publisher: facts.publisher,
        title: facts.title,
        published: facts.published,
        published_at: facts.published_at,
        authors: facts.authors,
        language: facts.language,
    };
    Ok(Taken { article, charset: Some(page.charset), undecoded: page.undecoded, evidence: facts.evidence })
}

/// The lines of a piece of HTML that is all story, as feeds carry it.
pub(crate) fn fragment(html: &str) -> String {
    let Ok(sieved) = sieve::sift(html) else {
        return String::new();
    };
    let document = Document::from(format!("<html><body>{}</body></html>", sieved.html));
    document.body().map(lines::lines).unwrap_or_default()
}

fn is_long(text: &str) -> bool {
    text.chars().take(SHORT).count() == SHORT
}

/// Leaves out lines that only mark an advertisement, and the headline at the head, which is kept apart.
fn without_marks(text: &str, title: Option<&str>) -> String {
    let mut kept = String::with_capacity(text.len());
    for line in text.lines().filter(|line| !surroundings::is_mark(line)) {
        if !(kept.is_empty() && Some(line) == title) {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    // A page that is nothing but its headline says at least that.
    if kept.is_empty() { text.to_owned() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    const STORY: [&str; 3] = [
        "وقال المتحدث باسم الحكومة في مؤتمر صحفي عقده أمس إن الوفد سيصل إلى العاصمة غدا، وأضاف أن المحادثات ستستمر ثلاثة أيام على الأقل.",
        "من جانبه، نفى مصدر مسؤول في الوزارة ما نشرته الصحيفة، مؤكدا أن الاجتماع لم يعقد، وأن ما تردد عن اتفاق بين الطرفين لا أساس له من الصحة.",
        "ونقلت الوكالة عن شهود قولهم إن الطريق أغلق منذ الصباح، بينما طالبت نقابة السائقين بفتحه، وحذرت من نقص في المواد الأساسية في الأسواق.",
    ];

    fn page(inside: &str) -> String {
        let story = STORY.map(|line| format!("<p>{line}</p>")).join("");
        format!(
            "<html lang=ar><head><title>عنوان الخبر | الصحيفة</title></head><body>\
             <nav><ul><li><a href=/>الرئيسية</a><li><a href=/s>رياضة</a></ul></nav>\
             <article><h1>عنوان الخبر</h1>{inside}{story}</article>\
             <footer><p><a href=/c>اتصل بنا</a></p></footer>"
        )
    }

    fn read(page: &str) -> Article {
        article(page.as_bytes(), Extractor::Careful).unwrap()
    }

    #[test]
    fn a_story_is_told_from_its_page() {
        let article = read(&page(""));
        assert_eq!(article.text, STORY.map(|line| format!("{line}\n")).concat());
        assert!(article.title.unwrap().starts_with("عنوان الخبر"));
        assert_eq!(article.language.as_deref(), Some("ar"));
    }

    #[test]
    fn a_short_page_is_read_whole() {
        assert_eq!(read("<p>قال زيد نعم<p>وقال عمرو لا").text, "قال زيد نعم\nوقال عمرو لا\n");
    }

    #[test]
    fn hostile_markup_never_reaches_the_text() {
        for hostile in [
            "<script>document.write('<p>x')</script><p onclick='<b>alert(1)</b>'>و</p>",
            "<div <script>words that browsers show, too</script>>",
            "<p>ا<!--<p>--><![CDATA[<x>]]></p>",
            "<textarea><script></textarea><style><!--</style>",
            "<svg><script>alert(1)</script></svg><math><mi xlink:href=x>",
            "<iframe srcdoc='<p>x</p>'></iframe><object data=x><embed></object>",
        ] {
            let text = read(&page(hostile)).text;
            assert!(text.contains(STORY[1]), "{hostile}\n{text}");
            assert!(!text.contains('<') && !text.contains("alert"), "{hostile}\n{text}");
        }
    }

    #[test]
    fn hostile_pages_end_in_good_time() {
        let deep = |tag: &str, n: usize| format!("<{tag}>").repeat(n);
        let story = page("");
        for hostile in [
            deep("div", 200_000),
            deep("b", 200_000),
            deep("table><tr><td", 15_000),
            deep("ul><li", 20_000),
            deep("p", 99_000),
            (0..99_000).map(|i| format!("<p><font id={i}>")).collect(),
            (0..49_000).map(|i| format!("<div><a href={i}>x</div>")).collect(),
            format!("<div {}>", "a=b ".repeat(2_000_000)),
            format!("<div {}", "a='".repeat(1_000_000)),
            deep("svg", 200_000),
            "</".repeat(3_000_000),
            "<!".repeat(3_000_000),
            "&lt;".repeat(400_000),
        ] {
            let one = Instant::now();
            let _ = article(format!("{hostile}{story}").as_bytes(), Extractor::Careful);
            let (name, took) = (&hostile[..20], one.elapsed());
            assert!(took < Duration::from_secs(20), "{name} took {took:?}");
        }
    }

    #[test]
    fn a_page_without_words_has_no_article() {
        assert!(matches!(article(b"<html><script>x</script>", Extractor::Careful), Err(Trouble::NoArticle)));
        assert!(matches!(article(b" \n", Extractor::Careful), Err(Trouble::Empty)));
    }

    #[test]
    fn a_page_cut_off_in_a_tag_keeps_its_words() {
        let mut page = page("");
        page.truncate(page.find("</article").unwrap());
        page.push_str("<div class=\"unfini");
        assert!(read(&page).text.contains(STORY[2]));
    }

    proptest! {
        #[test]
        fn no_soup_of_tags_panics(soup in proptest::collection::vec(0..PIECES.len(), 0..120)) {
            let page: String = soup.into_iter().map(|piece| PIECES[piece]).collect();
            let _ = article(page.as_bytes(), Extractor::Careful);
        }
    }

    const PIECES: &[&str] = &[
        "<div class=comment>",
        "</div>",
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<a href=x>",
        "</a>",
        "<ul>",
        "<li>",
        "</ul>",
        "<h1>",
        "</h1>",
        "<br>",
        "<body>",
        "</body>",
        "</html>",
        "<html lang=ar>",
        "<head>",
        "<title>",
        "</title>",
        "<script>",
        "</script>",
        "<template>",
        "<svg>",
        "</svg>",
        "<q>",
        "</q>",
        "<section hidden>",
        "<article itemprop=articleBody>",
        "</article>",
        "<figure>",
        "<figcaption>",
        "<pre>",
        "<meta name=date content=2020>",
        "<time datetime=2020-06-11>",
        "<!--",
        "-->",
        "&#x202E;",
        "&#0;",
        "\u{FEFF}",
        "<script type=application/ld+json>{\"@type\":\"Article\",\"publisher\":[]}</script>",
        "<nav>",
        "</nav>",
        "وقال المتحدث باسم الحكومة في مؤتمر صحفي إن الوفد سيصل غدا، وأضاف أن المحادثات ستستمر، ونفى ذلك.",
    ];
}
