from __future__ import annotations

import datetime as dt
import hashlib
import secrets
import uuid
from typing import NamedTuple

from django.db import IntegrityError, transaction

from platform_core.entitlements.selectors import get_plan
from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.errors import SlugTaken
from platform_core.tenancy.models import SignUp
from platform_core.tenancy.services.check_slug import check_slug


class Requested(NamedTuple):
    """The sign-up and the token of its status page."""

    sign_up: SignUp
    token: str


def request_tenant(
    *,
    name: str,
    slug: str,
    preset: str,
    positioning: str,
    owner_id: uuid.UUID,
    now: dt.datetime,
    plan: str = "",
    tries: str = "",
) -> Requested:
    """Ask for a shop; a job makes it.

    Args:
        plan: what it may do; empty: without limits.
        tries: the plan that it tries before it pays for one; empty: none.

    Raises:
        PlanUnknown
        SlugInvalid, SlugReserved, SlugTaken: the address is not to be had.
    """
    check_slug(slug=slug)
    for named in (plan, tries):
        if named:
            get_plan(named)
    token = secrets.token_urlsafe(32)
    try:
        with transaction.atomic():
            sign_up = SignUp.objects.create(
                token_hash=hashlib.sha256(token.encode()).digest(),
                name=name.strip(),
                slug=slug,
                preset=preset,
                positioning=positioning.strip(),
                owner_id=owner_id,
                plan=plan,
                tries=tries,
                created_at=now,
            )
            enqueue_job(
                JobName.PROVISION_TENANT,
                key=f"provision:{sign_up.id}",
                payload={"sign_up_id": str(sign_up.id)},
                now=now,
            )
    except IntegrityError as error:  # two asked for it in the same moment
        raise SlugTaken(slug=slug) from error
    return Requested(sign_up, token)
