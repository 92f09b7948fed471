import io

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload

from platform_core.kernel.errors import RecordNotFound
from platform_core.kernel.sealing import SealBroken
from platform_core.tenancy.context import tenant_context
from tenants.inventory import uploads as module
from tenants.inventory.uploads import CHUNK, SealedUploadHandler, delete_upload, open_upload, store_upload
from tests.integration.inventory.imports import uploads
from tests.world import shop


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK + 7])
def test_bytes_come_back_exactly_whatever_their_number(tenant, size):
    plain = bytes(number % 251 for number in range(size))
    with tenant_context(tenant):
        stored = store_upload(io.BytesIO(plain))
        assert stored.size == size
        with open_upload(stored.name) as file:
            assert file.read() == plain
        delete_upload(stored.name)
        with pytest.raises(RecordNotFound):
            open_upload(stored.name)


def test_another_shop_cannot_open_it_even_with_the_file_in_hand(tenant, other_tenant):
    with tenant_context(tenant):
        name = store_upload(b"SECRET").name
    with tenant_context(other_tenant):
        with pytest.raises(RecordNotFound):
            open_upload(name)
        delete_upload(name)
        mine = store_upload(b"mine").name
    [path] = [path for path in uploads(tenant) if path.stem == name]
    [other] = [path for path in uploads(other_tenant) if path.stem == mine]
    other.write_bytes(path.read_bytes())
    with tenant_context(other_tenant), open_upload(mine) as file, pytest.raises(SealBroken):
        file.read()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a/b", "a.b", ""])
def test_a_name_cannot_lead_out_of_the_folder(tenant, name):
    with tenant_context(tenant), pytest.raises(RecordNotFound):
        open_upload(name)


def test_nothing_stays_when_the_source_breaks_off(tenant):
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise OSError("gone")

    before = uploads(tenant)
    with tenant_context(tenant), pytest.raises(OSError, match="gone"):
        store_upload(Broken())
    assert uploads(tenant) == before


def handler(tenant):
    taken = SealedUploadHandler()
    taken.new_file("file", "codes.txt", "text/plain", None)
    return taken


def test_nothing_stays_when_the_client_goes_away(tenant):
    before = uploads(tenant)
    with tenant_context(tenant):
        taken = handler(tenant)
        taken.receive_data_chunk(b"SECRET", 0)
        taken.upload_interrupted()
        taken.upload_interrupted()
    assert uploads(tenant) == before


def test_nothing_stays_when_the_file_is_too_large(tenant, monkeypatch):
    monkeypatch.setattr(module, "MAXIMUM_BYTES", 10)
    before = uploads(tenant)
    with tenant_context(tenant):
        taken = handler(tenant)
        taken.receive_data_chunk(b"0123456789", 0)
        with pytest.raises(RequestDataTooBig):
            taken.receive_data_chunk(b"X", 10)
    assert uploads(tenant) == before


def test_a_file_that_nobody_asked_for_goes_with_its_request(tenant):
    before = uploads(tenant)
    with tenant_context(tenant):
        taken = handler(tenant)
        taken.receive_data_chunk(b"SECRET", 0)
        file = taken.file_complete(6)
        assert len(uploads(tenant) - before) == 1
    file.close()  # outside the shop's context, as at the end of a request
    assert uploads(tenant) == before


def test_a_file_that_was_taken_over_stays(tenant):
    before = uploads(tenant)
    with tenant_context(tenant):
        file = handler(tenant).file_complete(0)
        name = file.stored.name
        file.close()
        assert {path.stem for path in uploads(tenant) - before} == {name}
        delete_upload(name)


def test_a_visitor_cannot_fill_the_disk_through_a_form_without_files(tenant):
    before = uploads(tenant)
    answer = shop(tenant).post("/", {"file": SimpleUploadedFile("x.txt", b"x" * 1000), "a": "b"})
    assert answer.status_code in {302, 400, 403, 404, 405}
    assert uploads(tenant) == before


def test_no_file_is_taken_outside_a_shop(db):
    with pytest.raises(StopUpload):
        handler(None)
