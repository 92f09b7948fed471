"""The letter of an authority: quarantined and drawn anew, read page by page by whoever approves, in the code and in the database."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.db import Error, IntegrityError, transaction

from platform_core.compliance.enums import FileFault, FileState
from platform_core.compliance.errors import PaperRefused, PaperUnviewable, ReportRefused
from platform_core.compliance.export_enums import ExportScope, ExportState
from platform_core.compliance.export_selectors import find_letter
from platform_core.compliance.files.limits import EICAR
from platform_core.compliance.files.store import ORIGINAL, read_part
from platform_core.compliance.models import AuthorityExport, ExportLetter, LetterLook
from platform_core.compliance.services.add_export_letter import add_export_letter
from platform_core.compliance.services.ask_export import Letter, ask_export
from platform_core.compliance.services.decide_export import decide_export
from platform_core.compliance.services.scan_letter import scan_letter
from platform_core.compliance.services.tend_quarantine import tend_quarantine
from platform_core.events.models import Job
from platform_core.identity.platform_key import platform_owner
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context
from tests.integration.compliance.authority import agree, ask, asked_of, open_letter
from tests.integration.compliance.paper_files import jpeg, pdf
from tests.integration.site.looking import actor
from tests.integration.site.staffing import hire


@pytest.fixture
def people(db):
    """Who asks, and who approves."""
    return hire("reviewer"), hire("lead")


def handed_in(tenant, by, content=None, name="letter.pdf"):
    """A request whose letter waits in quarantine."""
    letter = Letter(content or pdf(pages=2), name)
    with platform_context():
        return ask_export(asked=asked_of(tenant), letter=letter, actor=actor(by), now=now())


def scanned(export):
    with platform_context():
        scan_letter(letter_id=find_letter(export.id).id)
        return find_letter(export.id)


def approve(export, by):
    with platform_context():
        return decide_export(export_id=export.id, actor=actor(by), agree=True, answer="", now=now())


def folder(letter):
    return Path(settings.KAQUAN_DATA_DIR) / "papers" / letter.stored[:8] / letter.stored


def test_a_letter_is_sealed_scanned_and_drawn_anew(tenant, people):
    content = pdf(pages=2)
    export = handed_in(tenant, people[0], content)
    with platform_context():
        letter = find_letter(export.id)
    assert letter.file_state == FileState.QUARANTINED
    assert [path.name for path in folder(letter).iterdir()] == ["original.sealed"]
    assert content[:200] not in (folder(letter) / "original.sealed").read_bytes()
    with pytest.raises(PaperUnviewable):
        open_letter(export, people[1], 1)
    letter = scanned(export)
    assert (letter.file_state, letter.pages, letter.media_type) == ("clean", 2, "application/pdf")
    assert read_part(platform_owner(), letter.stored, ORIGINAL) == content
    with pytest.raises(PaperUnviewable):
        open_letter(export, people[1], 3)


def test_who_approves_has_opened_every_page(tenant, people):
    export = handed_in(tenant, people[0])
    with pytest.raises(ReportRefused, match="letter_waits"):
        approve(export, people[1])
    scanned(export)
    open_letter(export, people[0], 1, 2)
    open_letter(export, people[1], 1, 1)
    with pytest.raises(ReportRefused, match="letter_unseen"):
        approve(export, people[1])
    decided = {"decided_by": people[1].id, "decided_email": "x", "decided_at": now(), "state": ExportState.APPROVED}
    with platform_context(), pytest.raises(IntegrityError, match="read the letter"), transaction.atomic():
        AuthorityExport.objects.filter(pk=export.id).update(**decided)
    open_letter(export, people[1], 2)
    assert approve(export, people[1])


def test_a_letter_that_is_refused_makes_room_for_another(tenant, people):
    export = handed_in(tenant, people[0], jpeg(4) + EICAR, "letter.jpg")
    letter = scanned(export)
    assert (letter.file_state, letter.file_reason) == (FileState.REFUSED, FileFault.THREAT)
    with pytest.raises(ReportRefused, match="letter"):
        approve(export, people[1])
    with platform_context():
        given = {"export_id": export.id, "actor": actor(people[0]), "now": now() + dt.timedelta(seconds=1)}
        add_export_letter(content=jpeg(5), filename="again.jpg", **given)
        with pytest.raises(ReportRefused, match="letter_there"):
            add_export_letter(content=jpeg(6), filename="third.jpg", **given)
    assert scanned(export).file_state == FileState.CLEAN


def test_nothing_is_asked_without_a_letter_but_the_tax_report(tenant, people):
    with platform_context():
        for letter, problem in ((None, ReportRefused), (Letter(b"MZ", "letter.pdf"), PaperRefused)):
            with pytest.raises(problem), transaction.atomic():
                ask_export(asked=asked_of(tenant), letter=letter, actor=actor(people[0]), now=now())
        assert not AuthorityExport.objects.exists()
        asked = asked_of(None, scope=ExportScope.TAX, sections=("tax",), basis="tax_810")
        assert ask_export(asked=asked, letter=None, actor=actor(people[0]), now=now())


def test_a_letter_and_who_saw_it_cannot_be_changed(tenant, people):
    export = ask(tenant, people[0])
    agree(export, people[1])
    with platform_context():
        for given in ({"sha256": b"x" * 32}, {"stored": "other"}, {"pages": 9}, {"file_state": "quarantined"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                ExportLetter.objects.filter(export=export).update(**given)
        for act in (ExportLetter.objects.all().delete, LetterLook.objects.all().delete):
            with pytest.raises(Error), transaction.atomic():
                act()
        with pytest.raises(Error), transaction.atomic():
            LetterLook.objects.update(page=2)
        with pytest.raises(ReportRefused, match="over"):
            add_export_letter(
                export_id=export.id, content=jpeg(6), filename="late.jpg", actor=actor(people[0]), now=now()
            )


def test_what_waits_is_scanned_again_and_its_file_stays(tenant, people):
    export = handed_in(tenant, people[0])
    with platform_context():
        letter = find_letter(export.id)
        Job.objects.all().delete()
        tend_quarantine(now=now() + dt.timedelta(days=1))
        assert Job.objects.filter(name="compliance.scan_letter").count() == 1
    assert folder(letter).is_dir()
