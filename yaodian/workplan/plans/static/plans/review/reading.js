// The review page for those who only read: list and text still find each other.

import { doc } from "./document.js";
import { filter, groups, select } from "./list.js";

groups.addEventListener("click", (event) => {
  const line = event.target.closest(".r-item");
  const link = event.target.closest("a");
  if (!line || (link && !link.closest(".y-item-text"))) return;
  if (link) event.preventDefault();
  select(line.dataset.key, { list: false });
});

doc.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-key]");
  if (!mark || !getSelection().isCollapsed) return;
  event.preventDefault();
  select(mark.dataset.key, { text: false, focus: true });
});

filter();
