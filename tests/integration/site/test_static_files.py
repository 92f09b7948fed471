"""Sheets and scripts: shared by all faces, compressed on the way, light."""

import gzip
import re

import pytest
from django.conf import settings

from tests.world import make_shelf, platform, shop, stock

SHEET = "/static/ui/base.css"
FIRST_PAGE = 100_000


def body(answer):
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def whole():
    return (settings.BASE_DIR / "config" / "static" / "ui" / "base.css").read_bytes()


def test_a_sheet_goes_out_packed_when_the_browser_can_open_it():
    for _ in ("made", "kept"):
        answer = platform().get(SHEET, headers={"Accept-Encoding": "gzip, br"})
        assert gzip.decompress(body(answer)) == whole()
        assert answer.headers["Content-Encoding"] == "gzip"
        assert int(answer.headers["Content-Length"]) == len(body(answer)) < len(whole()) / 2
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_sheet_goes_out_whole_when_the_client_cannot_open_it():
    answer = platform().get(SHEET)
    assert body(answer) == whole()
    assert "Content-Encoding" not in answer.headers
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_part_of_a_sheet_is_not_packed():
    answer = platform().get(SHEET, headers={"Accept-Encoding": "gzip", "Range": "bytes=0-9"})
    assert (answer.status_code, body(answer)) == (206, whole()[:10])
    assert "Content-Encoding" not in answer.headers


def test_nothing_is_sent_again_when_the_browser_has_it():
    etag = platform().get(SHEET, headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    answer = platform().get(SHEET, headers={"Accept-Encoding": "gzip", "If-None-Match": etag})
    assert (answer.status_code, body(answer)) == (304, b"")


@pytest.mark.parametrize("face", ["platform", "shop"])
def test_the_first_page_is_light_and_names_only_files_that_exist(tenant, face):
    stock(tenant, make_shelf(tenant), 5)
    client = platform() if face == "platform" else shop(tenant)
    page = client.get("/")
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', page.content.decode())
    assert any(name.startswith("/static/ui/") for name in named)
    answers = {name: client.get(name, headers={"Accept-Encoding": "gzip"}) for name in named}
    assert {name for name, answer in answers.items() if answer.status_code != 200} == set()
    assert len(page.content) + sum(len(body(answer)) for answer in answers.values()) < FIRST_PAGE
