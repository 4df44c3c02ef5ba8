// Changes that the server did not take: somebody was first, something is missing, or the review is closed.

import { openForm } from "./forms.js";
import { lineOf, select } from "./list.js";
import { template } from "./page.js";
import { hurry, onAnswer } from "./pump.js";
import * as queue from "./queue.js";
import { openSpec } from "./sheet.js";

const place = document.getElementById("review-notices");

const button = (words, onClick, look = "") => {
  const made = Object.assign(document.createElement("button"), { type: "button", className: `btn btn-sm ${look}`, textContent: words });
  made.addEventListener("click", onClick);
  return made;
};

const cell = (name, words, scope = "") => {
  const made = Object.assign(document.createElement(name), { textContent: words });
  if (scope) made.scope = scope;
  return made;
};

// Field by field: what was on the screen, what stands now, what was to be.
const table = (rows) => {
  const made = document.createElement("table");
  made.className = "r-difference";
  const heads = ["您看到的", "现在", "您要改成"].map((words) => cell("th", words, "col"));
  made.createTHead().insertRow().append(cell("td", ""), ...heads);
  const body = made.createTBody();
  for (const { label, seen, now, wanted } of rows) {
    body.insertRow().append(cell("th", label, "row"), ...[seen, now, wanted].map((words) => cell("td", words)));
  }
  return made;
};

const drop = (change) => (change.item ? queue.discard(change.item) : queue.remove(change.key));

// The same change on top of what stands now; what followed it follows again.
const insist = (change) => {
  const { merged, now } = change.trouble;
  const fields = change.verb === "correct" ? Object.entries(merged) : change.fields.map((pair) => renewed(pair, now));
  queue.renew(change.key, { fields, revision: now.revision, apart: false, trouble: null });
  queue.restack(change.item, now.revision);
  hurry();
};

const renewed = ([name, value], now) =>
  (name === "seen" && value.startsWith(`${now.key}:`) ? [name, `${now.key}:${now.revision}`] : [name, value]);

const reopen = (change) => {
  const errors = change.trouble.problems ?? [];
  drop(change);
  if (change.spec) openForm(change.spec, { fields: change.fields, errors });
};

const superseded = (change) => {
  const { who, when, rows, now } = change.trouble;
  const gone = now.state === "replaced";
  const words = gone ? `${who} ${when} 已把这一条拆分或合并，您的修改没有保存。` : `${who} ${when} 先处理了这一条，您的修改还没有保存。`;
  const mine = gone ? [] : [button("改用我的", () => insist(change))];
  return { words, rows: rows.length ? [table(rows)] : [], buttons: [button("用对方的", () => drop(change), "btn-primary"), ...mine] };
};

const problems = (change) => ({
  words: `没有保存：${change.trouble.problems.map((problem) => problem.words).join("")}`,
  rows: [],
  buttons: [
    ...(change.spec ? [button("继续修改", () => reopen(change), "btn-primary")] : []),
    button("放弃这次修改", () => drop(change)),
  ],
});

const refused = (change) => ({
  words: `没有保存：${change.trouble.words}`,
  rows: [],
  buttons: [
    button("再试一次", () => { queue.renew(change.key, { trouble: null }); hurry(); }),
    button("放弃这次修改", () => drop(change)),
  ],
});

const draw = (change) => {
  const { words, rows, buttons } = { superseded, problems, refused }[change.trouble.kind](change);
  const box = template("trouble-template").firstElementChild;
  box.querySelector(".r-trouble-words").textContent = change.item ? words : `${change.label}：${words}`;
  box.querySelector(".r-trouble-rows").append(...rows);
  box.querySelector(".y-item-actions").append(...buttons);
  return box;
};

const showTrouble = (line) => {
  line.querySelector(".r-trouble")?.remove();
  const change = queue.of(line.dataset.key).find((one) => one.trouble);
  if (change) line.append(draw(change));
};

// Those without a line of their own, and additions on their way.
const showOthers = () => {
  for (const old of place.querySelectorAll(".r-trouble, .r-adding")) old.remove();
  for (const change of queue.all()) {
    if (change.item && lineOf(change.item)) continue;
    if (change.trouble) place.append(draw(change));
    else if (!change.item) place.append(Object.assign(document.createElement("p"), { className: "r-adding quiet", textContent: `${change.label}，待发送` }));
  }
};

// "1 项修改需要您决定" leads to the first of them.
document.querySelector("[data-saved]").addEventListener("click", (event) => {
  const first = event.target.closest("button") && queue.inTrouble()[0];
  if (first?.item && lineOf(first.item)) select(first.item, { focus: true });
  else if (first) place.scrollIntoView({ block: "center" });
});
queue.onChange(showOthers);
// A form that comes back with problems opens again at once, unless another one is being filled in.
onAnswer((change, answer) => {
  if (answer.outcome === "problems" && change.spec && !openSpec()) reopen(queue.all().find((one) => one.key === change.key));
});

export { showOthers, showTrouble };
