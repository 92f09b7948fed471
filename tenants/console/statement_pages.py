"""What pages about statements show."""

from __future__ import annotations

from typing import Any

from platform_core.kernel.money import format_money
from tenants.console.statement_words import STATEMENT_TONES, failure_of, fault_of
from tenants.payments.enums import GatewayName
from tenants.reporting.enums import DifferenceKind, DifferenceState, LineKind, StatementFormat, StatementState
from tenants.reporting.models import Difference, Statement
from tenants.reporting.progress import statement_progress
from tenants.reporting.reading import Recognised

FACTS = (LineKind.PAYMENT, LineKind.REFUND, LineKind.RETURNED)
SHOWN = 12


def preview_context(shown: Recognised, facts: dict[str, Any], signed: str) -> dict[str, Any]:
    """A file before it is loaded."""
    sums = [
        {"kind": LineKind(kind).label, "count": count, "sum": format_money(shown.sums[kind, currency], currency)}
        for (kind, currency), count in sorted(shown.counts.items())
    ]
    rows = [
        {"row": row, "kind": row.kind.label, "amount": format_money(row.amount, row.currency)} for row in shown.rows
    ]
    return {
        "shown": shown,
        "facts": facts,
        "signed": signed,
        "gateway": GatewayName(facts["gateway"]).label,
        "format": StatementFormat(facts["format"]).label,
        "partial": not all(facts["covers"]),
        "merchants": " / ".join(sorted(shown.merchants)[:3]),
        "sums": sums,
        "rows": rows,
        "faults": [(fault.line, fault_of(fault.code)) for fault in shown.faults],
    }


def _side(sides: dict[str, list[int]], side: str) -> tuple[int, int]:
    found = [sides.get(f"{side}_{fact.value}", [0, 0]) for fact in FACTS]
    return sum(each[0] for each in found), sum(each[1] for each in found)


def _sums(statement: Statement) -> list[dict[str, Any]]:
    """By currency: both sides, what they differ by, and fees."""
    shown = []
    for currency, sides in sorted(statement.summary.items()):
        (theirs, their_sum), (ours, our_sum) = _side(sides, "their"), _side(sides, "our")
        gap, fees = their_sum - our_sum, sides.get("their_fee", [0, 0])[1]
        parts = [
            {
                "kind": fact.label,
                "their_count": sides.get(f"their_{fact.value}", [0, 0])[0],
                "their_sum": format_money(sides.get(f"their_{fact.value}", [0, 0])[1], currency),
                "our_count": sides.get(f"our_{fact.value}", [0, 0])[0],
                "our_sum": format_money(sides.get(f"our_{fact.value}", [0, 0])[1], currency),
            }
            for fact in FACTS
            if f"their_{fact.value}" in sides or f"our_{fact.value}" in sides
        ]
        shown.append(
            {
                "currency": currency,
                "parts": parts,
                "their_count": theirs,
                "our_count": ours,
                "their_sum": format_money(their_sum, currency),
                "our_sum": format_money(our_sum, currency),
                "gap": format_money(gap, currency),
                "agrees": gap == 0,
                "fees": format_money(fees, currency),
                "booked": format_money(sides.get("our_fee", [0, 0])[1], currency),
                "payouts": format_money(sides["their_payout"][1], currency) if "their_payout" in sides else "",
                "paid_out": format_money(sides.get("our_payout", [0, 0])[1], currency),
            }
        )
    return shown


def detail_context(statement: Statement) -> dict[str, Any]:
    """A statement's page."""
    progress = statement_progress(statement)
    found = Difference.objects.filter(statement=statement, state__in=[DifferenceState.OPEN, DifferenceState.EXPECTED])
    first = list(found.order_by("-state", "kind", "id")[: SHOWN + 1]) if statement.is_live else []
    return {
        "row": statement,
        "gateway": GatewayName(statement.gateway).label,
        "tone": STATEMENT_TONES.get(StatementState(statement.state), ""),
        "failure": failure_of(statement.failure) if statement.failure else "",
        "progress": progress,
        "percent": int(progress.done * 100 // progress.total) if progress.total else 0,
        "sums": _sums(statement),
        "differences": [difference_row(each) for each in first[:SHOWN]],
        "more": len(first) > SHOWN,
        "faults": [(line, fault_of(code)) for line, code in statement.errors[:SHOWN]],
    }


def difference_row(row: Difference) -> dict[str, Any]:
    """A difference in a list: what they have beside what we have."""
    return {
        "row": row,
        "kind": DifferenceKind(row.kind).label,
        "fact": LineKind(row.fact).label,
        "theirs": format_money(row.their_amount, row.their_currency) if row.their_amount is not None else "—",
        "ours": format_money(row.our_amount, row.our_currency) if row.our_amount is not None else "—",
    }
