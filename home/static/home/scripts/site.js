// Small behaviours of the whole site. Everything works without them, only less smoothly.
(function () {
  "use strict";
  const root = document.documentElement;
  const announcer = document.getElementById("announcer");

  // The menu on narrow screens.
  const menuButton = document.querySelector(".menu-button");
  const menu = document.getElementById("site-menu");
  function openMenu(open) {
    menu.classList.toggle("is-open", open);
    menuButton.setAttribute("aria-expanded", String(open));
  }
  if (menuButton && menu) {
    menuButton.addEventListener("click", () => openMenu(!menu.classList.contains("is-open")));
    menu.addEventListener("keydown", (event) => {
      const inDropdown = event.target.closest(".dropdown-menu.show, [aria-expanded='true']");
      if (event.key === "Escape" && menu.classList.contains("is-open") && !inDropdown) {
        openMenu(false);
        menuButton.focus();
      }
    });
  }

  // Light, dark, or as the device is set.
  const choices = document.querySelectorAll("[data-theme-choice]:not(html)");
  function markChoice() {
    choices.forEach((button) => {
      const isChosen = button.dataset.themeChoice === root.dataset.themeChoice;
      button.setAttribute("aria-pressed", String(isChosen));
    });
  }
  choices.forEach((button) => {
    button.addEventListener("click", () => {
      window.chooseTheme(button.dataset.themeChoice);
      markChoice();
    });
  });
  markChoice();

  // Toasts: Bootstrap closes those that may go by themselves.
  document.querySelectorAll(".toast").forEach((toast) => {
    window.bootstrap.Toast.getOrCreateInstance(toast).show();
  });

  // A film: its player is loaded after the reader agreed.
  document.querySelectorAll("[data-play]").forEach((button) => {
    button.addEventListener("click", () => {
      const figure = button.closest("[data-player]");
      const frame = document.createElement("iframe");
      frame.src = figure.dataset.player;
      frame.title = figure.dataset.playerTitle;
      frame.allow = "fullscreen; picture-in-picture";
      // The players ask from which site they are shown, and stop without an answer.
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      figure.querySelector(".video-stage").replaceChildren(frame);
      frame.focus();
    });
  });

  document.querySelectorAll("[data-print]").forEach((button) => {
    button.addEventListener("click", () => window.print());
  });

  // Copies the text of the element that a button names; selects it where that is refused.
  function tellCopied(button) {
    const label = button.querySelector("span");
    const before = label.textContent;
    label.textContent = button.dataset.copied;
    announcer.textContent = button.dataset.copied;
    setTimeout(() => {
      label.textContent = before;
    }, 2000);
  }
  document.body.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    const source = button && document.getElementById(button.dataset.copy);
    if (!source) {
      return;
    }
    const copied = navigator.clipboard
      ? navigator.clipboard.writeText(source.textContent.trim())
      : Promise.reject(new Error("no clipboard"));
    copied.then(
      () => tellCopied(button),
      () => window.getSelection().selectAllChildren(source),
    );
  });

  // A chosen picture is shown round, as it will be, before it is sent.
  document.body.addEventListener("change", async (event) => {
    const input = event.target.closest("input[data-picture]");
    if (!input) {
      return;
    }
    const next = input.nextElementSibling;
    const canvas = next && next.matches("canvas") ? next : document.createElement("canvas");
    const picture = await createImageBitmap(input.files[0]).catch(() => null);
    if (!picture) {
      canvas.remove();
      return;
    }
    const side = Math.min(picture.width, picture.height);
    const left = (picture.width - side) / 2;
    const top = (picture.height - side) / 2;
    canvas.width = canvas.height = 256;
    canvas.className = "picture-preview";
    canvas.ariaHidden = "true";
    canvas.getContext("2d").drawImage(picture, left, top, side, side, 0, 0, 256, 256);
    input.after(canvas);
  });

  // Filters: an empty one does not belong in the address.
  document.body.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = event.detail;
    Object.keys(parameters).forEach((name) => {
      if (parameters[name] === "") {
        delete parameters[name];
      }
    });
  });

  // A refused form comes back with what was typed; it is shown, not thrown away.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    const { target, xhr } = event.detail;
    if ([409, 422, 429].includes(xhr.status) && target.closest("[data-keeps-refusals]")) {
      event.detail.shouldSwap = true;
      event.detail.isError = false;
    }
  });

  // What a swapped list says about itself is read aloud.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const words = event.detail.target.querySelector("[data-announce]");
    if (announcer && words) {
      announcer.textContent = words.textContent.trim();
    }
  });
})();
