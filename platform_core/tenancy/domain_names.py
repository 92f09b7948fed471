"""Names that a shop may answer under: written as DNS writes them, and only such as somebody can own."""

from __future__ import annotations

import ipaddress
from functools import cache
from typing import Final

import idna
from django.conf import settings
from publicsuffixlist import PublicSuffixList

from platform_core.tenancy.errors import DomainRefused

LONGEST: Final = 200  # leaves room for the name of the proof before it
RECORD: Final = "_kaquan-verify"


@cache
def _suffixes() -> PublicSuffixList:
    # A name under a suffix that nobody knows is not in the public DNS.
    return PublicSuffixList(accept_unknown=False)


def read_domain(typed: str) -> str:
    """A domain as somebody typed or pasted it, as DNS spells it (``xn--…``): names that look alike and are not the same differ.

    Raises:
        DomainRefused: no domain, an address, a public suffix, or of this platform.
    """
    text = typed.strip().lower().partition("://")[2] or typed.strip().lower()
    host = text.partition("/")[0].rstrip(".")
    if _is_address(host):
        raise DomainRefused(param="domain", reason="address")
    try:
        name = idna.encode(host, uts46=True, std3_rules=True).decode()
    except (idna.IDNAError, UnicodeError) as error:
        raise DomainRefused(param="domain", reason="invalid") from error
    if "." not in name or len(name) > LONGEST:
        raise DomainRefused(param="domain", reason="invalid")
    base = settings.KAQUAN_PLATFORM_HOST
    if name == base or name.endswith(f".{base}") or base.endswith(f".{name}"):
        raise DomainRefused(param="domain", reason="platform")
    if _suffixes().privatesuffix(name) is None:
        raise DomainRefused(param="domain", reason="suffix")
    return name


def record_of(domain: str) -> str:
    """The name of the TXT record that proves a domain."""
    return f"{RECORD}.{domain}"


def shown(domain: str) -> str:
    """A domain as people read it, where that is another spelling; else empty."""
    try:
        readable = idna.decode(domain)
    except idna.IDNAError:
        return ""
    return readable if readable != domain else ""


def _is_address(host: str) -> bool:
    bare = host.strip("[]") if host.startswith("[") else host.partition(":")[0] if host.count(":") == 1 else host
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        return all(part.isdigit() or part.startswith("0x") for part in bare.split("."))
    return True
