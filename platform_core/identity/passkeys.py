"""Passkeys (WebAuthn), bound to the platform's host. What is asked is kept in the session until it is answered, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.conf import settings
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from platform_core.identity.errors import FactorRefused
from platform_core.tenancy.addresses import platform_url

NAME = "Kaquan 卡券"


class Asked(NamedTuple):
    """``options``: for the browser, JSON. ``state``: for the session, JSON, to compare the answer with."""

    options: dict[str, Any]
    state: dict[str, Any]


class NewPasskey(NamedTuple):
    """What is kept of a passkey; nothing of it is secret."""

    credential_id: bytes
    material: bytes
    counter: int


class Proof(NamedTuple):
    """Which passkey answered, and how often it says that it did."""

    credential_id: bytes
    counter: int


def _server() -> Fido2Server:
    # Exactly our own origin: a shop's host, which is below the platform's, must not ask for the platform's passkeys.
    def is_ours(origin: str) -> bool:
        return origin == platform_url()

    return Fido2Server(PublicKeyCredentialRpEntity(id=settings.KAQUAN_PLATFORM_HOST, name=NAME), verify_origin=is_ours)


def ask_for_new(user_id: bytes, email: str, name: str, known: Sequence[bytes]) -> Asked:
    """Have the browser make a passkey, on a device that has none of the ``known`` (materials)."""
    user = PublicKeyCredentialUserEntity(id=user_id, name=email, display_name=name or email)
    options, state = _server().register_begin(
        user,
        [AttestedCredentialData(material) for material in known],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Asked(dict(options), dict(state))


def read_new(state: Mapping[str, Any], answer: Mapping[str, Any]) -> NewPasskey:
    """The passkey that the browser made.

    Raises:
        FactorRefused: it does not answer what was asked, or was made for another host.
    """
    try:
        data = _server().register_complete(dict(state), dict(answer))
    except Exception as error:  # whatever a stranger's bytes make the library say
        raise FactorRefused from error
    if data.credential_data is None:
        raise FactorRefused
    return NewPasskey(data.credential_data.credential_id, bytes(data.credential_data), data.counter)


def ask_for_proof(known: Sequence[bytes]) -> Asked:
    """Have the browser answer with one of the ``known`` passkeys (materials)."""
    options, state = _server().authenticate_begin(
        [AttestedCredentialData(material) for material in known],
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Asked(dict(options), dict(state))


def read_proof(state: Mapping[str, Any], answer: Mapping[str, Any], known: Sequence[bytes]) -> Proof:
    """Which of the ``known`` passkeys signed what was asked.

    Raises:
        FactorRefused: none of them did.
    """
    try:
        credentials = [AttestedCredentialData(material) for material in known]
        found = _server().authenticate_complete(dict(state), credentials, dict(answer))
        counter = AuthenticationResponse.from_dict(dict(answer)).response.authenticator_data.counter
    except Exception as error:  # whatever a stranger's bytes make the library say
        raise FactorRefused from error
    return Proof(found.credential_id, counter)
