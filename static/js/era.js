// The Japanese era beside a western year, as the paper prints it: 1989 (平成元), the era in which the year ended.

function numberOf(id) {
  const typed = document.getElementById(id)?.value.normalize("NFKC").trim() ?? "";
  return /^\d{1,4}$/.test(typed) ? Number(typed) : null;
}

function words(eras, year) {
  if (year === null || year < 1000) return "";
  const found = eras.findLast(([start]) => Number(start.slice(0, 4)) <= year);
  if (!found) return "";
  const count = year - Number(found[0].slice(0, 4)) + 1;
  return `(${found[1]}${count === 1 ? "元" : count})`;
}

for (const output of document.querySelectorAll("[data-eras]")) {
  const eras = JSON.parse(output.dataset.eras).sort();
  const ids = [...output.htmlFor];
  const show = () => {
    const text = words(eras, numberOf(ids[0]));
    if (output.textContent !== text) output.textContent = text;
  };
  for (const id of ids) document.getElementById(id)?.addEventListener("input", show);
  window.addEventListener("pageshow", show);
  show();
}
