"""Proof of work, in place of a captcha: a browser computes for a moment, a robot for every try. ALTCHA's, self-hosted.

Nobody is asked to read crooked letters, and no third party hears of a visitor.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from typing import Any

import altcha
from django.core.cache import cache

from platform_core.kernel.sealing import derive, keystore
from platform_core.tenancy.context import current_tenant

ALGORITHM, COST = "PBKDF2/SHA-256", 4_000
PREFIX = "00"  # one try in 256 fits: half a second of a phone
GOOD_FOR = dt.timedelta(minutes=10)
LONGEST = 4_000


def _key() -> bytes:
    return derive(keystore().get(current_tenant().id), "proof-of-work")


def make_challenge(now: dt.datetime) -> dict[str, Any]:
    """Something to compute, signed for this shop; JSON for the browser."""
    challenge = altcha.create_challenge(
        ALGORITHM, COST, key_prefix=PREFIX, expires_at=now + GOOD_FOR, hmac_secret=_key()
    )
    return challenge.to_dict()


def is_proof(solution: str) -> bool:
    """Was one of this shop's challenges solved, in time, and not handed in before?

    Which were handed in is known to Valkey. Without it a solution is good until it is too old: what is guessed is counted in
    the database all the same.
    """
    if not solution or len(solution) > LONGEST or not altcha.verify_solution(solution, _key()).verified:
        return False
    nonce = _nonce(solution)
    try:
        return bool(nonce) and bool(cache.add(f"proof:{nonce}", 1, timeout=int(GOOD_FOR.total_seconds())))
    except Exception:
        return bool(nonce)


def _nonce(solution: str) -> str:
    try:
        return str(json.loads(base64.b64decode(solution))["challenge"]["parameters"]["nonce"])
    except (binascii.Error, ValueError, KeyError, TypeError):
        return ""
