// The editor: tools, keys, preview, drafts, pictures, members to name, tags.
// Without it there is a text field, and everything is sent by its form.
(function () {
  "use strict";
  const PREVIEW = 500; // milliseconds after the last key
  const DRAFT = 3000;
  const FAILURE = 10000; // so long no other word stands in its place

  const marks = { bold: ["**", "**"], italic: ["*", "*"], code: ["`", "`"] };
  const keys = { b: "bold", i: "italic", k: "link" };
  const tokenOf = (form) => form.querySelector("input[name=csrfmiddlewaretoken]").value;

  function put(area, text, from, to) {
    area.focus();
    area.setSelectionRange(from, to);
    // Keeps what the browser can take back with Ctrl+Z.
    if (!document.execCommand || !document.execCommand("insertText", false, text)) {
      area.setRangeText(text, from, to, "end");
      area.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }

  function around(area, [before, after]) {
    const { selectionStart: from, selectionEnd: to } = area;
    const inside = area.value.slice(from, to);
    put(area, before + inside + after, from, to);
    area.setSelectionRange(from + before.length, from + before.length + inside.length);
  }

  function lines(area, sign) {
    const from = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
    const to = area.selectionEnd;
    put(area, area.value.slice(from, to).split("\n").map((line) => sign + line).join("\n"), from, to);
  }

  function link(area) {
    const { selectionStart: from, selectionEnd: to } = area;
    const inside = area.value.slice(from, to);
    put(area, `[${inside}](https://)`, from, to);
    const at = from + inside.length + 3;
    area.setSelectionRange(at, at + "https://".length);
  }

  function setUp(editor) {
    const form = editor.closest("form");
    const area = editor.querySelector("textarea[name=text]");
    const title = form.querySelector("input[name=title]");
    const state = form.querySelector(".draft-state");
    const box = editor.querySelector(".editor-preview");
    const people = editor.querySelector(".editor-people");
    const file = editor.querySelector("[data-file]");
    const bar = editor.querySelector(".editor-progress");
    let previewTimer = 0;
    let draftTimer = 0;
    let kept = area.value;
    let sent = false;
    let uploads = 0;
    let waits = false; // to be sent when the pictures are there
    let failedAt = -FAILURE;

    function body(values) {
      return new URLSearchParams({ csrfmiddlewaretoken: tokenOf(form), ...values });
    }

    async function preview() {
      const text = area.value;
      box.hidden = !text.trim();
      if (box.hidden) {
        return;
      }
      const answer = await fetch(editor.dataset.preview, { method: "POST", body: body({ text }) }).catch(() => null);
      if (answer && answer.ok && area.value === text) {
        box.querySelector(".editor-shown").innerHTML = await answer.text();
      }
    }

    async function keep() {
      const now = area.value + (title ? title.value : "");
      if (now === kept || sent) {
        return;
      }
      kept = now;
      const values = { key: editor.dataset.draft, text: area.value, title: title ? title.value : "" };
      const answer = await fetch(editor.dataset.keep, { method: "POST", body: body(values) }).catch(() => null);
      const told = answer ? await answer.json().catch(() => ({})) : {};
      if (sent || performance.now() - failedAt > FAILURE) {
        state.textContent = sent ? "" : told.said || told.error || "";
      }
    }

    function changed() {
      clearTimeout(previewTimer);
      previewTimer = setTimeout(preview, PREVIEW);
      if (!draftTimer) {
        draftTimer = setTimeout(() => {
          draftTimer = 0;
          keep();
        }, DRAFT);
      }
    }

    // Pictures.
    function upload(picture) {
      const request = new XMLHttpRequest();
      const data = new FormData();
      data.append("file", picture, picture.name || "picture.png");
      data.append("csrfmiddlewaretoken", tokenOf(form));
      uploads += 1;
      failedAt = -FAILURE;
      bar.hidden = false;
      state.textContent = editor.dataset.uploading;
      request.upload.addEventListener("progress", (event) => {
        bar.value = event.lengthComputable ? (100 * event.loaded) / event.total : 0;
      });
      request.addEventListener("loadend", () => {
        uploads -= 1;
        bar.hidden = !uploads;
        let told = {};
        try {
          told = JSON.parse(request.responseText);
        } catch {
          told = {};
        }
        state.textContent = told.markdown ? "" : told.error || editor.dataset.failed;
        if (told.markdown) {
          put(area, `${told.markdown}\n`, area.selectionStart, area.selectionEnd);
        } else {
          failedAt = performance.now();
          waits = false;
        }
        if (waits && !uploads) {
          waits = false;
          form.requestSubmit();
        }
      });
      request.open("POST", editor.dataset.upload);
      request.send(data);
    }

    function pictureOf(list) {
      return Array.from(list || []).find((one) => one.type.startsWith("image/"));
    }

    // Members to name: after @ and the beginning of a name.
    function asked() {
      const before = area.value.slice(0, area.selectionStart);
      const found = /(?:^|\s)@([^\s@[\]()]{0,40}(?: [^\s@[\]()]{1,40})?)$/u.exec(before);
      return found ? found[1] : null;
    }

    async function suggest() {
      const text = editor.dataset.people ? asked() : null;
      if (text === null) {
        people.hidden = true;
        return;
      }
      const answer = await fetch(`${editor.dataset.people}?q=${encodeURIComponent(text)}`).catch(() => null);
      if (!answer || !answer.ok || asked() !== text) {
        return;
      }
      const told = await answer.json();
      people.replaceChildren(
        ...told.people.map((one) => {
          const button = document.createElement("button");
          button.type = "button";
          button.role = "option";
          button.textContent = one.name;
          button.addEventListener("click", () => {
            const at = area.selectionStart;
            put(area, `${one.mention} `, at - text.length - 1, at);
            people.hidden = true;
          });
          return button;
        }),
      );
      people.hidden = !told.people.length;
    }

    function step(event) {
      const all = Array.from(people.children);
      const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (people.hidden || !all.length) {
        return;
      }
      if (event.key === "Escape") {
        people.hidden = true;
        area.focus();
      } else if (way) {
        event.preventDefault();
        const here = all.indexOf(document.activeElement);
        all[(here + way + all.length + (here < 0 && way < 0 ? 1 : 0)) % all.length].focus();
      }
    }

    const tools = {
      bold: () => around(area, marks.bold),
      italic: () => around(area, marks.italic),
      code: () => around(area, area.value.slice(area.selectionStart, area.selectionEnd).includes("\n") ? ["```\n", "\n```"] : marks.code),
      quote: () => lines(area, "> "),
      list: () => lines(area, "- "),
      link: () => link(area),
      image: () => file.click(),
      mention: () => {
        const glued = area.selectionStart && !/\s$/.test(area.value.slice(0, area.selectionStart));
        put(area, glued ? " @" : "@", area.selectionStart, area.selectionEnd);
        suggest();
      },
      poll: () => {
        const poll = form.querySelector(".poll-form");
        poll.open = true;
        poll.querySelector("input").focus();
      },
    };

    editor.addEventListener("click", (event) => {
      const button = event.target.closest("[data-tool]");
      if (button) {
        tools[button.dataset.tool]();
      }
    });
    area.addEventListener("keydown", (event) => {
      const isCommand = event.ctrlKey || event.metaKey;
      if (isCommand && event.key === "Enter") {
        event.preventDefault();
        form.requestSubmit();
      } else if (isCommand && keys[event.key.toLowerCase()]) {
        event.preventDefault();
        tools[keys[event.key.toLowerCase()]]();
      }
    });
    editor.addEventListener("keydown", step);
    area.addEventListener("input", () => {
      changed();
      suggest();
    });
    if (title) {
      title.addEventListener("input", changed);
    }
    // Before all others, so that htmx does not send it either.
    form.addEventListener(
      "submit",
      (event) => {
        if (uploads) {
          event.preventDefault();
          event.stopImmediatePropagation();
          waits = true;
          state.textContent = editor.dataset.uploading;
        }
      },
      true,
    );
    form.addEventListener("submit", () => {
      sent = true;
      setTimeout(() => {
        sent = false;
      }, 5000);
    });
    file.addEventListener("change", () => {
      if (file.files[0]) {
        upload(file.files[0]);
      }
      file.value = "";
    });
    area.addEventListener("paste", (event) => {
      const picture = pictureOf(event.clipboardData && event.clipboardData.files);
      if (picture) {
        event.preventDefault();
        upload(picture);
      }
    });
    area.addEventListener("dragover", (event) => event.preventDefault());
    area.addEventListener("drop", (event) => {
      const picture = pictureOf(event.dataTransfer && event.dataTransfer.files);
      if (picture) {
        event.preventDefault();
        upload(picture);
      }
    });
    if (area.value.trim()) {
      preview();
    }
  }

  // Tags: the word after the last comma is looked up.
  function setUpTags(form) {
    const field = form.querySelector("input[name=tags]");
    const list = form.querySelector(".tags-found");
    let timer = 0;

    async function look() {
      const text = field.value.split(",").pop().trim();
      if (text.length < 2) {
        list.hidden = true;
        return;
      }
      const answer = await fetch(`${form.dataset.tags}?q=${encodeURIComponent(text)}`).catch(() => null);
      if (!answer || !answer.ok) {
        return;
      }
      const told = await answer.json();
      list.replaceChildren(
        ...told.tags.map((one) => {
          const item = document.createElement("li");
          const button = document.createElement("button");
          button.type = "button";
          button.className = "tag";
          button.textContent = one.name;
          button.addEventListener("click", () => {
            const before = field.value.split(",").slice(0, -1).map((word) => word.trim());
            field.value = `${[...before, one.name].join(", ")}, `;
            list.hidden = true;
            field.focus();
          });
          item.append(button);
          return item;
        }),
      );
      list.hidden = !told.tags.length;
    }
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(look, 250);
    });
  }

  function start() {
    document.querySelectorAll("[data-editor]:not([data-ready])").forEach((editor) => {
      editor.dataset.ready = "";
      setUp(editor);
    });
    document.querySelectorAll("form[data-tags]:not([data-ready])").forEach((form) => {
      form.dataset.ready = "";
      setUpTags(form);
    });
  }
  start();
  document.body.addEventListener("htmx:afterSettle", start);
})();
