// Sorting by a column's heading and filtering by the form above a table.
(() => {
  function sortKey(row, column) {
    const cell = row.cells[column];
    const text = (cell.dataset.sort ?? cell.firstChild?.textContent ?? "").trim();
    const number = Number(text.replace(/,/g, "").replace("\u2212", "-"));
    return { text: cell.textContent.trim(), number: text === "" ? NaN : number };
  }

  function compare(a, b) {
    if (!Number.isNaN(a.number) && !Number.isNaN(b.number)) return a.number - b.number;
    if (Number.isNaN(a.number) !== Number.isNaN(b.number)) return Number.isNaN(a.number) ? 1 : -1;
    return a.text.localeCompare(b.text, "en", { numeric: true });
  }

  function sortTable(table, heading) {
    const falling = heading.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th[aria-sort]").forEach((other) => other.removeAttribute("aria-sort"));
    heading.setAttribute("aria-sort", falling ? "descending" : "ascending");
    const keyed = [...table.tBodies[0].rows].map((row) => ({ row, key: sortKey(row, heading.cellIndex) }));
    keyed.sort((a, b) => (falling ? -1 : 1) * compare(a.key, b.key));
    table.tBodies[0].append(...keyed.map(({ row }) => row));
  }

  function filterTable(form, table) {
    const { text, optimizer, verdict } = form.elements;
    const sought = text.value.trim().toLowerCase();
    let shown = 0;
    for (const row of table.tBodies[0].rows) {
      row.hidden = !(row.textContent.toLowerCase().includes(sought)
        && (!optimizer.value || row.dataset.optimizer === optimizer.value)
        && (!verdict.value || row.dataset.verdict === verdict.value));
      shown += row.hidden ? 0 : 1;
    }
    const total = table.tBodies[0].rows.length;
    form.querySelector("output").textContent = `${shown} of ${total} ${total === 1 ? "row" : "rows"}`;
  }

  document.querySelectorAll("table[data-sortable]").forEach((table) =>
    table.querySelectorAll(".sort").forEach((button) =>
      button.addEventListener("click", () => sortTable(table, button.closest("th")))));
  document.querySelectorAll("form[data-filters]").forEach((form) => {
    const table = document.getElementById(form.dataset.filters);
    form.addEventListener("input", () => filterTable(form, table));
    form.addEventListener("submit", (event) => event.preventDefault());
  });
})();
