// Inside WeChat: hands a payment that is open to the wallet around the page, once by itself and again by the button.

const DONE = "get_brand_wcpay_request:ok";

function call(button) {
  const bridge = window.WeixinJSBridge;
  if (!bridge) return;
  bridge.invoke("getBrandWCPayRequest", JSON.parse(button.dataset.wallet), (answer) => {
    // Paid or not is the institution's word to the shop, never the wallet's to this page.
    if (answer.err_msg === DONE) window.location.reload();
  });
}

function callOnce() {
  const button = document.querySelector("[data-wallet]");
  if (!button || sessionStorage.getItem("wallet") === button.dataset.wallet) return;
  sessionStorage.setItem("wallet", button.dataset.wallet);
  call(button);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-wallet]");
  if (button) call(button);
});
if (window.WeixinJSBridge) callOnce();
else document.addEventListener("WeixinJSBridgeReady", callOnce, { once: true });
