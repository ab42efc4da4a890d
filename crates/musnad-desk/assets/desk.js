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
// How many code points of the text stand before a place in a paragraph; numbers of claims are no part of it.
const before = (body, node, offset) => {
  const range = document.createRange();
  range.setStart(body, 0);
  range.setEnd(node, offset);
  const words = range.cloneContents();
  for (const number of words.querySelectorAll(".number")) number.remove();
  return [...words.textContent].length;
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
    const start = range.startContainer;
    const at = start.nodeType === Node.ELEMENT_NODE ? start : start.parentElement;
    const row = at.closest(".row[data-from]");
    const body = row?.firstElementChild;
    if (!body?.contains(start) || !body.contains(range.endContainer)) return;
    const from = Number(row.dataset.from);
    form.elements.from.value = from + before(body, start, range.startOffset);
    form.elements.to.value = from + before(body, range.endContainer, range.endOffset);
    words = selection.toString().trim();
    shown.textContent = words;
    shown.hidden = false;
    // Inside the words of a claim, its own note; else the first one of the paragraph.
    const claim = at.closest(".said, .src, .cue")?.dataset.claim;
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
