//! What people do: add, correct, rate, note, undo.

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use musnad_desk::Options;

use crate::place::Place;

const TEXT: &str = "قالت وزارة النقل إن الميناء سيغلق يوم الأحد. ونفى مدير الميناء سالم الحداد أن يكون القرار نهائيا.";

async fn added(place: &Place) -> String {
    let page = place
        .post(
            "/ar/articles",
            &[("text", TEXT), ("publisher", "الراصد"), ("published", "2022-06-05"), ("title", "إغلاق الميناء")],
        )
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.words());
    page.location().strip_prefix("/ar/article/").expect("the article").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_text_is_read_and_shown() {
    let place = Place::new(Options::default());
    let id = added(&place).await;
    let page = place.get(&format!("/ar/article/{id}")).await;
    assert!(
        page.text.contains("class=\"said says depth0\"") && page.text.contains("class=\"said denies"),
        "{}",
        page.text
    );
    assert!(page.words().contains("سالم الحداد"));
    place.desk.settle();
    assert_eq!(place.get("/index.json").await.json()["compared"], true);
    // The same again is the same article.
    assert_eq!(added(&place).await, id);
    assert_eq!(place.get("/index.json").await.json()["counts"]["articles"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn passages_are_noted_by_their_place() {
    let place = Place::new(Options::default());
    let id = added(&place).await;
    let note = format!("/en/article/{id}/note");
    let done = place.post(&note, &[("text", "قول لم يُقرأ"), ("from", "5"), ("to", "16")]).await;
    assert!(done.location().contains("&from=5&to=16#notes"), "{}", done.location());
    let page = place.get(done.location()).await;
    assert!(page.words().contains("[5–16] «وزارة النقل» قول لم يُقرأ"), "{}", page.words());
    for (from, to, status) in [("4", "999999", 422), ("x", "y", 303), ("9", "4", 303)] {
        let done = place.post(&note, &[("text", "x"), ("from", from), ("to", to)]).await;
        assert_eq!(done.status.as_u16(), status, "{from} {to}");
    }
    assert_eq!(place.post(&note, &[("text", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn files_are_taken_by_what_they_are() {
    let place = Place::new(Options::default());
    let csrf = place.csrf().await;
    let page = format!(
        "<html><head><title>x</title></head><body><article><h1>إغلاق الميناء</h1><p>{TEXT}</p><p>{TEXT}</p></article></body></html>"
    );
    let lines =
        format!("{{\"text\": \"{TEXT}\", \"publisher\": \"أ\"}}\n{{\"text\": \"{TEXT}\", \"publisher\": \"ب\"}}\n");
    let mut body = String::new();
    for (name, file, content) in [
        ("csrf", None, csrf.as_str()),
        ("file", Some("a.html"), &page),
        ("file", Some("../../b.jsonl"), &lines),
        ("file", Some("c.txt"), TEXT),
    ] {
        let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
        body.push_str(&format!("--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n"));
    }
    body.push_str("--edge--\r\n");
    let request = Request::post("/en/articles")
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
    let done = place.send(request.body(Body::from(body)).unwrap()).await;
    assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/en/articles"),);
    assert_eq!(place.get("/articles.json").await.json()["articles"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn forms_that_make_no_sense_are_refused() {
    let place = Place::new(Options::default());
    for fields in [&[("text", "  ")][..], &[("text", TEXT), ("published", "yesterday")], &[]] {
        assert_eq!(place.post("/en/articles", fields).await.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
    }
    let id = added(&place).await;
    let claim = place.get(&format!("/article/{id}.json")).await.json()["claims"][0]["id"].as_str().unwrap().to_owned();
    for (path, fields) in [("rate", [("credibility", "7")]), ("note", [("text", " ")])] {
        assert_eq!(
            place.post(&format!("/en/claim/{claim}/{path}"), &fields).await.status,
            StatusCode::UNPROCESSABLE_ENTITY
        );
    }
    let nobody = "0".repeat(64);
    assert_eq!(place.post(&format!("/en/claim/{nobody}/confirm"), &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(place.post(&format!("/en/operation/{nobody}/undo"), &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_is_corrected_and_the_correction_undone() {
    let place = Place::new(Options::default());
    let id = added(&place).await;
    let article = format!("/article/{id}.json");
    let first = |page: serde_json::Value| page["claims"][0].clone();
    let before = first(place.get(&article).await.json());
    let claim = before["id"].as_str().unwrap();
    let back = format!("/article/{id}");
    let done = place
        .post(
            &format!("/en/claim/{claim}/source"),
            &[("speaker", "هيئة الموانئ"), ("kind", "organization"), ("why", "كذا في البيان"), ("back", &back)],
        )
        .await;
    let operation = done.location().split("?done=").nth(1).expect("the operation").to_owned();
    assert_eq!(done.location(), format!("/en{back}?done={operation}"));
    let after = first(place.get(&article).await.json());
    assert_eq!(
        (after["speaker"].as_str(), after["review"]["source_set"].as_bool()),
        (Some("هيئة الموانئ"), Some(true))
    );
    // Comparing sees it too.
    place.desk.settle();
    let corrected = place.get(&article).await.json();
    assert_eq!(corrected["reading"]["attributions"][0]["speaker"], "هيئة الموانئ");
    let page = place.get(done.location()).await;
    assert!(page.text.contains(&format!("/en/operation/{operation}/undo")), "the way back is on the page");
    let undone = place.post(&format!("/en/operation/{operation}/undo"), &[("back", &back)]).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER);
    assert_eq!(first(place.get(&article).await.json())["speaker"], before["speaker"]);
    let history = place.get(&format!("/claim/{claim}.json")).await.json()["operations"].clone();
    assert_eq!(history.as_array().unwrap().len(), 2, "nothing is forgotten: {history}");
}

#[tokio::test(flavor = "multi_thread")]
async fn doubtful_readings_are_judged() {
    let place = Place::with_story(Options::default());
    let queue = place.get("/review.json").await.json();
    let id = |at: usize| queue["claims"][at]["id"].as_str().expect("a doubtful reading").to_owned();
    let (one, two, left) = (id(0), id(1), queue["left"].as_u64().unwrap());
    let confirmed = place.post(&format!("/en/claim/{one}/confirm"), &[("back", "/review")]).await;
    let rejected = place
        .post(&format!("/en/claim/{two}/reject"), &[("back", "https://other.example/")])
        .await
        .location()
        .to_owned();
    assert!(rejected.starts_with(&format!("/en/claim/{two}?done=")), "no other site: {rejected}");
    // At once, and again when all is compared anew.
    for _ in 0..2 {
        let queue = place.get("/review.json").await;
        assert!(!queue.text.contains(&one) && !queue.text.contains(&two));
        assert_eq!(queue.json()["left"], left - 2);
        place.desk.settle();
    }
    let article = queue["claims"][1]["article"].as_str().unwrap();
    assert!(place.get(&format!("/en/article/{article}")).await.words().contains("Taken out by people"));
    let undo = confirmed.location().split("?done=").nth(1).unwrap();
    place.post(&format!("/en/operation/{undo}/undo"), &[("back", "/review")]).await;
    place.desk.settle();
    assert!(place.get("/review.json").await.text.contains(&one));
}

#[tokio::test]
async fn ratings_and_notes_stay() {
    let place = Place::new(Options::default());
    let id = added(&place).await;
    let claim = place.get(&format!("/article/{id}.json")).await.json()["claims"][0].clone();
    let (claim, key) = (claim["id"].as_str().unwrap().to_owned(), claim["entity"].as_str().unwrap().to_owned());
    place.post(&format!("/en/claim/{claim}/rate"), &[("credibility", "3"), ("why", "شاهد واحد")]).await;
    place.post(&format!("/en/claim/{claim}/note"), &[("text", "اتصلنا بالوزارة")]).await;
    let page = place.get(&format!("/en/claim/{claim}")).await.words();
    assert!(
        page.contains("شاهد واحد") && page.contains("اتصلنا بالوزارة") && page.contains("Credibility: 3"),
        "{page}"
    );
    let part = |word: &str| form_urlencoded::byte_serialize(word.as_bytes()).collect::<String>().replace('+', "%20");
    for base in [format!("/source/{}", part(&key)), format!("/outlet/{}", part("الراصد"))] {
        let done = place.post(&format!("/en{base}/rate"), &[("reliability", "B"), ("why", "سجل طويل")]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{base}");
        assert!(place.get(done.location()).await.words().contains("سجل طويل"), "{base}");
    }
}

#[tokio::test]
async fn colours_are_kept_and_lead_back() {
    let place = Place::new(Options::default());
    let done = place.post("/en/-/theme", &[("theme", "dark"), ("back", "/conflicts?kind=number")]).await;
    assert_eq!(done.location(), "/en/conflicts?kind=number");
    let cookie = done.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with("musnad-theme=dark;") && cookie.contains("SameSite=Strict"));
    let request = Request::get("/en/").header(header::HOST, "localhost").header(header::COOKIE, "musnad-theme=dark");
    assert!(place.send(request.body(Body::empty()).unwrap()).await.text.contains("data-theme=\"dark\""));
}
