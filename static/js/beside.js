// Who else has this application open. The page says every half minute that it is still here; without JavaScript the
// names are those of the moment it was opened.
const place = document.querySelector("[data-beside]");
const every = 30_000;

async function ask() {
  if (document.hidden) return;
  const body = new URLSearchParams({ csrf_token: place.dataset.token });
  const answer = await fetch(place.dataset.beside, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return;
  const text = await answer.text();
  place.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.children);
}

if (place) {
  setInterval(() => ask().catch(() => {}), every);
  document.addEventListener("visibilitychange", () => ask().catch(() => {}));
}
