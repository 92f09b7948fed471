"""Encrypting codes to the public key (JWK, RFC 7517) of an API key, as compact JWE (RFC 7516) that only its owner can open."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, OKPKey, RSAKey

from tenants.access.errors import EncryptionKeyInvalid

PublicKey = Mapping[str, str]
CONTENT = "A256GCM"
ALGORITHMS = {"RSA": "RSA-OAEP-256", "EC": "ECDH-ES", "OKP": "ECDH-ES"}
CURVES = {"EC": "P-256", "OKP": "X25519"}
Key = RSAKey | ECKey | OKPKey
KINDS: dict[str, type[RSAKey] | type[ECKey] | type[OKPKey]] = {"RSA": RSAKey, "EC": ECKey, "OKP": OKPKey}
PARTS = {"RSA": ("kty", "n", "e"), "EC": ("kty", "crv", "x", "y"), "OKP": ("kty", "crv", "x")}
PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
BITS = range(2048, 8192 + 1)  # of RSA
LONGEST_ID = 128
_registry = jwe.JWERegistry(algorithms=[*ALGORITHMS.values(), CONTENT])


def checked_key(jwk: Mapping[str, Any]) -> dict[str, str]:
    """A key that codes can be encrypted to: what is public of it, how, and its ``kid`` (its thumbprint, where it has none).

    Args:
        jwk: as the merchant sent it.

    Raises:
        EncryptionKeyInvalid: it is private or symmetric, too short, of another kind, or no key at all.
    """
    kind = jwk.get("kty")
    if kind not in ALGORITHMS:
        raise _invalid("kty is RSA, EC or OKP")
    if not PRIVATE.isdisjoint(jwk):
        raise _invalid(
            "a private key: send the public one, and make a new pair, for this one has been sent over a network"
        )
    if kind in CURVES and jwk.get("crv") != CURVES[kind]:
        raise _invalid(f"of {kind} the curve is {CURVES[kind]}")
    if jwk.get("alg") not in {None, ALGORITHMS[kind]}:
        raise _invalid(f"of {kind} alg is {ALGORITHMS[kind]}")
    if jwk.get("use") not in {None, "enc"}:
        raise _invalid("use is enc")
    if not all(isinstance(jwk.get(name), str) for name in PARTS[kind]):
        raise _invalid("it has " + ", ".join(PARTS[kind]))
    kid = jwk.get("kid")
    if kid is not None and not (isinstance(kid, str) and 1 <= len(kid) <= LONGEST_ID):
        raise _invalid(f"kid is a text of 1 to {LONGEST_ID} characters")
    key = _tried({name: jwk[name] for name in PARTS[kind]})
    public = {name: str(value) for name, value in key.as_dict(private=False).items() if name in PARTS[kind]}
    return {**public, "use": "enc", "alg": ALGORITHMS[kind], "kid": kid or key.thumbprint()}


def encrypt(key: PublicKey, payload: bytes) -> str:
    """Compact JWE of a JSON text.

    Args:
        key: as ``checked_key`` gave it.
    """
    header = {"alg": key["alg"], "enc": CONTENT, "kid": key["kid"], "cty": "json"}
    parts = orjson.dumps({name: key[name] for name in PARTS[key["kty"]]})
    return jwe.encrypt_compact(header, payload, _imported(parts), registry=_registry)


def _tried(public: dict[str, Any]) -> Key:
    """A key that something was encrypted to: a point that is none shows only then."""
    try:
        if public["kty"] == "RSA":
            size = RSAKey.binding.import_public_key({"n": public["n"], "e": public["e"]}).key_size
            if size not in BITS:
                raise _invalid(f"RSA keys have {BITS.start} to {BITS.stop - 1} bits")
        key = KINDS[public["kty"]].import_key(public)
        jwe.encrypt_compact({"alg": ALGORITHMS[public["kty"]], "enc": CONTENT}, b"", key, registry=_registry)
        return key
    except (JoseError, ValueError, TypeError) as error:
        raise _invalid("not a key") from error


@lru_cache(maxsize=1024)
def _imported(parts: bytes) -> Key:
    """A key as the library has it, made once."""
    public = orjson.loads(parts)
    return KINDS[public["kty"]].import_key(public)


def _invalid(reason: str) -> EncryptionKeyInvalid:
    return EncryptionKeyInvalid(param="encryption_key", reason=reason)
