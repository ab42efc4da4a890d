//! One HTML page to an article: the story's text, one paragraph a line, and the page's facts.
//!
//! A page passes a sieve first, then the article is told from its surroundings, then
//! the tree becomes lines. Markup never reaches the text: what looks like a tag
//! there was written as words on the page.

mod facts;
mod lines;
mod sieve;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dom_query::Document;
use dom_smoothie::{Config, Readability};
use musnad_model::Article;

use self::facts::Facts;
use crate::{Trouble, charset, text::is_blank};

/// Less text than this is what is left of a page without a story.
const SHORT: usize = 80;

/// Decodes a page and takes the article out of it.
///
/// # Errors
/// If the bytes are not text, the page is blank, has no text of an article or far too many tags.
pub fn article(bytes: &[u8]) -> Result<Article, Trouble> {
    let page = charset::decode(bytes, true)?;
    if is_blank(&page) {
        return Err(Trouble::Empty);
    }
    let sieved = sieve::sift(&page)?;
    let document = Document::from(sieved.html.as_str());
    let facts = Facts::of(&document, &sieved.linked_data);
    let story = story(&sieved.html);
    let (title, text) = match story {
        Some((title, text)) if text.chars().count() >= SHORT => (title, text),
        // Too short to be told from its surroundings: everything on the page is the story.
        _ => (None, document.body().map(lines::lines).unwrap_or_default()),
    };
    if is_blank(&text) {
        return Err(Trouble::NoArticle);
    }
    let page_title = || Some(document.select_single("title").text().trim().to_owned());
    Ok(Article {
        id: None,
        text,
        url: facts.url,
        publisher: facts.publisher,
        title: facts.title.or(title).or_else(page_title).filter(|title| !is_blank(title)),
        published: facts.published,
        language: facts.language,
    })
}

/// The title and text of the story on a page.
fn story(html: &str) -> Option<(Option<String>, String)> {
    // Facts are gathered by us, and JSON-LD does not pass the sieve.
    let config = Config { disable_json_ld: true, ..Config::default() };
    // One page that trips the extractor must not stop the others; the whole page is read instead.
    let story = catch_unwind(AssertUnwindSafe(|| Readability::new(html, None, Some(config)).ok()?.parse().ok()));
    let story = story.ok()??;
    let text = lines::lines(Document::fragment(story.content).root());
    Some((Some(story.title), text))
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
        article(page.as_bytes()).unwrap()
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
            let _ = article(format!("{hostile}{story}").as_bytes());
            let (name, took) = (&hostile[..20], one.elapsed());
            assert!(took < Duration::from_secs(20), "{name} took {took:?}");
        }
    }

    #[test]
    fn a_page_without_words_has_no_article() {
        assert!(matches!(article(b"<html><script>x</script>"), Err(Trouble::NoArticle)));
        assert!(matches!(article(b" \n"), Err(Trouble::Empty)));
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
            let _ = article(page.as_bytes());
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
