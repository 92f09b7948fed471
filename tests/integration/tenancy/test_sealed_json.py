"""Small JSON at rest: what was sealed before opens, for its own purpose, row and owner alone."""

import uuid

import orjson
import pytest

from platform_core.kernel.sealing import SealBroken, derive, keystore, open_json, seal, seal_json
from platform_core.tenancy.context import tenant_context
from tenants.issuance.answers import inputs_of
from tenants.orders.inputs import open_handed_over, open_inputs
from tenants.payments.accounts import open_secrets
from tenants.payments.models import GatewayAccount

SAID = {"account": "13812345678", "名": "值"}


def as_before(tenant, purpose, about, plain=None):
    """Sealed by hand, in the form that is stored."""
    return seal(derive(keystore().get(tenant.id), purpose), orjson.dumps(SAID) if plain is None else plain, about.bytes)


def test_what_is_stored_opens(tenant):
    about = uuid.uuid4()
    with tenant_context(tenant):
        assert open_inputs(about, memoryview(as_before(tenant, "order-inputs", about))) == SAID
        assert open_handed_over(about, as_before(tenant, "order-handed-over", about, b"CODE-1")) == "CODE-1"
        row = GatewayAccount(id=about, secrets=as_before(tenant, "gateway-account", about))
        assert open_secrets(row) == SAID
        answers = type("Answers", (), {"sealed": as_before(tenant, "line-inputs", about)})
        assert inputs_of(type("Line", (), {"id": about, "answers": answers})) == SAID


def test_it_opens_nowhere_else(tenant, other_tenant):
    about = uuid.uuid4()
    sealed = seal_json(tenant.id, "order-inputs", about, SAID)
    assert open_json(tenant.id, "order-inputs", about, sealed) == SAID
    assert b"13812345678" not in sealed
    assert sealed != seal_json(tenant.id, "order-inputs", about, SAID), "each seal has a nonce of its own"
    for owner, purpose, row, text in [
        (other_tenant.id, "order-inputs", about, sealed),
        (tenant.id, "line-inputs", about, sealed),
        (tenant.id, "order-inputs", uuid.uuid4(), sealed),
        (tenant.id, "order-inputs", about, sealed[:-1] + bytes([sealed[-1] ^ 1])),
    ]:
        with pytest.raises(SealBroken):
            open_json(owner, purpose, row, text)
