"""Inside WeChat: the wallet says who the buyer is, and is called with words that the institution's own key would accept."""

import json
import logging
import re
import urllib.parse
from html import unescape

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.orders.enums import OrderStatus
from tenants.orders.models import Order
from tenants.payments.errors import AccountInvalid
from tenants.payments.models import Payment
from tests.integration.wechatpay.paying import open_account, tell
from tests.simulators.wechatpay.keys import is_signed
from tests.world import shop

AGENT = {"HTTP_USER_AGENT": "Mozilla/5.0 (iPhone) Mobile MicroMessenger/8.0.50"}
OPENID, CODE = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", "011aBcD2eFgHiJ"
WALLET = re.compile(r'data-wallet="([^"]+)"')


@pytest.fixture
def phone(adapter, tenant, stocked, wechat):
    """A buyer inside WeChat, who has just ordered; where they are sent."""
    with tenant_context(tenant):
        open_account(
            wechat.desk, methods=("wechat_jsapi", "wechat_native"), keys={"app_secret": wechat.desk.app_secret}
        )
    client = shop(tenant)
    client.defaults.update(AGENT)
    bought = {
        "sku": str(stocked.sku.id),
        "quantity": 1,
        "contact": "13812345678",
        "terms": "1",
        "method": "wechatpay:wechat_jsapi",
    }
    client.sent_to = urllib.parse.urlsplit(client.post("/checkout", bought).headers["Location"])
    return client


def back(phone, code=CODE, **changes):
    """The address to which WeChat sends the buyer back."""
    asked = dict(urllib.parse.parse_qsl(phone.sent_to.query))
    path = urllib.parse.urlsplit(asked["redirect_uri"]).path
    return path + "?" + urllib.parse.urlencode({"code": code, "state": asked["state"], **changes})


def test_a_buyer_inside_wechat_is_known_pays_in_the_wallet_and_holds_the_code(phone, wechat, tenant, stocked, caplog):
    caplog.set_level(logging.INFO)
    asked = dict(urllib.parse.parse_qsl(phone.sent_to.query))
    assert (phone.sent_to.hostname, phone.sent_to.fragment) == ("open.weixin.qq.com", "wechat_redirect")
    assert (asked["appid"], asked["scope"]) == (wechat.desk.appid, "snsapi_base")
    wechat.desk.codes[CODE] = OPENID
    page = phone.get(phone.get(back(phone)).headers["Location"])
    (number,) = wechat.desk.payments
    assert wechat.desk.payments[number]["asked"]["payer"] == {"openid": OPENID}
    words = json.loads(unescape(WALLET.search(page.content.decode())[1]))
    signed = [words["appId"], words["timeStamp"], words["nonceStr"], words["package"]]
    assert is_signed("merchant", words["paySign"], *signed)
    assert "wallet.js" in page.content.decode()
    assert tell(tenant, wechat.paid(number)).status_code == 200
    shown = phone.post(page.request["PATH_INFO"] + "/codes").content.decode()
    assert f"{stocked.sku.sku_code}-0000" in shown
    assert wechat.desk.app_secret not in caplog.text
    assert OPENID not in caplog.text + page.content.decode()


def test_who_is_known_already_is_not_sent_away_again(phone, wechat, stocked):
    wechat.desk.codes[CODE] = OPENID
    page = phone.get(back(phone)).headers["Location"]
    again = phone.post(page + "/pay", {"method": "wechatpay:wechat_jsapi"})
    assert again.headers["Location"] == page
    assert len(wechat.desk.payments) == 1


@pytest.mark.parametrize(
    "changes", [{"state": "0" * 32}, {"state": ""}, {"code": ""}], ids=["forged", "no state", "no code"]
)
def test_who_did_not_ask_for_it_opens_no_payment(phone, wechat, tenant, changes):
    wechat.desk.codes[CODE] = OPENID
    assert phone.get(back(phone, **changes)).status_code == 302
    assert wechat.desk.payments == {}
    number = urllib.parse.urlsplit(back(phone)).path.removesuffix("/wallet")
    again = phone.post(f"{number}/pay", {"method": "wechatpay:wechat_jsapi"})
    assert "open.weixin.qq.com" in again.headers["Location"]  # still unknown


def test_a_code_is_good_once_and_a_state_too(phone, wechat):
    wechat.desk.codes[CODE] = OPENID
    first = back(phone)
    phone.get(first)
    wechat.desk.codes["other"] = "oOther"
    phone.get(first.replace(CODE, "other"))
    (payment,) = wechat.desk.payments.values()
    assert payment["asked"]["payer"] == {"openid": OPENID}
    assert wechat.desk.codes == {"other": "oOther"}


@pytest.mark.parametrize("how", ["500", "drop"])
def test_a_wallet_that_does_not_answer_leaves_the_order_open_with_its_other_ways(phone, wechat, tenant, how):
    wechat.desk.codes[CODE] = OPENID
    wechat.fail("/sns/oauth2/access_token", how)
    page = phone.get(phone.get(back(phone)).headers["Location"]).content.decode()
    assert "wechatpay:wechat_jsapi" in page
    with tenant_context(tenant):
        assert Order.objects.get().status == OrderStatus.PENDING_PAYMENT
        assert not Payment.objects.exists()


def test_the_code_of_somebody_else_pays_nobodys_order(phone, wechat, tenant):
    wechat.desk.codes[CODE] = OPENID
    stranger = shop(tenant)
    stranger.defaults.update(AGENT)
    assert stranger.get(back(phone)).status_code == 404
    assert wechat.desk.payments == {}


def test_outside_wechat_the_way_is_not_offered_and_its_button_not_shown(phone, wechat):
    wechat.desk.codes[CODE] = OPENID
    page = phone.get(back(phone)).headers["Location"]
    phone.defaults["HTTP_USER_AGENT"] = "Mozilla/5.0 (X11; Linux x86_64)"
    shown = phone.get(page).content.decode()
    assert "data-wallet" not in shown
    assert "wechat_jsapi" not in shown
    assert "wechat_native" in shown


@pytest.mark.parametrize("secret", ["", "not hex"])
def test_paying_inside_wechat_needs_the_secret_that_tells_who_the_buyer_is(adapter, inside, wechat, secret):
    with pytest.raises(AccountInvalid) as refused:
        open_account(wechat.desk, methods=("wechat_jsapi",), keys={"app_secret": secret})
    assert refused.value.data["field"] == "app_secret"
