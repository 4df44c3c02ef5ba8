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
