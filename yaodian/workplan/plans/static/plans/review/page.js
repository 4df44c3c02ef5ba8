// What the server wrote into the page: whose review of which plan this is, and its items.

const root = document.querySelector("[data-review]");
const { plan, user, who, base, csrfCookie, signIn } = root.dataset;
const about = { root, plan, user, who, base, csrfCookie, signIn, version: Number(root.dataset.version) };

// key → {key, kind, id, revision, state, look, fields}
const items = new Map();

const remember = (data) => {
  for (const item of data) items.set(item.key, item);
};

const forgetAllBut = (data) => {
  const kept = new Set(data.map((item) => item.key));
  for (const key of [...items.keys()]) if (!kept.has(key)) items.delete(key);
  remember(data);
};

const isLive = (item) => item.state === "proposed" || item.state === "accepted";
const liveOf = (kind) => [...items.values()]
  .filter((item) => item.kind === kind && isLive(item))
  .sort((a, b) => a.fields.start - b.fields.start || a.id - b.id);
const onPhone = () => matchMedia("(max-width: 860px)").matches;
const template = (id) => document.getElementById(id).content.cloneNode(true);

remember(JSON.parse(document.getElementById("review-data").textContent));

export { about, forgetAllBut, isLive, items, liveOf, onPhone, remember, template };
