// Rows that are picked: all at once, a stretch with Shift, and the bar that says how many.
function rowsOf(form) {
  return [...form.querySelectorAll("td.pick input")];
}

function show(form) {
  const picked = rowsOf(form).filter((box) => box.checked).length;
  const bar = form.querySelector(".bulk");
  bar.hidden = picked === 0;
  bar.querySelector("[data-count]").textContent = picked;
  const all = form.querySelector("th.pick input");
  if (all) all.checked = picked > 0 && picked === rowsOf(form).length;
}

let last = null;
document.addEventListener("click", (event) => {
  const box = event.target.closest("[data-bulk] .pick input");
  if (!box) return;
  const form = box.form;
  const rows = rowsOf(form);
  if (box.closest("th")) for (const other of rows) other.checked = box.checked;
  else if (event.shiftKey && last?.form === form) {
    const [from, to] = [rows.indexOf(last), rows.indexOf(box)].sort((a, b) => a - b);
    for (const other of rows.slice(from, to + 1)) other.checked = box.checked;
  }
  last = box;
  show(form);
});
