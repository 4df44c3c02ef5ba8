// 大字版 without loading the page again; the cookie is the same one the form's POST sets.

const YEAR = 365 * 24 * 60 * 60;

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-type-size]");
  if (!form) return;
  event.preventDefault();
  const button = form.querySelector("button");
  const large = button.value === "large";
  document.documentElement.classList.toggle("large-type", large);
  document.cookie = `type_size=${large ? "large" : "normal"}; path=/; max-age=${YEAR}; samesite=lax`;
  button.value = large ? "normal" : "large";
  button.textContent = large ? "标准字" : "大字版";
  button.setAttribute("aria-pressed", String(large));
});
