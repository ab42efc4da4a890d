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
