// On a narrow screen the strip of tabs scrolls; the tab that is open comes to its middle.

for (const tab of document.querySelectorAll(".y-tabs [aria-current]")) {
  const strip = tab.closest(".y-tabs");
  const [{ left, width }, at] = [tab.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += left - at.left - (at.width - width) / 2;
}
