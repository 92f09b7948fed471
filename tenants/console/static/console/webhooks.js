// The webhook portal: choosing event types, rows that grow, and looking again only while somebody looks.

// A page that nobody sees asks for nothing.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.target.matches("[data-while-seen]")) event.preventDefault();
});

// With all of a noun chosen, its types say nothing more.
function settle(group) {
  const whole = group.querySelector("[data-whole]");
  const single = [...group.querySelectorAll("input:not([data-whole])")];
  for (const box of single) box.disabled = whole.checked;
  const count = group.querySelector("[data-count]");
  const chosen = whole.checked ? "∗" : String(single.filter((box) => box.checked).length);
  count.textContent = chosen;
  count.hidden = chosen === "0";
}

for (const group of document.querySelectorAll("[data-group]")) {
  settle(group);
  group.addEventListener("change", () => {
    settle(group);
    document.querySelector("[name=scope][value=some]").checked = true;
  });
}

for (const field of document.querySelectorAll("[data-finds]")) {
  const groups = [...document.querySelectorAll(`${field.dataset.finds} [data-group]`)];
  const opened = new Map(groups.map((group) => [group, group.open]));
  field.addEventListener("input", () => {
    const wanted = field.value.trim().toLowerCase();
    let any = false;
    for (const group of groups) {
      let found = false;
      for (const label of group.querySelectorAll("[data-find]")) {
        label.hidden = !label.dataset.find.toLowerCase().includes(wanted);
        found ||= !label.hidden;
      }
      group.hidden = !found;
      group.open = wanted ? found : opened.get(group);
      any ||= found;
    }
    document.getElementById("none_found").hidden = any;
  });
  // Enter looks; it does not save.
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
}

for (const button of document.querySelectorAll("[data-more]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const rows = button.parentElement.querySelectorAll("[data-row]");
    const row = rows[rows.length - 1].cloneNode(true);
    for (const field of row.querySelectorAll("input, textarea")) {
      field.value = "";
      field.removeAttribute("aria-invalid");
    }
    for (const choice of row.querySelectorAll("select")) choice.selectedIndex = 0;
    button.before(row);
    row.querySelector("input").focus();
  });
}
