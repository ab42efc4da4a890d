// The desk in Chromium, as visitors use it. Run by `make browser` over the bundled story; any fault fails.

import { after, test } from "node:test";

import { browser } from "./chromium.mjs";
import { everyPage } from "./everypage.mjs";
import { plain } from "./plain.mjs";
import { visitor } from "./visitor.mjs";

const base = process.argv[2];

await test("a visitor with script", (t) => visitor(t, base));
await test("a visitor without script", (t) => plain(t, base));
await test("every page, in both languages", (t) => everyPage(t, base));
after(() => browser.close());
