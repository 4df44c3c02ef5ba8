// On a phone a review shows either the text or the list; the two tabs choose.

const show = (review, pane) => {
  review.dataset.pane = pane;
  for (const tab of review.querySelectorAll("[data-show]")) {
    tab.toggleAttribute("aria-current", tab.dataset.show === pane);
    if (tab.dataset.show === pane) tab.setAttribute("aria-current", "true");
  }
};

document.addEventListener("click", (event) => {
  const tab = event.target.closest(".y-review [data-show]");
  if (!tab) return;
  event.preventDefault();
  show(tab.closest(".y-review"), tab.dataset.show);
});

for (const review of document.querySelectorAll(".y-review[data-pane-start]")) {
  show(review, review.dataset.paneStart);
}

export { show };
