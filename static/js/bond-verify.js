// The SHA-256 of a PDF is computed here and only that is sent: the file never leaves the machine.
// Browsers grant this in a secure context only; elsewhere the field for the SHA-256 stands alone.
const place = document.querySelector("[data-drop]");

async function ask(file) {
  const told = place.querySelector("[data-drop-told]");
  told.textContent = told.dataset.reading;
  try {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    const field = document.querySelector("#sha256");
    field.value = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
    field.form.requestSubmit();
  } catch {
    told.textContent = told.dataset.failed;
  }
}

function dropped(event) {
  event.preventDefault();
  place.classList.remove("drop--over");
  const [file] = event.dataTransfer.files;
  if (file) ask(file);
}

if (place && globalThis.crypto?.subtle) {
  place.hidden = false;
  place.querySelector("[data-drop-file]").addEventListener("change", (event) => {
    const [file] = event.target.files;
    if (file) ask(file);
  });
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("drop--over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("drop--over"));
  place.addEventListener("drop", dropped);
}
document.querySelector("[data-verdict]")?.focus();
