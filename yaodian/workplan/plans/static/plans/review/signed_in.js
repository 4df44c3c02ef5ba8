// Tells the other tabs of this browser that somebody has signed in, so that they go on sending at once.

try {
  localStorage.setItem("yaodian:signed-in", String(Date.now()));
} catch {
  // Without storage the other tab finds out when it is looked at.
}
