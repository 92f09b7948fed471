from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from tenants.access.powers import Power
from tenants.catalog.errors import PictureRefused
from tenants.catalog.pictures import LARGEST_PHOTO, MOST
from tenants.catalog.services.add_picture import add_picture
from tenants.catalog.services.arrange_pictures import arrange_pictures
from tenants.console.staff import note, staff_only
from tenants.inventory.uploads import SealedFile, delete_upload


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def add(request: HttpRequest, product_id: uuid.UUID) -> HttpResponse:
    """Put uploaded pictures behind the others; each is drawn anew, nothing of the file itself is kept."""
    added, refused = 0, ""
    for file in request.FILES.getlist("pictures")[:MOST]:
        if not isinstance(file, SealedFile):
            continue
        try:
            # One byte more than may be: what is too large is refused without being read whole.
            add_picture(product_id=product_id, content=file.head(LARGEST_PHOTO + 1), now=now())
            added += 1
        except RecordNotFound as error:
            raise Http404 from error
        except PictureRefused as refusal:
            refused = str(refusal.data.get("reason"))
        finally:
            delete_upload(file.stored.name)
    note(request, added=added)
    if refused == "many":
        messages.error(request, _("每个商品最多 %(most)d 张图片。") % {"most": MOST})
    elif refused or not added:
        messages.error(request, _("图片没有保存：请上传 5 MB 以内、边长不超过 4096 像素的 PNG、JPEG 或 WebP。"))
    else:
        messages.success(request, _("图片已保存。"))
    return redirect("console:product", product_id=product_id)


@staff_only(Power.PRODUCTS_EDIT)
@require_POST
def arrange(request: HttpRequest, product_id: uuid.UUID) -> HttpResponse:
    """Their order, what they show, and which go."""
    paths, alts = request.POST.getlist("path"), request.POST.getlist("alt")
    rows = [(path, alt.strip()[:120]) for path, alt in zip(paths, alts, strict=False)]
    drop, first = request.POST.get("drop", ""), request.POST.get("first", "")
    rows = [row for row in rows if row[0] != drop]
    rows.sort(key=lambda row: row[0] != first)  # stable: what is put first leads, the others keep their order
    try:
        arrange_pictures(product_id=product_id, wanted=rows, now=now())
    except RecordNotFound as error:
        raise Http404 from error
    note(request, pictures=len(rows))
    messages.success(request, _("图片已删除。") if drop else _("已保存。"))
    return redirect("console:product", product_id=product_id)
