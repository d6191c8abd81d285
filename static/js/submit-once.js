// A second press of a button sends nothing. The server is idempotent too; this spares people the doubt.
// Buttons are marked, not disabled: a disabled button would lose focus, and its name and value.

const RETURN_AFTER_DOWNLOAD_MS = 5000;

const announcer = document.createElement("div");
announcer.className = "visually-hidden";
announcer.setAttribute("aria-live", "polite");
document.body.append(announcer);

function buttonsOf(form) {
  return [...form.elements].filter((element) => element.type === "submit");
}

function release(form) {
  delete form.dataset.sent;
  for (const button of buttonsOf(form)) {
    button.removeAttribute("aria-disabled");
    if (button.dataset.idle !== undefined) {
      button.textContent = button.dataset.idle;
      delete button.dataset.idle;
    }
  }
  announcer.textContent = "";
}

function hold(form, pressed) {
  form.dataset.sent = "";
  for (const button of buttonsOf(form)) button.setAttribute("aria-disabled", "true");
  if (pressed?.dataset.busy) {
    pressed.dataset.idle = pressed.textContent;
    pressed.textContent = pressed.dataset.busy;
    announcer.textContent = pressed.dataset.busy;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-submit-once]") || event.defaultPrevented) return;
  if (form.dataset.sent !== undefined) {
    event.preventDefault();
    return;
  }
  hold(form, event.submitter);
  // A download leaves this page standing, so the button must come back by itself.
  if (form.dataset.submitOnce === "download") setTimeout(release, RETURN_AFTER_DOWNLOAD_MS, form);
});

// Back may show this page as it was left, button held.
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) release(form);
});
