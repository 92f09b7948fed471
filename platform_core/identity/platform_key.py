"""What the platform itself seals (secrets of log-ins, mails to its users) has a key of its own in the keystore."""

from __future__ import annotations

import uuid

from platform_core.kernel.sealing import keystore

# The version of a random id can never be 0: no tenant has this one.
PLATFORM = uuid.UUID("6b617175-616e-0000-8000-000000000001")


def platform_owner() -> uuid.UUID:
    """Under whose key the platform seals; the key is made on first use."""
    keystore().create(PLATFORM)
    return PLATFORM
