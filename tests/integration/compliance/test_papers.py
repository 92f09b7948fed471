"""A paper's way: sealed into quarantine, scanned, drawn anew, looked at on record, decided, replaced, removed."""

import hashlib
import io
import socketserver
import threading
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from platform_core.compliance.enums import DocumentKind, DocumentState, FileFault, FileState, Viewer
from platform_core.compliance.errors import (
    PaperNotEditable,
    PaperRefused,
    PaperUnviewable,
    ScannerUnavailable,
    SupplierActRefused,
    SupplyNotEditable,
)
from platform_core.compliance.files import reading
from platform_core.compliance.files import scanner as scanners
from platform_core.compliance.files.answering import answer_page
from platform_core.compliance.files.store import ORIGINAL, read_part
from platform_core.compliance.models import Document, DocumentLook
from platform_core.compliance.services.decide_document import decide_document
from platform_core.compliance.services.describe_paper import describe_paper
from platform_core.compliance.services.record_look import record_look
from platform_core.compliance.services.remove_paper import remove_paper
from platform_core.compliance.services.tend_quarantine import tend_quarantine
from platform_core.compliance.services.upload_paper import Told
from platform_core.events.models import Job
from platform_core.kernel.clock import now
from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import SealBroken
from platform_core.tenancy.context import platform_context, tenant_context
from platform_core.tenancy.job_runner import run_next_job
from tests.integration.compliance.paper_files import jpeg, pdf
from tests.integration.compliance.paper_supply import begin, hand_in, paper_of, scan, submit
from tests.world import FIRST_STAFF


def folder(paper):
    return Path(settings.KAQUAN_DATA_DIR) / "papers" / paper.stored[:8] / paper.stored


def look(paper, page=1):
    with platform_context():
        record_look(
            document=paper, page=page, kind=Viewer.STAFF, who="s", email="s@p.example", address="1.2.3.4", now=now()
        )


def test_an_upload_lies_sealed_in_quarantine_until_the_job_has_read_it(tenant):
    content = jpeg(7)
    paper = hand_in(tenant, begin(tenant), content=content, scanned=False)
    assert (paper.file_state, paper.sha256) == (FileState.QUARANTINED, hashlib.sha256(content).digest())
    assert [path.name for path in folder(paper).iterdir()] == ["original.sealed"]
    assert content[20:60] not in (folder(paper) / "original.sealed").read_bytes()
    with pytest.raises(PaperUnviewable):
        look(paper)
    while run_next_job():
        pass
    clean = paper_of(paper.id)
    assert (clean.file_state, clean.pages, clean.media_type, clean.state) == ("clean", 1, "image/jpeg", "waiting")
    assert clean.phash is not None
    assert read_part(tenant.id, paper.stored, ORIGINAL) == content
    with pytest.raises(PaperUnviewable):
        look(clean, page=2)


def test_what_is_refused_is_gone_and_says_why(tenant, django_capture_on_commit_callbacks):
    paper = hand_in(tenant, begin(tenant), content=jpeg() + b"<html><script>", scanned=False)
    with django_capture_on_commit_callbacks(execute=True):
        scan(paper.id)
    refused = paper_of(paper.id)
    assert (refused.file_state, refused.file_reason) == (FileState.REFUSED, FileFault.MIXED)
    assert not folder(paper).exists()
    with pytest.raises(PaperUnviewable):
        look(refused)


@pytest.mark.parametrize(("content", "name", "reason"), [(b"", "a.jpg", "empty"), (b"GIF89a", "a.gif", "type")])
def test_what_can_be_seen_at_once_is_told_at_once(tenant, content, name, reason):
    link_id = begin(tenant)
    with pytest.raises(PaperRefused) as refused:
        hand_in(tenant, link_id, content=content, filename=name)
    assert refused.value.data["reason"] == reason
    with platform_context():
        assert not Document.objects.filter(link_id=link_id).exists()


def test_the_same_scan_twice_is_told_and_kept_once(tenant):
    link_id, content = begin(tenant), jpeg(9)
    hand_in(tenant, link_id, content=content)
    with pytest.raises(PaperRefused) as refused:
        hand_in(tenant, link_id, content=content)
    assert refused.value.data["reason"] == FileFault.TWICE
    hand_in(tenant, link_id, DocumentKind.CARRIER, content=content)  # one file with two papers in it
    with platform_context():
        assert Document.objects.filter(link_id=link_id).count() == 2


def test_a_job_that_is_killed_between_its_steps_does_it_again(tenant, monkeypatch):
    paper = hand_in(tenant, begin(tenant), content=pdf(2), filename="a.pdf", scanned=False)
    real, calls = reading.write_part, []

    def killed(owner, name, part, content):
        if calls:
            raise KeyboardInterrupt  # as if the machine went
        calls.append(part)
        real(owner, name, part, content)

    monkeypatch.setattr(reading, "write_part", killed)
    with pytest.raises(KeyboardInterrupt):
        scan(paper.id)
    assert paper_of(paper.id).file_state == FileState.QUARANTINED
    monkeypatch.setattr(reading, "write_part", real)
    assert scan(paper.id).pages == 2
    changed = Document.objects.filter(pk=paper.id)
    with platform_context():
        changed.update(file_reason="untouched")
    scan(paper.id)  # and a second time changes nothing
    assert paper_of(paper.id).file_reason == "untouched"


