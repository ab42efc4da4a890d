//! Every route, with what it does, what it takes and who may ask it. Router, OpenAPI description and tests are made
//! from this list.

use std::fmt;

use crate::accounts::Role;
use crate::answer::Answer;
use crate::ask::Ask;
use crate::failure::Failure;
use crate::form::Form;
use crate::pages;
use crate::state::Desk;

/// How a route is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Shows something and changes nothing.
    Get,
    /// Does something.
    Post,
}

/// Something that a route takes, in its query or its form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Given {
    /// Its name.
    pub name: &'static str,
    /// What it is, in English.
    pub what: &'static str,
    /// The words that it can be; any text if there are none.
    pub one_of: &'static [&'static str],
    /// True if it may be given several times.
    pub many: bool,
}

/// A route: method and path with its parts in braces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// How it is asked.
    pub method: Method,
    /// Its path, without language.
    pub path: &'static str,
    /// What a visitor must at least be; null if strangers may ask it.
    pub role: Option<Role>,
    /// What it shows or does, in English.
    pub what: &'static str,
    /// What it takes beside the parts of its path.
    pub takes: &'static [Given],
    /// The fields of its JSON, for a page.
    pub gives: &'static [&'static str],
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let method = if self.method == Method::Get { "GET" } else { "POST" };
        write!(f, "{method} {}", self.path)
    }
}

/// A page: from what is asked to what is shown. It may block.
pub(crate) type Show = fn(&Desk, &Ask) -> Result<Answer, Failure>;
/// A deed: from a form to the address to go on to, without language. It may block.
pub(crate) type Do = fn(&Desk, &Ask, &Form) -> Result<String, Failure>;

const fn page(
    path: &'static str,
    what: &'static str,
    takes: &'static [Given],
    gives: &'static [&'static str],
) -> Route {
    Route { method: Method::Get, path, role: Some(Role::Reader), what, takes, gives }
}

const fn deed(path: &'static str, what: &'static str, takes: &'static [Given]) -> Route {
    Route { method: Method::Post, path, role: Some(Role::Editor), what, takes, gives: &[] }
}

const fn own(method: Method, path: &'static str, role: Option<Role>, what: &'static str) -> Route {
    Route { method, path, role, what, takes: &[], gives: &[] }
}

const fn given(name: &'static str, what: &'static str) -> Given {
    Given { name, what, one_of: &[], many: false }
}

const SHEET: Given = given("page", "which page of the list, from 1");
const DONE: Given = given("done", "the operation that led here: the page offers to undo it");
const WHY: Given = given("why", "the reason, in the author's words");
const BACK: Given = given("back", "the path of this desk to go on to");
const STANCES: &[&str] =
    &["says", "affirms", "alleges", "believes", "denies", "accuses", "urges", "warns", "commits", "judges"];
const STANCE: Given =
    Given { name: "stance", what: "only claims that are vouched for like this", one_of: STANCES, many: true };
const OUTLET: Given = given("outlet", "only what this outlet published");
const ABOUT: Given = given("about", "only claims that name this entity, by its key");
const EXACT: Given = Given { name: "exact", what: "1: these very spellings only", one_of: &["1"], many: false };
const KEY: Given = given("of", "whose, by the key of the entity; a list of everybody if it is left out");
const KINDS: &[&str] = &["denial", "polarity", "number", "place", "holder"];
const SOURCES: &[&str] = &["person", "group", "organization", "government", "outlet", "unnamed"];

