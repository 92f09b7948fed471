// The shop's own script: copying all codes, the quantity stepper, the arrows of the search, Enter in the coupon's field, the countdown. Every page works without it but for these.

import { copy } from "../ui/copy.js";

function money(minor, like) {
  const symbol = like.replace(/[\d.,\s]+/g, "");
  return symbol + (minor / 100).toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}

// Quantity prices: the best rule that the quantity reaches; never more than the price of one.
function priceOfEach(chosen, wanted) {
  let price = Number(chosen.dataset.price);
  for (const rule of chosen.dataset.tiers.trim().split(" ").filter(Boolean)) {
    const [from, each] = rule.split(":").map(Number);
    if (wanted >= from && each < price) price = each;
  }
  return price;
}

function refreshTotal() {
  const chosen = document.querySelector("input[name=sku]:checked");
  const quantity = document.getElementById("quantity");
  const total = document.querySelector("[data-total]");
  if (!chosen || !quantity || !total) return;
  quantity.min = chosen.dataset.least;
  quantity.max = chosen.dataset.most;
  quantity.step = chosen.dataset.pack;
  const pack = Number(chosen.dataset.pack);
  const whole = Math.round((Number(quantity.value) || 1) / pack) * pack;
  const wanted = Math.min(Math.max(whole, Number(quantity.min)), Number(quantity.max));
  quantity.value = wanted;
  for (const limit of document.querySelectorAll("[data-limit]")) limit.hidden = limit.dataset.limit !== chosen.value;
  for (const rules of document.querySelectorAll("[data-rules]")) {
    rules.hidden = rules.dataset.rules !== chosen.value;
    for (const rule of rules.children) rule.classList.toggle("met", wanted >= Number(rule.dataset.from));
  }
  total.textContent = money(wanted * priceOfEach(chosen, wanted), total.textContent);
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
    quantity.value = Number(quantity.value) + Number(step.dataset.step) * (Number(quantity.step) || 1);
    refreshTotal();
  }
});
document.addEventListener("change", (event) => {
  if (event.target.matches("input[name=sku], #quantity")) refreshTotal();
});
// Enter in the coupon's field asks what the code takes off; it does not order yet.
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.id === "coupon") {
    event.preventDefault();
    document.getElementById("apply").click();
  }
});
// Suggestions are links: arrows walk through them, Escape puts them away.
document.addEventListener("keydown", (event) => {
  const search = event.target.closest(".search");
  if (!search) return;
  const links = [...search.querySelectorAll(".suggestions a")];
  if (event.key === "Escape") {
    search.querySelector(".suggestions").replaceChildren();
    search.querySelector("input").focus();
  } else if (links.length && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    const stops = [search.querySelector("input"), ...links];
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    stops[(next + stops.length) % stops.length].focus();
    event.preventDefault();
  }
});
setInterval(() => {
  for (const clock of document.querySelectorAll("[data-left]")) {
    const left = Math.max(0, Number(clock.dataset.left) - 1);
    clock.dataset.left = left;
    clock.textContent = `${String(Math.floor(left / 60)).padStart(2, "0")}:${String(left % 60).padStart(2, "0")}`;
  }
}, 1000);
