// One key, one act; never while somebody types, and off for those who want it off.

import { act } from "./acts.js";
import { habit, read, write } from "./keep.js";
import { pane, step } from "./list.js";
import { about } from "./page.js";
import { addSelected, dropSelection, hasSelection } from "./selection.js";
import * as sheet from "./sheet.js";

const toggle = document.querySelector("[data-keys-on]");
const TYPING = "input:not([type=checkbox]):not([type=range]), textarea, select, [contenteditable]";

const acts = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: () => step(1),
  ArrowUp: () => step(-1),
  a: () => act("accept"),
  x: () => act("reject"),
  e: () => act("edit"),
  s: () => act("split"),
  m: () => act("merge"),
  u: () => act("restore"),
  n: () => addSelected(),
  "/": () => pane.querySelector("[data-search]").focus(),
  "?": () => document.getElementById("keys").showModal(),
};

const isOff = () => read("keys-off", false, habit);
const mark = () => about.root.classList.toggle("r-no-keys", isOff());

const escape = (event) => {
  if (document.querySelector("dialog[open]")) return;
  if (hasSelection()) dropSelection();
  else if (sheet.openForm()) sheet.close();
  else if (event.target.matches("[data-search]")) event.target.blur();
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.key === "Escape") return escape(event);
  if (event.ctrlKey || event.metaKey || event.altKey || isOff()) return undefined;
  if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return undefined;
  const onText = event.target.id === "review-doc" && event.key.startsWith("Arrow");
  const work = acts[event.key];
  if (!work || onText) return undefined;
  event.preventDefault();
  return work();
});

toggle.checked = !isOff();
toggle.addEventListener("change", () => {
  write("keys-off", !toggle.checked, habit);
  mark();
});
mark();
