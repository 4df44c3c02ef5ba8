// What this browser keeps for one person and one plan: changes on their way, and forms half filled.

import { about } from "./page.js";

const place = (name) => `yaodian:review:${about.plan}:${about.user}:${name}`;
let full = false;

const read = (name, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(place(name))) ?? otherwise;
  } catch {
    return otherwise;
  }
};

const write = (name, value) => {
  try {
    localStorage.setItem(place(name), JSON.stringify(value));
    full = false;
  } catch {
    full = true;
  }
};

const randomKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

const cannotKeep = () => full;

export { cannotKeep, place, randomKey, read, write };
