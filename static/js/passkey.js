// Passkeys. A button asks the server for a question, the browser asks its owner (PIN, finger, face), and the answer
// goes with the form. Without JavaScript, or in an old browser, the button stays hidden and the app's code is there.

const known = window.PublicKeyCredential?.parseRequestOptionsFromJSON !== undefined;

async function questionOf(button, form) {
  const headers = { "X-CSRFToken": form.elements.namedItem("csrf_token").value };
  const answer = await fetch(button.dataset.passkeyUrl, { method: "POST", headers, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`the question was refused: ${answer.status}`);
  return answer.json();
}

async function credentialFor(kind, question) {
  if (kind === "create") {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(question) });
  }
  return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(question) });
}

async function answer(button) {
  const form = button.form;
  const credential = await credentialFor(button.dataset.passkey, await questionOf(button, form));
  form.elements.namedItem(button.dataset.passkeyInto).value = JSON.stringify(credential.toJSON());
  form.requestSubmit();
}

if (known) {
  for (const button of document.querySelectorAll("[data-passkey]")) {
    const told = document.getElementById(button.getAttribute("aria-describedby"));
    button.closest("[data-passkey-part]").hidden = false;
    button.addEventListener("click", () => {
      told.textContent = "";
      // Whoever closes the browser's question may press again; nothing has happened yet.
      answer(button).catch(() => (told.textContent = button.dataset.passkeyRefused));
    });
  }
}
