// Asks the browser for a passkey: to make one, or to answer with one. Bytes travel as base64url, as WebAuthn's JSON has them.

const form = document.querySelector("[data-passkey]");
const button = form.querySelector("button");
const error = form.querySelector(".error");

const read = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));
const written = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

function opened({ publicKey }) {
  const known = (list) => (list || []).map((each) => ({ ...each, id: read(each.id) }));
  const found = { ...publicKey, challenge: read(publicKey.challenge) };
  if (publicKey.user) found.user = { ...publicKey.user, id: read(publicKey.user.id) };
  if (publicKey.excludeCredentials) found.excludeCredentials = known(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) found.allowCredentials = known(publicKey.allowCredentials);
  return { publicKey: found };
}

function closed(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = written(credential.response[part]);
  }
  const { id, type } = credential;
  return { id, rawId: id, type, response, clientExtensionResults: credential.getClientExtensionResults() };
}

async function post(address, body) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "Content-Type": "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body || {}) });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.message, { cause: "told" });
  return said;
}

async function run() {
  const facts = new URLSearchParams({ next: form.elements.next.value, name: form.elements.name?.value || "" });
  const options = opened(await post(form.dataset.ask));
  const credential = await navigator.credentials[form.dataset.passkey](options);
  window.location.assign((await post(`${form.dataset.answer}?${facts}`, { credential: closed(credential) })).next);
}

function say(text) {
  error.textContent = text;
  error.hidden = false;
  button.disabled = false;
}

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  error.hidden = true;
  button.disabled = true;
  try {
    await run();
  } catch (problem) {
    say(problem.cause === "told" ? problem.message : form.dataset.failed);
  }
});
if (!window.PublicKeyCredential) {
  say(form.dataset.unable);
  button.disabled = true;
}
