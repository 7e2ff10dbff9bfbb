// Forms of the way in: a task solved while somebody types, and a look at the password.
(function () {
  "use strict";
  // A solved task counts for ten minutes; a form that stood open longer gets a new one.
  const FRESH = 8 * 60 * 1000;
  // Rather sent without the solution than never.
  const PATIENCE = 30 * 1000;

  function solve(form) {
    return new Promise((resolve) => {
      const worker = new Worker(form.dataset.effortWorker);
      const done = (answer) => {
        worker.terminate();
        resolve(answer);
      };
      worker.onmessage = (event) => done(event.data);
      worker.onerror = () => done("");
      fetch(form.dataset.effortTask, { headers: { Accept: "application/json" } })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error("refused"))))
        .then((task) => worker.postMessage(task))
        .catch(() => done(""));
    });
  }

  function prepare(form) {
    const field = form.querySelector("[data-effort]");
    const button = form.querySelector("[type=submit]");
    let solution = null;
    let since = 0;

    function begin() {
      since = Date.now();
      field.value = "";
      solution = solve(form).then((answer) => {
        field.value = answer;
      });
    }
    function patience() {
      return new Promise((resolve) => setTimeout(resolve, PATIENCE));
    }
    form.addEventListener("submit", (event) => {
      const stale = Date.now() - since > FRESH;
      if (field.value && !stale) {
        return;
      }
      event.preventDefault();
      button.disabled = true;
      button.setAttribute("aria-busy", "true");
      if (stale) {
        begin();
      }
      Promise.race([solution, patience()]).then(() => form.submit());
    });
    // The page may come back from the browser's memory with a task that is used up.
    window.addEventListener("pageshow", (event) => {
      button.disabled = false;
      button.removeAttribute("aria-busy");
      if (event.persisted) {
        begin();
      }
    });
    begin();
  }

  function addReveal(form) {
    form.querySelectorAll("input[type=password]").forEach((input) => {
      const button = document.createElement("button");
      const frame = document.createElement("div");
      button.type = "button";
      button.className = "reveal";
      button.textContent = form.dataset.reveal;
      button.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-controls", input.id);
      frame.className = "revealed";
      input.replaceWith(frame);
      frame.append(input, button);
      button.addEventListener("click", () => {
        const shown = input.type === "text";
        input.type = shown ? "password" : "text";
        button.setAttribute("aria-pressed", String(!shown));
      });
      // Sent as a password, so that the browser offers to keep it.
      form.addEventListener("submit", () => {
        input.type = "password";
      });
    });
  }

  document.querySelectorAll("form[data-effort-task]").forEach(prepare);
  document.querySelectorAll("form[data-reveal]").forEach(addReveal);
})();
