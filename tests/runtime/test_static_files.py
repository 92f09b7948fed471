"""Sheets and scripts of ``up``: named by their content, kept by browsers for ever, compressed."""

from __future__ import annotations

import re

import httpx


def _get(running, slug, path, **headers):
    host = f"{slug}.kaquan.localhost" if slug else "kaquan.localhost"
    with httpx.Client(trust_env=False) as client:
        return client.get(
            f"http://127.0.0.1:{running.port}{path}", headers={"Host": f"{host}:{running.port}", **headers}
        )


def test_every_file_that_a_page_names_is_immutable_and_there(demo_up):
    named = {}
    for slug, path in (("", "/"), ("demo", "/"), ("api", "/"), ("api", "/versions")):
        page = _get(demo_up, slug, path)
        assert page.status_code == 200
        for name in re.findall(r'(?:href|src)="(/static/[^"#]+)', page.text):
            named[name] = slug
    assert len(named) > 6
    for name, slug in named.items():
        assert re.search(r"\.[0-9a-f]{12}\.\w+$", name), name
        answer = _get(demo_up, slug, name, **{"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, name
        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable", name
        if not name.endswith(".png"):
            assert answer.headers["Content-Encoding"] == "gzip", name


def test_scripts_name_each_other_by_their_content_too(demo_up):
    page = _get(demo_up, "demo", "/")
    script = next(name for name in re.findall(r'src="(/static/[^"]+)"', page.text) if "shop." in name)
    [imported] = re.findall(r'from "(\.\./[^"]+)"', _get(demo_up, "demo", script).text)
    answer = _get(demo_up, "demo", f"/static/{imported.removeprefix('../')}")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["Cache-Control"]


def test_a_name_without_a_hash_is_answered_but_not_kept_for_ever(demo_up):
    answer = _get(demo_up, "", "/static/ui/base.css")
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]
