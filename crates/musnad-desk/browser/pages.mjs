// An address for every page of the desk over the bundled story, by name.

const part = encodeURIComponent;

export async function pages(base) {
  const get = async (path) => (await fetch(base + path)).json();
  const front = await get("/index.json");
  const { articles } = await get("/articles.json");
  const { people } = await get("/whereabouts.json");
  const { copies } = await get("/copies.json");
  const article = (title) => (articles.find((one) => one.title?.includes(title)) ?? articles[0]).id;
  const contested = front.conflicting[0]?.claim ?? front.groups[0].claim;
  const person = part((people.find((one) => one.name.includes("الصدفي")) ?? people[0]).key);
  const seed = part((people.find((one) => one.name === "نبيل السرحان") ?? people[0]).key);
  const evidence = front.groups.slice(0, 4).map((one, at) => `e=${one.claim}&x=${["ci", "ic", "nn", "cc"][at]}`);
  const hypotheses = ["كان الرئيس في لشبونة يوم الجنوح", "كان في سمّار طوال الأسبوع"].map((text) => `h=${part(text)}`);
  const matrix = [...hypotheses, ...evidence, `q=${part("الرئيس")}`].join("&");
  return {
    front: "/",
    article: `/article/${article("أين رئيس")}`,
    relayed: `/article/${article("صحيفة: رئيس")}`,
    long: `/article/${article("لغز رئيس")}`,
    original: `/article/${article("أين رئيس")}?layer=original`,
    claim: `/claim/${front.groups[0].claim}`,
    contested: `/claim/${contested}`,
    report: `/claim/${front.groups[0].claim}/report`,
    search: `/search?q=${part("الصدفي لشبونة")}`,
    searchempty: "/search",
    searchnothing: `/search?q=${part("لاشيءهنا")}`,
    conflicts: "/conflicts",
    copies: "/copies",
    copy: copies[0] ? `/copies/${copies[0].a}/${copies[0].b}` : "/copies",
    whereabouts: "/whereabouts",
    whereaboutsone: `/whereabouts?of=${person}`,
    seed: `/whereabouts?of=${seed}`,
    seednetwork: `/network?of=${seed}`,
    source: `/source/${person}`,
    outlet: `/outlet/${part(articles.find((one) => one.outlet).outlet)}`,
    timeline: "/timeline",
    network: "/network",
    networkone: `/network?of=${person}`,
    map: "/map",
    review: "/review",
    matches: "/matches",
    matrix: `/matrix?${matrix}`,
    matrixempty: "/matrix",
    openapi: "/openapi",
    articles: "/articles",
    about: "/about",
    missing: "/nothing",
  };
}
