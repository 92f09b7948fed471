"""Reading the body of ``POST /v1/issuances`` by hand: it is the hot path, and its problems name exact parameters."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from merchant_api.problems import ApiProblem
from merchant_api.purchasers import KNOWN_OF_BUYERS, NOBODY, read_purchaser
from merchant_api.sku_ids import parse_sku_id
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import parse_public_id
from platform_core.kernel.money import CURRENCIES
from platform_core.kernel.outbound import MAX_LENGTH, why_refused
from platform_core.messaging.addresses import LONGEST, read_mail_address
from platform_core.messaging.errors import MailAddressInvalid
from platform_core.tenancy.client_address import read_address
from platform_core.tenancy.context import current_tenant
from tenants.catalog.card_facts import Purchaser
from tenants.catalog.inputs import LONGEST as LONGEST_INPUT
from tenants.catalog.inputs import MOST_FIELDS
from tenants.issuance.enums import DeliveryMethod, FulfillmentPolicy
from tenants.issuance.services.create_delivery import Reader
from tenants.issuance.services.issue_codes import MAX_CODES, MAX_LINES

EXTERNAL_ID = re.compile(r"[A-Za-z0-9._:-]{1,64}", re.ASCII)
KNOWN = frozenset(
    {
        "external_id",
        "lines",
        "fulfillment_policy",
        "max_total",
        "currency",
        "notify_url",
        "delivery",
        "buyer",
        "metadata",
    }
)
LINE_KNOWN = frozenset({"sku", "quantity", "max_unit_price", "reservation", "inputs"})
DELIVERY_KNOWN = frozenset({"method", "expires_in", "email", "language"})
LANGUAGES = ("zh-hans", "en")  # of the mail; the first by itself
# No space, quote, fragment or backslash, nothing that two readers of URLs take differently.
NOTIFY_URL = re.compile(r"https?://[!$-\[\]-~]+", re.ASCII)
NO_DELIVERY = "none"
LASTS, LASTING = 7 * 86_400, (60, 30 * 86_400)  # seconds that a link is good for: by itself; at least, at most
MAX_AMOUNT = 10**12
MOST_NOTES, LONGEST_NAME, LONGEST_NOTE = 50, 40, 500  # of `metadata` and `context`
NAME_SHOWN = 32  # characters of a field that a SKU may ask for
SYNCHRONOUS = 100  # codes; larger issuances answer 202 with an operation


@dataclass(frozen=True, slots=True)
class LineRequest:
    """One wanted line, checked for form; whether the SKU exists is asked later."""

    sku_id: uuid.UUID
    quantity: int
    max_unit_price: int | None
    reservation_id: uuid.UUID | None = None
    inputs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DeliveryRequest:
    """How codes are to reach somebody who has no key, and for how long they may be looked at."""

    lasts: dt.timedelta
    mail_to: Reader | None = None


@dataclass(frozen=True, slots=True)
class IssuanceRequest:
    """A checked body."""

    external_id: str
    lines: tuple[LineRequest, ...]
    max_total: int | None
    currency: str | None
    buyer_ref: str
    metadata: dict[str, str]
    policy: FulfillmentPolicy = FulfillmentPolicy.ALL_OR_NOTHING
    delivery: DeliveryRequest | None = None
    notify_url: str | None = None
    purchaser: Purchaser = NOBODY

    @property
    def asynchronous(self) -> bool:
        """Is the answer 202? It depends on the request alone, so that a repeat is answered alike."""
        return self.quantity > SYNCHRONOUS or self.policy == FulfillmentPolicy.BACKORDER

    @property
    def quantity(self) -> int:
        """All codes asked for."""
        return sum(line.quantity for line in self.lines)


def invalid(param: str, reason: str) -> ApiProblem:
    """``invalid_parameter`` at ``param``."""
    return ApiProblem("invalid_parameter", param=param, reason=reason)


def _object(value: Any, param: str, known: frozenset[str]) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise invalid(param, "an object is expected")
    for key in value:
        if key not in known:
            raise ApiProblem("parameter_unknown", param=key if param == "body" else f"{param}.{key}")
    return value


def _whole(value: Any, param: str, minimum: int, maximum: int) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # 3.0 is a whole number in JSON
    if not isinstance(value, int) or isinstance(value, bool):
        raise invalid(param, "a whole number is expected")
    if not minimum <= value <= maximum:
        if param.endswith("quantity"):
            raise ApiProblem("quantity_out_of_range", param=param, minimum=minimum, maximum=maximum, multiple=1)
        raise invalid(param, f"{minimum} to {maximum}")
    return value


def _text(value: Any, param: str, maximum: int, minimum: int = 0) -> str:
    if not isinstance(value, str) or not minimum <= len(value) <= maximum or "\x00" in value:
        raise invalid(param, f"text of {minimum} to {maximum} characters is expected")
    return value


class LineForm(NamedTuple):
    """A line that is of the right form; whether its ids are ids is asked when all else is."""

    param: str
    sku: str
    quantity: int
    max_unit_price: int | None
    reservation: str | None
    inputs: dict[str, str]


def _line(value: Any, index: int) -> LineForm:
    param = f"lines[{index}]"
    line = _object(value, param, LINE_KNOWN)
    for required in ("sku", "quantity"):
        if required not in line:
            raise ApiProblem("parameter_missing", param=f"{param}.{required}")
    cap, held = line.get("max_unit_price"), line.get("reservation")
    return LineForm(
        param,
        _text(line["sku"], f"{param}.sku", 64, 1),
        _whole(line["quantity"], f"{param}.quantity", 1, MAX_CODES),
        None if cap is None else _whole(cap, f"{param}.max_unit_price", 0, MAX_AMOUNT),
        None if held is None else _text(held, f"{param}.reservation", 64, 1),
        _inputs(line.get("inputs"), f"{param}.inputs"),
    )


def _lines(value: Any) -> list[LineForm]:
    if not isinstance(value, Sequence) or isinstance(value, str) or not 1 <= len(value) <= MAX_LINES:
        raise invalid("lines", f"a list of 1 to {MAX_LINES} lines is expected")
    lines = [_line(item, index) for index, item in enumerate(value)]
    if sum(line.quantity for line in lines) > MAX_CODES:
        raise ApiProblem("quantity_out_of_range", param="lines", minimum=1, maximum=MAX_CODES, multiple=1)
    return lines


def _with_ids(line: LineForm) -> LineRequest:
    held = None if line.reservation is None else _id("rsv", line.reservation, f"{line.param}.reservation")
    sku_id = _id("sku", line.sku, f"{line.param}.sku")
    return LineRequest(sku_id, line.quantity, line.max_unit_price, held, line.inputs)


def _id(prefix: str, text: str, param: str) -> uuid.UUID:
    try:
        return parse_sku_id(text) if prefix == "sku" else parse_public_id(prefix, text)
    except RecordNotFound as error:
        raise ApiProblem("resource_not_found", param=param) from error


def _inputs(value: Any, param: str) -> dict[str, str]:
    """Which names are asked for is the SKU's to say; a name too long to be one is told by its beginning."""
    if isinstance(value, dict):
        value = {name[: NAME_SHOWN + 1]: text for name, text in value.items()}
    return _texts(value, param, MOST_FIELDS, LONGEST_INPUT)


