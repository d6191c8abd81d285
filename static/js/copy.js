// Copy buttons appear only where the browser grants a clipboard (a secure context).

async function copy(button) {
  await navigator.clipboard.writeText(button.dataset.copy);
  const told = button.parentElement.querySelector("[role=status]");
  if (told) told.textContent = button.dataset.copied;
}

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
}
