"""Short ways to issue cards, to do something to them, and to look at what became of them."""

import itertools

from platform_core.events.models import Event
from platform_core.kernel.ids import public_id
from platform_core.tenancy.context import tenant_context
from tenants.finance.enums import AccountCode
from tenants.finance.selectors import list_balances
from tenants.inventory.selectors import list_codes_of_import

JSON = "application/json"
GIFT = {"code_mode": "generated", "redemption": "amount", "face_value": 5000}
PASS = {"code_mode": "generated", "redemption": "units", "units": 10}
_keys = itertools.count(1)


def post(client, path, body=None, key=None):
    headers = {"Idempotency-Key": key or f"k-{next(_keys)}"}
    return client.post(path, body or {}, content_type=JSON, headers=headers)


def buy(client, shelf, quantity=1, number=None):
    """Issue codes and see them."""
    body = {"external_id": number or f"T-{next(_keys)}", "lines": [{"sku": shelf.sku_id, "quantity": quantity}]}
    answer = client.post("/v1/issuances?include=codes", body, content_type=JSON)
    assert answer.status_code == 201, answer.content
    return answer.json()


def one(client, shelf):
    return buy(client, shelf)["codes"]["data"][0]


def problem(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.content
    assert answer.json()["outcome"] == "not_executed"
    return answer.json()


def state(client, code_id):
    return client.get(f"/v1/codes/{code_id}").json()["state"]


def unsold(tenant, code_import):
    with tenant_context(tenant):
        return [public_id("code", code.id) for code in list_codes_of_import(code_import.id, None, 100)]


def events_of(tenant, code_id):
    with tenant_context(tenant):
        return list(Event.objects.filter(object_id=code_id).order_by("sequence").values_list("type", "sequence"))


def redeem(client, code, key=None, **body):
    return post(client, "/v1/codes/redeem", {"code": code, **body}, key=key)


def validate(client, code, **more):
    answer = client.post("/v1/codes/validate", {"code": code, **more}, content_type=JSON)
    assert answer.status_code == 200, answer.content
    return answer.json()


def owed(tenant):
    """What the books say the shop owes the holders of its cards."""
    with tenant_context(tenant):
        return -list_balances().get((AccountCode.CARD_LIABILITY, "CNY"), 0)
