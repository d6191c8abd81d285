// What is to pay, as soon as a term or a coupon is chosen (S4-73, S4-133). The price itself is the server's; without
// JavaScript a button asks for it.
const place = document.querySelector("[data-price-url]");
const form = place?.closest("form");
const names = ["validity_years", "coupon_use", "coupon_code"];

if (form) {
  const shown = place.querySelector("[data-price]");
  let asked = 0;

  const ask = async () => {
    const mine = ++asked;
    const given = new FormData(form);
    const body = new URLSearchParams({ csrf_token: given.get("csrf_token") });
    for (const name of names) body.set(name, given.get(name) ?? "");
    const answer = await fetch(place.dataset.priceUrl, { method: "POST", body, credentials: "same-origin" });
    // An answer that was overtaken by a later choice is old.
    const text = await answer.text();
    if (!answer.ok || mine !== asked) return;
    shown.replaceChildren(...new DOMParser().parseFromString(text, "text/html").body.children);
  };

  form.addEventListener("change", (event) => {
    if (names.includes(event.target.name)) ask().catch(() => {});
  });
  place.querySelector("[data-price-button]")?.remove();
}
