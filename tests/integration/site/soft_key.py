"""A passkey made of software, to answer wrongly in every way that a browser would not."""

from __future__ import annotations

import hashlib
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

ORIGIN, HOST = "http://kaquan.localhost:8000", "kaquan.localhost"
FLAGS = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftKey:
    """One credential; ``origin``, ``host``: where it believes to be; ``counter``: what it says next."""

    def __init__(self) -> None:
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.origin, self.host, self.counter = ORIGIN, HOST, 1

    def _answer(self, response: dict[str, bytes]) -> dict[str, Any]:
        parts = {name: websafe_encode(value) for name, value in response.items()}
        return {
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "response": parts,
        }

    def _said(self, kind: str, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, websafe_decode(challenge), self.origin)

    def made(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to being made."""
        public = ES256.from_cryptography_key(self.private.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.id, public)
        flags = FLAGS | AuthenticatorData.FLAG.AT
        facts = AuthenticatorData.create(self._host_hash(), flags, self.counter, credential)
        said = self._said("webauthn.create", options["publicKey"]["challenge"])
        attested = AttestationObject.create("none", facts, {})
        return self._answer({"clientDataJSON": bytes(said), "attestationObject": bytes(attested)})

    def proof(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to being asked."""
        facts = AuthenticatorData.create(self._host_hash(), FLAGS, self.counter)
        said = self._said("webauthn.get", options["publicKey"]["challenge"])
        signature = self.private.sign(bytes(facts) + said.hash, ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": bytes(said), "authenticatorData": bytes(facts), "signature": signature})

    def _host_hash(self) -> bytes:
        return hashlib.sha256(self.host.encode()).digest()
