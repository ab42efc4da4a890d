// Every page in both languages: no serious barrier, nothing wider than a phone, nothing on the console, no request to
// anywhere else.

import assert from "node:assert/strict";

import { barriers, overflow, visit } from "./chromium.mjs";
import { pages } from "./pages.mjs";

export async function everyPage(t, base) {
  for (const [name, path] of Object.entries(await pages(base))) {
    for (const tongue of ["ar", "en"]) {
      await t.test(`${name} ${tongue}`, async () => {
        const faults = [];
        // One of each: Arabic light and wide, English dark and narrow; `make shots` takes all.
        const options = tongue === "ar" ? {} : { viewport: { width: 390, height: 844 }, colorScheme: "dark" };
        const page = await visit(base, faults, options);
        await page.goto(`${base}/${tongue}${path}`);
        faults.push(...(await barriers(page)));
        assert.equal(await overflow(page), 0, "wider than the window");
        assert.deepEqual(faults.filter((fault) => name !== "missing" || !fault.includes("404")), []);
        await page.context().close();
      });
    }
  }
}
