// The words of states, and a number in the signs of the list, for what the server has not yet told.

// {looks: state → [word, kind of its tag], signs: comparator → sign}, as the server says them.
const { looks: LOOKS, signs: SIGNS } = JSON.parse(document.getElementById("review-words").textContent);

const number = (typed) => {
  const value = Number(typed.normalize("NFKC").replace(/[, ]/g, ""));
  return Number.isNaN(value) ? typed : value.toLocaleString("en-US", { maximumFractionDigits: 6 });
};

const quantity = ({ comparator, value, value_max: most, unit }) =>
  `${SIGNS[comparator]} ${number(value)}${most ? `–${number(most)}` : ""} ${unit}`.trim();

const clock = (at = new Date()) =>
  at.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

// As in the list on the server: 高新技术企业 or 1 梯次培育科技企业.
const nameOf = (item) =>
  item.kind === "target" ? `${item.fields.indicator} ${quantity(item.fields)}` : `${item.fields.no} ${item.fields.title}`.trim();

export { LOOKS, clock, nameOf, quantity };
