// The list on the right: its lines, the current one, and the filters.

import { into, paint as paintMark, point, replace as replaceDocument } from "./document.js";
import { about, isLive, items } from "./page.js";
import { LOOKS, quantity } from "./words.js";
import * as queue from "./queue.js";

const groups = document.getElementById("review-groups");
const pane = document.getElementById("review-list");
const none = pane.querySelector("[data-none]");
const lines = new Map();
const filters = { state: "", kind: "", words: "" };
const dressers = new Set();
let current = "";

const lineOf = (key) => document.getElementById(`item-${key}`);
const keys = () => [...groups.querySelectorAll(".r-item:not([hidden])")].map((line) => line.dataset.key);

const parse = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  return holder.content;
};

const learn = () => {
  lines.clear();
  for (const line of groups.querySelectorAll(".r-item")) lines.set(line.dataset.key, line.cloneNode(true));
};

// A line as the server last told it, with what is still on its way laid over it.
const repaint = (key) => {
  const old = lineOf(key);
  if (!old || !lines.has(key)) return;
  const line = lines.get(key).cloneNode(true);
  const focused = old.contains(document.activeElement);
  old.replaceWith(line);
  overlay(line, key);
  dress(line);
  if (focused) line.querySelector("a").focus({ preventScroll: true });
};

const overlay = (line, key) => {
  const change = queue.of(key).at(-1);
  const look = change?.look || items.get(key)?.look;
  if (look && LOOKS[look]) paintMark(key, look);
  if (!change) return;
  line.classList.add("r-waiting");
  line.querySelector('[data-part="by"]').textContent = change.trouble ? "还没有保存" : "待发送";
  if (!LOOKS[change.look]) return;
  const [words, kind] = LOOKS[change.look];
  line.dataset.state = change.look;
  const tag = line.querySelector(".y-tag");
  tag.className = `y-tag y-tag-${kind}`;
  tag.textContent = words;
  const fields = change.verb === "correct" ? Object.fromEntries(change.fields) : null;
  if (fields) line.querySelector('[data-part="title"]').textContent = fields.indicator ?? fields.title;
  if (fields?.indicator) line.querySelector('[data-part="quantity"]').textContent = quantity(fields);
};

const dress = (line) => {
  line.toggleAttribute("aria-current", line.dataset.key === current);
  if (line.dataset.key === current) line.setAttribute("aria-current", "true");
  for (const dresser of dressers) dresser(line, line.dataset.key === current);
};

const set = (key, html) => {
  const line = parse(html).querySelector(".r-item");
  lines.set(key, line);
  repaint(key);
};

const replaceAll = (html, text) => {
  const { scrollTop } = pane;
  const focused = groups.contains(document.activeElement);
  groups.replaceChildren(parse(html));
  replaceDocument(text);
  learn();
  for (const key of lines.keys()) if (queue.of(key).length || key === current) repaint(key);
  pane.scrollTop = scrollTop;
  filter();
  point(current, { scroll: false });
  if (focused) lineOf(current)?.querySelector("a").focus({ preventScroll: true });
};

const select = (key, { focus = false, text = true, list = true } = {}) => {
  const before = current;
  current = key;
  for (const one of new Set([before, key])) if (lineOf(one)) dress(lineOf(one));
  point(key, { scroll: text });
  const line = lineOf(key);
  if (!line) return;
  if (line.hidden) clear();
  if (list) into(pane, line);
  if (focus) line.querySelector("a").focus({ preventScroll: true });
};

const step = (by) => {
  const shown = keys();
  const at = shown.indexOf(current);
  const to = at < 0 ? 0 : Math.min(Math.max(at + by, 0), shown.length - 1);
  if (shown[to]) select(shown[to], { focus: true });
};

const isOpen = (key) => {
  const change = queue.of(key).at(-1);
  return change?.look ? change.look === "proposed" : items.get(key)?.state === "proposed";
};

// The next line that waits for a decision, from the beginning again after the last.
const nextOpen = (after) => {
  const shown = [...groups.querySelectorAll(".r-item")].map((line) => line.dataset.key);
  const at = shown.indexOf(after);
  const to = [...shown.slice(at + 1), ...shown.slice(0, at)].find((key) => isOpen(key) && fits(key, true));
  if (to) select(to, { focus: true });
};

const fits = (key, anyState = false) => {
  const item = items.get(key);
  if (!item) return false;
  const look = queue.of(key).at(-1)?.look || item.state;
  const state = look === "corrected" ? "accepted" : look;
  const words = filters.words && !lineOf(key)?.textContent.toLowerCase().includes(filters.words);
  return !words && (anyState || !filters.state || filters.state === state) && (!filters.kind || filters.kind === item.kind);
};

const filter = (patch = {}) => {
  Object.assign(filters, patch);
  for (const group of groups.querySelectorAll(".r-group")) {
    for (const line of group.querySelectorAll(".r-item")) line.hidden = !fits(line.dataset.key);
    group.hidden = !group.querySelector(".r-item:not([hidden])");
  }
  none.hidden = !items.size || Boolean(keys().length);
  count();
};

const count = () => {
  for (const place of about.root.querySelectorAll("[data-count]")) {
    const wanted = place.dataset.count;
    const number = [...items.values()].filter((item) => (!wanted || item.state === wanted) && (!filters.kind || item.kind === filters.kind));
    place.textContent = String(number.length);
  }
  const open = [...items.values()].filter((item) => item.state === "proposed").length;
  about.root.querySelector("[data-open-count]").textContent = String(open);
};

const clear = () => {
  pane.querySelector("[data-search]").value = "";
  pane.querySelector("[data-filter-kind]").value = "";
  choose("");
  filter({ state: "", kind: "", words: "" });
};

const choose = (state) => {
  for (const chip of pane.querySelectorAll("[data-filter-state]")) {
    chip.setAttribute("aria-pressed", String(chip.dataset.filterState === state));
  }
};

pane.querySelector("[data-tools]").addEventListener("submit", (event) => event.preventDefault());
pane.querySelector("[data-search]").addEventListener("input", (event) => filter({ words: event.target.value.trim().toLowerCase() }));
pane.querySelector("[data-filter-kind]").addEventListener("change", (event) => filter({ kind: event.target.value }));
none.querySelector("[data-clear]").addEventListener("click", clear);
pane.addEventListener("click", (event) => {
  const chip = event.target.closest("[data-filter-state]");
  if (!chip) return;
  choose(chip.dataset.filterState);
  filter({ state: chip.dataset.filterState });
});

// Keeps the current line in sight above a form that has opened or closed.
const reveal = () => {
  const line = lineOf(current);
  if (line && getComputedStyle(pane).overflowY !== "visible") {
    pane.scrollTop += line.getBoundingClientRect().top - pane.getBoundingClientRect().top - (pane.querySelector(".r-tools").offsetHeight + 8);
  }
};

document.addEventListener("sheet", reveal);
learn();

const currentKey = () => current;
const onDress = (dresser) => dressers.add(dresser);

export { currentKey, filter, groups, isLive, lineOf, nextOpen, onDress, pane, repaint, replaceAll, select, set, step };
