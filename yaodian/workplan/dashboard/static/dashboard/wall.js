// When the server cannot be reached the last picture stays, with a sign that says since when.

const lost = document.getElementById("lost");

const show = () => {
  document.getElementById("lost-since").textContent = document.getElementById("refreshed").textContent;
  lost.hidden = false;
};

for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) document.body.addEventListener(trouble, show);
document.body.addEventListener("htmx:afterSettle", () => {
  lost.hidden = true;
});

// What does not fit on the screen comes a screen at a time, and then the first again.
const SECONDS_A_SCREEN = 15;

setInterval(() => {
  const page = document.documentElement;
  const step = window.innerHeight - document.querySelector(".w-head").offsetHeight - 32;
  const atEnd = window.scrollY + window.innerHeight >= page.scrollHeight - 2;
  if (page.scrollHeight > window.innerHeight) window.scrollTo({ top: atEnd ? 0 : window.scrollY + step });
}, SECONDS_A_SCREEN * 1000);
