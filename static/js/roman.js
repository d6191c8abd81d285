// 氏名(ローマ字) is proposed from the reading while it is empty or still our own proposal (S4-79); what a person
// typed is never touched. The rule itself is the server's.
const place = document.querySelector("[data-roman-url]");
const form = place?.closest("form");

if (form) {
  const roman = form.elements.namedItem("name_roman");
  const parts = ["surname_kana", "given_name_kana", "surname", "given_name"].map((name) => form.elements.namedItem(name));
  let proposed = null;

  const propose = async () => {
    if (roman.value.trim() && roman.value !== proposed) return;
    if (!parts[0].value.trim() || !parts[1].value.trim()) return;
    const body = new URLSearchParams({ csrf_token: form.elements.namedItem("csrf_token").value });
    for (const part of parts) body.set(part.name, part.value);
    const answer = await fetch(place.dataset.romanUrl, { method: "POST", body, credentials: "same-origin" });
    if (!answer.ok) return;
    const proposal = (await answer.json()).roman;
    if (proposal && (!roman.value.trim() || roman.value === proposed)) roman.value = proposed = proposal;
  };

  for (const part of parts) part.addEventListener("change", () => propose().catch(() => {}));
}
