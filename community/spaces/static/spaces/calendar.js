// Arrow keys in the tables of the calendar. Then one field of a table is reached by Tab and
// the others from there; without a script, every field is.
(function () {
  "use strict";
  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const PAGES = { PageUp: "cal-before", PageDown: "cal-after" };

  // The links of the body by line and column; a cell may be as high as several lines.
  function fields(table) {
    const lines = Array.from(table.tBodies[0].rows, () => []);
    Array.from(table.tBodies[0].rows).forEach((row, y) => {
      let x = 0;
      Array.from(row.cells).forEach((cell) => {
        while (lines[y][x] !== undefined) {
          x += 1;
        }
        for (let down = 0; down < cell.rowSpan && lines[y + down]; down += 1) {
          lines[y + down][x] = cell.tagName === "TD" ? cell.querySelector("a") : null;
        }
      });
    });
    return lines;
  }

  function choose(table, link) {
    table.querySelectorAll("tbody td a").forEach((other) => {
      other.tabIndex = other === link ? 0 : -1;
    });
  }

  function place(lines, link) {
    const y = lines.findIndex((line) => line.includes(link));
    return [y, lines[y].indexOf(link)];
  }

  // The next field in this direction that leads somewhere.
  function next(lines, link, [down, right]) {
    let [y, x] = place(lines, link);
    do {
      y += down;
      x += right;
    } while (lines[y] && x < lines[y].length && x >= 0 && !lines[y][x]);
    return lines[y] && lines[y][x];
  }

  function edge(lines, link, key) {
    const line = lines[place(lines, link)[0]].filter(Boolean);
    return key === "Home" ? line[0] : line[line.length - 1];
  }

  function begin() {
    document.querySelectorAll("[data-calendar-grid]").forEach((table) => {
      choose(table, table.querySelector("td.is-today a") || table.querySelector("tbody td a"));
    });
  }

  document.addEventListener("keydown", (event) => {
    const link = event.target.closest("[data-calendar-grid] tbody td a");
    if (!link || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    if (PAGES[event.key]) {
      const button = document.getElementById(PAGES[event.key]);
      if (button) {
        event.preventDefault();
        button.focus();
        button.click();
      }
      return;
    }
    const table = link.closest("table");
    const lines = fields(table);
    let found = null;
    if (STEPS[event.key]) {
      found = next(lines, link, STEPS[event.key]);
    } else if (event.key === "Home" || event.key === "End") {
      found = edge(lines, link, event.key);
    } else {
      return;
    }
    event.preventDefault();
    if (found) {
      choose(table, found);
      found.focus();
    }
  });
  document.addEventListener("focusin", (event) => {
    const link = event.target.closest("[data-calendar-grid] tbody td a");
    if (link) {
      choose(link.closest("table"), link);
    }
  });
  document.addEventListener("htmx:afterSwap", begin);
  begin();
})();