/// The pages.
pub(crate) const SHOW: &[(Route, Show)] = &[
    (
        page(
            "/",
            "What is new, what conflicts, what gained or lost a line.",
            &[],
            &[
                "counts",
                "compared",
                "groups_in_all",
                "conflicting_in_all",
                "conflicting",
                "groups",
                "shifts",
                "articles",
            ],
        ),
        pages::front::show,
    ),
    (
        page("/articles", "All articles, those published last first.", &[SHEET], &["articles", "more"]),
        pages::articles::show,
    ),
    (
        page(
            "/article/{id}",
            "An article with its reading (musnad/1, corrections applied), its claims and their chains.",
            &[
                Given { name: "layer", what: "the text as received", one_of: &["original"], many: false },
                given("from", "a passage to point out: its first code point"),
                given("to", "and the one after its last"),
                DONE,
            ],
            &[
                "id",
                "outlet",
                "title",
                "author",
                "url",
                "language",
                "published",
                "added",
                "arrivals",
                "claims",
                "notes",
                "reading",
            ],
        ),
        pages::article::show,
    ),
    (
        page(
            "/claim/{id}",
            "A claim in all its versions, with the trace of each of its statements (musnad-trace/1).",
            &[given("part", "which statement of the claim is shown, from 1"), DONE],
            &["claim", "chain", "groups", "shown", "operations"],
        ),
        pages::claim::show,
    ),
    (
        page(
            "/claim/{id}/report",
            "The same as a dossier for paper.",
            &[],
            &["claim", "made", "head", "exhibits", "group"],
        ),
        pages::report::show,
    ),
    (
        page(
            "/source/{key}",
            "Somebody: what they said, what is said of them, offices, labels, ratings.",
            &[STANCE, ABOUT, OUTLET, SHEET, DONE],
            &["key", "person", "said", "more_said", "about", "labels", "ratings"],
        ),
        pages::source::show,
    ),
    (
        page(
            "/outlet/{name}",
            "An outlet: its articles and ratings.",
            &[SHEET, DONE],
            &["name", "articles", "more", "ratings", "speaker"],
        ),
        pages::outlet::show,
    ),
    (
        page(
            "/search",
            "Names, claims and articles with these words.",
            &[given("q", "the words; all are wanted, in any spelling"), EXACT, STANCE, OUTLET, SHEET],
            &["words", "names", "claims", "articles", "more"],
        ),
        pages::search::show,
    ),
    (
        page(
            "/conflicts",
            "Claims with versions that cannot all be so.",
            &[Given { name: "kind", what: "only conflicts of this kind", one_of: KINDS, many: false }, SHEET],
            &["groups", "more", "kind"],
        ),
        pages::conflicts::show,
    ),
    (page("/copies", "Articles that share text.", &[SHEET], &["copies", "more"]), pages::copies::show),
    (
        page("/copies/{a}/{b}", "Two of them beside one another.", &[], &["copy", "first", "second"]),
        pages::copies::pair,
    ),
    (
        page(
            "/whereabouts",
            "Where somebody is said to be, and who says so.",
            &[KEY, SHEET],
            &["of", "name", "people", "more", "reports"],
        ),
        pages::whereabouts::show,
    ),
    (
        page(
            "/timeline",
            "Articles by day and outlet.",
            &[given("first", "the first day, as 2022-06-05"), given("last", "the last day")],
            &["articles", "cut"],
        ),
        pages::timeline::show,
    ),
    (page("/network", "Who says what of whom.", &[KEY], &["of", "ties"]), pages::network::show),
    (
        page(
            "/map",
            "Places that articles name.",
            &[given("place", "the place whose claims are shown")],
            &["places", "cut", "place", "claims"],
        ),
        pages::map::show,
    ),
    (
        page("/review", "Readings that the machine doubts, the most doubtful first.", &[DONE], &["claims", "left"]),
        pages::review::show,
    ),
    (
        page(
            "/matches",
            "Claims that are held to be the same by a weak match, the weakest first.",
            &[DONE],
            &["matches", "left"],
        ),
        pages::matches::show,
    ),
    (
        page(
            "/matrix",
            "Competing hypotheses against claims, counted in independent lines.",
            &[
                Given { name: "h", what: "a hypothesis", one_of: &[], many: true },
                Given { name: "e", what: "a claim as evidence, by its id", one_of: &[], many: true },
                Given {
                    name: "x",
                    what: "for each claim a letter for each hypothesis: c consistent, i inconsistent, n neither",
                    one_of: &[],
                    many: true,
                },
                given("q", "words to find more claims by"),
            ],
            &["hypotheses", "evidence", "found"],
        ),
        pages::matrix::show,
    ),
    (
        page(
            "/about",
            "What the lines mean, and what is in the ledger.",
            &[],
            &["version", "counts", "head", "routes"],
        ),
        pages::about::show,
    ),
    (
        page("/openapi", "This description.", &[], &["openapi", "info", "servers", "paths", "components", "security"]),
        pages::openapi::show,
    ),
    (
        Route { role: Some(Role::Admin), ..page("/accounts", "Who may come in, and who is in.", &[], &["accounts"]) },
        pages::accounts::show,
    ),
];

