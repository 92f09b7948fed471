"""A merchant enters its account in the back office, and buyers see a QR code in the shop."""

from platform_core.tenancy.context import tenant_context
from tenants.payments.accounts import get_account
from tests.integration.console.test_back_office import staff
from tests.integration.wechatpay.paying import asked, open_account, secrets_of, settings_of, tell
from tests.world import shop

PATH = "/console/payments/wechatpay"


def test_an_account_is_entered_and_what_is_wrong_is_said(adapter, tenant):
    client = staff(tenant)
    pasted = {name: value.replace("\n", "\r\n") for name, value in secrets_of().items()}  # as browsers send it
    form = {**settings_of(), **pasted, "methods": ["wechat_native", "wechat_h5"], "enabled": "1"}
    shown = client.post(PATH, {**form, "api_v3_key": "too short"})
    assert (shown.status_code, "APIv3 密钥正好是 32 个字符。" in shown.content.decode()) == (422, True)
    assert form["private_key"].splitlines()[1] not in shown.content.decode()
    assert client.post(PATH, form).status_code == 302
    with tenant_context(tenant):
        account = get_account("wechatpay")
    assert account.secrets["api_v3_key"] == form["api_v3_key"]
    assert adapter.start(account, asked()).url


def test_a_buyer_scans_pays_and_holds_the_code(wechat, adapter, tenant, stocked):
    with tenant_context(tenant):
        open_account(wechat.desk)
    client = shop(tenant)
    bought = {"sku": str(stocked.sku.id), "quantity": 1, "contact": "13812345678", "terms": "1"}
    page = client.get(client.post("/checkout", bought).headers["Location"])
    assert "<svg" in page.content.decode()
    (number,) = wechat.desk.payments
    assert wechat.desk.payments[number]["asked"]["amount"]["total"] == 4500
    assert tell(tenant, wechat.paid(number)).status_code == 200
    order = page.request["PATH_INFO"]
    assert f"{stocked.sku.sku_code}-0000" in client.post(f"{order}/codes").content.decode()
