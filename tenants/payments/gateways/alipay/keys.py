"""Keys and certificates as merchants paste them: with or without their armour, in one line or in many."""

from __future__ import annotations

import base64
import hashlib
import re

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey
from cryptography.x509 import Certificate, load_pem_x509_certificate
from cryptography.x509.oid import NameOID

BITS = 2048  # what RSA2 asks for
ARMOUR = "-----BEGIN"
RSA = "1.2.840.113549.1.1."  # how the object ids of its signatures begin
ISSUER = {
    "CN": NameOID.COMMON_NAME,
    "OU": NameOID.ORGANIZATIONAL_UNIT_NAME,
    "O": NameOID.ORGANIZATION_NAME,
    "C": NameOID.COUNTRY_NAME,
}
CERTIFICATE = re.compile(r"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)


def read_private_key(text: str) -> RSAPrivateKey:
    """The application's key, PKCS#1 or PKCS#8.

    Raises:
        ValueError
    """
    try:
        if ARMOUR in text:
            key = serialization.load_pem_private_key(text.strip().encode(), None)
        else:
            key = serialization.load_der_private_key(_bare(text), None)
    except (TypeError, UnsupportedAlgorithm) as error:
        raise ValueError(type(error).__name__) from error
    if not isinstance(key, RSAPrivateKey) or key.key_size < BITS:
        raise ValueError("not an RSA key of 2048 bits")
    return key


def read_public_key(text: str) -> RSAPublicKey:
    """A key that signatures are checked with.

    Raises:
        ValueError
    """
    load = serialization.load_pem_public_key if ARMOUR in text else serialization.load_der_public_key
    try:
        key = load(text.strip().encode() if ARMOUR in text else _bare(text))
    except UnsupportedAlgorithm as error:
        raise ValueError(type(error).__name__) from error
    if not isinstance(key, RSAPublicKey) or key.key_size < BITS:
        raise ValueError("not an RSA key of 2048 bits")
    return key


def read_certificates(text: str) -> list[str]:
    """The certificates of a file, in their order, each as a text of its own; what stands between them is left out."""
    return CERTIFICATE.findall(text.replace("\r", ""))


def key_of_certificate(text: str) -> RSAPublicKey:
    """The key that the first certificate of a file is about.

    Raises:
        ValueError
    """
    found = read_certificates(text)
    if not found:
        raise ValueError("no certificate")
    try:
        key = load_pem_x509_certificate(found[0].encode()).public_key()
    except UnsupportedAlgorithm as error:
        raise ValueError(type(error).__name__) from error
    if not isinstance(key, RSAPublicKey):
        raise ValueError("not of an RSA key")
    return key


def number_of_certificate(text: str) -> str:
    """What Alipay calls its serial number: of the issuer's name and the number that the issuer gave. Not for security."""
    return _number(load_pem_x509_certificate(text.encode()))


def number_of_roots(texts: list[str]) -> str:
    """The same of all roots that RSA signed; those of other curves (SM2) do not count."""
    roots = [load_pem_x509_certificate(text.encode()) for text in texts]
    return "_".join(_number(root) for root in roots if root.signature_algorithm_oid.dotted_string.startswith(RSA))


def _number(certificate: Certificate) -> str:
    parts = []
    for key, oid in ISSUER.items():
        found = certificate.issuer.get_attributes_for_oid(oid)
        parts.append(f"{key}={str(found[0].value) if found else None}")
    return hashlib.md5(f"{','.join(parts)}{certificate.serial_number}".encode(), usedforsecurity=False).hexdigest()


def armoured(key: RSAPrivateKey | RSAPublicKey) -> str:
    """A key as every library reads it."""
    if isinstance(key, RSAPublicKey):
        return key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain).decode()


def _bare(text: str) -> bytes:
    """Vendors' tools hand keys out as one line of base64."""
    return base64.b64decode("".join(text.split()), validate=True)
