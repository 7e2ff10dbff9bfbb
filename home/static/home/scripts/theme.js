// Runs before anything is painted: sets the theme that the reader chose on this device,
// else leaves it to the device, and marks that scripts run.
(function () {
  "use strict";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");

  function stored() {
    try {
      return localStorage.getItem("theme") || "auto";
    } catch {
      return "auto"; // storage may be closed; then the device decides
    }
  }

  function apply(choice) {
    const isDark = choice === "dark" || (choice === "auto" && dark.matches);
    root.dataset.bsTheme = isDark ? "dark" : "light";
    root.dataset.themeChoice = choice;
  }

  root.classList.add("has-script");
  apply(stored());
  dark.addEventListener("change", () => apply(stored()));
  window.chooseTheme = function (choice) {
    try {
      localStorage.setItem("theme", choice);
    } catch {
      // The choice then holds for this page only.
    }
    apply(choice);
  };
})();