def _texts(value: Any, param: str, entries: int, longest: int) -> dict[str, str]:
    if value is None:
        return {}
    if not isinstance(value, dict) or len(value) > entries:
        raise invalid(param, f"an object of at most {entries} entries is expected")
    return {_text(key, param, LONGEST_NAME): _text(item, f"{param}.{key}", longest) for key, item in value.items()}


def _delivery(value: Any) -> DeliveryRequest | None:
    return None if value is None else read_delivery(_object(value, "delivery", DELIVERY_KNOWN), "delivery.")


def read_delivery(body: Mapping[str, Any], place: str = "") -> DeliveryRequest | None:
    """How the codes are to reach somebody; None: they are not.

    Raises:
        ApiProblem: with the exact parameter.
    """
    method = body.get("method")
    if method is None:
        raise ApiProblem("parameter_missing", param=f"{place}method")
    if method != NO_DELIVERY and method not in DeliveryMethod.values:
        raise invalid(f"{place}method", "one of " + ", ".join([NO_DELIVERY, *DeliveryMethod.values]))
    lasts = dt.timedelta(seconds=_whole(body.get("expires_in", LASTS), f"{place}expires_in", *LASTING))
    if method == DeliveryMethod.EMAIL:
        return DeliveryRequest(lasts, _reader(body, place))
    for name in ("email", "language"):
        if name in body:
            raise ApiProblem("delivery_invalid", param=f"{place}{name}", reason="it goes with method email only")
    return None if method == NO_DELIVERY else DeliveryRequest(lasts)


