// The buttons of the current line and what they do.

import { decide, openForm, send, addressOf } from "./forms.js";
import { currentKey, groups, lineOf, nextOpen, onDress, repaint, select } from "./list.js";
import { doc } from "./document.js";
import { items, onPhone, template } from "./page.js";
import * as queue from "./queue.js";
import { showTrouble } from "./troubles.js";
import { show as showPane } from "../../yaodian/js/panes.js";

const lookNow = (item) => queue.of(item.key).at(-1)?.look || item.look;

// Which buttons fit the state a line is in.
const fits = {
  accept: (look) => look === "proposed" || look === "rejected",
  edit: (look) => look !== "rejected",
  reject: (look) => look !== "rejected",
  restore: (look) => look !== "proposed",
  split: (look) => look !== "rejected",
  merge: (look) => look !== "rejected",
  all: (_look, item) => item.kind === "task" && openBelow(item).length > 0,
};

const openBelow = (task) => [...items.values()].filter((item) =>
  item.kind === "target" && item.fields.task === String(task.id) && item.state === "proposed" && lookNow(item) === "proposed");

// Nothing more can be decided on what is being split or merged, or waits for a choice between two changes.
const held = (key) => queue.of(key).some((change) => change.trouble || change.verb === "split" || change.verb === "merge");

const acts = {
  accept: (key) => { decide("accept", key, "accepted"); nextOpen(key); },
  edit: (key) => openForm({ verb: "correct", item: key }),
  reject: (key) => openForm({ verb: "reject", item: key }),
  restore: (key) => decide("restore", key, "proposed"),
  split: (key) => openForm({ verb: "split", item: key }),
  merge: (key) => openForm({ verb: "merge", item: key }),
  all: (key) => acceptAll(items.get(key)),
};

const acceptAll = (task) => {
  const below = openBelow(task);
  const fields = [task, ...below].map((item) => ["seen", `${item.key}:${item.revision}`]);
  const look = task.state === "proposed" ? "accepted" : task.look;
  send({ verb: "all", item: task.key, url: addressOf(task, "accept-all"), look, fields, label: `采纳全部：${task.fields.title}` });
  nextOpen(below.at(-1)?.key ?? task.key);
};

const act = (verb, key = currentKey()) => {
  const item = items.get(key);
  if (!item || held(key) || !fits[verb](lookNow(item), item)) return;
  acts[verb](key);
};

onDress((line, isCurrent) => {
  line.querySelector(".r-actions")?.remove();
  showTrouble(line);
  const item = items.get(line.dataset.key);
  if (!isCurrent || !item || held(item.key)) return;
  const actions = template("actions-template").firstElementChild;
  for (const button of actions.querySelectorAll("[data-do]")) {
    button.hidden = !fits[button.dataset.do](lookNow(item), item);
  }
  line.append(actions);
});

const toText = (key) => {
  const review = document.querySelector("[data-review]");
  if (onPhone()) showPane(review, "doc");
  select(key, { list: false });
};

groups.addEventListener("click", (event) => {
  const line = event.target.closest(".r-item");
  if (!line || event.target.closest(".r-trouble")) return;
  const button = event.target.closest("[data-do]");
  if (button) return act(button.dataset.do, line.dataset.key);
  const link = event.target.closest("a");
  if (link && (event.ctrlKey || event.metaKey || event.shiftKey)) return undefined;
  if (link) event.preventDefault();
  if (link?.closest(".y-item-text")) return toText(line.dataset.key);
  return select(line.dataset.key, { focus: Boolean(link) });
});

doc.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-key]");
  if (!mark) return;
  event.preventDefault();
  if (!getSelection().isCollapsed) return;
  if (onPhone()) showPane(document.querySelector("[data-review]"), "list");
  select(mark.dataset.key, { text: false, focus: true });
});

document.addEventListener("decided", (event) => {
  const { item, verb } = event.detail;
  if (verb === "correct" || verb === "reject") nextOpen(item);
});

let known = new Set();
queue.onChange(() => {
  const now = new Set(queue.all().map((change) => change.item).filter(Boolean));
  for (const key of new Set([...known, ...now])) if (lineOf(key)) repaint(key);
  known = now;
});

export { act };
