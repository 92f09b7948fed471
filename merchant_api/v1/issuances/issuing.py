"""One issuance, from a checked request to the domain's call; the same whether it came alone or in a batch."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import IntegrityError

from merchant_api.idempotency import Fingerprint
from merchant_api.numbered import conflict_of
from merchant_api.problems import ApiProblem
from merchant_api.sales import check_offer, inputs_of
from merchant_api.v1.issuances.request import DeliveryRequest, IssuanceRequest, LineRequest
from merchant_api.versions.calendar import CURRENT
from platform_core.compliance.refusals import kept_refusals
from platform_core.events.catalogue.base import Callback
from platform_core.kernel.clock import local_date, now
from platform_core.kernel.errors import DomainError, RecordNotFound
from platform_core.kernel.ids import public_id
from platform_core.kernel.transactions import in_transaction
from platform_core.tenancy.context import tenant_context
from tenants.access.authenticate import Caller
from tenants.access.errors import IdempotencyInProgress
from tenants.access.services.record_idempotency import IdempotencyClaim
from tenants.access.services.spend_quota import spend_quota
from tenants.catalog.facts import skus_for_sale
from tenants.catalog.tiers import unit_price
from tenants.inventory.errors import CodeStockExhausted
from tenants.inventory.selectors import get_reservation
from tenants.issuance.enums import FulfillmentPolicy, Source
from tenants.issuance.models import Issuance, IssuanceDelivery
from tenants.issuance.selectors import find_earlier
from tenants.issuance.services.create_delivery import create_delivery
from tenants.issuance.services.issue_codes import Issued, IssueLine, Reveal, issue_codes

TEMPLATE = "/v1/issuances"


@kept_refusals()
def issue_wanted(
    caller: Caller,
    wanted: IssuanceRequest,
    print_: Fingerprint,
    *,
    version: str = "",
    claim: IdempotencyClaim | None = None,
    reveal: Reveal | None = None,
) -> Issued:
    """Issue what is wanted at today's prices, within the limits of the caller's key.

    Args:
        version: the one that the request names, in which ``notify_url`` is told; else the merchant's.

    Raises:
        ApiProblem: it may not be had, or not at that price.
        DomainError, IntegrityError: see ``issue_codes``.
    """
    moment = now()
    check_delivery(caller, wanted.delivery)
    lines = _priced(caller, wanted)

    def work() -> Issued:
        _spend(caller, wanted.quantity, moment)
        issued = issue_codes(
            lines=lines,
            external_id=wanted.external_id,
            fingerprint=print_.digest,
            source=Source.API,
            actor=caller.public_key_id,
            now=moment,
            buyer_ref=wanted.buyer_ref,
            metadata=wanted.metadata,
            request=print_.parts,
            idempotency=claim,
            reveal=reveal,
            policy=wanted.policy,
            callback=_callback(caller, wanted, version),
            purchaser=wanted.purchaser,
        )
        if wanted.delivery is not None:
            deliver(caller, issued.id, wanted.delivery, moment)
        if wanted.policy == FulfillmentPolicy.PARTIAL:  # what was not to be had is not counted; what waits is
            _spend(caller, -sum(line.missing for line in issued.lines), moment)
        return issued

    try:
        return in_transaction(work, one_statement=caller.limits.daily_quota is None and wanted.delivery is None)
    except CodeStockExhausted as error:
        raise _out_of_stock(error, wanted) from error


def _callback(caller: Caller, wanted: IssuanceRequest, version: str) -> Callback | None:
    if wanted.notify_url is None:
        return None
    return Callback(wanted.notify_url, version or caller.pinned_version or CURRENT)


def check_delivery(caller: Caller, wanted: DeliveryRequest | None) -> None:
    """A link is as good as the codes: only who may see them may send one.

    Raises:
        ApiProblem: ``scope_missing``, ``plaintext_not_permitted``
    """
    if wanted is not None and "codes:reveal" not in caller.scopes:
        raise ApiProblem("scope_missing", scope="codes:reveal")
    if wanted is not None and caller.encryption_key is not None:
        raise ApiProblem("plaintext_not_permitted")


def deliver(caller: Caller, issuance_id: uuid.UUID, wanted: DeliveryRequest, moment: dt.datetime) -> IssuanceDelivery:
    """Let somebody see the codes of an issuance by a link, which we perhaps mail."""
    actor = caller.public_key_id
    return create_delivery(issuance_id=issuance_id, lasts=wanted.lasts, actor=actor, now=moment, mail_to=wanted.mail_to)


def issue_once(caller: Caller, wanted: IssuanceRequest, print_: Fingerprint, version: str) -> tuple[uuid.UUID, bool]:
    """Issue what is wanted, unless its number was issued before.

    Returns:
        The issuance, and whether it was there before.

    Raises:
        IdempotencyInProgress: another request with this number is running.
        ApiProblem, DomainError: see ``issue_wanted``; ExternalIdConflict.
    """
    try:
        return issue_wanted(caller, wanted, print_, version=version).id, False
    except IntegrityError as error:
        earlier = find_same(print_, external_id=wanted.external_id)
        if earlier is None:
            raise IdempotencyInProgress from error
        return earlier.id, True
    except DomainError:
        earlier = find_same(print_, external_id=wanted.external_id)
        if earlier is None:
            raise
        return earlier.id, True


def find_same(print_: Fingerprint, *, external_id: str, made: uuid.UUID | None = None) -> Issuance | None:
    """The issuance of an earlier request that was the same, or None when there was none.

    Args:
        made: what an Idempotency-Key made before.

    Raises:
        ExternalIdConflict: the number was used for another request.
    """
    row = find_earlier(external_id=external_id, issuance_id=made)
    if row is None or bytes(row.fingerprint) == print_.digest:
        return row
    raise conflict_of(row, print_, "iss")


def _spend(caller: Caller, codes: int, moment: dt.datetime) -> None:
    """Count codes against the key's daily quota, if it has one; fewer than none gives back."""
    if caller.limits.daily_quota is not None and codes:
        day = local_date(moment, caller.live_tenant.time_zone)
        with tenant_context(caller.live_tenant):
            spend_quota(key_id=caller.key_id, quota=caller.limits.daily_quota, codes=codes, day=day)


