// The scatter of confirmed against searched skill, in the page's colours.
(() => {
  if (!document.getElementById("scores-plot")) return;
  const figure = JSON.parse(document.getElementById("scores-data").textContent);
  const { xaxis, yaxis } = figure.layout;
  drawNowAndOnThemeChange(() => {
    const [line, points] = figure.data;
    const traces = [
      { ...line, line: { ...line.line, color: themeColor("--muted") } },
      { ...points, marker: { color: fadedColor(themeColor("--tuned-line"), 0.65), size: 8 } },
    ];
    const axes = [xaxis, yaxis].map((axis) => themedAxis(axis.title.text, { range: axis.range }));
    Plotly.react("scores-plot", traces, themedLayout(...axes, { showlegend: false }), PLOT_CONFIG);
  });
})();
