//! Takes away what surrounds a story on Arabic pages, before an engine looks for the story.
//!
//! The engines know English class names and English words. What tells a box of links or the
//! readers' comments on an Arabic page is its heading: أخبار ذات صلة، التعليقات. The words
//! are in `surroundings.tsv`. Tables that lay out the page become plain boxes.

use std::{collections::HashMap, sync::LazyLock};

use dom_query::{Document, NodeRef};
use musnad_model::fold::{Strength, fold};

/// A heading is no longer than this, in letters.
const LONGEST: usize = 40;
/// More known headings than any page has.
const MOST: usize = 500;
/// So many letters before the comments are a story.
const STORY: usize = 300;
/// So many letters in one cell are no figures: the table lays out the page.
const CELL: usize = 300;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
    Head,
    Comments,
    Alone,
}

static WORDS: LazyLock<HashMap<String, Class>> = LazyLock::new(|| {
    let rows = include_str!("surroundings.tsv").lines().filter(|line| !line.starts_with('#'));
    let columns = rows.filter_map(|line| {
        let mut columns = line.split('\t').skip(1);
        Some((columns.next()?, columns.next()?))
    });
    columns
        .flat_map(|(class, words)| {
            let class = match class {
                "comments" => Class::Comments,
                "alone" => Class::Alone,
                _ => Class::Head,
            };
            words.split('|').map(move |word| (key(word), class))
        })
        .collect()
});

/// The form in which headings are compared.
fn key(words: &str) -> String {
    let folded = fold(words, Strength::Lossy).to_lowercase();
    let trimmed = folded.trim_matches(|c: char| !c.is_alphabetic());
    trimmed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True if a line is nothing but a mark such as "advertisement".
pub(super) fn is_mark(line: &str) -> bool {
    line.len() <= 4 * LONGEST && WORDS.get(&key(line)) == Some(&Class::Alone)
}

/// An element and the letters inside it, counted through the page.
struct Element<'n> {
    node: NodeRef<'n>,
    parent: usize,
    from: usize,
    to: usize,
}

/// Takes the surroundings out of a sieved page.
pub(super) fn strip(page: &Document) {
    let Some(body) = page.body() else {
        return;
    };
    let (elements, headings) = survey(body);
    let total = elements[0].to;
    let length = |at: usize| elements[at].to - elements[at].from;
    for element in &elements[1..] {
        let class = element.node.attr("class").unwrap_or_default();
        let unseen = element.node.has_attr("hidden")
            || class
                .split_ascii_whitespace()
                .any(|c| matches!(c, "screen-reader-text" | "sr-only" | "visually-hidden"));
        if unseen && (element.to - element.from) * 2 <= total {
            element.node.remove_from_parent();
        }
    }
    for Heading { at, class, from, bare } in headings {
        // The element of the heading, with all that holds nothing else.
        let mut label = at;
        while !bare && label != 0 && length(elements[label].parent) == length(at) {
            label = elements[label].parent;
        }
        if label == 0 {
            continue;
        }
        let outer = if bare { at } else { elements[label].parent };
        let first = elements[outer].from == from;
        let apart = match class {
            Class::Alone => false,
            Class::Comments => elements[outer].from >= STORY,
            Class::Head => length(outer) * 2 <= total,
        };
        if outer != 0 && first && apart && !holds_story(&elements[outer].node) {
            elements[outer].node.remove_from_parent();
        } else if !bare {
            if class != Class::Alone
                && let Some(next) = elements[label].node.next_element_sibling()
                && matches!(&*next.node_name().unwrap_or_default(), "ul" | "ol" | "dl")
            {
                next.remove_from_parent();
            }
            elements[label].node.remove_from_parent();
        }
    }
    flatten_tables(&elements);
}

/// Elements that a heading never takes with it.
fn holds_story(node: &NodeRef<'_>) -> bool {
    let name = node.node_name().unwrap_or_default();
    matches!(&*name, "article" | "main" | "body")
        || node.attr("itemprop").is_some_and(|property| &*property == "articleBody")
        || node.descendants_it().any(|inner| inner.has_name("h1"))
}

/// A heading that is known.
struct Heading {
    /// Its element.
    at: usize,
    class: Class,
    /// The letters before it.
    from: usize,
    /// It stands bare before a block in its element: the sieve lets no bold letters pass.
    bare: bool,
}

/// Every element of the page in order, the page itself first, and the known headings.
fn survey(body: NodeRef<'_>) -> (Vec<Element<'_>>, Vec<Heading>) {
    enum Step<'n> {
        Enter(NodeRef<'n>, usize),
        Leave(usize),
    }
    let mut elements: Vec<Element<'_>> = Vec::new();
    let mut headings = Vec::new();
    let mut letters = 0;
    let mut todo = vec![Step::Enter(body, 0)];
    while let Some(step) = todo.pop() {
        match step {
            Step::Leave(at) => elements[at].to = letters,
            Step::Enter(node, parent) if node.is_text() => {
                let text = node.text();
                let count = text.chars().filter(|c| c.is_alphanumeric()).count();
                if (1..=LONGEST).contains(&count)
                    && let Some(class) = WORDS.get(&key(&text))
                {
                    headings.push((parent, *class, letters, count, before_block(&node)));
                }
                letters += count;
            }
            Step::Enter(node, parent) => {
                let at = elements.len();
                todo.push(Step::Leave(at));
                todo.extend(node.children_it(true).map(|child| Step::Enter(child, at)));
                elements.push(Element { node, parent, from: letters, to: letters });
            }
        }
    }
    // A heading is what stands alone in its element, not a word among others.
    let headings = headings.into_iter().filter_map(|(at, class, from, count, block)| {
        let inside = elements[at].to - elements[at].from;
        let alone = inside == count || inside <= LONGEST && class != Class::Alone;
        let bare = !alone && block && class != Class::Alone;
        (alone || bare).then_some(Heading { at, class, from, bare })
    });
    let headings = headings.take(MOST).collect();
    (elements, headings)
}

