// Proof of work in place of a captcha: keys are derived until one begins as the challenge says (ALTCHA, PBKDF2). The browser's own
// cryptography does it; the page stays usable meanwhile, and the form goes out when it is done.

const { parameters, signature } = JSON.parse(document.getElementById("challenge").textContent);
const status = document.querySelector("[data-proof]");
const form = status.closest("form");
const button = form.querySelector("button");

const bytes = (hex) => Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");

async function solve() {
  const started = performance.now();
  const how = { name: "PBKDF2", hash: "SHA-256", salt: bytes(parameters.salt), iterations: parameters.cost };
  const password = new Uint8Array(20);
  password.set(bytes(parameters.nonce));
  for (let counter = 0; ; counter += 1) {
    new DataView(password.buffer).setUint32(16, counter);
    const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
    const derivedKey = hex(await crypto.subtle.deriveBits(how, key, parameters.keyLength * 8));
    if (derivedKey.startsWith(parameters.keyPrefix)) {
      return { counter, derivedKey, time: Math.round(performance.now() - started) };
    }
  }
}

button.disabled = true;
try {
  const solution = await solve();
  form.elements.solution.value = btoa(JSON.stringify({ challenge: { parameters, signature }, solution }));
  status.textContent = status.dataset.done;
  button.disabled = false;
} catch {
  status.textContent = status.dataset.failed; // no cryptography without TLS, say
}
