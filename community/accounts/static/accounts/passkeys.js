// Passkeys: a form with data-passkey asks the browser for one when it is sent.
// The options come from a JSON script beside it ("create", "get") or from the form's
// own address ("login"). What is sent is the credential as JSON (WebAuthn, level 3).
(function () {
  "use strict";

  function bytes(text) {
    const plain = text.replace(/-/g, "+").replace(/_/g, "/");
    return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
  }

  function text(buffer) {
    const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
    return plain.replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function named(credentials) {
    return (credentials || []).map((one) => ({ ...one, id: bytes(one.id) }));
  }

  async function create({ publicKey }) {
    return navigator.credentials.create({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        user: { ...publicKey.user, id: bytes(publicKey.user.id) },
        excludeCredentials: named(publicKey.excludeCredentials),
        // A passkey: found without a name, and opened by its owner alone.
        authenticatorSelection: {
          ...publicKey.authenticatorSelection,
          residentKey: "required",
          requireResidentKey: true,
          userVerification: "required",
        },
      },
    });
  }

  async function get({ publicKey }) {
    return navigator.credentials.get({
      publicKey: {
        ...publicKey,
        challenge: bytes(publicKey.challenge),
        allowCredentials: named(publicKey.allowCredentials),
      },
    });
  }

  function plain(credential) {
    const { response } = credential;
    const parts = {};
    [
      "clientDataJSON",
      "attestationObject",
      "authenticatorData",
      "signature",
      "userHandle",
    ].forEach((name) => {
      if (response[name]) {
        parts[name] = text(response[name]);
      }
    });
    if (response.getTransports) {
      parts.transports = response.getTransports();
    }
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response: parts,
      clientExtensionResults: credential.getClientExtensionResults(),
    };
  }

  async function options(form) {
    if (form.dataset.passkey !== "login") {
      const source = document.getElementById(form.dataset.passkeyOptions);
      const all = JSON.parse(source.textContent);
      return all.creation_options || all.request_options;
    }
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) {
      throw new Error("The site gave no challenge.");
    }
    return (await answer.json()).request_options;
  }

  async function ask(form) {
    const asked = await options(form);
    const found = await (form.dataset.passkey === "create" ? create(asked) : get(asked));
    form.elements.credential.value = JSON.stringify(plain(found));
    form.submit();
  }

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    const note = form.querySelector("[data-passkey-note]");
    form.hidden = false;
    if (!window.PublicKeyCredential) {
      note.textContent = note.dataset.unsupported;
      note.hidden = false;
      form.querySelector("[type=submit]").disabled = true;
      return;
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      note.hidden = true;
      ask(form).catch(() => {
        note.textContent = note.dataset.refused;
        note.hidden = false;
      });
    });
  });
})();
