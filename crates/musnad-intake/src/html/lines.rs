//! A tree of HTML to text: one paragraph, heading, list item or caption a line.

use dom_query::NodeRef;

/// Tags that do not begin a new line; all others do.
const INLINE: &[&str] = &["a", "time", "q", "span"];

/// The text below `root`, one block a line, white space joined, blank lines left out.
pub(super) fn lines(root: NodeRef<'_>) -> String {
    let mut text = String::new();
    let mut line = String::new();
    // A stack of our own: the tree may be as deep as the page likes.
    let mut todo = vec![Step::Enter(root)];
    while let Some(step) = todo.pop() {
        match step {
            Step::Break => end_line(&mut line, &mut text),
            Step::Enter(node) if node.is_text() => push_words(&node.text(), &mut line),
            Step::Enter(node) => {
                let name = node.node_name();
                let block = !name.is_some_and(|name| INLINE.contains(&&*name));
                if block {
                    end_line(&mut line, &mut text);
                    todo.push(Step::Break);
                }
                todo.extend(node.children_it(true).map(Step::Enter));
            }
        }
    }
    end_line(&mut line, &mut text);
    text
}

enum Step<'n> {
    Enter(NodeRef<'n>),
    Break,
}

/// Joins white space and leaves out what can only command a screen.
fn push_words(words: &str, line: &mut String) {
    for c in words.chars() {
        match c {
            // Zero-width and direction marks are letters' business and stay.
            c if c.is_whitespace() || c.is_control() => {
                if !line.ends_with(' ') && !line.is_empty() {
                    line.push(' ');
                }
            }
            c => line.push(c),
        }
    }
}

fn end_line(line: &mut String, text: &mut String) {
    let words = line.trim_end();
    if !crate::text::is_blank(words) {
        text.push_str(words);
        text.push('\n');
    }
    line.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(html: &str) -> String {
        lines(dom_query::Document::from(html).root())
    }

    #[test]
    fn each_block_is_a_line_and_links_are_not() {
        assert_eq!(
            text("<h2>عنوان</h2><p>قال <a href=x>زيد</a>:\n\t نعم<br>ثم</p><ul><li>أ<li>ب</ul>"),
            "عنوان\nقال زيد: نعم\nثم\nأ\nب\n"
        );
    }

    #[test]
    fn entities_are_letters() {
        assert_eq!(text("<p>&quot;&#1606;&#1593;&#1605;&quot;&nbsp;&amp; &lt;b&gt;</p>"), "\"نعم\" & <b>\n");
    }
}
