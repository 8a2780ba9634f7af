// Keeps the progress of the onboarding in this browser; the pages work without it.
"use strict";

(() => {
  const KEY = "murrosapuri.perehdytys";

  /** @returns {Record<string, {right: boolean, day: string}>} what was answered, by item */
  function read() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY) || "{}");
      return kept && typeof kept === "object" ? kept : {};
    } catch {
      return {};
    }
  }

  /** @param {object} kept */
  function write(kept) {
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing: the pages go on without progress.
    }
  }

  /** @param {HTMLElement} place whose theme has the items that it names; others are forgotten */
  function score(place) {
    const kept = read();
    const own = String(place.dataset.items).split(" ").map((item) => kept[item]).filter(Boolean);
    const days = own.map((answer) => answer.day).sort();
    return { count: own.length, right: own.filter((a) => a.right).length, day: days.at(-1) || "" };
  }

  /** @param {string} day as ISO 8601 writes it */
  function showDay(day) {
    const [year, month, date] = day.split("-").map(Number);
    return `${date}.${month}.${year}`;
  }

  function today() {
    const now = new Date();
    const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
    return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  }

  const result = /** @type {HTMLElement | null} */ (document.querySelector("[data-item]"));
  if (result) {
    const { item, right } = result.dataset;
    write({ ...read(), [String(item)]: { right: right === "1", day: today() } });
  }

  function show() {
    for (const node of document.querySelectorAll("[data-theme]")) {
      const place = /** @type {HTMLElement} */ (node);
      const { count, right } = score(place);
      place.dataset.plain = place.dataset.plain || place.textContent || "";
      place.textContent = count
        ? `Vastattu ${count}/${place.dataset.total}, oikein ${right}`
        : place.dataset.plain;
    }
    for (const node of document.querySelectorAll("[data-row]")) {
      const row = /** @type {HTMLElement} */ (node);
      const { count, right, day } = score(row);
      const cells = { right: count ? String(right) : "", date: count ? showDay(day) : "" };
      for (const [name, text] of Object.entries(cells)) {
        const cell = row.querySelector(`[data-${name}]`);
        if (cell) cell.textContent = text;
      }
    }
  }

  for (const node of document.querySelectorAll(".js-only")) node.removeAttribute("hidden");
  for (const node of document.querySelectorAll(".no-js")) node.setAttribute("hidden", "");
  document.querySelector("[data-clear]")?.addEventListener("click", () => {
    localStorage.removeItem(KEY);
    show();
  });
  show();
})();
