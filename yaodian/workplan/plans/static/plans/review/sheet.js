// The form at the foot of the list (on a phone, a sheet from below). What is typed is kept until it is sent.

import { read, write } from "./keep.js";
import { about, template } from "./page.js";

const RESTORED = "已恢复上次没有提交的内容";
const CHANGED = "。这一条后来有过变动，保存时会列出差别";
const dock = document.getElementById("review-dock");
let now = null;

const drafts = () => read("drafts", {});
const draftOf = (name) => drafts()[name];
const keepDraft = (name, draft) => write("drafts", { ...drafts(), [name]: draft });
const dropDraft = (name) => {
  const { [name]: _gone, ...rest } = drafts();
  write("drafts", rest);
};
// The form that was open when the page went away.
const leftOpen = () => Object.values(drafts()).find((draft) => draft.open);

const valuesOf = (form) => [...new FormData(form)].map(([name, value]) => [name, String(value)]);

const put = (form, name, value) => {
  for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (field.type !== "checkbox") field.value = value;
    else if (keyIn(field.value) === keyIn(value)) Object.assign(field, { checked: true, value });
  }
};

// target-5:3 is the item target-5 as it was seen at revision 3.
const keyIn = (choice) => choice.split(":")[0];

const fill = (form, fields, { onlyUntouched = false } = {}) => {
  for (const [name, value] of fields) {
    const touched = form.querySelector(`[name="${CSS.escape(name)}"][data-touched]`);
    if (!(onlyUntouched && touched)) put(form, name, value);
  }
  form.dispatchEvent(new CustomEvent("filled"));
};

// A form as it was left: what was not ticked is not ticked, and what was seen stays what was seen.
const restore = (form, fields) => {
  for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = false;
  fill(form, fields);
};

// spec: {name, …} is what it takes to open the same form again; build(body, form) puts the fields in.
const open = ({ spec, title, submit, build, values, onSubmit, changed, fields = null, errors = [] }) => {
  close();
  const form = template("sheet-template").querySelector("form");
  form.querySelector("h2").textContent = title;
  form.querySelector("[data-submit]").textContent = submit;
  build(form.querySelector(".r-sheet-body"), form);
  fill(form, values);
  const draft = fields ? { fields } : draftOf(spec.name);
  if (draft) restore(form, draft.fields);
  if (draft && !fields) form.querySelector("[data-draft]").textContent = RESTORED + (changed ? CHANGED : "");
  listen(form, spec, onSubmit);
  now = { spec, form, from: document.activeElement };
  dock.replaceChildren(form);
  dock.hidden = false;
  about.root.classList.add("r-with-dock");
  if (errors.length) showErrors(form, errors);
  else (form.querySelector("[data-first], .r-sheet-body input:not([type=hidden]), .r-sheet-body select") ?? form.querySelector("h2")).focus();
  document.dispatchEvent(new CustomEvent("sheet"));
  return form;
};

const listen = (form, spec, onSubmit) => {
  form.addEventListener("input", (event) => {
    event.target.dataset.touched = "";
    keepDraft(spec.name, { spec, fields: valuesOf(form), open: true });
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const fields = valuesOf(form);
    dropDraft(spec.name);
    close();
    onSubmit(fields);
  });
  for (const button of form.querySelectorAll("[data-cancel]")) {
    button.addEventListener("click", () => { dropDraft(spec.name); close(); });
  }
};

const showErrors = (form, errors) => {
  const box = form.querySelector(".r-errors");
  box.querySelector("ul").replaceChildren(...errors.map(({ field, words }) => {
    const line = document.createElement("li");
    line.textContent = words;
    const control = field && form.querySelector(`[name="${CSS.escape(field)}"]`);
    control?.setAttribute("aria-invalid", "true");
    return line;
  }));
  box.hidden = false;
  (form.querySelector('[aria-invalid="true"]:not([type=hidden])') ?? box).focus();
};

// Closing keeps the draft: it comes back when the same form is opened again.
const close = () => {
  if (!now) return;
  const { spec, from } = now;
  const draft = draftOf(spec.name);
  if (draft) keepDraft(spec.name, { ...draft, open: false });
  now = null;
  dock.replaceChildren();
  dock.hidden = true;
  about.root.classList.remove("r-with-dock");
  if (from?.isConnected) from.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("sheet"));
};

const openForm = () => now?.form ?? null;
const openSpec = () => now?.spec ?? null;

export { close, draftOf, fill, leftOpen, open, openForm, openSpec };
