// Suggestions while typing: arrows choose, Enter follows, Escape closes.
(function () {
  "use strict";
  const input = document.querySelector("[data-suggest]");
  const place = input && document.getElementById(input.dataset.suggestInto);
  if (!place) {
    return;
  }
  let timer = 0;
  let asked = "";

  input.setAttribute("role", "combobox");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");

  const options = () => Array.from(place.querySelectorAll("[role=option]"));
  const chosen = () => place.querySelector("[aria-selected=true]");

  function close() {
    place.hidden = true;
    place.replaceChildren();
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    input.removeAttribute("aria-controls");
  }

  function open(html) {
    place.innerHTML = html;
    if (!options().length) {
      close();
      return;
    }
    place.hidden = false;
    input.setAttribute("aria-expanded", "true");
    input.setAttribute("aria-controls", "people-suggestions-list");
  }

  function choose(option) {
    const before = chosen();
    if (before) {
      before.setAttribute("aria-selected", "false");
    }
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function step(way) {
    const all = options();
    const here = all.indexOf(chosen());
    const next = here < 0 ? (way > 0 ? 0 : all.length - 1) : here + way;
    choose(all[(next + all.length) % all.length]);
  }

  async function ask() {
    const text = input.value.trim();
    if (text === asked) {
      return;
    }
    asked = text;
    if (text.length < 2) {
      close();
      return;
    }
    const answer = await fetch(`${input.dataset.suggest}?q=${encodeURIComponent(text)}`);
    // Somebody who typed on, or left, wants no old answer.
    if (answer.ok && asked === text && document.activeElement === input) {
      open(await answer.text());
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 140);
  });
  input.addEventListener("keydown", (event) => {
    if (place.hidden) {
      return;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Enter") {
      const option = chosen();
      if (option) {
        event.preventDefault();
        option.click();
      } else {
        close();
      }
    } else if (event.key === "Tab") {
      close();
    }
  });
  document.addEventListener("click", (event) => {
    if (!place.contains(event.target) && event.target !== input) {
      close();
    }
  });
})();
