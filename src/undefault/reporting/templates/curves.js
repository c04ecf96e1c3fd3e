// Learning curves of one task and optimizer, chosen by the form or by a cell of the map.
(() => {
  const curves = JSON.parse(document.getElementById("curves-data").textContent);
  const form = document.getElementById("curves-form");
  const { study, optimizer, log, train } = form.elements;
  const roles = [["default", "--default-line"], ["tuned", "--tuned-line"]];

  function fill(select, words, chosen) {
    select.replaceChildren(...words.map((word) => new Option(word, word, false, word === chosen)));
  }

  function bandTraces(curve, color) {
    const shared = { x: curve.epochs, mode: "lines", line: { width: 0 }, hoverinfo: "skip", showlegend: false };
    return [{ ...shared, y: curve.low }, { ...shared, y: curve.high, fill: "tonexty", fillcolor: fadedColor(color, 0.16) }];
  }

  function lossAt(curve, epoch) {
    const nearest = curve.epochs.reduce((best, at, i) => (Math.abs(at - epoch) < Math.abs(curve.epochs[best] - epoch) ? i : best), 0);
    return curve.valid[nearest];
  }

  function roleTraces(role, curve, color) {
    const hover = (name) => `${name}, epoch %{x}: %{y:.4g}<extra></extra>`;
    const lines = [...bandTraces(curve, color), {
      x: curve.epochs, y: curve.valid, mode: "lines", name: role, line: { color, width: 2.2, dash: role === "tuned" ? "solid" : "dash" },
      hovertemplate: hover(`${role}, validation`),
    }];
    if (train.checked) {
      lines.push({ x: curve.epochs, y: curve.train, mode: "lines", name: `${role}, training`, line: { color, width: 1, dash: "dot" }, hovertemplate: hover(`${role}, training`) });
    }
    if (curve.restored !== null) {
      lines.push({
        x: [curve.restored], y: [lossAt(curve, curve.restored)], mode: "markers", showlegend: false,
        marker: { color, size: 10, line: { color: themeColor("--surface"), width: 2 } }, hovertemplate: `${role}, restored epoch %{x}<extra></extra>`,
      });
    }
    return lines;
  }

  function constantLine(curve) {
    return curve.constant === null ? [] : [{
      x: [curve.epochs[0], curve.epochs.at(-1)], y: [curve.constant, curve.constant], mode: "lines", name: "constant prediction",
      line: { color: themeColor("--muted"), width: 1.2, dash: "dot" }, hovertemplate: "constant prediction: %{y:.4g}<extra></extra>",
    }];
  }

  function describe(role, curve) {
    if (!curve) return `No curve of the ${role} setting was kept.`;
    const seeds = `${curve.n_seeds} ${curve.n_seeds === 1 ? "seed" : "seeds"}`;
    const diverged = curve.n_diverged ? `, ${curve.n_diverged} of them diverged and left out where their loss is not finite` : "";
    return `${role[0].toUpperCase()}${role.slice(1)}: ${seeds} of the ${curve.phase} phase${diverged}.`;
  }

  function spansDecades(pair) {
    const losses = Object.values(pair).filter(Boolean).flatMap((curve) => curve.valid).filter((loss) => loss !== null && loss > 0);
    return Math.max(...losses) > 100 * Math.min(...losses);
  }

  function drawPair() {
    log.checked = spansDecades(curves[study.value][optimizer.value]);
    draw();
  }

  function draw() {
    const pair = curves[study.value][optimizer.value];
    const longest = Object.values(pair).filter(Boolean).sort((a, b) => b.epochs.at(-1) - a.epochs.at(-1))[0];
    const traces = roles.flatMap(([role, color]) => (pair[role] ? roleTraces(role, pair[role], themeColor(color)) : []));
    const yaxis = themedAxis("validation loss", log.checked ? { type: "log", dtick: 1 } : { type: "linear" });
    const layout = themedLayout(themedAxis("epoch"), yaxis, { legend: { orientation: "h", y: 1.02, yanchor: "bottom", x: 0, traceorder: "normal" }, margin: { l: 64, r: 20, t: 48, b: 64 } });
    Plotly.react("curves-plot", [...(longest ? constantLine(longest) : []), ...traces], layout, PLOT_CONFIG);
    document.getElementById("curves-note").textContent = roles.map(([role]) => describe(role, pair[role])).join(" ");
  }

  function choose(chosenStudy, chosenOptimizer) {
    study.value = chosenStudy;
    fill(optimizer, Object.keys(curves[chosenStudy]), chosenOptimizer);
    drawPair();
  }

  fill(study, Object.keys(curves), study.dataset.first);
  fill(optimizer, Object.keys(curves[study.value]), optimizer.dataset.first);
  log.checked = spansDecades(curves[study.value][optimizer.value]);
  study.addEventListener("change", () => choose(study.value, optimizer.value));
  optimizer.addEventListener("change", drawPair);
  [log, train].forEach((control) => control.addEventListener("change", draw));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.querySelectorAll(".map a").forEach((cell) =>
    cell.addEventListener("click", () => choose(cell.dataset.study, cell.dataset.optimizer)));
  drawNowAndOnThemeChange(draw);
})();
