// The review page for those who only read: list and text still find each other.

import { openAsked } from "./asked.js";
import { doc } from "./document.js";
import { filter, groups, select } from "./list.js";
import { about, onPhone } from "./page.js";
import * as queue from "./queue.js";
import { show as showPane } from "../../yaodian/js/panes.js";

groups.addEventListener("click", (event) => {
  const line = event.target.closest(".r-item");
  const link = event.target.closest("a");
  if (!line || (link && !link.closest(".y-item-text"))) return;
  if (link) event.preventDefault();
  if (link && onPhone()) showPane(about.root, "doc");
  select(line.dataset.key, { list: false });
});

doc.addEventListener("click", (event) => {
  const mark = event.target.closest("mark[data-key]");
  if (!mark || !getSelection().isCollapsed) return;
  event.preventDefault();
  if (onPhone()) showPane(about.root, "list");
  select(mark.dataset.key, { text: false, focus: true });
});

// Changes that were still on their way when the review was finished: named, so that nothing is lost unseen.
const left = queue.all();
if (left.length) {
  const notice = document.createElement("p");
  notice.className = "y-notice y-notice-warn r-notice";
  notice.textContent = `您有 ${left.length} 项修改没有保存，因为核对已经结束：${left.map((change) => change.label).join("；")}。需要修改时，请科室负责人重新打开核对，再回到这一页继续发送。`;
  document.getElementById("review-notices").append(notice);
}
filter();
openAsked();
