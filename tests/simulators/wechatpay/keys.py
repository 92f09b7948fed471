"""Keys of a merchant and of the institution, and what they are for: signing, sealing, certificates."""

from __future__ import annotations

import base64
import datetime as dt
import json
import secrets
from functools import cache
from typing import NamedTuple

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.x509.oid import NameOID

PUBLIC_KEY_ID = "PUB_KEY_ID_0114232134912410000000000000"


@cache
def key_of(owner: str) -> rsa.RSAPrivateKey:
    """The key of somebody, made once a session."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def private_pem(owner: str) -> str:
    """PKCS#8, as apiclient_key.pem is."""
    form = serialization.PrivateFormat.PKCS8
    return key_of(owner).private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()).decode()


def public_pem(owner: str) -> str:
    """SubjectPublicKeyInfo, as pub_key.pem is."""
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key_of(owner).public_key().public_bytes(serialization.Encoding.PEM, form).decode()


class Platform(NamedTuple):
    """A certificate of the institution. ``owner`` of its key; ``serial`` in hexadecimal, as it is named in headers."""

    owner: str
    serial: str
    pem: str


@cache
def platform(owner: str, days: int = 1800) -> Platform:
    """A self-signed certificate; with ``days`` below none, one that is over."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Tenpay.com Root CA (test)")])
    number = x509.random_serial_number() | 1 << 156
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key_of(owner).public_key())
        .serial_number(number)
        .not_valid_before(now - dt.timedelta(days=2000))
        .not_valid_after(now + dt.timedelta(days=days))
        .sign(key_of(owner), hashes.SHA256())
    )
    return Platform(owner, f"{number:X}", made.public_bytes(serialization.Encoding.PEM).decode())


def sign(owner: str, *parts: str) -> str:
    """SHA256 with RSA over lines, each ended."""
    signed = key_of(owner).sign("".join(f"{part}\n" for part in parts).encode(), padding.PKCS1v15(), hashes.SHA256())
    return base64.b64encode(signed).decode()


def is_signed(owner: str, signature: str, *parts: str) -> bool:
    """Did its owner sign these lines?"""
    message = "".join(f"{part}\n" for part in parts).encode()
    try:
        key_of(owner).public_key().verify(base64.b64decode(signature), message, padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def seal(api_v3_key: str, plain: str, about: str) -> dict[str, str]:
    """A resource, sealed with AES-256-GCM as notices and certificates are."""
    nonce = secrets.token_hex(6)
    sealed = AESGCM(api_v3_key.encode()).encrypt(nonce.encode(), plain.encode(), about.encode())
    ciphertext = base64.b64encode(sealed).decode()
    return {"algorithm": "AEAD_AES_256_GCM", "nonce": nonce, "associated_data": about, "ciphertext": ciphertext}


def open_name(owner: str, ciphertext: str) -> str:
    """A name that was sealed for the institution."""
    scheme = padding.OAEP(mgf=padding.MGF1(algorithm=hashes.SHA1()), algorithm=hashes.SHA1(), label=None)
    return key_of(owner).decrypt(base64.b64decode(ciphertext), scheme).decode()


def compact(value: object) -> str:
    """JSON as it goes over the wire."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
