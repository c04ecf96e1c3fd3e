// Colours for Plotly, read from the style sheet so that both follow the colour scheme.
function themeColor(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function fadedColor(hex, opacity) {
  const channels = [1, 3, 5].map((start) => parseInt(hex.slice(start, start + 2), 16));
  return `rgba(${channels.join(",")},${opacity})`;
}

function themedAxis(title, extra) {
  return {
    title: { text: title, standoff: 10, font: { color: themeColor("--muted"), size: 13 } },
    gridcolor: themeColor("--rule"), linecolor: themeColor("--rule"), zeroline: false,
    tickfont: { color: themeColor("--muted"), size: 12 }, automargin: true, ...extra,
  };
}

function themedLayout(xaxis, yaxis, extra) {
  return {
    xaxis, yaxis, paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
    font: { family: themeColor("--sans"), color: themeColor("--ink"), size: 13 },
    margin: { l: 64, r: 20, t: 24, b: 64 },
    hoverlabel: { bgcolor: themeColor("--ink"), font: { color: themeColor("--page") }, bordercolor: themeColor("--ink") },
    ...extra,
  };
}

const PLOT_CONFIG = { displaylogo: false, showSendToCloud: false, responsive: true, displayModeBar: "hover" };
const REDRAWS = [];

function drawNowAndOnThemeChange(draw) {
  REDRAWS.push(draw);
  draw();
}

window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => REDRAWS.forEach((draw) => draw()));
