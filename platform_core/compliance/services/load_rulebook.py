from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import transaction

from platform_core.compliance.enums import IN_SHOP
from platform_core.compliance.errors import RulebookRefused
from platform_core.compliance.known_rules import forget_rules
from platform_core.compliance.locks import lock_rulebook
from platform_core.compliance.models import RulebookLoad, RuleVersion
from platform_core.compliance.rulebook.reading import check_rule, hash_body, hash_files, read_text


class Loaded(NamedTuple):
    """``ID vN`` of what was added, and of what was not because a newer or another version stands there already."""

    added: list[str]
    overtaken: list[str]


def load_rulebook(*, texts: Sequence[str], by: str, now: dt.datetime, released: bool = False) -> Loaded:
    """Add the versions of rules that files say and the table does not have: all of them or none. In the platform's context.

    Args:
        texts: the files' contents (YAML).
        by: who loads them.
        released: they come with a release; what somebody loaded since then goes before it and is no mistake.

    Raises:
        RulebookRefused: a file, a condition or an example is wrong, a version says something else than it did, or is too old.
    """
    bodies = [body for text in texts for body in read_text(text)]
    for body in bodies:
        check_rule(body)
    named = [_name(body) for body in bodies]
    twice = sorted({name for name in named if named.count(name) > 1})
    if twice:
        raise RulebookRefused(rule=twice[0], reason="it stands there twice")
    with transaction.atomic():
        lock_rulebook()
        loaded = _add(bodies, by, now, released)
        RulebookLoad.objects.create(
            digest=hash_files(texts), added=loaded.added, overtaken=loaded.overtaken, loaded_at=now, loaded_by=by
        )
    forget_rules()
    return loaded


def _add(bodies: Sequence[dict[str, Any]], by: str, now: dt.datetime, released: bool) -> Loaded:
    kept: dict[str, dict[int, str]] = {}
    for rule_id, version, body_hash in RuleVersion.objects.values_list("rule_id", "version", "body_hash"):
        kept.setdefault(rule_id, {})[version] = body_hash
    fresh, overtaken = [], []
    for body in sorted(bodies, key=lambda each: (each["id"], each["version"])):
        versions, body_hash = kept.get(body["id"], {}), hash_body(body)
        if versions.get(body["version"]) == body_hash:
            continue
        if body["version"] <= max(versions, default=0):
            if not released:
                raise RulebookRefused(rule=body["id"], reason=_too_old(body["version"], versions))
            overtaken.append(_name(body))
            continue
        fresh.append(_row(body, body_hash, by, now))
    RuleVersion.objects.bulk_create(fresh)
    return Loaded([str(row) for row in fresh], overtaken)


def _name(body: dict[str, Any]) -> str:
    return f"{body['id']} v{body['version']}"


def _too_old(version: int, versions: dict[int, str]) -> str:
    if version in versions:
        return f"version {version} is loaded and says something else: a change needs version {max(versions) + 1}"
    return f"version {version} is older than version {max(versions)}, which is loaded"


def _row(body: dict[str, Any], body_hash: str, by: str, now: dt.datetime) -> RuleVersion:
    return RuleVersion(
        rule_id=body["id"],
        version=body["version"],
        family=body["family"],
        level=body["level"],
        to_confirm=body["to_confirm"],
        effective_from=body["effective_from"],
        effective_to=body.get("effective_to"),
        in_shop=not IN_SHOP.isdisjoint(body["applies_to"]),
        body=body,
        body_hash=body_hash,
        loaded_at=now,
        loaded_by=by,
    )
