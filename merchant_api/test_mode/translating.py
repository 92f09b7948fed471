"""A request of a live shop in the words of its test shop: SKUs that do the same there, numbers of its own, no secrets."""

from __future__ import annotations

import re
import secrets
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson

from merchant_api.redaction import FILE, HIDDEN, PUBLIC_ID
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id, public_id
from platform_core.tenancy.context import tenant_context
from platform_core.tenancy.reference import TenantRef
from tenants.access.models import RequestLogEntry
from tenants.catalog.enums import MagicSku
from tenants.catalog.models import Sku

# Which SKU of a test shop is refused for the same reason.
ALIKE = {"insufficient_stock": MagicSku.OUT_OF_STOCK, "price_exceeds_limit": MagicSku.PRICE_UP}
MORE = re.compile(r"\[\d+ more\]")
COUNTED = "[undocumented]"
GUARDS = ("max_unit_price", "max_total")


@dataclass
class Translation:
    """What is sent, and what became of the original on the way."""

    entry: RequestLogEntry
    live: TenantRef
    twin: TenantRef
    path: str = ""
    query: str = ""
    body: Any = None
    changed: list[tuple[str, str, str]] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    _skus: dict[str, Sku | None] = field(default_factory=dict)

    @classmethod
    def of(cls, entry: RequestLogEntry, live: TenantRef, twin: TenantRef) -> Translation:
        """Translate an entry of the live shop's log."""
        made = cls(entry, live, twin)
        made.path = "/".join(made._text(part, "path") for part in entry.path.split("/"))
        pairs = parse_qsl(entry.query, keep_blank_values=True)
        kept = [(name, made._value(value, f"?{name}")) for name, value in pairs if name != COUNTED]
        made.left_out += [COUNTED for name, _ in pairs if name == COUNTED]
        made.query = urlencode([(name, value) for name, value in kept if value is not None])
        if entry.request_body:
            made.body = made._value(orjson.loads(entry.request_body), "")
            made._renumber()
        return made

    def _value(self, value: Any, place: str) -> Any:
        """None: it is not kept, and left out."""
        if isinstance(value, dict):
            kept = {name: self._value(item, f"{place}.{name}".lstrip(".")) for name, item in value.items()}
            self._adjust_guards(kept, place)
            return {name: item for name, item in kept.items() if item is not None or value[name] is None}
        if isinstance(value, list):
            found = [self._value(item, f"{place}[{index}]") for index, item in enumerate(value)]
            return [item for item in found if item is not None]
        if value in (HIDDEN, FILE) or place.endswith(COUNTED) or (isinstance(value, str) and MORE.fullmatch(value)):
            self.left_out.append(place)
            return None
        return self._text(value, place) if isinstance(value, str) else value

    def _text(self, text: str, place: str) -> str:
        if not PUBLIC_ID.fullmatch(text):
            return text
        if not text.startswith("sku_"):
            self.unknown.append(text)
            return text
        sku = self._sku(text)
        if sku is None:
            return text
        name = sku.sku_code if sku.sku_code in set(MagicSku) else public_id("sku", sku.id)
        self.changed.append((place, text, name))
        return name

    def _sku(self, text: str) -> Sku | None:
        """The SKU of the test shop that stands for one of the live shop; None: that is none of the live shop's."""
        if text not in self._skus:
            with tenant_context(self.live):
                sku_id = _read(text)
                code = Sku.objects.filter(pk=sku_id).values_list("sku_code", flat=True).first() if sku_id else None
            with tenant_context(self.twin):
                magic = ALIKE.get(self.entry.problem, MagicSku.OK)
                named = {each.sku_code: each for each in Sku.objects.filter(sku_code__in=[code, magic])} if code else {}
            self._skus[text] = named.get(magic if magic != MagicSku.OK else str(code)) or named.get(magic)
        return self._skus[text]

    def _adjust_guards(self, kept: dict[str, Any], place: str) -> None:
        """Prices are the test shop's own, so a guard of the live price would refuse, or pass, for no reason."""
        for name in GUARDS:
            price = self._price(kept) if name == "max_unit_price" else None
            if kept.get(name) is None or price == kept[name]:
                continue
            where = f"{place}.{name}".lstrip(".")
            self.changed.append((where, str(kept[name]), "" if price is None else str(price)))
            kept[name] = price

    def _price(self, line: dict[str, Any]) -> int | None:
        named = [sku for sku in self._skus.values() if sku is not None and line.get("sku") in _names(sku)]
        # A repeat of PRICE_UP finds its price raised already.
        return (named[0].face_value if named[0].sku_code == MagicSku.PRICE_UP else named[0].price) if named else None

    def _renumber(self) -> None:
        """A number of its own, or a second replay would answer what the first one made."""
        body = self.body
        if not isinstance(body, dict) or ("external_id" not in body and "external_id" not in self.left_out):
            return
        before, number = body.get("external_id") or HIDDEN, f"replay-{secrets.token_hex(8)}"
        body["external_id"] = number
        self.left_out = [place for place in self.left_out if place != "external_id"]
        self.changed.append(("external_id", before, number))


def _names(sku: Sku) -> tuple[str, str]:
    return sku.sku_code, public_id("sku", sku.id)


def _read(text: str) -> uuid.UUID | None:
    try:
        return parse_public_id("sku", text)
    except RecordNotFound:
        return None
