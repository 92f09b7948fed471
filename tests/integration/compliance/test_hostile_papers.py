"""No file of the hostile corpus is taken for clean, each is judged within bounds, and what is clean is drawn anew."""

import io
import subprocess
import sys

import pytest
from PIL import Image

from platform_core.compliance.files import limits
from platform_core.compliance.files.inspecting import ROOT, inspect_file
from tests.integration.compliance.paper_files import EVIL_PDFS, hostile_files, jpeg, pdf, png, scan

CASES = [(name, filename, content) for name, filename, content in hostile_files()]
# In a process of its own, so that its memory is measured and not that of the tests.
WATCHED = """
import resource, subprocess, sys
asked = subprocess.run([sys.executable, "-m", "platform_core.compliance.files.child"], stdin=sys.stdin, env={}, capture_output=True)
print(asked.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, asked.stdout[:60].decode(errors="replace"))
"""


def watched(content, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(content)
    with file.open("rb") as handle:
        ran = subprocess.run([sys.executable, "-c", WATCHED], stdin=handle, cwd=ROOT, capture_output=True, check=True)
    code, megabytes, answer = ran.stdout.decode().split(" ", 2)
    return int(code), int(megabytes), answer


def test_the_corpus_is_as_large_as_promised():
    assert len(CASES) >= 100
    assert len({name for name, _, _ in CASES}) == len(CASES)


@pytest.mark.parametrize("part", range(4))
def test_nothing_hostile_is_clean(part):
    clean = [name for name, filename, content in CASES[part::4] if inspect_file(content, filename).fault is None]
    assert clean == []


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("pdf_open_script", "active"), ("pdf_attachment_packed", "active"), ("pdf_password", "encrypted"),
        ("pdf_owner_password", "encrypted"), ("pdf_too_many_pages", "pages"), ("jpeg_then_zip", "mixed"), ("png_then_exe", "mixed"),
        ("png_text_virus", "threat"), ("svg_as_png", "mismatch"), ("svg", "type"), ("png_30k", "pixels"), ("too_large", "too_large"),
        ("named_'licence.php.jpg'", "name"), ("nothing_as_pdf", "empty"), ("png_cut", "damaged"),
    ],
)  # fmt: skip
def test_the_merchant_is_told_what_is_wrong(name, fault):
    found = next((filename, content) for each, filename, content in CASES if each == name)
    assert inspect_file(found[1], found[0]).fault == fault


def test_each_thing_that_a_pdf_may_do_is_found_for_what_it_is():
    acting = [case for case in CASES if case[0].removeprefix("pdf_").removesuffix("_packed") in EVIL_PDFS]
    assert len(acting) == 24
    assert {inspect_file(content, filename).fault for _, filename, content in acting} == {"active"}


@pytest.mark.parametrize("name", ["pdf_bomb", "png_30k", "zip_as_pdf"])
def test_a_bomb_takes_less_than_half_a_gigabyte(name, tmp_path):
    content = next(content for each, _, content in CASES if each == name)
    _, megabytes, answer = watched(content, tmp_path)
    assert megabytes < 512
    assert '"sizes"' not in answer


def test_forty_megapixels_are_taken_within_half_a_gigabyte(tmp_path):
    out = io.BytesIO()
    Image.linear_gradient("L").resize((7_990, 5_000)).convert("RGBA").save(out, "PNG", compress_level=1)
    code, megabytes, answer = watched(out.getvalue(), tmp_path)
    assert (code, "media_type" in answer) == (0, True)
    assert megabytes < 512


@pytest.mark.parametrize(
    ("filename", "content", "kind", "pages"),
    [
        ("a.jpg", jpeg(), limits.JPEG, 1),
        ("营业执照.JPEG", jpeg(2), limits.JPEG, 1),
        ("合同.v1.2.png", png(), limits.PNG, 1),
        ("a.png", png(mode="P"), limits.PNG, 1),
        ("a.png", png(mode="1"), limits.PNG, 1),
        ("a.png", png(mode="RGBA"), limits.PNG, 1),
        ("a.png", png(mode="LA"), limits.PNG, 1),
        ("a.jpg", jpeg() + b"\0" * 40, limits.JPEG, 1),
        ("a.pdf", pdf(3), limits.PDF, 3),
        ("a.pdf", pdf(20), limits.PDF, 20),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 else None,
)
def test_what_is_honest_is_drawn_anew(filename, content, kind, pages):
    found = inspect_file(content, filename)
    assert (found.fault, found.media_type, len(found.pages)) == (None, kind, pages)
    for page in found.pages:
        with Image.open(io.BytesIO(page)) as picture:
            assert (picture.format, max(picture.size) <= limits.VIEW_SIDE, picture.getexif()) == ("JPEG", True, {})
        assert page[:64] not in content


def test_a_photo_on_its_side_is_turned_and_says_nothing_more_of_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "SECRET-MAKER"
    out = io.BytesIO()
    scan().save(out, "JPEG", exif=exif)
    (page,) = inspect_file(out.getvalue(), "a.jpg").pages
    with Image.open(io.BytesIO(page)) as picture:
        assert picture.size == (500, 700)
    assert b"SECRET-MAKER" not in page
