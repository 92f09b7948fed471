from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from merchant_api.problems import ApiProblem
from merchant_api.serializers import StrictSerializer
from merchant_api.v1.api_keys import examples
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id, public_id
from tenants.access.encryption import ALGORITHMS, CURVES, LONGEST_ID, PRIVATE, checked_key
from tenants.access.enums import FULL_ACCESS, PRESETS
from tenants.access.models import ApiKey

LARGEST = 10**12
ENCRYPTION_KEY = (
    "Your public key. With one, this API key is answered codes as JWE (RFC 7516, A256GCM) only, in the clear never: neither "
    "links nor exports in the clear can be made with it."
)


class JwkInput(StrictSerializer):
    """A public key as JWK (RFC 7517): RSA (RSA-OAEP-256) of 2048 to 8192 bits, EC P-256 or OKP X25519 (both ECDH-ES)."""

    example = examples.JWK

    kty = serializers.ChoiceField(choices=sorted(ALGORITHMS))
    n = serializers.CharField(max_length=1_400, required=False, help_text="Of RSA.")
    e = serializers.CharField(max_length=16, required=False, help_text="Of RSA.")
    crv = serializers.ChoiceField(choices=sorted(CURVES.values()), required=False, help_text="Of EC and OKP.")
    x = serializers.CharField(max_length=64, required=False, help_text="Of EC and OKP.")
    y = serializers.CharField(max_length=64, required=False, help_text="Of EC.")
    alg = serializers.ChoiceField(choices=sorted(set(ALGORITHMS.values())), required=False)
    use = serializers.ChoiceField(choices=["enc"], required=False)
    kid = serializers.CharField(
        max_length=LONGEST_ID,
        required=False,
        help_text="Stands in the header of each JWE; else its thumbprint (RFC 7638).",
    )
    ext = serializers.BooleanField(required=False, help_text="What browsers add; of no meaning here.")
    key_ops = serializers.ListField(
        child=serializers.CharField(max_length=20), max_length=8, required=False, help_text="Of no meaning here."
    )

    def to_internal_value(self, data: Any) -> Any:
        """As it came, where it is of the right form; a private key is named as what it is."""
        if isinstance(data, Mapping) and not PRIVATE.isdisjoint(data):
            checked_key(data)
        return super().to_internal_value(data)


class JwkSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a public key."""

    kty = serializers.ChoiceField(choices=sorted(ALGORITHMS))
    n = serializers.CharField(required=False)
    e = serializers.CharField(required=False)
    crv = serializers.CharField(required=False)
    x = serializers.CharField(required=False)
    y = serializers.CharField(required=False)
    alg = serializers.ChoiceField(choices=sorted(set(ALGORITHMS.values())))
    use = serializers.ChoiceField(choices=["enc"])
    kid = serializers.CharField()


class KeyChanges(StrictSerializer):
    """What can be changed of a key. Null takes a limit away."""

    example = examples.KEY_CHANGES

    name = serializers.CharField(max_length=80, required=False)
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=FULL_ACCESS), required=False, allow_empty=False, max_length=40
    )
    ip_allowlist = serializers.ListField(
        child=serializers.CharField(max_length=43),
        required=False,
        max_length=50,
        help_text="Addresses or CIDR networks; calls from elsewhere are refused.",
    )
    products = serializers.ListField(
        child=serializers.CharField(max_length=40),
        required=False,
        max_length=200,
        help_text="Only these products may be issued.",
    )
    daily_quota = serializers.IntegerField(
        min_value=1, max_value=10**9, required=False, allow_null=True, help_text="Codes a day of the shop."
    )
    max_amount = serializers.IntegerField(
        min_value=0, max_value=LARGEST, required=False, allow_null=True, help_text="Of one call, in minor units."
    )
    expires_at = serializers.DateTimeField(required=False, allow_null=True)
    encryption_key = JwkInput(required=False, allow_null=True, help_text=ENCRYPTION_KEY)


class KeyInput(KeyChanges):
    """A new key. Without scopes or preset it may do everything but manage keys."""

    example = examples.KEY_INPUT

    name = serializers.CharField(max_length=80)
    preset = serializers.ChoiceField(choices=[name for name in PRESETS if name != "key_manager"], required=False)
    livemode = serializers.BooleanField(required=False)


class RollInput(StrictSerializer):
    """How long the old secret works on."""

    example = examples.ROLL_INPUT

    overlap_seconds = serializers.IntegerField(min_value=0, max_value=604_800, default=86_400)


class KeySerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a key. ``secret`` is in the answer that makes it, once, and null ever after."""

    example = examples.ONE_KEY

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["api_key"])
    name = serializers.CharField()
    livemode = serializers.BooleanField()
    status = serializers.ChoiceField(choices=["active", "expired", "revoked"])
    secret = serializers.CharField(allow_null=True)
    last_four = serializers.CharField()
    scopes = serializers.ListField(child=serializers.CharField())
    ip_allowlist = serializers.ListField(child=serializers.CharField())
    products = serializers.ListField(child=serializers.CharField())
    daily_quota = serializers.IntegerField(allow_null=True)
    max_amount = serializers.IntegerField(allow_null=True)
    encryption_key = JwkSerializer(allow_null=True)
    made_by = serializers.CharField()
    rolled_from = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField(allow_null=True)
    revoked_at = serializers.DateTimeField(allow_null=True)
    last_used_at = serializers.DateTimeField(allow_null=True)
    last_used_ip = serializers.CharField(allow_null=True)


def read_products(texts: list[str]) -> list[uuid.UUID]:
    """Ids of products.

    Raises:
        ApiProblem: one is none.
    """
    found = []
    for index, text in enumerate(texts):
        try:
            found.append(parse_public_id("prod", text))
        except RecordNotFound as error:
            raise ApiProblem("resource_not_found", param=f"products[{index}]") from error
    return found


def render_key(key: ApiKey, secret: str | None = None) -> dict[str, Any]:
    """A key for the API."""
    over = key.expires_at is not None and key.expires_at <= now()
    return {
        "id": public_id("key", key.id),
        "object": "api_key",
        "name": key.name,
        "livemode": key.livemode,
        "status": "revoked" if key.revoked_at else "expired" if over else "active",
        "secret": secret,
        "last_four": key.last_four,
        "scopes": sorted(key.scopes),
        "ip_allowlist": key.ip_allowlist,
        "products": [public_id("prod", product) for product in key.product_ids],
        "daily_quota": key.daily_quota,
        "max_amount": key.max_amount,
        "encryption_key": key.encryption_key,
        "made_by": key.made_by,
        "rolled_from": public_id("key", key.rolled_from) if key.rolled_from else None,
        "created_at": key.created_at,
        "expires_at": key.expires_at,
        "revoked_at": key.revoked_at,
        "last_used_at": key.last_used_at,
        "last_used_ip": key.last_used_ip,
    }


def of_changes(body: Mapping[str, Any]) -> dict[str, Any]:
    """Checked changes in the words of the domain."""
    changes = {name: value for name, value in body.items() if name != "products"}
    if "products" in body:
        changes["product_ids"] = read_products(body["products"])
    return changes