/// True if a block follows a text.
fn before_block(text: &NodeRef<'_>) -> bool {
    let next = text.next_element_sibling().and_then(|next| next.node_name());
    next.is_some_and(|name| matches!(&*name, "div" | "ul" | "ol" | "dl" | "p" | "section" | "article" | "table"))
}

/// Tables that hold tables or long texts are boxes on a page, not figures.
fn flatten_tables(elements: &[Element<'_>]) {
    let mut layout = vec![false; elements.len()];
    for (at, element) in elements.iter().enumerate().skip(1) {
        let name = element.node.node_name().unwrap_or_default();
        let long_cell = matches!(&*name, "td" | "th") && element.to - element.from >= CELL;
        if &*name == "table" || long_cell {
            let mut up = element.parent;
            while up != 0 {
                if elements[up].node.has_name("table") {
                    if layout[up] {
                        break;
                    }
                    layout[up] = true;
                }
                up = elements[up].parent;
            }
        }
        debug_assert!(element.parent < at);
    }
    // The nearest table above decides for rows and cells.
    let mut nearest = vec![0; elements.len()];
    for (at, element) in elements.iter().enumerate().skip(1) {
        let name = element.node.node_name().unwrap_or_default();
        nearest[at] = if &*name == "table" { at } else { nearest[element.parent] };
        if layout[nearest[at]] && matches!(&*name, "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th") {
            element.node.rename("div");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(body: &str) -> String {
        let page = Document::from(format!("<html><body>{body}</body></html>"));
        strip(&page);
        page.body().unwrap().inner_html().to_string()
    }

    const STORY_TEXT: &str = "قال المتحدث إن الوفد يصل غدا وإن المحادثات تستمر ثلاثة أيام على الأقل في العاصمة. ";

    #[test]
    fn a_box_under_a_known_heading_goes() {
        let story = format!("<div class=\"s\"><p>{}</p></div>", STORY_TEXT.repeat(8));
        for boxed in [
            "<div><h3>أخبار ذات صلة</h3><ul><li>أ</li></ul></div>",
            "<section><div><h2><span>الأكثر قراءة:</span></h2></div><p>ب</p></section>",
            "<div>إعلان</div>",
            "<h4>مواضيع ذات صلة</h4><ul><li>ج</li></ul>",
            "<div>مختارات<div>خبر</div></div>",
            "<p hidden>د</p><span class=\"sr-only\">ه</span>",
        ] {
            assert_eq!(stripped(&format!("{story}{boxed}")), story, "{boxed}");
        }
    }

    #[test]
    fn comments_go_however_long_and_only_after_a_story() {
        let story = format!("<p>{}</p>", STORY_TEXT.repeat(6));
        let comments = format!("<div><b>التعليقات (3)</b><p>{}</p></div>", STORY_TEXT.repeat(20));
        assert_eq!(stripped(&format!("{story}{comments}")), story);
        let before = stripped(&format!("{comments}{story}"));
        assert_eq!(before.matches(STORY_TEXT.trim()).count(), 26);
    }

    #[test]
    fn a_story_with_a_heading_in_it_stays() {
        let story = format!(
            "<article><h1>ع</h1><h2>السابق</h2><p>{}</p><p>اقرأ أيضا: خبر آخر</p></article>",
            STORY_TEXT.repeat(8)
        );
        let left = stripped(&story);
        assert!(left.contains(STORY_TEXT.trim()) && left.contains("خبر آخر") && left.contains("<h1>"), "{left}");
        let whole = format!("<div><div>آخر الأخبار</div><div><p>{}</p></div></div>", STORY_TEXT.repeat(8));
        assert!(stripped(&whole).contains(STORY_TEXT.trim()));
    }

    #[test]
    fn tables_that_lay_out_a_page_become_boxes() {
        let figures = "<table><tbody><tr><td>شراء</td><td>12</td></tr></tbody></table>";
        assert_eq!(stripped(figures), figures);
        let laid = format!("<table><tr><td><p>{}</p></td><td>{figures}</td></tr></table>", STORY_TEXT.repeat(8));
        let left = stripped(&laid);
        assert!(left.starts_with("<div><div><div><div><p>") && left.contains(figures), "{left}");
    }

    #[test]
    fn the_words_are_sound() {
        assert!(WORDS.len() > 80);
        for line in include_str!("surroundings.tsv").lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<&str> = line.split('\t').collect();
            assert!(columns.len() == 3 && matches!(columns[1], "head" | "comments" | "alone"), "{line}");
            for word in columns[2].split('|') {
                assert!(!key(word).is_empty() && key(word).chars().count() <= LONGEST, "{line}");
            }
        }
    }
}
