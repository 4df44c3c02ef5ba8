// The item that the address names: #hit-target-5 in the text, #item-target-5 in the list.

import { select } from "./list.js";
import { about } from "./page.js";
import { show as showPane } from "../../yaodian/js/panes.js";

// On a phone only one side is to be seen: the one that was asked for.
const openAsked = () => {
  const [, side, key] = /^#(hit|item)-((?:task|target)-\d+)$/.exec(location.hash) ?? [];
  if (!key || !document.getElementById(`item-${key}`)) return false;
  showPane(about.root, side === "hit" ? "doc" : "list");
  select(key);
  return true;
};

addEventListener("hashchange", openAsked);

export { openAsked };
