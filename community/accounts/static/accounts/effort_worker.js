// Solves a task of the ALTCHA protocol, version 2: counts up until the key derived from
// nonce and number begins with the prefix. Answers with the payload, '' when it cannot.
"use strict";

const fromHex = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const toHex = (bytes) =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

async function derived(parameters, password) {
  const key = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const rule = {
    name: "PBKDF2",
    hash: "SHA-256",
    salt: fromHex(parameters.salt),
    iterations: parameters.cost,
  };
  return toHex(new Uint8Array(await crypto.subtle.deriveBits(rule, key, 8 * parameters.keyLength)));
}

async function solved(challenge) {
  const { parameters } = challenge;
  const nonce = fromHex(parameters.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  const begun = Date.now();
  for (let counter = 0; ; counter += 1) {
    new DataView(password.buffer).setUint32(nonce.length, counter);
    const derivedKey = await derived(parameters, password);
    if (derivedKey.startsWith(parameters.keyPrefix)) {
      const solution = { counter, derivedKey, time: Date.now() - begun };
      return btoa(JSON.stringify({ challenge, solution }));
    }
  }
}

self.onmessage = (event) => {
  solved(event.data).then(
    (payload) => self.postMessage(payload),
    () => self.postMessage(""),
  );
};
