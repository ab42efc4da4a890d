// A picture of every page: both languages, laptop and phone, light and dark. Besides the pictures it reports what a
// picture does not show: messages of the console, requests to anywhere else, boxes wider than the window, and the
// serious faults that axe-core finds. It ends with 1 if there are any. Run by `make shots`.
//
// STYLE=crates/musnad-desk/assets/desk.css tries a style without building the desk anew.

import { barriers, browser, overflow, visit } from "./chromium.mjs";
import { pages } from "./pages.mjs";

const [base, out, ...wanted] = process.argv.slice(2);
const SIZES = { laptop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } };
const faults = [];

for (const [name, path] of Object.entries(await pages(base))) {
  if (wanted.length && !wanted.includes(name)) continue;
  for (const tongue of ["ar", "en"]) {
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const colorScheme of ["light", "dark"]) {
        const seen = [];
        const page = await visit(base, seen, { viewport, colorScheme });
        if (process.env.STYLE) await page.route("**/desk.css", (route) => route.fulfill({ path: process.env.STYLE }));
        await page.goto(`${base}/${tongue}${path}`, { waitUntil: "load" });
        const wide = await overflow(page);
        if (wide) seen.push(`${wide} wide in ${viewport.width}`);
        const where = `${name}-${tongue}-${size}-${colorScheme}`;
        await page.screenshot({ path: `${out}/${where}.png`, fullPage: true });
        if (size === "laptop") seen.push(...(await barriers(page)));
        // A page that is missing is told so to the console too.
        const unexpected = seen.filter((fault) => name !== "missing" || !fault.includes("404"));
        faults.push(...unexpected.map((fault) => `${where}: ${fault}`));
        await page.context().close();
      }
    }
  }
  console.log(name);
}
await browser.close();
for (const fault of new Set(faults)) console.log(fault);
process.exit(faults.length ? 1 : 0);
