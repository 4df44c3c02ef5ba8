// Sends what is queued, in order and one at a time; tries again by itself when the connection is lost.

import { place } from "./keep.js";
import * as queue from "./queue.js";
import { send } from "./send.js";
import { apply } from "./apply.js";
import { told } from "./status.js";

const PATIENCE = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
const listeners = new Set();
let failures = 0;
let busy = false;
let timer = 0;

const tell = (change, answer) => {
  for (const listener of listeners) listener(change, answer);
};

const settle = {
  done(change, answer) {
    queue.remove(change.key);
    apply(answer);
  },
  superseded(change, answer) {
    if (answer.superseded.conflict || !change.look) {
      const { rows, who, when, merged, item } = answer.superseded;
      queue.update(change.key, { trouble: { kind: "superseded", rows, who, when, merged, now: item } });
    } else if (change.verb === "all") {
      queue.renew(change.key, {});
    } else {
      queue.remove(change.key);
      queue.restack(change.item, change.revision);
    }
    apply(answer);
  },
  problems(change, answer) {
    queue.update(change.key, { trouble: { kind: "problems", problems: answer.problems } });
  },
  refused(change, answer) {
    queue.update(change.key, { trouble: { kind: "refused", words: answer.refused } });
  },
};

const again = () => {
  clearTimeout(timer);
  timer = setTimeout(pump, PATIENCE[Math.min(failures, PATIENCE.length - 1)]);
  failures += 1;
};

// One change; says whether the next may follow.
const step = async (change) => {
  told({ sending: true });
  const answer = await send(change);
  if (answer.outcome === "sign-in" || answer.outcome === "lost") {
    told({ sending: false, lost: answer.outcome === "lost", signedOut: answer.outcome === "sign-in", other: answer.other });
    again();
    return false;
  }
  failures = 0;
  told({ sending: false, lost: false, signedOut: false, saved: answer.outcome === "done" });
  settle[answer.outcome](change, answer);
  tell(change, answer);
  return true;
};

const empty = async () => {
  for (let change = queue.next(); change; change = queue.next()) {
    if (!(await step(change))) return;
  }
};

// Two tabs of one person share the queue: where the browser has locks, only one of them sends.
const alone = (work) =>
  navigator.locks ? navigator.locks.request(place("sending"), { ifAvailable: true }, (lock) => (lock ? work() : again())) : work();

const pump = async () => {
  if (busy || !queue.next()) return;
  busy = true;
  clearTimeout(timer);
  try {
    await alone(empty);
  } finally {
    busy = false;
  }
};

const hurry = () => {
  failures = 0;
  pump();
};

const onAnswer = (listener) => listeners.add(listener);

window.addEventListener("online", hurry);
window.addEventListener("focus", hurry);

export { hurry, onAnswer, pump };