class Daemon(socketserver.BaseRequestHandler):
    """Speaks as clamd does."""

    def handle(self):
        stream = self.request.makefile("rb")
        stream.read(len(b"nINSTREAM\n"))
        content = b""
        while size := int.from_bytes(stream.read(4), "big"):
            content += stream.read(size)
        answer = b"stream: Bad.Thing FOUND" if b"BAD-THING" in content else b"stream: OK"
        self.request.sendall((b"INSTREAM size limit exceeded. ERROR" if len(content) > 2_000_000 else answer) + b"\n")


@pytest.fixture
def clamd(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Daemon) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        settings.KAQUAN_CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield server
        server.shutdown()


def test_the_daemon_decides_where_there_is_one(tenant, clamd):
    link_id = begin(tenant)
    assert hand_in(tenant, link_id).file_state == FileState.CLEAN
    bad = hand_in(tenant, link_id, DocumentKind.CARRIER, content=jpeg(comment=b"BAD-THING"))
    assert (bad.file_state, bad.file_reason) == (FileState.REFUSED, FileFault.THREAT)
    with pytest.raises(ScannerUnavailable):
        scanners.Clamd(settings.KAQUAN_CLAMD).find_threat(b"x" * 2_000_001)


def test_papers_wait_while_the_daemon_is_away(tenant, settings, clamd, time_machine):
    address, settings.KAQUAN_CLAMD = settings.KAQUAN_CLAMD, "127.0.0.1:1"
    paper = hand_in(tenant, begin(tenant), scanned=False)
    with pytest.raises(ScannerUnavailable):
        scan(paper.id)
    assert paper_of(paper.id).file_state == FileState.QUARANTINED
    with platform_context():
        Job.objects.all().delete()  # all attempts are used up
        assert tend_quarantine(now=now()) == 0
        Document.objects.filter(pk=paper.id).update(uploaded_at="2026-01-01T00:00Z")
        assert tend_quarantine(now=now()) == 1
        tend_quarantine(now=now())
        assert Job.objects.filter(name="compliance.scan_document").count() == 1
    settings.KAQUAN_CLAMD = address
    while run_next_job():
        pass
    assert paper_of(paper.id).file_state == FileState.CLEAN


def test_a_page_is_answered_marked_and_kept_by_nobody(tenant):
    paper = hand_in(tenant, begin(tenant), content=jpeg(3))
    asked = {"owner": tenant.id, "document": paper, "page": 1, "shop": "alpha", "at": now()}
    one, other = (answer_page(email=email, **asked) for email in ("a@p.example", "b@p.example"))
    assert one["Content-Disposition"].startswith("attachment;")
    assert (one["X-Content-Type-Options"], one["Cache-Control"]) == ("nosniff", "no-store, private")
    assert "sandbox" in one["Content-Security-Policy"]
    assert one.content != other.content
    with Image.open(io.BytesIO(one.content)) as picture:
        assert picture.format == "JPEG"
    assert jpeg(3) not in one.content


def test_every_look_is_written_and_nobody_rewrites_it(tenant):
    paper = hand_in(tenant, begin(tenant))
    look(paper)
    with platform_context():
        written = DocumentLook.objects.get(document=paper)
    assert (written.email, written.page, written.address, written.shown_as) == ("s@p.example", 1, "1.2.3.4", "")


def test_a_paper_is_sealed_for_its_merchant_alone(tenant, other_tenant):
    paper = hand_in(tenant, begin(tenant))
    with pytest.raises(SealBroken):
        read_part(other_tenant.id, paper.stored, ORIGINAL)
    with pytest.raises(RecordNotFound):
        read_part(tenant.id, "../" + paper.stored[3:], ORIGINAL)


def test_papers_are_taken_back_until_they_are_with_the_platform(tenant, django_capture_on_commit_callbacks):
    link_id = begin(tenant)
    paper = hand_in(tenant, link_id)
    with tenant_context(tenant):
        describe_paper(document_id=paper.id, told=Told(kind=paper.kind, title="新版"))
        with django_capture_on_commit_callbacks(execute=True):
            remove_paper(document_id=paper.id, now=now())
    assert (paper_of(paper.id).title, paper_of(paper.id).state, folder(paper).exists()) == ("新版", "removed", False)
    licence = hand_in(tenant, link_id)
    hand_in(tenant, link_id, DocumentKind.CARRIER)
    submit(tenant, link_id)
    with tenant_context(tenant):
        with pytest.raises(PaperNotEditable):
            remove_paper(document_id=licence.id, now=now())
        with pytest.raises(PaperNotEditable):
            describe_paper(document_id=licence.id, told=Told(kind=licence.kind))
    with pytest.raises(SupplyNotEditable):
        hand_in(tenant, link_id)


def test_staff_take_a_paper_or_say_why_not(tenant):
    link_id = begin(tenant)
    paper, other = hand_in(tenant, link_id), hand_in(tenant, link_id, DocumentKind.CARRIER, scanned=False)
    asked = {"actor": FIRST_STAFF, "now": now()}
    with platform_context():
        with pytest.raises(PaperUnviewable):
            decide_document(document_id=other.id, accept=True, note="", **asked)
        with pytest.raises(SupplierActRefused) as refused:
            decide_document(document_id=paper.id, accept=False, note=" ", **asked)
        assert refused.value.data["reason"] == "reason"
        assert decide_document(document_id=paper.id, accept=False, note="看不清", **asked).answer == "看不清"
        assert decide_document(document_id=paper.id, accept=True, note="", **asked).state == DocumentState.ACCEPTED
        with pytest.raises(SupplierActRefused):
            decide_document(document_id=paper.id, accept=True, note="", **asked)
        own = FIRST_STAFF._replace(id="merchant")
        with pytest.raises(SupplierActRefused):
            decide_document(document_id=paper.id, accept=False, note="x", actor=own, now=now())
