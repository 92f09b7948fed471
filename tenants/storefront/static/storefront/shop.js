// The shop's own script: copying all codes, the quantity stepper, the countdown. Every page works without it but for these.

import { copy } from "../ui/copy.js";

function money(minor, like) {
  const symbol = like.replace(/[\d.,\s]+/g, "");
  return symbol + (minor / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

function refreshTotal() {
  const chosen = document.querySelector("input[name=sku]:checked");
  const quantity = document.getElementById("quantity");
  const total = document.querySelector("[data-total]");
  if (!chosen || !quantity || !total) return;
  quantity.min = chosen.dataset.least;
  quantity.max = chosen.dataset.most;
  const wanted = Math.min(Math.max(Number(quantity.value) || 1, Number(quantity.min)), Number(quantity.max));
  quantity.value = wanted;
  total.textContent = money(wanted * Number(chosen.dataset.price), total.textContent);
}

document.addEventListener("click", (event) => {
  const all = event.target.closest("[data-copy-all]");
  if (all) {
    const lines = [...document.querySelectorAll(".codes li")].map((item) =>
      [...item.querySelectorAll("code")].map((code) => code.textContent).join("----"),
    );
    copy(lines.join("\n"), all.dataset.said);
  }
  const step = event.target.closest("[data-step]");
  if (step) {
    const quantity = document.getElementById("quantity");
    quantity.value = Number(quantity.value) + Number(step.dataset.step);
    refreshTotal();
  }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("input[name=sku], #quantity")) refreshTotal();
});
setInterval(() => {
  for (const clock of document.querySelectorAll("[data-left]")) {
    const left = Math.max(0, Number(clock.dataset.left) - 1);
    clock.dataset.left = left;
    clock.textContent = `${String(Math.floor(left / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
  }
}, 1000);
