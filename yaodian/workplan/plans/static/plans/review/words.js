// The words of states, and a number in the signs of the list.

const LOOKS = {
  proposed: ["待核对", "plain"],
  accepted: ["已采纳", "good"],
  corrected: ["已更正", "progress"],
  rejected: ["已剔除", "off"],
};
const SIGNS = { ">=": "≥ ", ">": "> ", "<=": "≤ ", "~": "约 ", "=": "" };

const quantity = ({ comparator, value, value_max: most, unit }) =>
  `${SIGNS[comparator] ?? ""}${value}${most ? `–${most}` : ""} ${unit}`.trim();

const clock = (at = new Date()) =>
  at.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

// As in the list on the server: 高新技术企业 or 1 梯次培育科技企业.
const nameOf = (item) =>
  item.kind === "target" ? `${item.fields.indicator} ${quantity(item.fields)}` : `${item.fields.no} ${item.fields.title}`.trim();

export { LOOKS, clock, nameOf, quantity };
