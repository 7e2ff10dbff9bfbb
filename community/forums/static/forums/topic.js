// A topic as it is read: what is new, what was read, small things done to a post.
// Without it every link and button below leads to a screen that does the same.
(function () {
  "use strict";
  const topic = document.getElementById("topic");
  const acts = document.getElementById("acts");
  const EVERY = 20000; // milliseconds between two questions for new posts
  const token = () => acts && acts.querySelector("input[name=csrfmiddlewaretoken]").value;

  // New posts ------------------------------------------------------------------------------
  const more = () => document.getElementById("more");

  async function ask() {
    const place = document.getElementById("newer");
    if (document.hidden || !place || !more().hasAttribute("data-end")) {
      return;
    }
    const answer = await fetch(`${topic.dataset.newer}?after=${more().dataset.last}`).catch(() => null);
    if (answer && answer.status === 200) {
      place.innerHTML = await answer.text();
      window.htmx.process(place);
    }
  }
  setInterval(ask, EVERY);
  document.addEventListener("visibilitychange", ask);

  // What was read --------------------------------------------------------------------------
  let highest = 0;
  let told = 0;

  function tell() {
    if (highest <= told || !topic.dataset.read) {
      return;
    }
    told = highest;
    const body = new URLSearchParams({ number: highest, csrfmiddlewaretoken: token() });
    fetch(topic.dataset.read, { method: "POST", body, keepalive: true }).catch(() => null);
  }

  const seen = new IntersectionObserver((entries) => {
    entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
      highest = Math.max(highest, Number(entry.target.id.slice(1)));
      seen.unobserve(entry.target);
    });
    const last = more();
    const shown = document.querySelectorAll("article.post");
    // The last post on the page: what was hidden after it is read, too.
    if (last && last.hasAttribute("data-end") && shown.length && highest === Number(shown[shown.length - 1].id.slice(1))) {
      highest = Math.max(highest, Number(last.dataset.last));
    }
    clearTimeout(seen.timer);
    seen.timer = setTimeout(tell, 1500);
  });

  function watch() {
    if (topic.dataset.read) {
      document.querySelectorAll("article.post .post-foot, article.post .post-text").forEach((part) => {
        seen.observe(part.closest("article"));
      });
    }
  }
  watch();
  window.addEventListener("pagehide", tell);
  document.body.addEventListener("htmx:afterSettle", watch);

  // Small things done to a post -------------------------------------------------------------
  let open = null;

  function close() {
    if (open) {
      open.box.remove();
      open.opener.setAttribute("aria-expanded", "false");
      open = null;
    }
  }

  function show(opener, box) {
    box.classList.add("post-box");
    opener.after(box);
    opener.setAttribute("aria-expanded", "true");
    open = { opener, box };
    const first = box.querySelector("button, a");
    if (first) {
      first.focus();
    }
  }

  function choose(opener) {
    const box = document.getElementById("palette").content.firstElementChild.cloneNode(true);
    box.querySelectorAll("button").forEach((button) => button.setAttribute("formaction", opener.href));
    show(opener, box);
  }

  async function details(opener) {
    const answer = await fetch(opener.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok) {
      window.location = opener.href;
      return;
    }
    const box = document.createElement("div");
    box.innerHTML = await answer.text();
    show(opener, box);
  }

  function swap(button) {
    const article = button.closest("article");
    window.htmx.ajax("POST", button.getAttribute("formaction"), {
      target: article,
      swap: "outerHTML",
      values: { [button.name]: button.value, csrfmiddlewaretoken: token() },
    });
  }

  async function copy(link) {
    const words = link.querySelector("span");
    try {
      await navigator.clipboard.writeText(link.href);
      words.textContent = words.dataset.copied;
    } catch {
      window.location = link.href;
    }
  }

  // The words that are selected in a post, or all of it, come into the editor.
  function quoted(article) {
    const text = article.querySelector(".post-text");
    const selection = window.getSelection();
    const inside = selection.rangeCount && text.contains(selection.getRangeAt(0).commonAncestorContainer);
    const chosen = inside ? selection.toString().trim() : "";
    if (chosen) {
      return chosen;
    }
    const whole = text.cloneNode(true);
    whole.querySelectorAll("blockquote.quote").forEach((quote) => quote.remove());
    whole.classList.add("visually-hidden");
    document.body.append(whole);
    const words = whole.innerText.trim();
    whole.remove();
    return words;
  }

  function quote(link) {
    const form = document.getElementById("reply-form");
    const area = form.querySelector("textarea[name=text]");
    const article = link.closest("article");
    const before = area.value.trim() ? `${area.value.trimEnd()}\n\n` : "";
    area.value = `${before}[quote ${article.dataset.post}]\n${quoted(article)}\n[/quote]\n\n`;
    form.querySelector("[name=reply_to]").value = article.id.slice(1);
    area.focus();
    area.setSelectionRange(area.value.length, area.value.length);
    area.dispatchEvent(new Event("input", { bubbles: true }));
    form.scrollIntoView({ block: "nearest" });
  }

  const actions = [
    ["[data-react]", choose],
    ["[data-more]", details],
    ["[data-copy-address]", copy],
    ["button[data-swap]", swap],
  ];

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-quote]");
    if (link && document.getElementById("reply-form")) {
      event.preventDefault();
      quote(link);
      return;
    }
    const was = open && open.opener;
    const found = actions.find(([where]) => event.target.closest(where));
    if (open && !event.target.closest(".post-box")) {
      close();
    }
    const element = found && event.target.closest(found[0]);
    if (!element) {
      return;
    }
    event.preventDefault();
    if (element !== was) {
      found[1](element);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && open) {
      const { opener } = open;
      close();
      opener.focus();
    }
  });
})();
