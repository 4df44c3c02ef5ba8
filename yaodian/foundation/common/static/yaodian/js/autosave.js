// The saving line: <span class="y-saved" data-autosave-line aria-live="polite">已保存 14:03</span>
// A page that saves by itself imports `saving` and tells it where it stands.

const WORDS = {
  saving: () => "正在保存…",
  saved: (at) => `已保存 ${at}`,
  unsaved: (count) => `${count} 处修改还没有保存`,
  lost: (count) => `连接中断，${count} 处修改留在本机，恢复后自动保存`,
};

const clock = () => new Date().toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

const saving = (state, count = 0) => {
  for (const line of document.querySelectorAll("[data-autosave-line]")) {
    line.dataset.state = state;
    line.textContent = WORDS[state](state === "saved" ? clock() : count);
  }
};

export { saving };
