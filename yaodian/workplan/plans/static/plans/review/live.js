// Asks every three seconds what others have done; less often when nobody looks or nobody answers.

import { apply } from "./apply.js";
import { about } from "./page.js";
import * as queue from "./queue.js";
import { get } from "./send.js";
import { showPeople, told } from "./status.js";
import { hurry } from "./pump.js";

const EVERY = 3_000;
// Another tab of this browser notes here that somebody has signed in (signed_in.js).
const SIGNED_IN = "yaodian:signed-in";
const HIDDEN = 30_000;
const LONGEST = 30_000;
let people = "";
let failures = 0;
let timer = 0;

const ask = async () => {
  clearTimeout(timer);
  const address = `${about.base}review/state?version=${about.version}&people=${encodeURIComponent(people)}&as_user=${encodeURIComponent(about.user)}`;
  const answer = await get(address, { "X-Background": "1" });
  take(answer);
  clearTimeout(timer);
  const wait = document.hidden ? HIDDEN : Math.min(EVERY * 2 ** failures, LONGEST);
  timer = setTimeout(ask, wait);
};

const take = (answer) => {
  if (answer.outcome === "lost" || answer.outcome === "sign-in") {
    failures += 1;
    told({ lost: answer.outcome === "lost", signedOut: answer.outcome === "sign-in", other: answer.other });
    return;
  }
  const back = failures > 0;
  failures = 0;
  told({ lost: false, signedOut: false });
  if (back) hurry();
  if (answer.outcome === "nothing") return;
  if (answer.people) {
    people = answer.people.join("、");
    showPeople(answer.people);
  }
  apply(answer);
  if (answer.state && answer.state !== "reviewing" && !queue.all().length) location.reload();
};

const watch = () => {
  ask();
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(); });
  window.addEventListener("online", ask);
  window.addEventListener("focus", ask);
  window.addEventListener("storage", (event) => {
    if (event.key !== SIGNED_IN) return;
    ask();
    hurry();
  });
  window.addEventListener("offline", () => told({ lost: true }));
};

export { watch };
