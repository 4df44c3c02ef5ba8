// One request to the server, and what came of it:
// done, superseded, problems, refused, sign-in (the session has ended) or lost (no answer).

import { about } from "./page.js";

const cookie = (name) =>
  document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";

const OUTCOMES = { 409: "superseded", 422: "problems", 403: "refused", 401: "sign-in" };

const outcomeOf = async (response) => {
  if (response.type === "opaqueredirect") return { outcome: "sign-in" };
  if (response.status === 204) return { outcome: "nothing" };
  if (response.status >= 500 || response.status === 429) return { outcome: "lost" };
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) return response.status === 403 ? { outcome: "sign-in" } : { outcome: "refused", refused: "没有找到这一条，请刷新页面。" };
  return { outcome: response.ok ? "done" : OUTCOMES[response.status] ?? "refused", ...(await response.json()) };
};

const ask = async (url, options) => {
  try {
    const signal = AbortSignal.timeout?.(20_000);
    return await outcomeOf(await fetch(url, { redirect: "manual", signal, ...options }));
  } catch {
    return { outcome: "lost" };
  }
};

const get = (url, headers = {}) => ask(url, { headers: { Accept: "application/json", ...headers } });

const send = (change) => {
  const body = new URLSearchParams(change.fields);
  body.set("key", change.key);
  body.set("revision", change.revision);
  body.set("version", about.version);
  body.set("as_user", about.user);
  const headers = { Accept: "application/json", "X-CSRFToken": cookie(about.csrfCookie) };
  return ask(change.url, { method: "POST", headers, body });
};

export { get, send };
