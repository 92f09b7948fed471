// Work without a mouse: j and k go through the rows of a queue, x ticks one; a row named by the address is where one goes on.
// An export asks for what the list shows now, whichever way its filters were changed.
const rows = [...document.querySelectorAll("[data-worklist] tr")];

function linkOf(row) {
  return row?.querySelector("a");
}

function go(step) {
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(Math.max(at + step, 0), rows.length - 1);
  linkOf(rows[next])?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input:not([type=checkbox]), textarea, select")) return;
  if (event.key === "j") go(1);
  else if (event.key === "k") go(-1);
  else if (event.key === "x") {
    const box = rows.find((row) => row.contains(document.activeElement))?.querySelector("input[type=checkbox]");
    if (box) box.checked = !box.checked;
  } else if (event.key === "[" || event.key === "]") {
    document.querySelector(event.key === "[" ? "a[rel=prev]" : "a[rel=next]")?.click();
  }
});

if (location.hash.startsWith("#case-")) linkOf(document.getElementById(location.hash.slice(1)))?.focus();

document.addEventListener("submit", (event) => {
  const query = event.target.closest("[data-with-query]")?.querySelector("[name=query]");
  if (query) query.value = location.search.slice(1);
});