/// The deeds.
pub(crate) const DO: &[(Route, Do)] = &[
    (
        deed(
            "/articles",
            "Adds articles: a text, files, or an address to fetch.",
            &[
                given("text", "the text of an article"),
                Given { name: "file", what: "a file: text, HTML, JSON or JSONL", one_of: &[], many: true },
                given("fetch", "an address to fetch, if the desk was opened so"),
                given("publisher", "the outlet"),
                given("published", "the day of publication"),
                given("title", "the headline"),
                given("url", "where it was found"),
            ],
        ),
        crate::add::add,
    ),
    (
        deed(
            "/article/{id}/note",
            "Notes something about an article, or about a passage of it.",
            &[
                given("text", "the remark"),
                given("from", "the passage: its first code point"),
                given("to", "and the one after its last"),
                WHY,
            ],
        ),
        pages::notes::note,
    ),
    (deed("/claim/{id}/confirm", "The claim is read right.", &[WHY, BACK]), pages::review::confirm),
    (deed("/claim/{id}/reject", "It is no claim.", &[WHY, BACK]), pages::review::reject),
    (
        deed(
            "/claim/{id}/source",
            "Somebody else says it.",
            &[
                given("speaker", "who; nothing for nobody in particular"),
                Given { name: "kind", what: "what kind of somebody", one_of: SOURCES, many: false },
                given("via", "the outlet that carried it"),
                WHY,
                BACK,
            ],
        ),
        pages::review::set_source,
    ),
    (
        deed(
            "/claim/{id}/move",
            "It belongs to the group of another claim, or to none.",
            &[given("to", "the id or address of the other claim; nothing for none"), WHY, BACK],
        ),
        pages::review::move_claim,
    ),
    (
        deed(
            "/claim/{id}/rate",
            "How credible it is held to be.",
            &[
                Given {
                    name: "credibility",
                    what: "from 1, confirmed, to 6, unknown",
                    one_of: &["1", "2", "3", "4", "5", "6"],
                    many: false,
                },
                WHY,
                BACK,
            ],
        ),
        pages::review::rate_claim,
    ),
    (
        deed("/claim/{id}/note", "Notes something about it.", &[given("text", "the remark"), WHY, BACK]),
        pages::review::note,
    ),
    (
        deed("/source/{key}/rate", "How reliable somebody is held to be.", &[RELIABILITY, WHY]),
        pages::review::rate_source,
    ),
    (
        deed(
            "/source/{key}/merge",
            "They are the same as somebody else.",
            &[given("into", "the key of the one that stays"), given("other", "or its name; goes before the key"), WHY],
        ),
        pages::entity::merge,
    ),
    (
        deed(
            "/source/{key}/split",
            "In some articles the name means somebody else.",
            &[
                Given { name: "article", what: "an article where it does, by its id", one_of: &[], many: true },
                given("into", "the name of that somebody"),
                WHY,
            ],
        ),
        pages::entity::split,
    ),
    (
        deed("/outlet/{name}/rate", "How reliable an outlet is held to be.", &[RELIABILITY, WHY]),
        pages::review::rate_outlet,
    ),
    (
        deed("/operation/{id}/undo", "Takes an operation off; undoing an undo puts it on again.", &[WHY, BACK]),
        pages::review::undo,
    ),
    (
        Route { role: Some(Role::Admin), ..deed("/accounts/{name}/leave", "Ends all sessions of an account.", &[]) },
        pages::accounts::send_away,
    ),
];

const RELIABILITY: Given = Given {
    name: "reliability",
    what: "from A, completely reliable, to F, cannot be judged",
    one_of: &["A", "B", "C", "D", "E", "F"],
    many: false,
};

/// Paths that have their own answers: style, script, events, the door, the colours.
pub(crate) const OWN: &[Route] = &[
    own(Method::Get, "/-/desk.css", None, "The style."),
    own(Method::Get, "/-/desk.js", None, "The script."),
    own(Method::Get, "/-/icon.svg", None, "The icon."),
    own(Method::Get, "/-/events", Some(Role::Reader), "Server-sent events: `board`, each time something was compared."),
    own(Method::Get, "/-/door", None, "Where the token, or name and password, are given."),
    own(Method::Post, "/-/door", None, "Comes in, with `token`, or with `name` and `password`."),
    own(Method::Post, "/-/leave", Some(Role::Reader), "Ends the session."),
    own(Method::Post, "/-/theme", Some(Role::Reader), "Keeps the colours: `theme` is auto, light or dark."),
];

/// Every route that is answered.
#[must_use]
pub fn routes() -> Vec<Route> {
    let shown = SHOW.iter().map(|(route, _)| *route);
    let done = DO.iter().map(|(route, _)| *route);
    shown.chain(done).chain(OWN.iter().copied()).collect()
}
