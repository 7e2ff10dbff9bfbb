/* Long work goes on step by step: presses the button that people without script press. */
const form = document.querySelector("form[data-continue]");
if (form) {
  setTimeout(() => form.requestSubmit(form.querySelector("button")), 400);
}
