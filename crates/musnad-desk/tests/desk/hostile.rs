//! Hostile words in every place where words come in: each page shows them as words.

use axum::http::{StatusCode, header};
use musnad_desk::Options;
use musnad_model::Article;

use crate::place::{Place, paths};

/// Would end a tag, an attribute, a script, a style and a JSON string, and turn the direction of the line.
const EVIL: &str = "</title></textarea><script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}\u{202e}";

fn evil() -> Vec<Article> {
    let day = Some(jiff::civil::date(2022, 6, 5));
    let speaker = "وزير <img src=x onerror=alert(2)> النقل سالم <script>alert(3)</script> الحداد";
    let text = format!(
        "قال {speaker} إن «الميناء {EVIL} أغلق أبوابه أمام السفن التجارية في بيروت صباح أمس بسبب العاصفة القوية».\n\n\
         وقال سالم الحداد إن الميناء أغلق أبوابه أمام السفن التجارية في بيروت صباح أمس بسبب العاصفة القوية {EVIL}، وأصيب 14 شخصا.\n\n\
         ونفى سالم الحداد أن يكون الميناء أغلق أبوابه أمام السفن التجارية في بيروت بسبب العاصفة. {EVIL}\n\n\
         ونقلت صحيفة \"<b onmouseover=alert(4)>الراصد</b>\" عن مصدر <svg onload=alert(5)> قوله إن العاصفة انتهت."
    );
    let article = |n: u8, extra: &str| Article {
        text: format!("{text}{extra}"),
        url: Some(format!("javascript:alert({n})//{EVIL}")),
        publisher: Some(format!("{EVIL}{n}")),
        title: Some(format!("{EVIL} {n}")),
        published: day,
        authors: vec![EVIL.to_owned()],
        ..Article::default()
    };
    vec![article(1, ""), article(2, "\n\nخاتمة أخرى للمقال."), article(3, "\n\nوقال سالم الحداد إنه سافر إلى القاهرة.")]
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_words_are_shown_as_words_on_every_page() {
    let place = Place::new(Options::default());
    for article in evil() {
        place.put(&article);
    }
    place.wait();
    let mut paths = paths(&place).await;
    for word in [EVIL, "\"><script>alert(9)</script>", "' onmouseover='alert(1)"] {
        let part: String = form_urlencoded::byte_serialize(word.as_bytes()).collect();
        for path in [
            "/search?q=",
            "/conflicts?kind=",
            "/whereabouts?of=",
            "/network?of=",
            "/map?place=",
            "/timeline?first=",
            "/review?done=",
            "/search?q=x&stance=",
            "/search?page=",
            "/articles?x=",
            "/matrix?h=",
            "/matrix?h=a&q=",
            "/matrix?h=a&x=",
            "/matches?done=",
        ] {
            paths.push(format!("{path}{part}"));
        }
    }
    // What people write is as foreign as what articles say.
    let article = place.get("/articles.json").await.json()["articles"][0]["id"].as_str().unwrap().to_owned();
    let claim = place.get(&format!("/article/{article}.json")).await.json()["claims"][0].clone();
    let (claim, key) = (claim["id"].as_str().unwrap(), claim["entity"].as_str().unwrap().to_owned());
    let key: String = form_urlencoded::byte_serialize(key.as_bytes()).collect::<String>().replace('+', "%20");
    for (path, field) in [
        (format!("/en/article/{article}/note"), "text"),
        (format!("/en/claim/{claim}/note"), "text"),
        (format!("/en/claim/{claim}/source"), "speaker"),
        (format!("/en/claim/{claim}/source"), "via"),
        (format!("/en/source/{key}/merge"), "other"),
    ] {
        let done = place.post(&path, &[(field, EVIL), ("why", EVIL), ("kind", "person")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{path}: {}", done.words());
    }
    place.desk.settle();
    let mut shown = 0;
    for path in &paths {
        for tongue in ["ar", "en"] {
            let page = place.get(&format!("/{tongue}{path}")).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            for tag in tags(&page.text) {
                harmless(tag, path);
            }
            assert_eq!(page.text.matches("<script").count(), 1, "only our own script: {path}");
            let policy = page.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
            shown += usize::from(page.text.contains("&lt;script&gt;alert(1)"));
        }
        let (bare, query) =
            path.split_once('?').map_or((path.as_str(), String::new()), |(bare, query)| (bare, format!("?{query}")));
        let json = place.get(&format!("{}.json{query}", if bare == "/" { "/index" } else { bare })).await;
        assert_eq!(json.headers[header::CONTENT_TYPE], "application/json", "{path}");
        assert_eq!(json.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        json.json();
    }
    assert!(shown > 30, "the words are on the pages, as words: {shown}");
}

/// Every tag of a page as the browser takes it: attributes in quotation marks may hold anything but those.
fn tags(html: &str) -> Vec<&str> {
    let bytes = html.as_bytes();
    let mut tags = Vec::new();
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        let mut end = start + 1;
        let mut quoted = false;
        while end < bytes.len() && (quoted || bytes[end] != b'>') {
            quoted ^= bytes[end] == b'"';
            end += 1;
        }
        tags.push(&html[start..end]);
        at = end;
    }
    tags
}

fn harmless(tag: &str, path: &str) {
    // What stands outside of quotation marks is names.
    let names: String = tag.split('"').step_by(2).collect::<Vec<_>>().join("\"").to_ascii_lowercase();
    let name = names.trim_start_matches(['<', '/']).split([' ', '>']).next().unwrap_or_default();
    assert!(!["img", "iframe", "object", "embed", "base", "style"].contains(&name), "{tag} on {path}");
    assert!(!names.contains(" on") && !names.contains(" style="), "{tag} on {path}");
    for part in ["href=\"", "src=\"", "action=\""] {
        if let Some((_, value)) = tag.split_once(part) {
            assert!(value.starts_with(['/', '#']) && !value.starts_with("//"), "{tag} on {path}");
        }
    }
}

#[tokio::test]
async fn hostile_failures_are_words_too() {
    let place = Place::new(Options::default());
    let part: String = form_urlencoded::byte_serialize(EVIL.as_bytes()).collect();
    for path in [
        format!("/en/{part}"),
        format!("/en/source/{part}"),
        format!("/en/outlet/{part}"),
        format!("/en/article/{part}"),
    ] {
        let page = place.get(&path).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        for tag in tags(&page.text) {
            harmless(tag, &path);
        }
    }
}
