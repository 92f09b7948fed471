"""To whom a Chinese invoice (发票) is made out (抬头), and what must stand in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from billing.enums import TitleKind
from platform_core.compliance.uscc import check_uscc, normalised

ACCOUNT: Final = re.compile(r"\d{8,30}")
PHONE: Final = re.compile(r"[+\d][\d\s\-()]{5,38}")
MAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


@dataclass(frozen=True, slots=True)
class InvoiceTitle:
    """What an invoice is made out to.

    Args:
        kind: one of ``TitleKind``.
        title: the company's registered name, or a person's name.
        tax_number: a company's unified social credit code; nothing of a person.
        address, phone, bank, bank_account: of a company, for special VAT invoices (增值税专用发票); all or none of them.
        mail_to: where bills and invoices are sent; empty: to the owners.
    """

    kind: str
    title: str
    tax_number: str = ""
    address: str = ""
    phone: str = ""
    bank: str = ""
    bank_account: str = ""
    mail_to: str = ""

    def tidied(self) -> InvoiceTitle:
        """As it is kept: without spaces around it, numbers without those inside; of a person only what is asked of one."""
        name, mail = " ".join(self.title.split()), self.mail_to.strip()
        if self.kind != TitleKind.COMPANY:
            return InvoiceTitle(kind=self.kind, title=name, mail_to=mail)
        return InvoiceTitle(
            kind=self.kind,
            title=name,
            tax_number=normalised(self.tax_number),
            address=" ".join(self.address.split()),
            phone=self.phone.strip(),
            bank=" ".join(self.bank.split()),
            bank_account=re.sub(r"[\s\-]", "", self.bank_account),
            mail_to=mail,
        )


def faults_of(title: InvoiceTitle) -> dict[str, str]:
    """What is wrong with a tidied title, by field.

    Returns:
        ``missing``, ``too_long``, ``invalid``, ``together`` (its neighbours are filled in), or a fault of the tax number as
        ``uscc.Fault`` names it. Empty: nothing.
    """
    found: dict[str, str] = {}
    if title.kind not in TitleKind.values:
        found["kind"] = "missing"
    if not title.title:
        found["title"] = "missing"
    for name, most in (
        ("title", 120),
        ("address", 200),
        ("phone", 40),
        ("bank", 120),
        ("bank_account", 40),
        ("mail_to", 254),
    ):
        if len(getattr(title, name)) > most:
            found[name] = "too_long"
    if title.mail_to and not MAIL.fullmatch(title.mail_to):
        found["mail_to"] = "invalid"
    return found | (_faults_of_company(title) if title.kind == TitleKind.COMPANY else {})


def _faults_of_company(title: InvoiceTitle) -> dict[str, str]:
    found: dict[str, str] = {}
    told = check_uscc(title.tax_number)
    if not title.tax_number:
        found["tax_number"] = "missing"
    elif not told.is_valid:
        found["tax_number"] = str(told.faults[0])
    more = ("address", "phone", "bank", "bank_account")
    if any(getattr(title, name) for name in more):
        found |= {name: "together" for name in more if not getattr(title, name)}
    if title.phone and not PHONE.fullmatch(title.phone):
        found["phone"] = "invalid"
    if title.bank_account and not ACCOUNT.fullmatch(title.bank_account):
        found["bank_account"] = "invalid"
    return found
