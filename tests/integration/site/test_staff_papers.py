"""What staff see of a paper, with their name on it and on record, and what they decide about it."""

import pytest

from platform_core.compliance.models import DocumentLook
from platform_core.compliance.services.report_reuse import report_reuse
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.paper_files import jpeg, pdf
from tests.integration.compliance.paper_supply import begin, hand_in, link_of, paper_of, submit
from tests.integration.site.test_staff_suppliers import staff
from tests.world import platform


@pytest.fixture
def anna(db):
    return staff("anna")


def text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_paper_is_looked_at_with_a_name_on_it_and_on_record(tenant, anna):
    link_id = begin(tenant)
    paper = hand_in(tenant, link_id, content=pdf(2), filename="a.pdf")
    hand_in(tenant, link_id, "carrier")
    submit(tenant, link_id)
    case = text(anna, f"/staff/suppliers/{link_of(link_id).supplier_id}")
    assert f"/staff/papers/{paper.id}" in case
    page = text(anna, f"/staff/papers/{paper.id}")
    assert page.count("<img ") == 2
    assert "还没有人看过" in page
    answer = anna.get(f"/staff/papers/{paper.id}/pages/1")
    assert (answer["Content-Type"], answer["Content-Security-Policy"]) == ("image/jpeg", "default-src 'none'; sandbox")
    assert anna.get(f"/staff/papers/{paper.id}/pages/3").status_code == 404
    with platform_context():
        look = DocumentLook.objects.get()
    assert (look.email, look.page, look.kind, look.shown_as) == ("anna@p.example", 1, "staff", "")
    assert look.purpose.startswith("supplier ")
    assert "anna@p.example" in text(anna, f"/staff/papers/{paper.id}")


def test_staff_take_it_or_say_why_not(tenant, anna):
    paper = hand_in(tenant, begin(tenant))
    answer = anna.post(f"/staff/papers/{paper.id}/reject", {"reason": ""}, follow=True)
    assert "请写明原因" in answer.content.decode()
    anna.post(f"/staff/papers/{paper.id}/reject", {"reason": "四角不全"})
    assert (paper_of(paper.id).state, paper_of(paper.id).answer) == ("rejected", "四角不全")
    anna.post(f"/staff/papers/{paper.id}/accept", {"reason": ""})
    assert paper_of(paper.id).state == "accepted"
    assert anna.post(f"/staff/papers/{paper.id}/burn").status_code == 404


def test_quarantine_is_closed_to_staff_too(tenant, anna):
    paper = hand_in(tenant, begin(tenant), scanned=False)
    assert "<img " not in text(anna, f"/staff/papers/{paper.id}")
    assert anna.get(f"/staff/papers/{paper.id}/pages/1").status_code == 404
    assert "没有通过安全检查" in anna.post(f"/staff/papers/{paper.id}/accept", follow=True).content.decode()
    with platform_context():
        assert not DocumentLook.objects.exists()


def test_a_scan_that_is_another_s_is_shown_beside_it(tenant, other_tenant, anna):
    first = hand_in(tenant, begin(tenant), content=jpeg(5))
    other = hand_in(other_tenant, begin(other_tenant, uscc="91440300MA5EXAMP6Y"), content=jpeg(5))
    page = text(anna, f"/staff/papers/{other.id}")
    assert "X11" in page
    assert f"/staff/papers/{first.id}" in page
    with platform_context():
        report_reuse(document=paper_of(other.id), now=now())
    assert text(anna, f"/staff/papers/{other.id}").count("X11") == 1


def test_to_everybody_else_papers_of_staff_pages_do_not_exist(tenant):
    paper = hand_in(tenant, begin(tenant))
    for path in (f"/staff/papers/{paper.id}", f"/staff/papers/{paper.id}/pages/1"):
        assert platform().get(path).status_code == 404
    assert platform().post(f"/staff/papers/{paper.id}/accept").status_code in {403, 404}
