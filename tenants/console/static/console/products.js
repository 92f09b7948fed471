// Products: values that are edited where they stand, and the order that is made by dragging.

function token(inside) {
  return (inside.closest("form") ?? document).querySelector("[name=csrfmiddlewaretoken]")?.value
    ?? document.querySelector("[name=csrfmiddlewaretoken]").value;
}

async function swap(target, path, values) {
  const parts = values ? { method: "POST", body: new URLSearchParams({ ...values, csrfmiddlewaretoken: token(target) }) } : {};
  target.setAttribute("aria-busy", "true");
  const answer = await fetch(path, { ...parts, headers: { "HX-Request": "true" }, credentials: "same-origin" });
  if (![200, 409, 422].includes(answer.status) || answer.redirected) {
    location.reload(); // logged out, or it is gone
    return null;
  }
  const made = document.createRange().createContextualFragment((await answer.text()).trim()).firstElementChild;
  target.replaceWith(made);
  // What this page changed itself is known to the other values of the same SKU.
  if (values && answer.status === 200) {
    for (const cell of made.closest(".sku-line")?.querySelectorAll("[data-cell]") ?? []) {
      cell.dataset.version = made.dataset.version;
    }
  }
  return made;
}

async function open(cell) {
  const editor = await swap(cell, cell.dataset.cell);
  editor?.querySelector("input")?.select();
}

async function save(editor) {
  const input = editor.querySelector("input");
  const made = await swap(editor, editor.dataset.edit, { value: input.value, version: input.dataset.version });
  (made?.querySelector("input") ?? made)?.focus();
}

async function leave(editor) {
  (await swap(editor, `${editor.dataset.edit}?shown`))?.focus();
}

document.addEventListener("click", (event) => {
  const cell = event.target.closest("[data-cell]");
  if (cell?.dataset.value) {
    const { value, version } = cell.dataset;
    swap(cell.closest(".refused") ?? cell, cell.dataset.cell, { value, version }).then((made) => made?.focus());
  } else if (cell) open(cell);
  const editor = event.target.closest("[data-edit]");
  if (editor && event.target.closest("[data-keep]")) save(editor);
  if (editor && event.target.closest("[data-leave]")) leave(editor);
});

document.addEventListener("keydown", (event) => {
  const editor = event.target.closest("[data-edit]");
  if (!editor || event.target.tagName !== "INPUT") return;
  if (event.key === "Enter") {
    event.preventDefault(); // the list around it is a form of its own
    save(editor);
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    leave(editor);
  }
});

// Dragging by the handle, with a mouse, a pen or a finger. Pinned products stay among the pinned ones.
let dragged = null;

document.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest("[data-order] .handle");
  if (!handle || event.button > 0) return;
  event.preventDefault();
  dragged = handle.closest("li");
  dragged.classList.add("dragged");
  handle.setPointerCapture(event.pointerId);
});

document.addEventListener("pointermove", (event) => {
  if (!dragged) return;
  const over = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-order] li");
  if (over && over !== dragged && over.dataset.like === dragged.dataset.like) {
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  }
  if (event.clientY < 60) scrollBy(0, -12);
  if (event.clientY > innerHeight - 60) scrollBy(0, 12);
});

function drop() {
  if (!dragged) return;
  const list = dragged.closest("[data-order]");
  const next = dragged.nextElementSibling;
  const before = next?.dataset.like === dragged.dataset.like ? next.dataset.product : "";
  const product = dragged.dataset.product;
  dragged.classList.remove("dragged");
  dragged = null;
  const values = { product, before, csrfmiddlewaretoken: token(list) };
  htmx.ajax("POST", list.dataset.order, { target: "#order", swap: "outerHTML", values });
}
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
