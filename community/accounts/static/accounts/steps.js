/* Long work goes on step by step: presses the button that people without script press,
   for as long as the number that the page tells changes. */
{
  const form = document.querySelector("form[data-continue]");
  const key = `steps ${location.pathname}`;
  if (form && sessionStorage.getItem(key) !== form.dataset.continue) {
    sessionStorage.setItem(key, form.dataset.continue);
    setTimeout(() => form.requestSubmit(form.querySelector("button")), 400);
  }
}
