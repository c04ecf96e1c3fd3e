// The hint beside a cell of the map, on hover and on keyboard focus.
(() => {
  const hint = document.getElementById("hint");

  function place(cell) {
    const box = cell.getBoundingClientRect();
    const below = box.bottom + hint.offsetHeight + 12 < window.innerHeight;
    hint.style.top = `${below ? box.bottom + 6 : box.top - hint.offsetHeight - 6}px`;
    hint.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - hint.offsetWidth - 8))}px`;
  }

  function show(event) {
    hint.textContent = event.currentTarget.dataset.hint;
    hint.hidden = false;
    place(event.currentTarget);
  }

  function hide() { hint.hidden = true; }

  document.querySelectorAll("[data-hint]").forEach((cell) => {
    cell.addEventListener("mouseenter", show);
    cell.addEventListener("focus", show);
    cell.addEventListener("mouseleave", hide);
    cell.addEventListener("blur", hide);
  });
  window.addEventListener("scroll", hide, { passive: true });
})();
