"""One scan in two suppliers' papers: staff see it, merchants do not, and two shops may share a supplier."""

import io
import random

from PIL import Image, ImageEnhance, ImageFilter

from platform_core.compliance.enums import DocumentKind, Level, SupplyCategory
from platform_core.compliance.files.likeness import are_near, detail_of, phash_of
from platform_core.compliance.models import Finding
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.paper_files import jpeg, scan
from tests.integration.compliance.paper_supply import USCC, begin, hand_in, submit

OTHER = "91440300MA5EXAMP6Y"


def rescanned(picture, seed):
    chance = random.Random(seed)
    worn = picture.rotate(chance.uniform(-0.4, 0.4), fillcolor="white").filter(ImageFilter.GaussianBlur(0.7))
    worn = ImageEnhance.Brightness(worn.resize((620, 443))).enhance(chance.uniform(0.92, 1.08))
    out = io.BytesIO()
    worn.save(out, "JPEG", quality=55)
    return out.getvalue()


def findings():
    with platform_context():
        return list(Finding.objects.filter(rule_id="X11").order_by("found_at", "id"))


def handed_in(tenant, uscc, content):
    link_id = begin(tenant, uscc=uscc)
    hand_in(tenant, link_id, content=content)
    hand_in(tenant, link_id, DocumentKind.CARRIER)
    return link_id


def test_the_file_of_another_supplier_blocks_and_is_put_before_staff_once(tenant, other_tenant):
    handed_in(tenant, USCC, jpeg(5))
    assert findings() == []
    second = handed_in(other_tenant, OTHER, jpeg(5))
    (found,) = findings()
    assert (found.level, found.facts["same_file"], found.subject_kind) == (Level.BLOCK, True, "document")
    supplier = submit(other_tenant, second)
    assert supplier.score >= 60
    assert "X11" in {reason["rule"] for reason in supplier.reasons}


def test_a_second_scan_of_the_same_paper_is_for_people(tenant, other_tenant):
    handed_in(tenant, USCC, jpeg(6))
    handed_in(other_tenant, OTHER, rescanned(scan(6), 6))
    assert [(found.level, found.facts["same_file"]) for found in findings()] == [(Level.REVIEW, False)]


def test_two_shops_may_hand_in_the_licence_of_one_supplier(tenant, other_tenant):
    handed_in(tenant, USCC, jpeg(7))
    handed_in(other_tenant, USCC, jpeg(7))
    assert findings() == []


def test_a_file_before_its_supplier_is_named_is_for_people(tenant, other_tenant):
    handed_in(tenant, USCC, jpeg(8))
    hand_in(other_tenant, begin(other_tenant, uscc=""), content=jpeg(8))
    assert [found.level for found in findings()] == [Level.REVIEW]


def test_forms_of_one_kind_are_not_taken_for_each_other():
    papers = [scan(seed) for seed in range(40)]
    coarse, fine = [phash_of(paper) for paper in papers], [detail_of(paper) for paper in papers]
    pairs = [(one, other) for one in range(40) for other in range(one)]
    assert any(
        ((coarse[a] ^ coarse[b]) & (1 << 64) - 1).bit_count() <= 6 for a, b in pairs
    )  # the coarse hash alone would
    assert not [(a, b) for a, b in pairs if are_near(fine[a], fine[b])]
    for seed, paper in enumerate(papers):
        again = Image.open(io.BytesIO(rescanned(paper, seed)))
        assert are_near(detail_of(again), fine[seed])
        assert ((phash_of(again) ^ coarse[seed]) & (1 << 64) - 1).bit_count() <= 6


def test_a_chain_that_does_not_reach_the_supplier_is_asked_for(tenant):
    link_id = begin(tenant, SupplyCategory.GAME)
    grant = {
        "brand": "点卡",
        "grantor": "品牌方",
        "grantee": "别家",
        "grantee_uscc": OTHER,
        "owner": True,
        "online": True,
    }
    for kind in (DocumentKind.LICENCE, DocumentKind.PUBLISHER, DocumentKind.ORIGIN):
        hand_in(tenant, link_id, kind)
    hand_in(tenant, link_id, DocumentKind.AUTHORISATION, position=1, fields=grant)
    supplier = submit(tenant, link_id)
    assert supplier.state == "needs_info"
    with platform_context():
        link = supplier.links.get()
        assert "最后一级的被授权方不是该供应商" in link.note
        assert Finding.objects.filter(rule_id="SRC-01", level=Level.BLOCK, supplier_id=supplier.id).count() == 1
