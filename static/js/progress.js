// Brings a page with a progress bar up to date until its work is done. Without this there is a link that does.
const place = () => document.querySelector("[data-progress]");

async function look() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const shown = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-progress]");
  const old = place();
  if (!shown || !old) return;
  old.replaceWith(document.adoptNode(shown));
  if (shown.dataset.progress === "running") setTimeout(look, 2000);
}

if (place()?.dataset.progress === "running") setTimeout(look, 2000);
