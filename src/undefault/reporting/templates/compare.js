// Mean ranks and performance profiles, in the page's colours.
(() => {
  const ranks = JSON.parse(document.getElementById("ranks-data").textContent);
  const profiles = JSON.parse(document.getElementById("profiles-data").textContent);
  const colors = () => ["--tuned-line", "--default-line", "--third-line", "--fourth-line"].map(themeColor);

  function drawRanks() {
    const traces = ranks.data.map((trace) => {
      const color = themeColor(trace.name === "tuned" ? "--tuned-line" : "--default-line");
      return { ...trace, marker: { color, size: 11, symbol: trace.name === "tuned" ? "circle" : "circle-open", line: { color, width: 2 } } };
    });
    const shapes = ranks.band === null ? [] : [{
      type: "rect", xref: "x", yref: "paper", x0: ranks.band[0], x1: ranks.band[1], y0: 0, y1: 1, layer: "below",
      line: { width: 0 }, fillcolor: fadedColor(themeColor("--default-line"), 0.12),
    }];
    const xaxis = themedAxis("mean rank", { range: ranks.ranks });
    const yaxis = themedAxis("", { categoryorder: "array", categoryarray: ranks.order });
    const legend = { orientation: "h", y: 1.02, yanchor: "bottom", x: 0 };
    Plotly.react("ranks-plot", traces, themedLayout(xaxis, yaxis, { shapes, legend, margin: { l: 16, r: 16, t: 40, b: 56 } }), PLOT_CONFIG);
  }

  function drawProfiles() {
    const named = colors();
    const traces = profiles.data.map((trace, place) => {
      const own = place < profiles.named;
      return { ...trace, showlegend: own, line: { ...trace.line, color: own ? named[place] : fadedColor(themeColor("--muted"), 0.45), width: own ? 2.4 : 1.2 } };
    }).reverse();
    const xaxis = themedAxis("distance from the best, in skill", { range: [0, 0.5] });
    const yaxis = themedAxis("share of tasks", { range: [-0.02, 1.04], tickformat: ".0%" });
    const legend = { orientation: "h", y: 1.02, yanchor: "bottom", x: 0, traceorder: "reversed" };
    Plotly.react("profiles-plot", traces, themedLayout(xaxis, yaxis, { legend, margin: { l: 16, r: 16, t: 40, b: 56 } }), PLOT_CONFIG);
  }

  drawNowAndOnThemeChange(drawRanks);
  drawNowAndOnThemeChange(drawProfiles);
})();
