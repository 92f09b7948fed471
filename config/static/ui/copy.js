// Copying with one tap, and a word that it was done. Loaded by every face that shows something to copy.

const said = document.getElementById("said");

function say(text) {
  said.textContent = text;
  said.classList.add("on");
  setTimeout(() => said.classList.remove("on"), 1800);
}

export async function copy(text, message) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Pages served without TLS have no clipboard API: fall back to a selection.
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  say(message);
}

document.addEventListener("click", (event) => {
  const one = event.target.closest("[data-copy]");
  if (one) copy(one.dataset.copy, one.dataset.said);
});
