// After a submission with errors the reader lands on the summary, and its links put the cursor into the field.

const focusSummary = (root) => root.querySelector?.("[data-focus]")?.focus();

focusSummary(document);
document.addEventListener("htmx:afterSettle", (event) => focusSummary(event.target));

document.addEventListener("click", (event) => {
  const link = event.target.closest(".y-errors a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const control = field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea");
  (control ?? field).focus();
  (field.closest(".y-field") ?? field).scrollIntoView({ block: "start" });
});
