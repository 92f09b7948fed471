from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction

from platform_core.compliance.errors import ReportRefused
from platform_core.compliance.merchant_enums import ExemptReason, MerchantKind, MerchantState
from platform_core.compliance.merchant_file import PLAIN
from platform_core.compliance.models import IdentityReport, MerchantFile
from platform_core.compliance.services.describe_merchant import PURPOSE
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.sealing import open_json
from platform_core.kernel.spreadsheets import safe_cell
from platform_core.tenancy.models import Tenant

HEADS: Final = (
    "平台内经营者名称", "主体类型", "统一社会信用代码或登记号", "法定代表人或经营者", "住所或经营场所", "登记机关", "成立日期", "经营范围",
    "免予登记的情形", "网店名称", "网店网址", "联系人", "联系电话", "ICP 备案号", "状态", "最近核验日期", "入驻日期",
)  # fmt: skip
FORMS: Final = ("csv", "xlsx")
TOLD: Final = tuple(name for name in PLAIN if name not in {"wants_balances", "institution_until"})
CHINA: Final = ZoneInfo("Asia/Shanghai")
VOUCHED: Final = "运营者担保"


class WrittenReport(NamedTuple):
    """The record that it was made, and the file itself, which is kept nowhere."""

    report: IdentityReport
    content: bytes


def write_identity_report(*, year: int, half: int, form: str, by: str, now: dt.datetime) -> WrittenReport:
    """The identities of all live merchants, as the market regulator asks for them each January and July (电商法 28).

    Columns follow the reporting of online traders' identities by platforms [to confirm]. What is written is what was verified, and
    of whoever never was what it told, marked so.

    Args:
        half: 1 of January, 2 of July.
        form: ``csv`` or ``xlsx``.

    Raises:
        ReportRefused: no such half or form, or a time to come.
    """
    if half not in {1, 2} or form not in FORMS or dt.date(year, 1 if half == 1 else 7, 1) > now.date():
        raise ReportRefused(reason="period")
    rows = list(_rows())
    content = _csv(rows) if form == "csv" else _xlsx(rows)
    with transaction.atomic():
        report = IdentityReport.objects.create(
            year=year,
            half=half,
            form=form,
            rows=len(rows),
            sha256=hashlib.sha256(content).digest(),
            made_by=by[:254],
            made_at=now,
        )
    return WrittenReport(report, content)


def _rows() -> Iterator[list[str]]:
    """A line of every live shop that is not closed, in the order they came."""
    files = {file.tenant_role: file for file in MerchantFile.objects.iterator()}
    tenants = (
        Tenant.objects.filter(livemode=True, closed_at=None).prefetch_related("domains").order_by("created_at", "id")
    )
    for tenant in tenants:
        host = next((row.domain for row in tenant.domains.all() if row.is_primary), "")
        yield _row(files.get(tenant.role_name), tenant, host)


def _row(file: MerchantFile | None, tenant: Tenant, host: str) -> list[str]:
    shop = [tenant.name, host]
    joined = f"{tenant.created_at.astimezone(CHINA):%Y-%m-%d}"
    if file is None:
        return [*[""] * 9, *shop, "", "", "", str(MerchantState.DRAFT.label), "", joined]
    told = {**{name: str(getattr(file, name) or "") for name in TOLD}, **file.verified_facts}
    contacts = open_json(platform_owner(), PURPOSE, file.id, file.sealed) if file.sealed else {}
    state = MerchantState(file.state).label
    return [
        told["name"],
        str(MerchantKind(told["kind"]).label) if told["kind"] else "",
        told["uscc"] or told["registration_number"],
        told["legal_representative"],
        told["address"],
        told["registry"],
        told["founded_on"],
        told["business_scope"],
        str(ExemptReason(told["exempt_reason"]).label) if told["exempt_reason"] else "",
        *shop,
        told["contact_person"],
        contacts.get("phone", ""),
        told["icp_number"],
        f"{state}（{VOUCHED}）" if file.vouched else str(state),
        f"{file.verified_at.astimezone(CHINA):%Y-%m-%d}" if file.verified_at else "",
        joined,
    ]


def _csv(rows: Sequence[list[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()  # the mark by which Excel knows the characters


def _xlsx(rows: Sequence[list[str]]) -> bytes:
    import xlsxwriter  # only for the few who ask for this report

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet("经营者身份信息")
        bold = book.add_format({"bold": True})
        sheet.write_row(0, 0, HEADS, bold)
        sheet.set_column(0, len(HEADS) - 1, 20)
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return out.getvalue()
