// The desk without script: every page has its words, and everything can be done.

import assert from "node:assert/strict";

import { visit } from "./chromium.mjs";
import { pages } from "./pages.mjs";
import { TEXT } from "./visitor.mjs";

export async function plain(t, base) {
  const faults = [];
  const page = await visit(base, faults, { javaScriptEnabled: false });

  await t.test("every page has its words", async () => {
    for (const [name, path] of Object.entries(await pages(base))) {
      await page.goto(`${base}/ar${path}`);
      assert.ok((await page.locator("main").innerText()).length > 30, name);
    }
  });

  await t.test("add, confirm and undo", async () => {
    await page.goto(`${base}/ar/`);
    await page.locator("details.add summary").click();
    await page.fill("textarea[name=text]", `${TEXT} وقالت المحكمة إن الجلسة أجلت.`);
    await page.locator("form[enctype] button").click();
    await page.locator("#n1 details summary").first().click();
    await page.locator("#n1 form[action$='/confirm'] button").click();
    assert.match(await page.locator("#n1").textContent(), /قراءة مؤكدة/);
    await page.locator(".notice button").click();
    assert.doesNotMatch(await page.locator("#n1").textContent(), /قراءة مؤكدة/);
  });

  await page.context().close();
  assert.deepEqual(faults.filter((fault) => !fault.includes("404")), []);
}
