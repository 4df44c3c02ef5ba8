// Changes on their way to the server, oldest first. Each carries its own key, so that sending it twice is
// doing it once, and each is kept in this browser until the server has answered.
//
// A change: {key, item, verb, url, fields: [[name, value]…], revision, apart, look, label, trouble}

import { randomKey, read, write } from "./keep.js";
import { items } from "./page.js";

const listeners = new Set();
const all = () => read("queue", []);
const store = (changes) => {
  write("queue", changes);
  for (const listener of listeners) listener();
};

const add = (change) => {
  const queued = all();
  const same = queued.filter((one) => one.item && one.item === change.item);
  const seen = change.revision ?? items.get(change.item)?.revision ?? 0;
  // Begun before what the waiting changes stand on: it is to meet what came between, not to follow them.
  const apart = same.length > 0 && seen < same[0].revision;
  const revision = same.length && !apart ? same.at(-1).revision + 1 : seen;
  const full = { trouble: null, look: "", label: "", ...change, key: randomKey(), revision, apart };
  store([...queued, full]);
  return full;
};

const remove = (key) => store(all().filter((change) => change.key !== key));
const update = (key, patch) => store(all().map((change) => (change.key === key ? { ...change, ...patch } : change)));
// The same change anew: another key, because the server has answered the old one.
const renew = (key, patch) => update(key, { ...patch, key: randomKey() });
const of = (item) => all().filter((change) => change.item === item);
const inTrouble = () => all().filter((change) => change.trouble);
const waiting = () => all().filter((change) => !change.trouble);

// The oldest change that nothing of the same item stands before.
const next = () => {
  const held = new Set();
  for (const change of all()) {
    if (!change.trouble && !held.has(change.item)) return change;
    if (change.item) held.add(change.item);
  }
  return undefined;
};

// Later changes of an item stand on the one before: each raises the revision by one.
const restack = (item, revision) => {
  let at = revision;
  store(all().map((change) => (change.item === item && !change.apart ? { ...change, revision: at++ } : change)));
};

const discard = (item) => store(all().filter((change) => change.item !== item));
const onChange = (listener) => listeners.add(listener);

window.addEventListener("storage", (event) => {
  if (event.key?.endsWith(":queue")) for (const listener of listeners) listener();
});

export { add, all, discard, inTrouble, next, of, onChange, remove, renew, restack, update, waiting };
