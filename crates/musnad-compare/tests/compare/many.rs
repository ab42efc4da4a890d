//! A few hundred made-up articles: events that several outlets tell in their own words, texts that are printed again,
//! quotations that come back months later, articles without a day.

use musnad_model::{Mode, Reading};

use crate::draft::{Say, Who, draft, said_by};
use crate::numbers::Numbers;

/// What an event's articles tell: who says what.
struct Event {
    day: i64,
    said: Vec<(String, Vec<String>)>,
}

const OUTLETS: [&str; 6] = ["الغد", "الأفق", "المساء", "النجم", "الضحى", "الشفق"];

/// So many articles, the same on every run.
pub(crate) fn articles(count: usize) -> Vec<Reading> {
    let mut numbers = Numbers::new(11, 60);
    let mut events: Vec<Event> = Vec::new();
    let mut all: Vec<Reading> = Vec::new();
    for i in 0..count {
        if i % 4 == 0 {
            let said = (0..3).map(|n| (name(&mut numbers, i * 3 + n), numbers.statement(11))).collect();
            // A day and a half from event to event: keys of one period meet those of many others.
            events.push(Event { day: i as i64 * 3 / 8, said });
        }
        let event = &events[events.len() - 1];
        let days = event.day + numbers.below(14) as i64;
        let mut told: Vec<(String, Vec<String>, bool)> = Vec::new();
        for (who, statement) in &event.said {
            let retold = |word: &String| if numbers.below(7) == 0 { numbers.word() } else { word.clone() };
            told.push((who.clone(), statement.iter().map(retold).collect(), false));
        }
        if i % 5 == 0 && events.len() > 20 {
            // What somebody said a month ago or more, word for word.
            let (who, statement) = &events[events.len() - 20 + numbers.below(5) as usize].said[0];
            told.push((who.clone(), statement.clone(), true));
        }
        told.push((name(&mut numbers, 9_000 + i), numbers.statement(11), false));
        let day = jiff::civil::date(2031, 1, 1).saturating_add(jiff::Span::new().days(days)).to_string();
        let day = if i % 11 == 3 { "" } else { &day };
        all.push(written(&format!("m{i:04}"), OUTLETS[i % OUTLETS.len()], day, &told, &mut numbers));
        if i % 9 == 8 {
            // Printed again, under another name.
            let mut print = all[i - 1].clone();
            print.id = format!("m{i:04}");
            print.publisher = Some(OUTLETS[(i + 2) % OUTLETS.len()].to_owned());
            all[i] = print;
        }
    }
    all
}

/// A name that no other number has.
fn name(numbers: &mut Numbers, number: usize) -> String {
    const FIRST: [&str; 5] = ["سمير", "ليلى", "نادر", "هاني", "كمال"];
    const TENS: [char; 10] = ['ف', 'ك', 'ه', 'و', 'ي', 'ز', 'ش', 'غ', 'خ', 'ض'];
    let digits: String = number.to_string().chars().map(|c| TENS[c as usize - '0' as usize]).collect();
    format!("{} ال{digits}اني", FIRST[numbers.below(5) as usize])
}

fn written(id: &str, outlet: &str, day: &str, told: &[(String, Vec<String>, bool)], numbers: &mut Numbers) -> Reading {
    let lead: Vec<String> = (0..14).map(|_| numbers.word()).collect();
    let mut text = format!("{}.\n", lead.join(" "));
    for (who, statement, quoted) in told {
        let content = statement.join(" ");
        let content = if *quoted { format!("«{content}»") } else { content };
        text.push_str(&format!("قال {who} إن {content}.\n"));
    }
    // One statement as a sentence of the article's own, in another order.
    let mut own = told[0].1.clone();
    own.rotate_left(5);
    text.push_str(&format!("{}.\n", own.join(" ")));
    let mut draft = draft(id, outlet, day, &text);
    for (who, statement, quoted) in told {
        let mode = if *quoted { Mode::Direct } else { Mode::Indirect };
        draft.say(Say { source: who, content: &statement.join(" "), mode, ..said_by(Who::Person(who)) });
    }
    draft.reading
}
