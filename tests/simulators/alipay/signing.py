"""RSA2 as Alipay describes it: SHA256 with RSA over `key=value&…`, sorted by key. Written without the SDK that is tested."""

import base64
import datetime as dt

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID


def make_key():
    """A key of 2048 bits."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def sign(key, text):
    """The signature of a text, in base64."""
    return base64.b64encode(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256())).decode()


def is_signed(public, text, signature):
    """Is it that text's?"""
    try:
        public.verify(base64.b64decode(signature), text.encode(), padding.PKCS1v15(), hashes.SHA256())
    except (InvalidSignature, ValueError):
        return False
    return True


def joined(fields, *without):
    """What is signed of some fields: all with a value, but those named."""
    return "&".join(f"{name}={fields[name]}" for name in sorted(fields) if name not in without and fields[name] != "")


def one_line(key):
    """A key as Alipay's tool hands it out: base64, without armour."""
    if isinstance(key, rsa.RSAPublicKey):
        der = key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    else:
        kind = serialization.PrivateFormat.TraditionalOpenSSL
        der = key.private_bytes(serialization.Encoding.DER, kind, serialization.NoEncryption())
    return base64.b64encode(der).decode()


def certificate(name, public, issuer_key, issuer_name=None):
    """A certificate of a key, as PEM."""
    moment = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(_named(name))
        .issuer_name(_named(issuer_name or name))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - dt.timedelta(days=1))
        .not_valid_after(moment + dt.timedelta(days=365))
        .sign(issuer_key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM).decode()


def _named(name):
    parts = {NameOID.COUNTRY_NAME: "CN", NameOID.ORGANIZATION_NAME: "Test", NameOID.ORGANIZATIONAL_UNIT_NAME: "CA"}
    parts[NameOID.COMMON_NAME] = name
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts.items()])
