"""How a shop presents itself: its own colours, words and rules, never another shop's; nothing of a picture but the picture."""

import io
import re
from pathlib import Path

import pytest
from coloraide import Color
from PIL import Image, PngImagePlugin

from platform_core.tenancy.context import tenant_context
from tenants.catalog.errors import PictureRefused, StoreClosed
from tenants.catalog.palette import DARK, LIGHT, palette_of
from tenants.catalog.pictures import LARGEST_FILE
from tenants.catalog.services.update_shop_front import update_shop_front
from tenants.orders.errors import ContactRefused
from tenants.orders.models import Order
from tenants.orders.services.place_order import Buyer, Wanted, place_order
from tests.world import now, shop


def dress(tenant, **changes):
    with tenant_context(tenant):
        logo = changes.pop("logo", None)
        return update_shop_front(changes=changes, logo=logo, now=now())


def picture(size=(600, 300), kind="PNG", **options):
    out = io.BytesIO()
    Image.new("RGB", size, "#0aa344").save(out, kind, **options)
    return out.getvalue()


@pytest.mark.parametrize("accent", ["#1557d6", "#ffe600", "#ffffff", "#000000", "#0aa344", "#ff6a00", "#767676"])
def test_everything_on_and_beside_an_accent_can_be_read(accent):
    palette = palette_of(accent)
    for ground in (palette.accent, palette.deep):
        assert Color(palette.on_accent).contrast(ground) >= 4.5
    for shades, grounds in ((palette.light, LIGHT), (palette.dark, DARK)):
        ink = "#171a21" if grounds is LIGHT else "#eef0f5"
        assert all(Color(shades.link).contrast(ground) >= 4.5 for ground in grounds)
        assert all(Color(shades.edge).contrast(ground) >= 3 for ground in grounds)
        assert Color(ink).contrast(shades.wash) >= 4.5


@pytest.mark.parametrize("accent", ["red", "#fff", "#12345g", "#123456;}*{x", ""])
def test_what_is_no_colour_makes_no_sheet(accent):
    with pytest.raises(ValueError, match="not a colour"):
        palette_of(accent)


def test_a_shop_without_wishes_asks_for_no_sheet_of_its_own(tenant):
    assert "/theme/" not in shop(tenant).get("/").content.decode()


def test_the_colours_come_as_a_sheet_that_may_be_kept_until_they_change(tenant):
    client = shop(tenant)
    dress(tenant, accent="#0aa344", font_scale=125)
    first = re.search(r'href="(/theme/\d+\.css)"', client.get("/").content.decode())[1]
    sheet = client.get(first)
    assert sheet.headers["Content-Type"].startswith("text/css")
    assert "immutable" in sheet.headers["Cache-Control"]
    assert "--accent: #0aa344;" in sheet.content.decode()
    assert "--body: 20.0px;" in sheet.content.decode()
    dress(tenant, accent="#ff6a00")
    assert first not in client.get("/").content.decode()
    assert client.get(first).headers["Cache-Control"] == "no-store"


def test_one_shop_never_shows_what_another_set(tenant, other_tenant):
    dress(
        tenant,
        accent="#0aa344",
        notice="只在甲店",
        icp_number="沪ICP备1号",
        terms="甲店协议",
        logo=picture(),
        closed=True,
    )
    other = shop(other_tenant)
    for page in ("/", "/about", "/lookup"):
        shown = other.get(page).content.decode()
        assert not any(
            word in shown for word in ("只在甲店", "沪ICP备1号", "甲店协议", "/theme/", "歇业", "/media/front")
        )
    path = re.search(r'src="(/media/front/[^"]+)"', shop(tenant).get("/about").content.decode())[1]
    answer = shop(tenant).get(path)
    for close in answer._resource_closers:  # the file alone: the whole would end the test's transaction
        close()
    assert answer.headers["Content-Type"] == "image/webp"
    assert other.get(path).status_code == 404
    assert "#0aa344" not in other.get("/theme/1.css").content.decode()
    assert "#0aa344" in shop(tenant).get("/favicon.svg").content.decode()


