"""How a secret is shown to somebody who may know that it exists, but not what it says."""

from __future__ import annotations


def mask(secret: str) -> str:
    """``A1B2C3D4E5F6`` -> ``****-E5F6``; anything shorter than 8 characters is hidden whole.

    Never more than a quarter of the secret is shown.
    """
    shown = min(4, len(secret) // 4) if len(secret) >= 8 else 0
    return "****" if not shown else f"****-{secret[-shown:]}"


def mask_contact(contact: str) -> str:
    """``13812345678`` -> ``138****678``; ``anna@mail.cn`` -> ``a***@mail.cn``."""
    name, at, host = contact.partition("@")
    if at:
        return f"{name[:1]}***@{host}"
    return f"{contact[:3]}****{contact[-3:]}" if len(contact) >= 8 else f"{contact[:1]}****"
