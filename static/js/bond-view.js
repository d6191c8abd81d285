// Comfort for the viewer of bonds: keys turn pages, and choosing a file shows it. Without this, links and forms do.
const sheet = document.querySelector("[data-view-sheet]");
const keys = {
  ArrowLeft: "previous",
  PageUp: "previous",
  ArrowRight: "next",
  PageDown: "next",
  Home: "first",
  End: "last",
  "+": "larger",
  ";": "larger", // the plus of a Japanese keyboard, without Shift
  "-": "smaller",
};

// A page larger than its place is moved with the arrows, as everywhere.
function scrolls(key) {
  return key.startsWith("Arrow") && document.activeElement === sheet && sheet.scrollWidth > sheet.clientWidth;
}

function turn(event) {
  if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (event.target.closest("input, select, textarea") || scrolls(event.key)) return;
  const link = document.querySelector(`[data-view="${keys[event.key]}"]`);
  if (!link || link.href === location.href) return;
  event.preventDefault();
  location.assign(link.href);
}

if (sheet) {
  document.addEventListener("keydown", turn);
  document.querySelector("[data-view-keys]").hidden = false;
  const choice = document.querySelector("[data-view-file]");
  choice.addEventListener("change", () => choice.form.requestSubmit());
  document.querySelector("[data-view-go]").hidden = true;
}