def test_words_are_shown_as_words(tenant):
    dress(tenant, notice="<script>1</script>", terms="<b>x</b>", banner_text="<i>", banner_link='/p/x"onclick="1')
    shown = shop(tenant).get("/").content.decode() + shop(tenant).get("/about").content.decode()
    assert "<script>1" not in shown
    assert "<b>x" not in shown
    assert '"onclick' not in shown


def test_a_closed_shop_shows_its_goods_and_sells_none(tenant, shelf):
    dress(tenant, closed=True, closed_text="国庆休息")
    client = shop(tenant)
    page = client.get(f"/p/{shelf.product.slug}").content.decode()
    assert "国庆休息" in page
    assert "立即购买" not in page
    data = {"sku": str(shelf.sku.id), "quantity": 1, "contact": "13812345678", "terms": "1"}
    assert "本店歇业中，没有扣款" in client.post("/checkout", data).content.decode()
    with tenant_context(tenant):
        with pytest.raises(StoreClosed):
            place_order(
                wanted=[Wanted(shelf.sku.id, 1, {})],
                buyer=Buyer("13812345678", "any", "en", terms_digest="0" * 16),
                now=now(),
            )
        assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("policy", "refused", "taken"),
    [("email", "13812345678", "a.buyer@example.com"), ("phone", "a.buyer@example.com", "13812345678")],
)
def test_a_shop_takes_only_the_kind_of_contact_it_asks_for(tenant, shelf, policy, refused, taken):
    dress(tenant, contact_type=policy)
    form = shop(tenant).get(f"/checkout?sku={shelf.sku.id}&quantity=1").content.decode()
    assert 'name="contact_type"' not in form
    wanted = [Wanted(shelf.sku.id, 1, {})]
    with tenant_context(tenant):
        with pytest.raises(ContactRefused):  # whatever the form says it is
            place_order(wanted=wanted, buyer=Buyer(refused, "any", "en", terms_digest="0" * 16), now=now())
        assert (
            place_order(
                wanted=wanted, buyer=Buyer(taken, "any", "en", terms_digest="0" * 16), now=now()
            ).order.contact_type
            == policy
        )


def test_an_order_keeps_which_terms_its_buyer_agreed_to(tenant, shelf):
    client = shop(tenant)
    data = {"sku": str(shelf.sku.id), "quantity": 1, "contact": "13812345678", "terms": "1"}
    client.post("/checkout", data)
    dress(tenant, terms="新的协议")
    client.post("/checkout", data)
    with tenant_context(tenant):
        assert len(set(Order.objects.values_list("terms_digest", flat=True))) == 2


def test_a_logo_is_drawn_anew_and_small(tenant, settings):
    told = PngImagePlugin.PngInfo()
    told.add_text("Comment", "<script>secret place</script>")
    front = dress(tenant, logo=picture(pnginfo=told))
    kept = Path(settings.MEDIA_ROOT) / tenant.schema_name / front.logo
    assert b"secret place" not in kept.read_bytes()
    with Image.open(kept) as logo:
        assert (logo.format, logo.size) == ("WEBP", (256, 128))


@pytest.mark.parametrize(
    "content",
    [b"<svg/>", b"", picture()[:200], picture(kind="GIF"), picture((5000, 10)), picture() + bytes(LARGEST_FILE)],
    ids=["svg", "nothing", "cut", "gif", "wide", "heavy"],
)
def test_what_is_no_fit_picture_changes_nothing(tenant, content):
    with pytest.raises(PictureRefused):
        dress(tenant, logo=content, notice="half")
    with tenant_context(tenant):
        from tenants.catalog.selectors import get_shop_front

        assert (get_shop_front().notice, get_shop_front().logo) == ("", "")
