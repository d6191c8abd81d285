// In a list the whole row opens its link; the arrow keys go from row to row, Enter opens (the link itself does that).

function linkOf(row) {
  return row?.querySelector("[data-row-link]");
}

function openRow(event) {
  const row = event.target.closest("tr[data-row]");
  const own = event.target.closest("a, button, input, select, textarea, label, summary");
  // Someone who marks text to copy it does not want to leave the page.
  if (!row || own || String(window.getSelection())) return;
  const link = linkOf(row);
  if (!link) return;
  if (event.ctrlKey || event.metaKey) {
    window.open(link.href, "_blank", "noopener");
  } else {
    link.click();
  }
}

function moveFocus(event) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const row = event.target.closest("tr[data-row]");
  const typing = event.target.closest("input, select, textarea");
  if (!step || !row || typing || event.altKey || event.ctrlKey || event.metaKey) return;
  const rows = [...row.parentElement.querySelectorAll("tr[data-row]")];
  const next = linkOf(rows[rows.indexOf(row) + step]);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

for (const table of document.querySelectorAll("table[data-rows]")) {
  table.addEventListener("click", openRow);
  table.addEventListener("keydown", moveFocus);
}
