// The file box is the browser's own, which takes dropped files; this only shows that it is ready for them.

const boxOf = (event) => event.target.closest?.(".y-upload-input");

document.addEventListener("dragover", (event) => boxOf(event)?.classList.add("is-over"));
for (const name of ["dragleave", "drop"]) {
  document.addEventListener(name, (event) => boxOf(event)?.classList.remove("is-over"));
}
