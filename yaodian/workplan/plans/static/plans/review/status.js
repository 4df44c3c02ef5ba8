// The line that says where one's work stands, the progress, and who else is here.

import { cannotKeep } from "./keep.js";
import { about, items } from "./page.js";
import * as queue from "./queue.js";
import { clock } from "./words.js";

const line = about.root.querySelector("[data-saved]");
const people = about.root.querySelector("[data-people]");
const notices = document.getElementById("review-notices");
const now = { sending: false, lost: false, signedOut: false, other: false, savedAt: "" };

const state = (waiting, troubled) => {
  if (cannotKeep()) return ["lost", "这个浏览器存不下修改，请先连上网络，等保存后再关闭这一页"];
  if (now.signedOut) return ["lost", `需要重新登录，${waiting} 项修改待发送`];
  if (now.lost) return ["lost", waiting ? `未连接，${waiting} 项修改待发送` : "未连接，修改会留在本机"];
  if (troubled) return ["unsaved", `${troubled} 项修改需要您决定`];
  if (waiting) return ["saving", "正在保存…"];
  return ["saved", now.savedAt ? `已保存 ${now.savedAt}` : "都已保存"];
};

const show = () => {
  const [name, words] = state(queue.waiting().length, queue.inTrouble().length);
  line.dataset.state = name;
  if (line.textContent === words) return;
  line.replaceChildren(name === "unsaved" ? Object.assign(document.createElement("button"), { type: "button", className: "r-jump", textContent: words }) : words);
};

const told = ({ saved = false, ...news }) => {
  Object.assign(now, news);
  if (saved) now.savedAt = clock();
  show();
  askToSignIn();
};

const askToSignIn = () => {
  const shown = notices.querySelector("[data-sign-in]");
  if (!now.signedOut || shown) return now.signedOut || shown?.remove();
  const notice = document.createElement("p");
  notice.className = "y-notice y-notice-warn r-notice";
  notice.dataset.signIn = "";
  const link = document.createElement("a");
  Object.assign(link, { href: about.signIn, target: "_blank", rel: "noopener", textContent: "在新标签页中登录" });
  const why = now.other ? `这个浏览器现在登录的是别的账号。请用${about.who}的账号` : "登录已经过期，您的修改都留在本机。请";
  notice.append(why, link, "，之后会自动继续发送。");
  notices.append(notice);
  return undefined;
};

const progress = () => {
  const states = [...items.values()].map((item) => item.state);
  const total = states.length;
  const left = states.filter((one) => one === "proposed").length;
  const words = about.root.querySelector(".y-progress-words");
  const strong = document.createElement("strong");
  strong.textContent = String(total - left);
  words.replaceChildren("已核对 ", strong, ` / ${total} 项${left ? `，还有 ${left} 项待核对` : "，可以完成核对了"}`);
  about.root.querySelector(".y-progress").classList.toggle("y-progress-done", !left && total > 0);
  const bar = about.root.querySelector(".y-progress progress");
  Object.assign(bar, { max: total || 1, value: total - left });
  bar.setAttribute("aria-label", `已核对 ${total - left} / ${total} 项`);
};

const faceOf = (name) => [...name].reduce((sum, sign) => sum + sign.codePointAt(0), 0) % 5;

const showPeople = (names) => {
  const faces = names.map((name) => {
    const face = document.createElement("span");
    face.className = `y-face y-face-${faceOf(name)}`;
    face.title = name;
    face.setAttribute("aria-hidden", "true");
    face.textContent = [...name][0];
    return face;
  });
  people.replaceChildren(...faces, names.length ? `${names.join("、")} 也在核对` : "");
};

queue.onChange(show);

export { progress, show, showPeople, told };