def _reader(body: Mapping[str, Any], place: str) -> Reader:
    if body.get("email") is None:
        raise ApiProblem("delivery_invalid", param=f"{place}email", reason="method email needs it")
    language = body.get("language", LANGUAGES[0])
    if language not in LANGUAGES:
        raise invalid(f"{place}language", "one of " + ", ".join(LANGUAGES))
    try:
        return Reader(read_mail_address(_text(body["email"], f"{place}email", LONGEST, 1)), language)
    except MailAddressInvalid as error:
        raise ApiProblem("mail_address_invalid", param=f"{place}email") from error


def _notify_url(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value) > MAX_LENGTH or not NOTIFY_URL.fullmatch(value):
        raise invalid("notify_url", f"an http or https URL of at most {MAX_LENGTH} ASCII characters is expected")
    reason = why_refused(value, livemode=current_tenant().livemode)
    if reason is not None:
        raise ApiProblem("url_refused", param="notify_url", reason=reason)
    return value


def read_issuance_request(data: Any) -> IssuanceRequest:
    """Check the form of a body.

    Raises:
        ApiProblem: with the exact parameter; nothing was executed.
    """
    body = _object(data, "body", KNOWN)
    for required in ("external_id", "lines"):
        if body.get(required) is None:
            raise ApiProblem("parameter_missing", param=required)
    external_id = body["external_id"]
    if not isinstance(external_id, str) or not EXTERNAL_ID.fullmatch(external_id):
        raise invalid("external_id", "1 to 64 characters of A-Z a-z 0-9 . _ : -")
    policy = body.get("fulfillment_policy", FulfillmentPolicy.ALL_OR_NOTHING.value)
    if policy not in FulfillmentPolicy.values:
        raise invalid("fulfillment_policy", "one of " + ", ".join(FulfillmentPolicy.values))
    buyer = {} if body.get("buyer") is None else _object(body["buyer"], "buyer", KNOWN_OF_BUYERS)
    if "ip" in buyer and read_address(_text(buyer["ip"], "buyer.ip", 45)) is None:
        raise invalid("buyer.ip", "an IPv4 or IPv6 address is expected")
    max_total, currency = body.get("max_total"), body.get("currency")
    if currency is not None and (not isinstance(currency, str) or currency not in CURRENCIES):
        raise invalid("currency", "one of " + ", ".join(sorted(CURRENCIES)))
    lines = _lines(body["lines"])
    return IssuanceRequest(
        external_id=external_id,
        max_total=None if max_total is None else _whole(max_total, "max_total", 0, MAX_AMOUNT),
        currency=currency,
        buyer_ref=_text(buyer.get("ref", ""), "buyer.ref", 80),
        purchaser=read_purchaser(buyer),
        metadata=_texts(body.get("metadata"), "metadata", MOST_NOTES, LONGEST_NOTE),
        policy=FulfillmentPolicy(policy),
        delivery=_delivery(body.get("delivery")),
        notify_url=_notify_url(body.get("notify_url")),
        lines=tuple(_with_ids(line) for line in lines),  # last: all of the form is checked before
    )
