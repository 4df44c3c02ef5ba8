// Every form of the review: what it asks, and the change it becomes.

import { wordsOf } from "./document.js";
import { currentKey } from "./list.js";
import { about, items, liveOf, template } from "./page.js";
import * as queue from "./queue.js";
import { pump } from "./pump.js";
import { get } from "./send.js";
import * as sheet from "./sheet.js";
import { nameOf } from "./words.js";
import { cutter } from "./cutting.js";

const addressOf = (item, verb = "") => `${about.base}${item.kind}s/${item.id}/${verb && `${verb}/`}`;
const noun = (kind) => (kind === "target" ? "指标" : "任务");

const send = (change) => {
  queue.add(change);
  pump();
};

const suggestInto = async (form, kind, start, end, prefix = "") => {
  const answer = await get(`${about.base}review/suggest?kind=${kind}&start=${start}&end=${end}`);
  if (answer.outcome !== "done" || !form.isConnected) return;
  const found = Object.entries(answer.fields).filter(([, value]) => value !== "");
  sheet.fill(form, found.map(([name, value]) => [prefix + name, value]), { onlyUntouched: true });
};

// The fields of one target or task; with `prefix` several of them fit into one form.
const fieldsOf = (kind, prefix = "") => {
  const part = template(`fields-${kind}`);
  const chooser = part.querySelector('select[name="task"]');
  if (chooser) chooser.replaceChildren(chooser.options[0], ...liveOf("task").map((task) => new Option(nameOf(task).slice(0, 60), task.id)));
  for (const field of part.querySelectorAll("[name]")) field.name = prefix + field.name;
  for (const field of part.querySelectorAll("[id]")) field.id = `${prefix}${field.id}`;
  for (const label of part.querySelectorAll("label[for]")) label.htmlFor = `${prefix}${label.htmlFor}`;
  for (const field of part.querySelectorAll("[aria-describedby]")) {
    field.setAttribute("aria-describedby", `${prefix}${field.getAttribute("aria-describedby")}`);
  }
  part.querySelector("[data-span]").dataset.span = prefix;
  return part;
};

// The words of the span beside its form, renewed whenever start and end change.
const showSpans = (form) => {
  for (const span of form.querySelectorAll("[data-span]")) {
    const [start, end] = ["start", "end"].map((name) => Number(form.elements[span.dataset.span + name]?.value));
    span.querySelector("[data-span-words]").textContent = start < end ? wordsOf(start, end) : "";
  }
};

const withSpans = (body, form) => {
  form.addEventListener("filled", () => showSpans(form));
  return body;
};

const pairs = (fields, prefix = "") => Object.entries(fields).map(([name, value]) => [prefix + name, value]);

const FORMS = {
  correct(spec) {
    const item = items.get(spec.item);
    return {
      title: `更正${noun(item.kind)}`,
      submit: "保存更正",
      values: pairs(item.fields),
      build: (body, form) => withSpans(body, form).append(fieldsOf(item.kind)),
      change: { item: item.key, url: addressOf(item), look: "corrected", label: `更正 ${nameOf(item)}` },
    };
  },
  reject(spec) {
    const item = items.get(spec.item);
    return {
      title: `剔除：${nameOf(item)}`,
      submit: "剔除",
      values: [],
      build: (body) => body.append(template("fields-reject")),
      change: { item: item.key, url: addressOf(item, "reject"), look: "rejected", label: `剔除 ${nameOf(item)}` },
    };
  },
  add(spec) {
    const { kind, start, end } = spec;
    const near = liveOf("task").find((task) => task.fields.start <= start && start < task.fields.end);
    const plain = { comparator: "=", kind: "level", modality: "plain", task: near ? String(near.id) : "" };
    return {
      title: `添加${noun(kind)}`,
      submit: `添为${noun(kind)}`,
      values: [...(kind === "target" ? pairs(plain) : []), ["start", start], ["end", end]],
      build: (body, form) => withSpans(body, form).append(fieldsOf(kind)),
      ready: (form) => suggestInto(form, kind, start, end),
      change: { item: "", url: `${about.base}${kind}s/add/`, label: `添加${noun(kind)}“${wordsOf(start, end).slice(0, 20)}”` },
    };
  },
  split(spec) {
    const item = items.get(spec.item);
    const cut = cutter(item, suggestInto);
    return {
      title: `拆分${noun(item.kind)}`,
      submit: "拆分成两条",
      values: cut.values(pairs),
      build: (body, form) => cut.build(withSpans(body, form), form, fieldsOf),
      ready: cut.ready,
      change: { item: item.key, url: addressOf(item, "split"), label: `拆分 ${nameOf(item)}` },
    };
  },
  merge(spec) {
    const item = items.get(spec.item);
    return {
      title: `合并${noun(item.kind)}`,
      submit: "合并成一条",
      values: pairs(item.fields),
      build: (body, form) => buildMerge(withSpans(body, form), item),
      change: { item: item.key, url: addressOf(item, "merge"), label: `合并 ${nameOf(item)}` },
    };
  },
};

// The item and its neighbours of the same kind, the next one ticked.
const buildMerge = (body, item) => {
  body.append(template("fields-merge"));
  const row = liveOf(item.kind);
  const at = row.findIndex((one) => one.key === item.key);
  const place = body.querySelector("[data-neighbours]");
  for (const one of row.slice(Math.max(at - 2, 0), at + 4)) {
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: "seen", value: `${one.key}:${one.revision}` });
    box.checked = one.key === item.key || one === row[at + 1];
    const words = document.createElement("span");
    words.textContent = nameOf(one);
    label.append(box, words);
    place.append(label);
  }
  if (item.kind === "target") body.append(fieldsOf("target"));
};

const nameOfForm = (spec) => [spec.verb, spec.kind, spec.item].filter(Boolean).join(":");

// spec: {verb, item} or {verb: "add", kind, start, end}; `fields` and `errors` bring back a refused form.
const openForm = (given, { fields = null, errors = [] } = {}) => {
  if (given.item && !items.has(given.item)) return;
  const name = nameOfForm(given);
  const revision = given.item ? items.get(given.item).revision : 0;
  // A draft goes on from what was on the screen when it was begun, so that the server can tell what came between.
  const spec = { revision, ...sheet.draftOf(name)?.spec, ...given, name };
  const { change, ready, ...parts } = FORMS[spec.verb](spec);
  const onSubmit = (filled) => {
    send({ verb: spec.verb, spec, ...change, revision: change.item ? spec.revision : 0, fields: filled });
    document.dispatchEvent(new CustomEvent("decided", { detail: { item: change.item, verb: spec.verb } }));
  };
  const form = sheet.open({ spec, ...parts, onSubmit, changed: spec.revision < revision, fields, errors });
  if (!fields) ready?.(form);
};

const decide = (verb, key, look, extra = []) => {
  const item = items.get(key);
  send({ verb, item: key, url: addressOf(item, verb), look, fields: extra, label: nameOf(item) });
};

const restoreDraft = () => {
  const draft = sheet.leftOpen();
  if (draft && (draft.spec.verb === "add" || items.has(draft.spec.item))) openForm(draft.spec);
};

const here = () => currentKey();

export { addressOf, decide, here, openForm, restoreDraft, send, showSpans };
