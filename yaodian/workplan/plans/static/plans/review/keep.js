// What this browser keeps for one person: changes on their way and forms half filled, both of one plan, and habits.
// Where the browser stores nothing (switched off, or full), it is kept as long as the page stays open.

import { about } from "./page.js";

const place = (name) => `yaodian:review:${about.plan}:${about.user}:${name}`;
const habit = (name) => `yaodian:review:${about.user}:${name}`;
const unstored = new Map();

const read = (name, otherwise, at = place) => {
  if (unstored.has(at(name))) return unstored.get(at(name));
  try {
    return JSON.parse(localStorage.getItem(at(name))) ?? otherwise;
  } catch {
    return otherwise;
  }
};

const write = (name, value, at = place) => {
  try {
    localStorage.setItem(at(name), JSON.stringify(value));
    unstored.delete(at(name));
  } catch {
    unstored.set(at(name), value);
  }
};

const randomKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

const cannotKeep = () => unstored.has(place("queue")) && unstored.get(place("queue")).length > 0;

export { cannotKeep, habit, place, randomKey, read, write };
