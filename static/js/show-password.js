// A password one may look at is typed rightly, and can be longer. Without JavaScript it stays covered.
for (const box of document.querySelectorAll("[data-shows]")) {
  box.closest("[data-shows-part]").hidden = false;
  box.addEventListener("change", () => {
    for (const id of box.dataset.shows.split(" ")) {
      document.getElementById(id).type = box.checked ? "text" : "password";
    }
  });
}
