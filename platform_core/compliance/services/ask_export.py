from __future__ import annotations

import datetime as dt
import uuid
from typing import Final, NamedTuple

from django.db import IntegrityError, transaction

from platform_core.compliance.errors import ReportRefused
from platform_core.compliance.export_basis import BASES, FREE
from platform_core.compliance.export_enums import AuthorityLevel, ExportAct, ExportScope
from platform_core.compliance.export_sections import CONTACTS, SECTIONS
from platform_core.compliance.lifecycle import Actor
from platform_core.compliance.models import AuthorityExport, ExportStep, Finding, Supplier
from platform_core.compliance.services.add_export_letter import add_export_letter
from platform_core.kernel.contacts import hash_contact, normalise
from platform_core.kernel.masking import mask_contact
from platform_core.tenancy.reference import TenantRef

LEAST_WORDS: Final = 10
OF_SHOPS: Final = frozenset({ExportScope.TENANT, ExportScope.ORDER, ExportScope.BUYER})


class Asked(NamedTuple):
    """What an authority's document says. ``about``: what it is about, as typed; of a buyer the contact."""

    authority: str
    country: str
    level: str
    document: str
    document_on: dt.date | None
    officer: str
    officer_contact: str
    basis: str
    basis_detail: str
    asks_for: str
    scope: str
    shop: TenantRef | None
    about: str
    sections: tuple[str, ...]
    since: dt.datetime | None
    until: dt.datetime | None
    due_at: dt.datetime | None
    secret_until: dt.date | None
    secret_reason: str


class Letter(NamedTuple):
    """The authority's document as a file."""

    content: bytes
    filename: str


def ask_export(*, asked: Asked, letter: Letter | None, actor: Actor, now: dt.datetime) -> AuthorityExport:
    """Write down what an authority asks for, with its letter; another person decides.

    Without a due date it is the days that the legal basis gives. Nothing is read of a shop yet.

    Args:
        letter: None only for the quarterly tax report, which the law itself asks for.

    Raises:
        ReportRefused: ``reason`` names what is missing or wrong.
        PaperRefused: the letter is no file that is taken; ``reason`` is a ``FileFault``.
    """
    problem = _problem(asked) or ("" if letter or asked.scope == ExportScope.TAX else "letter")
    if problem:
        raise ReportRefused(reason=problem)
    assert asked.document_on
    assert asked.since
    assert asked.until
    ref, shown = _about(asked)
    due = asked.due_at or now + dt.timedelta(days=BASES[asked.basis].days)
    try:
        with transaction.atomic():
            export = AuthorityExport.objects.create(
                authority=asked.authority[:120], country=asked.country.upper(), level=asked.level, document=asked.document[:120],
                document_on=asked.document_on, officer=asked.officer[:120], officer_contact=asked.officer_contact[:120],
                basis=asked.basis, basis_detail=asked.basis_detail[:200], asks_for=asked.asks_for[:1000], scope=asked.scope,
                tenant_role=asked.shop.role_name if asked.shop and asked.scope in OF_SHOPS else "", ref=ref, shown_ref=shown,
                sections=list(asked.sections), since=asked.since, until=asked.until, secret_until=asked.secret_until,
                secret_reason=asked.secret_reason[:300], due_at=due, asked_by=uuid.UUID(actor.id), asked_email=actor.email,
                asked_at=now,
            )  # fmt: skip
            ExportStep.objects.create(export=export, act=ExportAct.ASK, email=actor.email, at=now)
            if letter:
                add_export_letter(
                    export_id=export.id, content=letter.content, filename=letter.filename, actor=actor, now=now
                )
    except IntegrityError as error:
        raise ReportRefused(reason="quarter_open") from error
    return export


def _problem(asked: Asked) -> str:
    """What is missing or wrong first; empty: nothing."""
    allowed = {*SECTIONS.get(asked.scope, ()), *({CONTACTS} if asked.scope in OF_SHOPS else ())}
    checks = (
        ("authority", bool(asked.authority and asked.level in AuthorityLevel.values and len(asked.country) == 2)),
        ("document", bool(asked.document and asked.document_on)),
        ("officer", bool(asked.officer and asked.officer_contact)),
        ("basis", asked.basis in BASES and (asked.basis != FREE or bool(asked.basis_detail))),
        ("asks_for", len(asked.asks_for.strip()) >= LEAST_WORDS),
        ("scope", asked.scope in ExportScope.values),
        ("shop", asked.scope not in OF_SHOPS or asked.shop is not None),
        ("sections", bool(set(asked.sections) - {CONTACTS}) and set(asked.sections) <= allowed),
        ("span", asked.since is not None and asked.until is not None and asked.since < asked.until),
        ("secrecy", asked.secret_until is None or bool(asked.secret_reason.strip())),
    )
    return next((name for name, fine in checks if not fine), "")


def _about(asked: Asked) -> tuple[str, str]:
    """What it is about, as it is looked for, and as people may read it."""
    about = asked.about.strip()
    match asked.scope:
        case ExportScope.BUYER:
            assert asked.shop is not None
            if not about:
                raise ReportRefused(reason="about")
            return hash_contact(asked.shop.id, normalise(about)).hex(), mask_contact(about)
        case ExportScope.ORDER:
            if not about:
                raise ReportRefused(reason="about")
            return about[:120], about[:120]
        case ExportScope.SUPPLIER | ExportScope.FINDING:
            return _known(Supplier if asked.scope == ExportScope.SUPPLIER else Finding, about)
    return "", ""


def _known(model: type[Supplier] | type[Finding], about: str) -> tuple[str, str]:
    try:
        row = model.objects.filter(pk=uuid.UUID(about)).first()
    except ValueError:
        row = None
    if row is None:
        raise ReportRefused(reason="about")
    return str(row.pk), (row.name if isinstance(row, Supplier) else str(row.rule_id))[:120]
