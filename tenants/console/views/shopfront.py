from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from platform_core.kernel.clock import now
from tenants.access.powers import Power
from tenants.catalog.errors import PictureRefused
from tenants.catalog.palette import HEX, palette_of
from tenants.catalog.pictures import LARGEST_FILE
from tenants.catalog.previews import keep_preview
from tenants.catalog.selectors import get_shop_front, list_products
from tenants.catalog.services.update_shop_front import update_shop_front
from tenants.console.front_form import ShopFrontForm
from tenants.console.staff import staff_only
from tenants.inventory.uploads import SealedFile


@staff_only(Power.SHOPFRONT_EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """How the shop presents itself: colours, words, what the law wants to be shown, open or closed."""
    front = get_shop_front()
    logo = front.logo
    form = ShopFrontForm(request.POST if request.method == "POST" else None, instance=front)
    refused = ""
    if request.method == "POST" and form.is_valid():
        uploaded = request.FILES.get("logo")
        try:
            update_shop_front(
                changes=form.cleaned_data,
                # One byte more than may be: what is too large is refused without being read whole.
                logo=uploaded.head(LARGEST_FILE + 1) if isinstance(uploaded, SealedFile) else None,
                drop_logo=form.cleaned_data["drop_logo"],
                now=now(),
            )
        except PictureRefused:
            refused = _("图片没有保存：请上传 1 MB 以内、边长不超过 4096 像素的 PNG、JPEG 或 WebP。")
        else:
            messages.success(request, _("已保存，几秒后对买家生效。"))
            return redirect("console:shopfront")
    palette = palette_of(accent if HEX.fullmatch(accent := str(form["accent"].value()).lower()) else "#1557d6")
    context = {"form": form, "logo": logo, "refused": refused, "palette": palette}
    return render(request, "console/shopfront.html", context, status=422 if form.errors or refused else 200)


@staff_only(Power.SHOPFRONT_EDIT)
@require_safe
def contrast(request: HttpRequest) -> HttpResponse:
    """How a colour would look, as a fragment."""
    accent = request.GET.get("accent", "").lower()
    if not HEX.fullmatch(accent):
        return HttpResponse(status=422)
    return render(request, "console/contrast.html", {"palette": palette_of(accent)})


@staff_only(Power.SHOPFRONT_EDIT, changes=False)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """The shop as it would look with what stands in the form, as a fragment; what is wrong in it looks as it is saved."""
    form = ShopFrontForm(request.POST, instance=get_shop_front())
    form.is_valid()
    uploaded, dropped = request.FILES.get("logo"), bool(form.cleaned_data.get("drop_logo"))
    logo = uploaded.head(LARGEST_FILE + 1) if isinstance(uploaded, SealedFile) else None
    try:
        token = keep_preview(form.cleaned_data, logo, drop_logo=dropped)
    except PictureRefused:
        token = keep_preview(form.cleaned_data)
    product = list_products().first() if request.POST.get("shown") == "product" else None
    path = f"/p/{product.slug}" if product is not None else "/"
    context = {"src": f"{path}?preview={token}", "phone": request.POST.get("width") != "desktop"}
    return render(request, "console/settings/preview.html", context)
