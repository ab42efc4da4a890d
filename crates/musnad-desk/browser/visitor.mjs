// A visitor at the desk, step by step: each begins where the one before left off.

import assert from "node:assert/strict";

import { visit } from "./chromium.mjs";

export const TEXT = "قال أحمد الشمري، مدير الميناء، إن حركة السفن عادت إلى طبيعتها صباح أمس. وأكد الحارس أن البوابة مغلقة.";

// A correction is compared behind the page, so the number left may stand there a moment later.
async function settled(page, left, wanted) {
  for (let tries = 0; (await left()) !== wanted && tries < 50; tries += 1) {
    await page.waitForTimeout(200);
    await page.reload();
  }
  return left();
}

export async function visitor(t, base) {
  const faults = [];
  const page = await visit(base, faults);
  const path = () => new URL(page.url()).pathname;
  let article;

  await t.test("adds an article", async () => {
    await page.goto(`${base}/`);
    assert.equal(path(), "/ar/");
    await page.locator("details.add summary").click();
    await page.fill("textarea[name=text]", TEXT);
    await page.fill("input[name=publisher]", "بريد المرفأ");
    await page.fill("input[name=published]", "2022-06-10");
    await page.fill("input[name=title]", "عودة الحركة إلى الميناء");
    await page.locator("form[enctype] button").click();
    assert.match(path(), /^\/ar\/article\/[0-9a-f]{64}$/);
    article = page.url();
  });

  await t.test("reads it: words, line, chain", async () => {
    const said = page.locator(".said.says").first();
    assert.match(await said.textContent(), /حركة السفن/);
    assert.match(await said.evaluate((one) => getComputedStyle(one).textDecorationStyle), /solid/);
    assert.match(await page.locator("#n1 .chain").textContent(), /بريد المرفأ.*أحمد الشمري/s);
    await said.hover();
    assert.equal(await page.locator(".note.lit").count(), 1, "the note of the words lights up");
  });

  await t.test("corrects a source and undoes it", async () => {
    await page.locator("#n1 details summary").first().click();
    await page.locator("#n1 .deeds summary").first().click();
    await page.locator("#n1 input[name=speaker]").fill("هيئة الموانئ");
    await page.locator("#n1 form[action$='/source'] button").click();
    assert.match(await page.locator("#n1 .head").textContent(), /هيئة الموانئ/);
    await page.locator(".notice button").click();
    assert.match(await page.locator("#n1 .head").textContent(), /أحمد الشمري/);
  });

  await t.test("opens the claim", async () => {
    await page.goto(article);
    await page.locator("#n1 .meta a").first().click();
    assert.match(path(), /^\/ar\/claim\//);
    assert.match(await page.locator("h1").textContent(), /حركة السفن/);
  });

  await t.test("searches احمد and finds أحمد", async () => {
    await page.fill("#quick", "احمد الشمرى");
    await page.press("#quick", "Enter");
    assert.match((await page.locator("mark").allTextContents()).join(" "), /أحمد/);
  });

  await t.test("switches the language, and the direction with it", async () => {
    await page.locator(".switches a").click();
    assert.equal(await page.evaluate(() => document.documentElement.dir), "ltr");
    assert.match(page.url(), /\/en\/search\?q=/);
  });

  await t.test("switches the colours", async () => {
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.locator(".theme button[value=dark]").click();
    const dark = await ground();
    await page.locator(".theme button[value=light]").click();
    assert.notEqual(await ground(), dark);
  });

  await t.test("sees a conflict, both sides beside one another", async () => {
    await page.goto(`${base}/en/conflicts`);
    const sides = page.locator(".contest").first().locator(".sides").first().locator(".side");
    assert.ok((await sides.count()) >= 2);
    const [one, two] = [await sides.nth(0).boundingBox(), await sides.nth(1).boundingBox()];
    assert.ok(Math.abs(one.y - two.y) < 2 && one.x !== two.x, "beside, not below");
  });

  await t.test("follows the tree of a claim to an article", async () => {
    await page.locator(".contest h3 a").first().click();
    assert.ok((await page.locator("svg.tree .node").count()) > 2);
    assert.ok((await page.locator("svg.tree path.edge").count()) > 1);
    await page.locator("svg.tree .node.article a").first().click();
    assert.match(path(), /^\/en\/article\//);
  });

  await t.test("prints the dossier", async () => {
    await page.goto(`${base}/en/conflicts`);
    await page.locator(".contest h3 a").first().click();
    await page.locator("a[href$='/report']").first().click();
    await page.emulateMedia({ media: "print" });
    assert.equal(await page.locator("header.top").isVisible(), false, "the bar stays off the paper");
    const hash = await page.locator("main").innerText();
    assert.match(hash, /[0-9a-f]{64}/, "hashes of what is quoted");
    const pdf = await page.pdf({ format: "A4" });
    assert.ok(pdf.length > 20_000 && pdf.subarray(0, 5).toString() === "%PDF-");
    await page.emulateMedia({ media: null });
  });

  await t.test("looks where somebody is said to be", async () => {
    await page.goto(`${base}/en/whereabouts`);
    await page.locator(".names a", { hasText: "نبيل السرحان" }).click();
    assert.equal(await page.locator("svg.map .land").count(), 1);
    const said = await page.locator("main").innerText();
    for (const city of ["لشبونة", "مرسيليا", "مدريد"]) assert.match(said, new RegExp(city));
    assert.ok((await page.locator("article.claim .stance.denies").count()) > 0, "and who denies it");
  });

  await t.test("the map draws coasts and areas", async () => {
    await page.goto(`${base}/en/`);
    await page.locator("details.add summary").click();
    await page.fill("textarea[name=text]", "قال سامر العطار إن الوفد غادر فرنسا صباحا. وأضاف أن السفينة وصلت إلى مدينة لشبونة.");
    await page.locator("form[enctype] button").click();
    await page.waitForURL(/\/article\//);
    const drawn = async () => (await (await fetch(`${base}/map.json`)).json()).places.length;
    for (let tries = 0; (await drawn()) < 2 && tries < 100; tries++) await page.waitForTimeout(100);
    await page.goto(`${base}/en/map`);
    const land = await page.locator("svg.map .land").evaluate((one) => one.getBBox().width * one.getBBox().height);
    assert.ok(land > 1000, `land of ${land} square pixels`);
    const areas = await page.locator("svg.map circle.area").evaluateAll((all) => all.map((one) => one.r.baseVal.value));
    assert.ok(areas.length > 1 && new Set(areas).size > 1, `areas as wide as places are known: ${areas}`);
  });

  await t.test("the network opens what is behind a line", async () => {
    await page.goto(`${base}/en/network`);
    const edge = page.locator("svg.network a[href*='about=']").first();
    await edge.focus();
    await edge.press("Enter");
    await page.waitForURL(/\/en\/source\/.*about=/);
    assert.ok((await page.locator("article.claim").count()) > 0);
  });

  await t.test("selects words: their place goes into a note, or they name the speaker", async () => {
    await page.goto(article);
    const said = page.locator("#main .src").first();
    const wanted = await said.textContent();
    await said.evaluate((one) => getSelection().selectAllChildren(one));
    await page.locator("#picked:not([hidden])").waitFor();
    assert.equal(await page.locator("#picked").textContent(), wanted.trim());
    await page.locator("#asspeaker").click();
    assert.equal(await page.locator("#n1 input[name=speaker]").inputValue(), wanted.trim());
    await page.fill("#pick textarea", "للتدقيق");
    await page.locator("#pick form button:not([type])").click();
    await page.waitForURL(/from=\d+&to=\d+#notes/);
    assert.equal(await page.locator("mark#found").textContent(), wanted, "the place is that of the words");
    assert.match(await page.locator("#notes").textContent(), /للتدقيق/);
  });

  await t.test("weighs hypotheses in independent lines", async () => {
    await page.goto(`${base}/en/conflicts`);
    await page.locator(".contest a[href*='/matrix?e=']").first().click();
    await page.locator("input[name=h]").first().fill("One thing");
    await page.locator("form.matrix > button").click();
    await page.locator("input[name=h]").last().fill("Another thing");
    await page.locator("form.matrix > button").click();
    await page.locator("select[name='x0.0']").selectOption("i");
    await page.locator("form.matrix > button").click();
    const lines = await page.locator("table.cells tbody td").first().textContent();
    assert.equal(await page.locator("table.cells tfoot tr").first().locator("td").first().textContent(), lines);
    assert.equal(await page.locator("select[name='x0.0']").inputValue(), "i", "the table is in the address");
  });

  await t.test("merges two names and undoes it", async () => {
    await page.goto(`${base}/ar/whereabouts`);
    await page.locator(".names a").first().click();
    await page.locator("h1 a[href*='/source/'], a[href*='/source/']").first().click();
    const name = await page.locator("h1").textContent();
    await page.locator("summary", { hasText: "اسم آخر له" }).click();
    await page.fill("form[action$='/merge'] input[name=other]", "اسم من التجربة");
    await page.locator("form[action$='/merge'] button").click();
    assert.match(decodeURIComponent(page.url()), /تجربه/);
    await page.locator(".notice button").click();
    assert.ok(name.length > 2);
  });

  await t.test("judges matches by keyboard", async () => {
    await page.goto(`${base}/en/matches`);
    const left = async () => Number(await page.locator(".standfirst b").textContent());
    const before = await left();
    for (const [key, now] of [["a", before - 1], ["u", before], ["s", before - 1], ["u", before]]) {
      await Promise.all([page.waitForURL(/done=/), page.waitForEvent("load"), page.keyboard.press(key)]);
      assert.equal(await settled(page, left, now), now, `after ${key}`);
    }
  });

  await t.test("reviews by keyboard", async () => {
    await page.goto(`${base}/en/review`);
    const left = async () => Number(await page.locator(".standfirst b").textContent());
    const before = await left();
    for (const [key, now] of [["a", before - 1], ["u", before], ["r", before - 1], ["u", before]]) {
      await Promise.all([page.waitForURL(/done=/), page.waitForEvent("load"), page.keyboard.press(key)]);
      assert.equal(await settled(page, left, now), now, `after ${key}`);
    }
  });

  await t.test("is told of new articles on an open page", async () => {
    await page.goto(`${base}/en/`);
    const other = await visit(base, faults);
    await other.goto(`${base}/en/`);
    await other.locator("details.add summary").click();
    await other.fill("textarea[name=text]", `${TEXT} وقالت البلدية إن الجسر مفتوح.`);
    await other.locator("form[enctype] button").click();
    await page.locator("#live:not([hidden])").waitFor();
    await other.context().close();
  });

  await page.context().close();
  assert.deepEqual(faults, []);
}
