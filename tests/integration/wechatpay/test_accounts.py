"""What a merchant pastes is looked at before it is kept; keys are sealed, and readable with their own shop alone."""

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.payments.accounts import get_account, get_split_terms, list_offered
from tenants.payments.errors import AccountInvalid
from tenants.payments.models import GatewayAccount
from tests.integration.wechatpay.paying import account_of, open_account, secrets_of, settings_of
from tests.simulators.wechatpay.desk import Desk
from tests.simulators.wechatpay.keys import PUBLIC_KEY_ID, private_pem, public_pem

WRONG = [
    ("mch_id", {"mch_id": "190000010"[:7]}, {}),
    ("mch_id", {"mch_id": "19000001o9"}, {}),
    ("app_id", {"app_id": "gh_d678efa567ab6787"}, {}),
    ("serial_no", {"serial_no": "5157F09E"}, {}),
    ("profit_sharing", {"profit_sharing": "30%"}, {}),
    ("max_split", {"max_split": "101"}, {}),
    ("public_key_id", {"public_key_id": "5157F09E"}, {}),
    ("private_key", {}, {"private_key": "-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----"}),
    ("private_key", {}, {"private_key": public_pem("merchant")}),
    ("api_v3_key", {}, {"api_v3_key": "0123456789abcdef"}),
    ("api_v3_key", {}, {"api_v3_key": "密" * 32}),
    ("public_key", {"public_key_id": PUBLIC_KEY_ID}, {}),
    ("public_key", {}, {"public_key": public_pem("public key")}),
    ("public_key", {"public_key_id": PUBLIC_KEY_ID}, {"public_key": private_pem("public key")}),
]


@pytest.mark.parametrize(("field", "settings", "secrets"), WRONG)
def test_what_cannot_be_right_is_refused_with_a_reason(adapter, field, settings, secrets):
    with pytest.raises(AccountInvalid) as caught:
        adapter.check_account(settings_of(**settings), secrets_of(**secrets))
    assert caught.value.data["field"] == field
    assert caught.value.data["reason"].endswith("。")
    assert not any(value in str(caught.value) for value in secrets.values() if value)


def test_what_is_missing_is_asked_for(adapter):
    for field in ("mch_id", "app_id", "serial_no", "private_key", "api_v3_key"):
        with pytest.raises(AccountInvalid) as caught:
            adapter.check_account(
                {name: value for name, value in settings_of().items() if name != field},
                {name: value for name, value in secrets_of().items() if name != field},
            )
        assert caught.value.data == {"field": field, "reason": "required"}


@pytest.mark.parametrize("by_public_key", [False, True])
def test_what_can_be_right_is_kept(adapter, by_public_key):
    account = account_of(by_public_key=by_public_key, max_split="")
    adapter.check_account(account.settings, account.secrets)


def test_an_account_is_sealed_and_the_shops_alone(adapter, inside, other_tenant):
    row = open_account(Desk())
    assert Desk().api_v3_key.encode() not in bytes(row.secrets)
    assert get_account("wechatpay").secrets["api_v3_key"] == Desk().api_v3_key
    assert list_offered() == [("wechatpay", "wechat_native")]
    with tenant_context(other_tenant):
        assert not GatewayAccount.objects.exists()
        assert ("wechatpay", "wechat_native") not in list_offered()


@pytest.mark.parametrize(
    ("settings", "terms"),
    [
        ({}, (3_000, True)),
        ({"max_split": "50"}, (5_000, True)),
        ({"max_split": "0"}, (0, True)),
        ({"profit_sharing": ""}, (0, False)),
        ({"profit_sharing": "0", "max_split": "50"}, (0, False)),
    ],
)
def test_thirty_per_cent_may_be_split_unless_the_account_says_otherwise(adapter, inside, settings, terms):
    open_account(Desk(), **settings)
    assert get_split_terms("wechatpay") == terms


def test_other_gateways_split_all_that_was_paid(inside):
    assert get_split_terms("sandbox") == (10_000, False)
