// The frame: search and jump (Ctrl K), the side panel, the rail on a phone, toasts that go when they are read.
const palette = document.getElementById("palette");
const panel = document.getElementById("panel");
const body = document.getElementById("panel-body");

function openPalette() {
  if (palette.open) return;
  palette.showModal();
  const field = palette.querySelector("input");
  field.value = "";
  field.focus();
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
  } else if (event.key === "/" && !event.target.closest("input, textarea, select, [contenteditable]")) {
    event.preventDefault();
    (document.querySelector("#filters [type=search]") ?? palette).focus();
    if (!document.querySelector("#filters [type=search]")) openPalette();
  }
});

palette.addEventListener("keydown", (event) => {
  const links = [...palette.querySelectorAll("li a")];
  const at = links.indexOf(document.activeElement);
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = at + (event.key === "ArrowDown" ? 1 : -1);
    (links[next] ?? (next < 0 ? palette.querySelector("input") : links[0]))?.focus();
  } else if (event.key === "Enter" && at < 0) {
    event.preventDefault();
    links[0]?.click();
  }
});

function toggle(button) {
  const open = document.getElementById(button.dataset.toggle).classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
}

function shutRail() {
  const button = document.querySelector("[data-toggle=rail][aria-expanded=true]");
  if (button) toggle(button);
}

// What opens above the page closes beside it, and with Escape.
const OPENED = "details.opens[open], details.chip[open], details.menu[open]";
document.addEventListener("click", (event) => {
  for (const opened of document.querySelectorAll(OPENED)) {
    if (!opened.contains(event.target)) opened.open = false;
  }
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.defaultPrevented) return;
  shutRail();
  for (const opened of document.querySelectorAll(OPENED)) {
    if (opened.contains(document.activeElement)) opened.querySelector("summary").focus();
    opened.open = false;
  }
});

document.addEventListener("change", (event) => event.target.closest("form[data-at-once]")?.requestSubmit());

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-open], [data-close], [data-toggle], [data-dismiss], a[data-panel]");
  if (event.target instanceof HTMLDialogElement) event.target.close(); // beside what it shows
  if (!target) return;
  if (target.dataset.open === "palette") {
    shutRail();
    openPalette();
  }
  if (target.dataset.close) document.getElementById(target.dataset.close).close();
  if (target.dataset.toggle) {
    toggle(target);
  }
  if ("dismiss" in target.dataset) target.closest(".toast").remove();
  if (target.matches("a[data-panel]") && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    htmx.ajax("GET", target.getAttribute("href"), { target: body, swap: "innerHTML" }).then(() => panel.showModal());
  }
});

panel.addEventListener("close", () => body.replaceChildren());

// What was done is said long enough to be undone; what went wrong stays until it is read.
function fade(toasts) {
  for (const toast of toasts) {
    if (!toast.classList.contains("error")) setTimeout(() => toast.remove(), toast.querySelector("form") ? 20000 : 6000);
  }
}
fade(document.querySelectorAll(".toast"));
document.addEventListener("htmx:afterSettle", () => fade(document.querySelectorAll(".toast")));

// Where one is stands in sight, also in a rail that is higher than the screen and in a strip of tabs that is wider.
document.querySelector(".rail [aria-current]")?.scrollIntoView({ block: "nearest" });
for (const tab of document.querySelectorAll("main .tabs > :is([aria-current], :has(:checked))")) {
  tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 16;
}
