// The Japanese era beside a western year: 1989 (昭和64・平成元), and with month and day only the one that is right.

function numberOf(id) {
  const typed = document.getElementById(id)?.value.normalize("NFKC").trim() ?? "";
  return /^\d{1,4}$/.test(typed) ? Number(typed) : null;
}

function iso(year, month, day) {
  const two = (number) => String(number).padStart(2, "0");
  return `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
}

// The eras that touch the days from first to last, oldest first.
function erasBetween(eras, first, last) {
  return eras.filter(([start], index) => {
    const end = eras[index + 1]?.[0] ?? "9999-99-99";
    return start <= last && end > first;
  });
}

function words(eras, year, month, day) {
  if (year === null || year < 1000) return "";
  const first = iso(year, month ?? 1, day ?? 1);
  const last = iso(year, month ?? 12, day ?? 31);
  const names = erasBetween(eras, first, last).map(([start, name]) => {
    const count = year - Number(start.slice(0, 4)) + 1;
    return `${name}${count === 1 ? "元" : count}`;
  });
  return names.length ? `(${names.join("・")})` : "";
}

for (const output of document.querySelectorAll("[data-eras]")) {
  const eras = JSON.parse(output.dataset.eras).sort();
  const ids = [...output.htmlFor];
  const show = () => {
    const text = words(eras, ...ids.map(numberOf));
    if (output.textContent !== text) output.textContent = text;
  };
  for (const id of ids) document.getElementById(id)?.addEventListener("input", show);
  window.addEventListener("pageshow", show);
  show();
}
