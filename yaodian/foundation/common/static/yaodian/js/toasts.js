// A short word that something happened. It stays until it is read: ten seconds, longer under the pointer or focus.

const STAY = 10_000;

const toast = (words, { label, onClick } = {}) => {
  const line = document.createElement("div");
  line.className = "y-toast";
  line.append(words);
  if (label) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = label;
    button.addEventListener("click", () => { onClick?.(); line.remove(); });
    line.append(button);
  }
  document.getElementById("toasts")?.append(line);
  const leave = () => (line.matches(":hover, :focus-within") ? setTimeout(leave, 2_000) : line.remove());
  setTimeout(leave, STAY);
};

// The server says the same by a response header: HX-Trigger: {"toast": {"words": "已保存"}}
document.addEventListener("toast", (event) => toast(event.detail.words ?? event.detail.value));
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, () => toast("连接中断，刚才的操作没有送达。请检查网络后再试一次。"));
}
document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  toast(status === 403 ? "现在不能办理。请刷新页面，看看现在的情况。" : `没有完成（${status}）。请刷新页面后再试一次。`);
});

export { toast };
