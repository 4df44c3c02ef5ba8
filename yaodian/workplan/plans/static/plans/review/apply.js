// Brings the page up to what the server says has changed.

import { filter, lineOf, repaint, replaceAll, set } from "./list.js";
import { paint } from "./document.js";
import { about, forgetAllBut, items, remember } from "./page.js";
import { progress } from "./status.js";

const NEWS_STAYS = 6_000;

const apply = (answer) => {
  if (!answer.version || answer.version < about.version) return;
  about.version = answer.version;
  remember(answer.items ?? []);
  if (answer.list) {
    forgetAllBut(answer.data);
    replaceAll(answer.list, answer.document);
  }
  for (const item of answer.items ?? []) {
    paint(item.key, item.look, item.summary);
    if (lineOf(item.key)) set(item.key, item.html);
  }
  progress();
  filter();
  for (const news of answer.news ?? []) announce(news);
};

// "吴建国 刚刚采纳" at the line, for a while.
const announce = ({ key, who, did }) => {
  const line = lineOf(key);
  if (!line || !items.has(key)) return;
  line.querySelector(".r-news")?.remove();
  const news = document.createElement("p");
  news.className = "r-news";
  news.setAttribute("role", "status");
  news.textContent = `${who} 刚刚${did}`;
  line.querySelector('[data-part="by"]').after(news);
  setTimeout(() => news.remove(), NEWS_STAYS);
};

export { apply, repaint };
