"""Who runs the shop, as the platform verifies it (商家资质): told, handed in, restricted, appealed against."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from platform_core.compliance.enums import DocumentKind, FileFault
from platform_core.compliance.errors import (
    AppealOver,
    MerchantIncomplete,
    MerchantNotEditable,
    PaperNotEditable,
    PaperRefused,
)
from platform_core.compliance.files.limits import MOST_BYTES
from platform_core.compliance.services.appeal_merchant import appeal_merchant
from platform_core.compliance.services.describe_merchant import describe_merchant
from platform_core.compliance.services.remove_paper import remove_paper
from platform_core.compliance.services.submit_merchant import submit_merchant
from platform_core.compliance.services.upload_paper import Told, upload_paper
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.ids import read_uuid
from tenants.access.powers import Power
from tenants.console.qualification_case import OFFERED, find_case, kept_numbers
from tenants.console.qualification_form import QualificationForm, initial_of, sections_of
from tenants.console.staff import note, person, staff_only
from tenants.inventory.uploads import SealedFile

PAGE = "console:qualification"


@staff_only(Power.SETTINGS_EDIT)
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Where it stands, what is missing, and the form; kept as far as it is filled in."""
    case = find_case(now())
    file = case["file"]
    typed = request.POST if request.method == "POST" else None
    form = QualificationForm(typed, initial=initial_of(file), kept=kept_numbers(file))
    if typed is not None and form.is_valid():
        try:
            describe_merchant(told=form.told(), edited_by=str(person(request).user_id), now=now())
        except MerchantNotEditable:
            messages.error(request, _("资料正在审核，暂时不能修改。"))
        except RecordNotFound:
            messages.error(request, _("测试环境不需要资质。"))
        else:
            note(request, changed=form.changed_data)
            if "submit" in request.POST:
                _hand_in(request)
            else:
                messages.success(request, _("已保存。"))
        return redirect(PAGE)
    shown = {**case, "form": form, "sections": sections_of(form)}
    return render(request, "console/settings/qualification.html", shown, status=422 if form.errors else 200)


def _hand_in(request: HttpRequest) -> None:
    who = person(request)
    try:
        submit_merchant(user_id=str(who.user_id), email=who.email, now=now())
    except MerchantIncomplete as incomplete:
        count = len(incomplete.data["missing"])
        messages.error(request, _("资料已保存，还没有提交：缺 %(count)d 项，见页面上方。") % {"count": count})
    except MerchantNotEditable:
        messages.error(request, _("资料正在审核，暂时不能修改。"))
    else:
        messages.success(request, _("已提交，审核结果会发到店主邮箱。"))


@staff_only(Power.SETTINGS_EDIT)
@require_POST
def paper(request: HttpRequest) -> HttpResponse:
    """Hand in a paper."""
    file, kind = request.FILES.get("file"), request.POST.get("kind", "")
    if not isinstance(file, SealedFile) or kind not in OFFERED:
        messages.error(request, _("请选择文件和它的类别。"))
        return redirect(PAGE)
    who = person(request)
    try:
        upload_paper(
            link_id=None,
            told=Told(kind=DocumentKind(kind)),
            content=file.head(MOST_BYTES + 1),
            filename=file.name or "",
            user_id=str(who.user_id),
            email=who.email,
            now=now(),
        )
    except PaperRefused as refused:
        messages.error(request, str(FileFault(refused.data["reason"]).label))
    else:
        note(request, kind=kind)
        messages.success(request, _("已上传，正在做安全检查。"))
    return redirect(PAGE)


@staff_only(Power.SETTINGS_EDIT)
@require_POST
def remove(request: HttpRequest, document_id: uuid.UUID) -> HttpResponse:
    """Take a paper back that nobody decided about."""
    try:
        remove_paper(document_id=document_id, now=now())
    except PaperNotEditable:
        messages.error(request, _("这份文件已被采纳或正在审核，不能移除。"))
    else:
        messages.success(request, _("已移除。"))
    return redirect(PAGE)


@staff_only(Power.SETTINGS_EDIT)
@require_POST
def appeal(request: HttpRequest) -> HttpResponse:
    """Say why a restriction of the shop is wrong."""
    restriction, who = read_uuid(request.POST.get("restriction", "")), person(request)
    try:
        if restriction is None:
            raise AppealOver(state="unknown")
        text = request.POST.get("text", "")
        appeal_merchant(restriction_id=restriction, text=text, user_id=str(who.user_id), email=who.email, now=now())
    except AppealOver:
        messages.error(request, _("没有提交：请写明理由；已有申诉在处理、或已过申诉期限时不能再申诉。"))
    else:
        messages.success(request, _("申诉已提交，由另一位平台人员处理。"))
    return redirect(PAGE)
