// data-shown-when="field=value" or "field=a|b": shown only while that choice is made. Without JavaScript all is
// visible, and the server decides what counts. Hidden inputs are still sent, so that nothing typed is lost.

function chosen(form, name) {
  return new FormData(form).getAll(name).map(String);
}

function apply(form) {
  for (const part of form.querySelectorAll("[data-shown-when]")) {
    const [name, values] = part.dataset.shownWhen.split("=", 2);
    const wanted = values.split("|");
    part.hidden = !chosen(form, name).some((value) => wanted.includes(value));
  }
}

for (const form of document.forms) {
  if (!form.querySelector("[data-shown-when]")) continue;
  apply(form);
  form.addEventListener("change", () => apply(form));
}

// The browser restores choices after Back without telling.
window.addEventListener("pageshow", () => {
  for (const form of document.forms) apply(form);
});
