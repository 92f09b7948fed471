from __future__ import annotations

import re
import secrets
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Max

from platform_core.kernel.errors import RecordNotFound
from tenants.catalog.groups import GROUPS, Group


def save_group(*, kind: str, name: str, name_en: str = "", icon: str = "", id: uuid.UUID | None = None) -> Group:
    """Make a category, occasion or tag behind the others, or rename one. Its address stays what it was.

    Args:
        kind: ``category``, ``occasion`` or ``tag``; a tag has no icon and no place.
        id: the one to change; None: a new one.

    Raises:
        RecordNotFound: no such one.
    """
    model = GROUPS[kind]
    values: dict[str, Any] = {"name": name, "name_en": name_en}
    if kind != "tag":
        values["icon"] = icon
    with transaction.atomic():
        if id is not None:
            found = model.objects.filter(pk=id).first()  # type: ignore[attr-defined]
            if found is None:
                raise RecordNotFound(id=str(id))
            for field, value in values.items():
                setattr(found, field, value)
            found.save(update_fields=list(values))
            return found  # type: ignore[no-any-return]
        if kind != "tag":
            last = model.objects.aggregate(last=Max("position"))["last"]  # type: ignore[attr-defined]
            values["position"] = 0 if last is None else last + 1
        return model.objects.create(slug=_slug(kind, name_en or name), **values)  # type: ignore[attr-defined, no-any-return]


def _slug(kind: str, name: str) -> str:
    from pypinyin import lazy_pinyin  # see index_product

    spelled = re.sub(r"[^a-z0-9]+", "-", "-".join(lazy_pinyin(name)).lower()).strip("-")
    longest = 20 if kind == "tag" else 40
    plain = spelled[:longest].strip("-")
    if plain and not GROUPS[kind].objects.filter(slug=plain).exists():  # type: ignore[attr-defined]
        return plain
    return f"{spelled[: longest - 7].strip('-')}-{secrets.token_hex(3)}".lstrip("-")
