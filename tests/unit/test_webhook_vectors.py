"""Messages that Standard Webhooks and Svix publish with their signatures, and keys that are none."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook, WebhookVerificationError

from webhooks.signing import new_key_pair, new_secret, public_key_of, sign

MESSAGE, AT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
V1 = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
PRIVATE = "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg=="
PUBLIC = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4="
V1A = "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg=="


def signed(*secrets, body=BODY, at=None):
    return sign(secrets, message_id=MESSAGE, at=at or dt.datetime.fromtimestamp(AT, dt.UTC), body=body)


def verify_v1a(public, headers, body):
    """As a receiver would, with nothing of ours."""
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public.removeprefix("whpk_")))
    content = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key.verify(base64.b64decode(headers["webhook-signature"].removeprefix("v1a,")), content)


def altered(private):
    """The seed of one pair with the public half of another."""
    raw = base64.b64decode(private.removeprefix("whsk_"))
    other = base64.b64decode(new_key_pair()[0].removeprefix("whsk_"))
    return "whsk_" + base64.b64encode(raw[:32] + other[32:]).decode()


@pytest.mark.parametrize(
    ("secrets", "signature"),
    [
        ((SECRET,), V1),
        ((PRIVATE,), V1A),
        ((SECRET, PRIVATE), f"{V1} {V1A}"),
        ((PRIVATE, SECRET), f"{V1A} {V1}"),
        ((), ""),
    ],
    ids=["v1", "v1a", "both", "both the other way round", "none"],
)
def test_the_published_messages_are_signed_as_published(secrets, signature):
    assert signed(*secrets) == {
        "webhook-id": MESSAGE,
        "webhook-timestamp": str(AT),
        "webhook-signature": signature,
    }


def test_the_public_half_of_the_published_key_is_the_published_one():
    assert public_key_of(PRIVATE) == PUBLIC
    verify_v1a(PUBLIC, signed(PRIVATE), BODY)


def test_a_fraction_of_a_second_is_signed_as_its_second():
    at = dt.datetime.fromtimestamp(AT, dt.UTC) + dt.timedelta(microseconds=999_999)
    assert signed(SECRET, at=at)["webhook-signature"] == V1


def test_a_fresh_pair_verifies_what_it_signed_and_nothing_else():
    (private, public), (_, strange) = new_key_pair(), new_key_pair()
    body = '{"名称":"点卡"}'.encode()
    headers = signed(private, body=body)
    verify_v1a(public, headers, body)
    assert public_key_of(private) == public
    for key, content in ((strange, body), (public, body + b" ")):
        with pytest.raises(InvalidSignature):
            verify_v1a(key, headers, content)
    assert len(base64.b64decode(private.removeprefix("whsk_"))) == 64
    assert private != new_key_pair()[0]


def test_the_library_finds_its_signature_among_several():
    old, new, (private, _) = new_secret(), new_secret(), new_key_pair()
    headers = signed(private, new, old, at=dt.datetime.now(dt.UTC))
    assert [each.split(",")[0] for each in headers["webhook-signature"].split(" ")] == ["v1a", "v1", "v1"]
    for secret in (old, new):
        assert Webhook(secret).verify(BODY, headers) == {"test": 2432232314}
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY, headers)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "whsec_",
        "whsec_*",
        SECRET.removeprefix("whsec_"),
        PUBLIC,
        "whsk_",
        "whsk_" + PUBLIC.removeprefix("whpk_"),
        altered(PRIVATE),
    ],
    ids=["empty", "no secret", "not base64", "no prefix", "a public key", "no key", "half a key", "halves of two keys"],
)
def test_what_is_no_secret_signs_nothing(text):
    with pytest.raises(ValueError, match=r"secret|private key|base64|padding"):
        signed(text)


@pytest.mark.parametrize("text", [SECRET, PUBLIC, altered(PRIVATE)], ids=["shared", "public", "halves of two keys"])
def test_only_a_private_key_has_a_public_half(text):
    with pytest.raises(ValueError, match="private key"):
        public_key_of(text)
