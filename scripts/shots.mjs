// Every page of a desk as a browser sees it: both languages, laptop and phone, light and dark. Besides the pictures
// it reports what a picture does not show: messages of the console, requests to anywhere else, boxes wider than
// the window, and serious faults that axe-core finds. It ends with 1 if there are any.
//
//   MODULES=…/node_modules node shots.mjs http://127.0.0.1:PORT OUT [NAME…]
//
// STYLE=crates/musnad-desk/assets/desk.css tries a style without building the desk anew.

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(`${process.env.MODULES}/`);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [base, out, ...wanted] = process.argv.slice(2);

const get = async (path) => (await fetch(base + path)).json();
const part = encodeURIComponent;

async function pages() {
  const front = await get("/index.json");
  const { articles } = await get("/articles.json");
  const { people } = await get("/whereabouts.json");
  const { copies } = await get("/copies.json");
  const { groups } = front;
  const article = (title) => (articles.find((one) => one.title?.includes(title)) ?? articles[0]).id;
  const contested = front.conflicting[0]?.claim ?? groups[0].claim;
  const person = part((people.find((one) => one.name.includes("الصدفي")) ?? people[0]).key);
  return {
    front: "/",
    article: `/article/${article("أين رئيس")}`,
    relayed: `/article/${article("صحيفة: رئيس")}`,
    long: `/article/${article("لغز رئيس")}`,
    original: `/article/${article("أين رئيس")}?layer=original`,
    claim: `/claim/${groups[0].claim}`,
    contested: `/claim/${contested}`,
    report: `/claim/${groups[0].claim}/report`,
    search: `/search?q=${part("الصدفي لشبونة")}`,
    searchempty: "/search",
    searchnothing: `/search?q=${part("لاشيءهنا")}`,
    conflicts: "/conflicts",
    copies: "/copies",
    copy: copies[0] ? `/copies/${copies[0].a}/${copies[0].b}` : "/copies",
    whereabouts: "/whereabouts",
    whereaboutsone: `/whereabouts?of=${person}`,
    source: `/source/${person}`,
    outlet: `/outlet/${part(articles[0].outlet)}`,
    timeline: "/timeline",
    network: "/network",
    networkone: `/network?of=${person}`,
    map: "/map",
    review: "/review",
    articles: "/articles",
    about: "/about",
    missing: "/nothing",
  };
}

const SIZES = { laptop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const faults = [];
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

for (const [name, path] of Object.entries(await pages())) {
  if (wanted.length && !wanted.includes(name)) continue;
  for (const tongue of ["ar", "en"]) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const colorScheme of ["light", "dark"]) {
        const context = await browser.newContext({ viewport, colorScheme });
        const page = await context.newPage();
        if (process.env.STYLE) await page.route("**/desk.css", (route) => route.fulfill({ path: process.env.STYLE }));
        const where = `${name}-${tongue}-${size}-${colorScheme}`;
        page.on("console", (message) => {
          const expected = name === "missing" && message.text().includes("404");
          if (message.type() === "error" && !expected) faults.push(`${where}: console: ${message.text()}`);
        });
        page.on("request", (request) => {
          if (!request.url().startsWith(base)) faults.push(`${where}: asks ${request.url()}`);
        });
        await page.goto(`${base}/${tongue}${path}`, { waitUntil: "load" });
        const wide = await page.evaluate(() => {
          const room = document.documentElement.clientWidth;
          return document.documentElement.scrollWidth > room + 1 ? document.documentElement.scrollWidth : 0;
        });
        if (wide) faults.push(`${where}: ${wide} wide in ${viewport.width}`);
        await page.screenshot({ path: `${out}/${where}.png`, fullPage: true });
        if (size === "laptop") {
          // The policy of the page forbids scripts from elsewhere: axe comes in by the debugger.
          await page.evaluate(axe);
          const found = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
          for (const one of found.violations.filter(({ impact }) => impact === "serious" || impact === "critical")) {
            faults.push(`${where}: ${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 160)}`);
          }
        }
        await context.close();
      }
    }
  }
  console.log(name);
}
await browser.close();
for (const fault of new Set(faults)) console.log(fault);
process.exit(faults.length ? 1 : 0);
