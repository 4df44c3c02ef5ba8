// The text on the left: where each character stands, and the marks in it.

import { about } from "./page.js";

const doc = document.getElementById("review-doc");
const paragraphs = () => [...doc.querySelectorAll("p[data-start]")];
const startOf = (paragraph) => Number(paragraph.dataset.start);
const lengthOf = (words) => [...words].length;
const marksOf = (key) => doc.querySelectorAll(`mark[data-key="${CSS.escape(key)}"]`);

// Offsets count characters as the server does, not the units of JavaScript's strings.
const offset = (paragraph, node, at) => {
  const range = document.createRange();
  range.setStart(paragraph, 0);
  range.setEnd(node, at);
  return startOf(paragraph) + lengthOf(range.toString());
};

// {start, end, words} of what is selected in the text, or null.
const selected = () => {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const touched = paragraphs().filter((paragraph) => range.intersectsNode(paragraph));
  if (!touched.length) return null;
  const first = touched[0];
  const last = touched.at(-1);
  const start = first.contains(range.startContainer) ? offset(first, range.startContainer, range.startOffset) : startOf(first);
  const end = last.contains(range.endContainer)
    ? offset(last, range.endContainer, range.endOffset)
    : startOf(last) + lengthOf(last.textContent);
  return start < end ? { start, end, words: wordsOf(start, end), box: range.getBoundingClientRect() } : null;
};

const wordsOf = (start, end) => paragraphs()
  .map((paragraph) => [startOf(paragraph), [...paragraph.textContent]])
  .filter(([at, signs]) => at < end && at + signs.length > start)
  .map(([at, signs]) => signs.slice(Math.max(0, start - at), end - at).join(""))
  .join("\n");

const point = (key, { scroll = true } = {}) => {
  for (const mark of doc.querySelectorAll("mark[aria-current]")) mark.removeAttribute("aria-current");
  const marks = marksOf(key);
  for (const mark of marks) mark.setAttribute("aria-current", "true");
  if (scroll && marks.length) into(doc, marks[0]);
};

// Brings `element` into sight in the box that scrolls: no further than needed when it is nearly there.
const into = (box, element, height = 0.3) => {
  if (!element.getClientRects().length) return;
  const scrolls = box.scrollHeight > box.clientHeight + 1 && getComputedStyle(box).overflowY !== "visible";
  const frame = scrolls ? box.getBoundingClientRect() : { top: 140, bottom: innerHeight - 80, height: innerHeight };
  const top = frame.top + (scrolls ? coverOf(box) : 0) + 8;
  const place = element.getBoundingClientRect();
  if (place.top >= top && place.bottom <= frame.bottom - 8) return;
  const near = place.top >= top && place.top < frame.bottom && place.height < frame.bottom - top;
  const by = near ? place.bottom - frame.bottom + 16 : place.top - top - (frame.bottom - top) * height;
  (scrolls ? box : window).scrollBy({ top: by, behavior: "instant" });
};

// What stands over the top of a box while it scrolls.
const coverOf = (box) =>
  [".r-tools", ".y-review-group"].reduce((sum, part) => sum + (box.querySelector(part)?.offsetHeight ?? 0), 0);

const paint = (key, look, summary) => {
  for (const mark of marksOf(key)) {
    mark.dataset.state = look;
    if (summary) mark.firstElementChild.title = summary;
  }
};

const replace = (html) => {
  const { scrollTop } = doc;
  const holder = document.createElement("template");
  holder.innerHTML = html;
  doc.replaceChildren(holder.content);
  doc.scrollTop = scrollTop;
  quieten();
};

// The marks are reached by j and k or through the list, not one by one with the tab key.
const quieten = () => {
  for (const link of doc.querySelectorAll("mark a")) link.tabIndex = -1;
};

if (about.root) quieten();

export { doc, into, paint, point, replace, selected, wordsOf };
