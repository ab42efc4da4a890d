// A visitor at the desk, in Chromium: add an article, read it, open its claim, correct a source and undo it, search
// in another spelling, switch language and colours, review by keyboard, read without script. Ends with 1 at the
// first thing that is not as it should be. Run by `make browser` over the bundled story.
//
//   MODULES=…/node_modules node desk.mjs http://127.0.0.1:PORT

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const require = createRequire(`${process.env.MODULES}/`);
const { chromium } = require("playwright-core");
const base = process.argv[2];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const faults = [];

async function visit(options) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && faults.push(message.text()));
  page.on("request", (request) => request.url().startsWith(base) || faults.push(`asks ${request.url()}`));
  page.setDefaultTimeout(10_000);
  return page;
}
const step = (what) => console.log(`  ${what}`);

const TEXT = "قال أحمد الشمري، مدير الميناء، إن حركة السفن عادت إلى طبيعتها صباح أمس. وأكد الحارس أن البوابة مغلقة.";

async function story() {
  const page = await visit({});
  step("add an article");
  await page.goto(`${base}/`);
  assert.equal(new URL(page.url()).pathname, "/ar/");
  await page.locator("details.add summary").click();
  await page.fill("textarea[name=text]", TEXT);
  await page.fill("input[name=publisher]", "بريد المرفأ");
  await page.fill("input[name=published]", "2022-06-10");
  await page.fill("input[name=title]", "عودة الحركة إلى الميناء");
  await page.locator("form[enctype] button").click();
  assert.match(page.url(), /\/ar\/article\/[0-9a-f]{64}$/);
  const article = page.url();

  step("read it: words, line, chain");
  assert.match(await page.locator(".said.says").first().textContent(), /حركة السفن/);
  assert.match(await page.locator(".said.says").first().evaluate((one) => getComputedStyle(one).textDecorationStyle), /solid/);
  assert.match(await page.locator("#n1 .chain").textContent(), /بريد المرفأ.*أحمد الشمري/s);

  step("correct a source and undo it");
  await page.locator("#n1 details summary").first().click();
  await page.locator("#n1 .deeds summary").first().click();
  await page.locator("#n1 input[name=speaker]").fill("هيئة الموانئ");
  await page.locator("#n1 form[action$='/source'] button").click();
  assert.match(await page.locator("#n1 .head").textContent(), /هيئة الموانئ/);
  await page.locator(".notice button").click();
  assert.match(await page.locator("#n1 .head").textContent(), /أحمد الشمري/);

  step("open the claim");
  await page.goto(article);
  await page.locator("#n1 .meta a").first().click();
  assert.match(page.url(), /\/ar\/claim\//);
  assert.match(await page.locator("h1").textContent(), /حركة السفن/);

  step("search in another spelling");
  await page.fill("#quick", "احمد الشمرى");
  await page.press("#quick", "Enter");
  assert.match((await page.locator("mark").allTextContents()).join(" "), /أحمد/);

  step("switch the language, and the direction with it");
  await page.locator(".switches a").click();
  assert.equal(await page.evaluate(() => document.documentElement.dir), "ltr");
  assert.match(page.url(), /\/en\/search\?q=/);

  step("switch the colours");
  await page.locator(".theme button[value=dark]").click();
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.locator(".theme button[value=light]").click();
  assert.notEqual(await page.evaluate(() => getComputedStyle(document.body).backgroundColor), dark);

  step("a conflict, its claim, its tree, an article of it");
  await page.goto(`${base}/en/conflicts`);
  await page.locator(".contest h3 a").first().click();
  assert.ok((await page.locator("svg.tree .node").count()) > 2);
  await page.locator("svg.tree .node.article a").first().click();
  assert.match(page.url(), /\/en\/article\//);

  step("the network opens what is behind a line");
  await page.goto(`${base}/en/network`);
  await page.goto(base + (await page.locator("svg.network a[href*='about=']").first().getAttribute("href")));
  assert.ok((await page.locator("article.claim").count()) > 0);

  step("whereabouts and map");
  await page.goto(`${base}/en/whereabouts`);
  await page.locator(".names a").first().click();
  assert.ok((await page.locator("svg.map .land").count()) === 1 && (await page.locator("article.claim").count()) > 0);
  return page;
}

console.log("with script");
const page = await story();

step("review by keyboard");
await page.goto(`${base}/en/review`);
const left = async () => Number(await page.locator(".standfirst b").textContent());
const before = await left();
for (const [key, now] of [["a", before - 1], ["u", before], ["r", before - 1], ["u", before]]) {
  await Promise.all([page.waitForURL(/done=/), page.waitForEvent("load"), page.keyboard.press(key)]);
  assert.equal(await left(), now, `after ${key}`);
}

step("hovering lights up words and note");
await page.goto(`${base}/en/articles`);
await page.locator(".headline").first().click();
await page.locator(".said").first().hover();
assert.ok((await page.locator(".note.lit").count()) === 1);

step("an open page is told of new articles");
await page.goto(`${base}/en/`);
const other = await visit({});
await other.goto(`${base}/en/`);
await other.locator("details.add summary").click();
await other.fill("textarea[name=text]", `${TEXT} وقالت البلدية إن الجسر مفتوح.`);
await other.locator("form[enctype] button").click();
await page.locator("#live:not([hidden])").waitFor();

console.log("without script");
const plain = await visit({ javaScriptEnabled: false });
for (const path of ["/", "/conflicts", "/review", "/network", "/map", "/timeline", "/search?q=x"]) {
  await plain.goto(`${base}/ar${path}`);
  assert.ok((await plain.locator("main").innerText()).length > 40, path);
}
step("add, correct and undo");
await plain.goto(`${base}/ar/`);
await plain.locator("details.add summary").click();
await plain.fill("textarea[name=text]", `${TEXT} وقالت المحكمة إن الجلسة أجلت.`);
await plain.locator("form[enctype] button").click();
await plain.locator("#n1 details summary").first().click();
await plain.locator("#n1 form[action$='/confirm'] button").click();
assert.match(await plain.locator("#n1").textContent(), /قراءة مؤكدة/);
await plain.locator(".notice button").click();
assert.doesNotMatch(await plain.locator("#n1").textContent(), /قراءة مؤكدة/);

await browser.close();
assert.deepEqual(faults, []);
console.log("all as it should be");
