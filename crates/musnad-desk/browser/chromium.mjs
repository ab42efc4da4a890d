// Chromium, headless, and what it must never do: write an error to the console, or ask anything of another machine.

import { chromium } from "playwright-core";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  // A container's root has no sandbox, and its /dev/shm is small.
  args: ["--no-sandbox", "--disable-dev-shm-usage"],
});

// A page of its own, without cookies. `faults` takes whatever should not have happened on it.
export async function visit(base, faults, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const where = () => page.url().replace(base, "");
  page.on("console", (message) => message.type() === "error" && faults.push(`${where()}: console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`${where()}: ${error}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(`${base}/`)) faults.push(`${where()}: asks ${request.url()}`);
  });
  page.setDefaultTimeout(10_000);
  return page;
}

// What axe-core holds against a page, its serious faults in a line each. The policy of the page forbids scripts from
// elsewhere, so it comes in by the debugger.
export async function barriers(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run({ resultTypes: ["violations"] }));
  const grave = found.violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  return grave.map((one) => `${one.id}: ${one.help}: ${one.nodes[0].html.slice(0, 200)}`);
}

// True width of a page that is wider than its window, else 0.
export function overflow(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth > clientWidth + 1 ? scrollWidth : 0;
  });
}