def _out_of_stock(error: CodeStockExhausted, wanted: IssuanceRequest) -> ApiProblem:
    sku_id = error.data["sku"]
    index = next(number for number, line in enumerate(wanted.lines) if line.sku_id == sku_id)
    return ApiProblem(
        "insufficient_stock",
        param=f"lines[{index}].quantity",
        sku=public_id("sku", sku_id),
        available=error.data["available"],
        requested=error.data["requested"],
    )


def _priced(caller: Caller, wanted: IssuanceRequest) -> list[IssueLine]:
    """Lines with today's prices; the caller's limits are held to them."""
    offers = skus_for_sale(line.sku_id for line in wanted.lines)
    lines: list[IssueLine] = []
    for index, line in enumerate(wanted.lines):
        places = {"param": f"lines[{index}].sku", "of_quantity": f"lines[{index}].quantity"}
        sku = check_offer(caller, offers, line.sku_id, line.quantity, **places)
        price = unit_price(sku, line.quantity)
        if line.max_unit_price is not None and price > line.max_unit_price:
            raise ApiProblem(
                "price_exceeds_limit",
                param=f"lines[{index}].max_unit_price",
                current_price=price,
                limit=line.max_unit_price,
            )
        if line.reservation_id is not None:
            _check_hold(index, line)
        inputs = inputs_of(sku, line.inputs, param=f"lines[{index}].inputs")
        lines.append(IssueLine(sku, line.quantity, price, line.reservation_id, inputs=inputs))
    _check_totals(wanted, lines)
    amount = sum(line.quantity * line.unit_price for line in lines)
    if caller.limits.max_amount is not None and amount > caller.limits.max_amount:
        raise ApiProblem("quota_exceeded", quota="max_amount", limit=caller.limits.max_amount)
    return lines


def _check_hold(index: int, line: LineRequest) -> None:
    """A hold is issued as it is: the same SKU, all of its codes."""
    param = f"lines[{index}].reservation"
    try:
        held = get_reservation(line.reservation_id) if line.reservation_id else None
    except RecordNotFound as error:
        raise ApiProblem("resource_not_found", param=param) from error
    if held is None or (held.sku_id, held.quantity) != (line.sku_id, line.quantity):
        raise ApiProblem("invalid_parameter", param=param, reason="it holds another SKU or another quantity")


def _check_totals(wanted: IssuanceRequest, lines: list[IssueLine]) -> None:
    currencies = {line.sku.currency for line in lines}
    if len(currencies) > 1 or (wanted.currency is not None and currencies != {wanted.currency}):
        raise ApiProblem("currency_mismatch", param="currency", currencies=", ".join(sorted(currencies)))
    total = sum(line.quantity * line.unit_price for line in lines)
    if wanted.max_total is not None and total > wanted.max_total:
        raise ApiProblem("price_exceeds_limit", param="max_total", current_price=total, limit=wanted.max_total)
