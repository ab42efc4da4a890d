//! Remarks about an article or a passage of it: what the machine did not read, what a person knows.

use maud::{Markup, html};
use musnad_ledger::{Act, StoredOperation, Subject};

use crate::ask::{Ask, Look};
use crate::failure::Failure;
use crate::form::Form;
use crate::pages::review;
use crate::state::Desk;
use crate::view::layout;
use crate::words::Word;

/// The remarks, and the form for another one. With script, words that are selected in the text go into it.
pub(crate) fn section(look: &Look, notes: &[StoredOperation], here: &str) -> Markup {
    html! {
        section.people #notes {
            h2 { (look.say(Word::Notes)) }
            (review::history(look, notes, here))
            @if look.edits() {
                details #pick {
                    summary { (look.say(Word::NotePassage)) }
                    form.stack action=(look.to(&format!("{here}/note"))) method="post" {
                        (layout::csrf(look))
                        p.faint { (look.say(Word::SelectHint)) }
                        input type="hidden" name="from"; input type="hidden" name="to";
                        blockquote #picked dir="auto" hidden {}
                        label { (look.say(Word::Note)) textarea name="text" rows="3" dir="auto" maxlength="5000" required {} }
                        div.buttons {
                            button { (look.say(Word::Record)) }
                            // Only with script: the words that are selected name the speaker of the claim beside them.
                            button #asspeaker type="button" hidden { (look.say(Word::AsSpeaker)) }
                        }
                    }
                }
            }
        }
    }
}

pub(crate) fn note(desk: &Desk, ask: &Ask, form: &Form) -> Result<String, Failure> {
    let id = ask.id("id")?;
    let remark = form.value("text").ok_or(Failure::Form(Word::EmptyNote))?;
    let point = |name: &str| form.value(name).and_then(|value| value.parse::<u32>().ok());
    let span = point("from").zip(point("to")).filter(|(from, to)| from < to);
    let text = match span {
        Some((from, to)) => {
            let article = desk.ledger.article(id)?.ok_or(Failure::NotFound)?;
            let words = musnad_model::CharIndex::new(&article.text)
                .slice(musnad_model::Span::new(from, to))
                .ok_or(Failure::Form(Word::NoSuchPassage))?
                .to_owned();
            format!("[{from}–{to}] «{}» {remark}", crate::view::bits::short(&words, 300))
        }
        None => remark.to_owned(),
    };
    let done = desk.operate(&ask.author, Act::Note { about: Subject::Article(id), text }, form.value("why"))?;
    let passage = span.map(|(from, to)| format!("&from={from}&to={to}")).unwrap_or_default();
    Ok(format!("/article/{id}?done={done}{passage}#notes"))
}
