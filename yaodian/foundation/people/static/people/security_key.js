// Registers a security key, or signs in with one: a button asks the browser, its answer is sent with the form.

const WORDS = {
  NotAllowedError: "没有完成：已取消，或等得太久。请再试一次。",
  InvalidStateError: "这把安全密钥已经登记过，不用再登记。",
  SecurityError: "这个网址不能使用安全密钥，请用本单位公布的网址打开。",
};

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

function creation(options) {
  const user = { ...options.user, id: bytes(options.user.id) };
  const excludeCredentials = known(options.excludeCredentials);
  return { ...options, challenge: bytes(options.challenge), user, excludeCredentials };
}

function request(options) {
  const allowCredentials = known(options.allowCredentials);
  return { ...options, challenge: bytes(options.challenge), allowCredentials };
}

function answer(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function ask() {
  const told = JSON.parse(document.getElementById("security-key-options").textContent);
  if (told.creation_options) {
    return navigator.credentials.create({ publicKey: creation(told.creation_options.publicKey) });
  }
  return navigator.credentials.get({ publicKey: request(told.request_options.publicKey) });
}

for (const form of document.querySelectorAll("form[data-security-key]")) {
  const line = form.querySelector("[data-security-key-line]");
  const button = form.querySelector("button[data-security-key-ask]");
  if (!window.PublicKeyCredential) {
    line.textContent = "这个浏览器不支持安全密钥。请换用新版的 Chrome、Edge、Firefox 或 Safari，并用 https 网址打开。";
    button.disabled = true;
    continue;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    button.disabled = true;
    line.textContent = "请按浏览器的提示操作，碰一下安全密钥……";
    try {
      form.elements.credential.value = JSON.stringify(answer(await ask()));
      form.submit();
    } catch (error) {
      line.textContent = WORDS[error.name] ?? "没有完成，请再试一次。";
      button.disabled = false;
    }
  });
}
