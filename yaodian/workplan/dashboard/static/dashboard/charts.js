// Draws the large chart of a target's year from the numbers in the page; without it the small drawing stands there.

const address = document.getElementById("charts-module").dataset.echarts;
const REACHED = "#0072b2";
const DUE = "#5b6673";
const PROMISED = "#1f2933";
let library;

const load = () =>
  (library ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src: address });
    script.onload = () => resolve(window.echarts);
    script.onerror = reject;
    document.head.append(script);
  }));

const line = (name, data, colour, extra) => ({
  name,
  type: "line",
  data,
  connectNulls: true,
  color: colour,
  animation: false,
  endLabel: { show: true, formatter: "{a}", color: colour, distance: 8 },
  labelLayout: { moveOverlap: "shiftY" },
  ...extra,
});

const options = ({ unit, promise, months, reached, due }) => ({
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
  grid: { left: 12, right: 96, top: 36, bottom: 8, containLabel: true },
  tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => (value == null ? "没有填报" : `${value.toLocaleString()} ${unit}`) },
  xAxis: { type: "category", boundaryGap: false, data: months.map((month) => `${month}月`), axisTick: { show: false } },
  yAxis: { type: "value", name: unit, nameTextStyle: { align: "left" }, splitLine: { lineStyle: { color: "#e3e7ec" } } },
  series: [
    line("累计完成", reached, REACHED, { symbolSize: 7, lineStyle: { width: 3 } }),
    ...(due.some((value) => value != null) ? [line("节奏要求", due, DUE, { symbol: "none", lineStyle: { width: 1.5 } })] : []),
    line("承诺", months.map(() => promise), PROMISED, { symbol: "none", lineStyle: { width: 1, type: "dashed" } }),
  ],
});

const draw = async () => {
  for (const place of document.querySelectorAll("[data-chart]")) {
    const data = JSON.parse(document.getElementById(place.dataset.chart).textContent);
    const echarts = await load();
    if (!place.isConnected) continue;
    place.replaceChildren();
    const chart = echarts.init(place, null, { renderer: "canvas" });
    chart.setOption(options(data));
    place.dataset.drawn = "yes";
    new ResizeObserver(() => place.isConnected && chart.resize()).observe(place);
  }
};

draw();
document.addEventListener("htmx:afterSettle", draw);
