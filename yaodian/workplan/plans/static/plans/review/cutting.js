// Choosing where an item is cut in two: a slider over its characters, or words selected in the text.

import { wordsOf } from "./document.js";
import { template } from "./page.js";
import * as sheet from "./sheet.js";

const SIGNS = { target: "，、；,;和及并", task: "。；;" };

// After the punctuation mark nearest to the middle.
const middleOf = (words, kind) => {
  const places = [...words].map((sign, at) => (SIGNS[kind].includes(sign) ? at + 1 : 0)).filter((at) => at && at < words.length);
  const middle = words.length / 2;
  return places.sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0] ?? Math.max(Math.floor(middle), 1);
};

const cutter = (item, suggestInto) => {
  const { kind } = item;
  const [start, end] = [Number(item.fields.start), Number(item.fields.end)];
  const signs = [...wordsOf(start, end)];
  const first = start + middleOf(signs, kind);
  let timer = 0;

  const spans = (at) => (kind === "task"
    ? [["at", at]]
    : [["first-start", start], ["first-end", at], ["second-start", at], ["second-end", end]]);

  const show = (form, at) => {
    const halves = [signs.slice(0, at - start).join(""), signs.slice(at - start).join("")];
    for (const [index, half] of [...form.querySelectorAll("[data-half]")].entries()) half.textContent = halves[index];
  };

  const suggest = async (form, at) => {
    if (kind === "task") return suggestInto(form, "task", at, end);
    await suggestInto(form, "target", start, at, "first-");
    return suggestInto(form, "target", at, end, "second-");
  };

  const cutAt = (form, at) => {
    form.querySelector("[data-cut]").value = at;
    sheet.fill(form, spans(at));
    show(form, at);
    clearTimeout(timer);
    timer = setTimeout(() => suggest(form, at), 250);
  };

  const part = (fieldsOf, prefix, title) => {
    const set = document.createElement("fieldset");
    set.className = "r-part";
    const legend = document.createElement("legend");
    legend.textContent = title;
    set.append(legend, fieldsOf("target", prefix));
    return set;
  };

  return {
    values: (pairs) => (kind === "task" ? spans(first) : [...pairs(item.fields, "first-"), ...pairs(item.fields, "second-"), ...spans(first)]),
    build(body, form, fieldsOf) {
      body.append(template("fields-cut"));
      const range = body.querySelector("[data-cut]");
      Object.assign(range, { min: start + 1, max: end - 1, value: first });
      range.dataset.first = "";
      range.addEventListener("input", () => cutAt(form, Number(range.value)));
      form.addEventListener("cut", (event) => { if (start < event.detail && event.detail < end) cutAt(form, event.detail); });
      if (kind === "task") body.append(template("fields-cut-task"));
      else body.append(part(fieldsOf, "first-", "前一条"), part(fieldsOf, "second-", "后一条"));
    },
    ready(form) {
      const range = form.querySelector("[data-cut]");
      show(form, Number(range.value));
      suggest(form, Number(range.value));
    },
  };
};

export { cutter };
