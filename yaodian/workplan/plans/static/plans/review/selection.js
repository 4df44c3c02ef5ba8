// What may be done with words selected in the text: add them, give them to the open form, cut there.

import { doc, selected } from "./document.js";
import { openForm, showSpans } from "./forms.js";
import * as sheet from "./sheet.js";

const bar = document.getElementById("review-selection");
let chosen = null;

const place = (box) => {
  const { offsetWidth: width, offsetHeight: height } = bar;
  const left = Math.min(Math.max(box.left + box.width / 2 - width / 2, 8), innerWidth - width - 8);
  const above = box.top - height - 8;
  bar.style.left = `${left}px`;
  bar.style.top = `${above > 64 ? above : Math.min(box.bottom + 8, innerHeight - height - 8)}px`;
};

const offer = () => {
  chosen = selected();
  const form = sheet.openForm();
  const spans = Boolean(form?.querySelector("[data-span]"));
  const cuts = Boolean(form?.querySelector("[data-cut]"));
  bar.hidden = !chosen;
  for (const button of document.querySelectorAll("[data-use-selection], [data-cut-selection]")) button.disabled = !chosen;
  if (!chosen) return;
  bar.querySelector("[data-reselect]").hidden = !spans || cuts;
  bar.querySelector("[data-cut-here]").hidden = !cuts;
  place(chosen.box);
};

// With `prefix` the span of one of several targets in the form.
const useSelection = (prefix = "") => {
  const form = sheet.openForm();
  if (!form || !chosen) return;
  sheet.fill(form, [[`${prefix}start`, chosen.start], [`${prefix}end`, chosen.end]]);
  showSpans(form);
  form.elements[`${prefix}start`].dispatchEvent(new Event("input", { bubbles: true }));
  done();
};

const cutHere = () => {
  if (chosen) sheet.openForm()?.dispatchEvent(new CustomEvent("cut", { detail: chosen.start }));
  done();
};

const add = (kind) => {
  if (!chosen) return;
  const { start, end } = chosen;
  done();
  openForm({ verb: "add", kind, start, end });
};

const done = () => {
  getSelection().removeAllRanges();
  chosen = null;
  bar.hidden = true;
};

let timer = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(timer);
  timer = setTimeout(offer, 120);
});
doc.addEventListener("scroll", () => { if (chosen) offer(); }, { passive: true });
// A press on a button would take the selection away before it is read.
bar.addEventListener("pointerdown", (event) => event.preventDefault());
bar.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.add) add(button.dataset.add);
  else if (button?.hasAttribute("data-reselect")) useSelection();
  else if (button?.hasAttribute("data-cut-here")) cutHere();
});
const dock = document.getElementById("review-dock");
dock.addEventListener("pointerdown", (event) => {
  if (event.target.closest("[data-use-selection], [data-cut-selection]")) event.preventDefault();
});
dock.addEventListener("click", (event) => {
  const button = event.target.closest("[data-use-selection]");
  if (button) useSelection(button.closest("[data-span]").dataset.span);
  if (event.target.closest("[data-cut-selection]")) cutHere();
});

const addSelected = () => {
  chosen = selected();
  add("target");
};
const hasSelection = () => Boolean(chosen);

export { addSelected, done as dropSelection, hasSelection };
