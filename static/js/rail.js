// On a narrow screen the list of counters starts folded, so that the work comes first.
const fold = document.querySelector("[data-rail]");
const narrow = window.matchMedia("(max-width: 60rem)");

function follow() {
  fold.open = !narrow.matches;
}

if (fold) {
  follow();
  narrow.addEventListener("change", follow);
}
