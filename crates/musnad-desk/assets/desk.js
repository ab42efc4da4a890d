// What the desk adds where there is script: everything here can also be done without it.
"use strict";

// A claim and its note light up together.
const lit = (number, on) => {
  for (const part of document.querySelectorAll(`.said[data-claim="${number}"], .note[data-claim="${number}"]`)) {
    part.classList.toggle("lit", on);
  }
};
for (const kind of ["pointerover", "pointerout"]) {
  document.addEventListener(kind, (event) => {
    const part = event.target.closest?.("[data-claim]");
    if (part && /^\d+$/.test(part.dataset.claim)) lit(part.dataset.claim, kind === "pointerover");
  });
}

// One key for each verdict, unless somebody is typing.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  if (!/^[a-z]$/.test(event.key)) return;
  document.querySelector(`button[data-key="${event.key}"]`)?.click();
});

// Words that are selected in an article go into the form for notes, with their place in code points.
const pick = document.getElementById("pick");
// Numbers of claims stand in the text and are no part of it.
const letters = (node) => (node.parentElement.closest(".number") ? "" : node.data);
const place = (row, node, offset) => {
  let at = Number(row.dataset.from);
  const walk = document.createTreeWalker(row.firstElementChild, NodeFilter.SHOW_TEXT);
  for (let text = walk.nextNode(); text; text = walk.nextNode()) {
    if (text === node) return at + [...letters(text).slice(0, offset)].length;
    at += [...letters(text)].length;
  }
  return at;
};
if (pick) {
  const form = pick.querySelector("form");
  const shown = document.getElementById("picked");
  const speaker = document.getElementById("asspeaker");
  let words = "";
  let note = null;
  document.addEventListener("selectionchange", () => {
    const selection = document.getSelection();
    if (selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0);
    const row = range.startContainer.parentElement?.closest(".row[data-from]");
    if (!row || !row.firstElementChild.contains(range.endContainer)) return;
    if (range.startContainer.nodeType !== Node.TEXT_NODE || range.endContainer.nodeType !== Node.TEXT_NODE) return;
    form.elements.from.value = place(row, range.startContainer, range.startOffset);
    form.elements.to.value = place(row, range.endContainer, range.endOffset);
    words = selection.toString().trim();
    shown.textContent = words;
    shown.hidden = false;
    // Inside the words of a claim, its own note; else the first one of the paragraph.
    const claim = range.startContainer.parentElement.closest(".said, .src, .cue")?.dataset.claim;
    note = document.getElementById(`n${claim}`) ?? row.querySelector(".note");
    speaker.hidden = !note;
    pick.open = true;
  });
  speaker.addEventListener("click", () => {
    for (const details of note.querySelectorAll("details:has(input[name=speaker])")) details.open = true;
    const field = note.querySelector("input[name=speaker]");
    field.value = words;
    field.scrollIntoView({ block: "center" });
    field.focus();
  });
}

// A map that is wider than the screen begins in its middle, where the places are.
for (const drawing of document.querySelectorAll(".drawing:has(svg.map)")) {
  const room = drawing.scrollWidth - drawing.clientWidth;
  drawing.scrollLeft = (document.documentElement.dir === "rtl" ? -room : room) / 2;
}

// News of the board: a line at the foot, never a page that changes under somebody's eyes.
const live = document.getElementById("live");
if (live && window.EventSource) {
  const events = new EventSource(live.dataset.events);
  events.addEventListener("board", () => {
    live.hidden = false;
  });
  window.addEventListener("pagehide", () => events.close());
}
