// Small menus and the phone's menu sheet close on Escape and on a click elsewhere.

const openMenus = () => document.querySelectorAll("details.y-menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (location.hash === "#menu") location.hash = "#main";
});
