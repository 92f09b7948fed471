from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import translation

from platform_core.compliance.acts import SYSTEM, Act
from platform_core.compliance.checking import reasons_to_json, score_of
from platform_core.compliance.enums import Level, SubjectKind
from platform_core.compliance.locks import get_merchant_locked
from platform_core.compliance.merchant_checks import CHECKS
from platform_core.compliance.merchant_enums import MerchantAct, MerchantState
from platform_core.compliance.merchant_rules import asked_of, check_facts, decided
from platform_core.compliance.models import MerchantFile
from platform_core.compliance.services.advance_merchant import advance_merchant
from platform_core.compliance.services.ask_merchant_info import ask_merchant_info
from platform_core.compliance.services.ask_watch_rule import ask_watch_rule
from platform_core.compliance.services.report_finding import report_finding
from platform_core.compliance.services.screen import screen
from platform_core.compliance.services.screen_watched import screen_watched
from platform_core.compliance.watch_selectors import list_watch_reasons
from platform_core.tenancy import directory


def check_merchant(*, file_id: uuid.UUID, now: dt.datetime) -> MerchantFile:
    """Run every check over a merchant as it handed itself in, and put it before people with what they came upon.

    A check that cannot run raises: the merchant stays where it is, and the job comes again (fail closed).

    What the rules in force say is kept with their versions and what they saw; they decide what of it counts.

    Raises:
        RecordNotFound
        ScreeningUnavailable
    """
    kind = SubjectKind.MERCHANT
    told = MerchantFile.objects.filter(pk=file_id, state=MerchantState.CHECKING).first()
    if told is not None:
        screen_watched(kind=kind, ref=file_id, now=now)
        ask_watch_rule(kind=kind, ref=file_id, tenant_role=told.tenant_role, approves=False, now=now)
    with transaction.atomic():
        file = get_merchant_locked(file_id)
        if file.state != MerchantState.CHECKING:
            return file
        shop = directory.find_by_role(file.tenant_role)
        with translation.override(shop.language or "zh-hans" if shop else "zh-hans"):
            row = screen(
                subject_kind=SubjectKind.MERCHANT,
                subject_id=str(file.id),
                facts=check_facts(file),
                now=now,
                only=asked_of(file),
                tenant_role=file.tenant_role,
            )
            reasons = decided([reason for check in CHECKS for reason in check(file, now)], row)
        for number, reason in enumerate(reasons):
            report_finding(
                rule_id=reason.rule_id,
                level=reason.level,
                subject=(SubjectKind.MERCHANT, str(file.id)),
                key=f"{reason.rule_id}:merchant:{file.id}:{file.version}:{number}",
                facts=reason.facts,
                now=now,
                tenant_role=file.tenant_role,
                points=reason.points,
            )
        asks = [reason.ask for reason in reasons if reason.level == Level.BLOCK and reason.ask]
        if asks:
            return ask_merchant_info(file_id=file.id, actor=SYSTEM, note="\n".join(asks), now=now)
        counted = [*reasons, *list_watch_reasons(kind, file.id)]
        file.reasons = reasons_to_json(counted)
        facts = {"checks_ran": True, "score": score_of(counted), "reasons": file.reasons}
        return advance_merchant(file=file, act=Act(MerchantAct.PASS_CHECK, SYSTEM, now, facts=facts))
