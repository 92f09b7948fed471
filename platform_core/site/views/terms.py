"""The platform's own agreement and rules, for everybody: what holds now, what is to come, and every version there was (电子商务法 33)."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from platform_core.compliance.agreement_enums import AgreementKind
from platform_core.compliance.agreement_selectors import list_agreement_versions, list_in_force, list_to_begin
from platform_core.kernel.clock import now


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """What holds now, and what was published to hold later."""
    return render(request, "site/terms.html", {"held": list_in_force(now()), "coming": list_to_begin(now())})


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """Every version, with what changed and how opinions were asked for."""
    held = {version.pk for version in list_in_force(now())}
    rows = [(version, version.pk in held) for version in list_agreement_versions().defer("text", "text_en")]
    return render(request, "site/terms_history.html", {"rows": rows, "now": now()})


@require_safe
def version(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One version as it was published."""
    if kind not in AgreementKind.values:
        raise Http404
    found = list_agreement_versions(AgreementKind(kind)).filter(number=number).first()
    if found is None:
        raise Http404
    english = (get_language() or "").startswith("en") and bool(found.text_en)
    context = {
        "version": found,
        "text": found.text_en if english else found.text,
        "english": english,
        "coming": found.begins_at > now(),
        "held": found.pk in {each.pk for each in list_in_force(now())},
    }
    return render(request, "site/terms_version.html", context)
