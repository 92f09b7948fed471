"""Writes ``kaquan/generated`` from the kept OpenAPI document: ``uv run python clients/python/generate.py``."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parent.parent / "docs" / "openapi" / "2026-12-01.json"
GENERATED = HERE / "kaquan" / "generated"
# Sent by the client itself, or nothing a method of it can use: `metadata` is a deep object, `format` answers no JSON.
LEFT_OUT = {"If-None-Match", "metadata", "format"}
# Never in a repr: module of generated/models, attribute.
SECRETS = (
    ("code", "code"), ("import_row_input", "code"), ("redeem_input", "code"), ("validate_input", "code"),
    ("key", "secret"), ("delivery", "url"), ("export", "download_url"), ("export_operation", "archive_password"),
    ("webhook_endpoint", "url"), ("webhook_endpoint_input", "url"), ("webhook_endpoint_input", "headers"),
    ("webhook_endpoint_changes", "url"), ("webhook_endpoint_changes", "headers"),
    ("rotated_endpoint", "secret"), ("webhook_endpoint", "secret"),
)  # fmt: skip


def simplified(document: dict[str, Any]) -> dict[str, Any]:
    """The document as the generator should see it.

    Errors are the transport's business and the version is the client's, so both go; names become shorter; a page has
    a name of its own; a word that may be null is one type and not four.
    """
    text = json.dumps(document, sort_keys=True)
    text = re.sub(r"\b(?:Patched)?(\w+?)(Input|Changes)Request\b", r"\1\2", text)
    small: dict[str, Any] = _plain(json.loads(text))
    for methods in small["paths"].values():
        for operation in methods.values():
            _trim(operation, small["components"]["schemas"])
    return small


def _trim(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    operation["responses"] = {code: each for code, each in operation["responses"].items() if code < "300"}
    operation["parameters"] = [
        {**each, "required": False} if each.get("name") == "Idempotency-Key" else each
        for each in operation.get("parameters", [])
        if "$ref" not in each and each["name"] not in LEFT_OUT
    ]
    for answer in operation["responses"].values():
        content = answer["content"]
        if "application/json" in content:
            answer["content"] = content = {"application/json": content["application/json"]}
        (media,) = content.values()
        page = media["schema"].get("properties", {}).get("data", {}).get("items", {}).get("$ref")
        if page is not None:
            name = page.rpartition("/")[2] + "Page"
            schemas[name] = media["schema"]
            media["schema"] = {"$ref": f"#/components/schemas/{name}"}


def _plain(node: Any) -> Any:
    if isinstance(node, list):
        return [_plain(each) for each in node]
    if not isinstance(node, dict):
        return node
    node = {key: _plain(value) for key, value in node.items() if key not in {"example", "examples"}}
    if isinstance(node.get("enum"), list):
        words = [word for word in node["enum"] if word is not None]
        if len(words) == 1:
            del node["enum"]
        elif len(words) < len(node["enum"]):
            about = {key: value for key, value in node.items() if key not in {"enum", "type"}}
            return {**about, "oneOf": [{"type": "string", "enum": words}, {"type": "null"}]}
    return node


def generate(target: Path) -> None:
    """Write the package ``target``.

    Raises:
        RuntimeError: the generator had something to say, or a secret is not where it was.
    """
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "openapi.json"
        document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
        small.write_text(json.dumps(simplified(document)), encoding="utf-8")
        shutil.rmtree(target, ignore_errors=True)
        done = subprocess.run(
            [
                sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--fail-on-warning",
                "--path", str(small), "--output-path", str(target),
                "--config", str(HERE / "generator.yaml"), "--custom-template-path", str(HERE / "templates"),
            ],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    for unused in ("client.py", "errors.py"):  # the hand-written transport and errors are beside the package
        (target / unused).unlink()
    written = '"""Written by generate.py from the OpenAPI document: do not edit."""\n\n'
    (target / "__init__.py").write_text(f'{written}VERSION = "{document["info"]["version"]}"\n')
    for module, attribute in SECRETS:
        _hide(target / "models" / f"{module}.py", attribute)


def _hide(path: Path, attribute: str) -> None:
    declared = re.compile(rf"^(    {attribute}: [^=\n]+?)( = UNSET)?$", re.MULTILINE)
    default = {None: "", " = UNSET": "default=UNSET, "}
    text, count = declared.subn(
        lambda match: f"{match[1]} = _attrs_field({default[match[2]]}repr=False)", path.read_text(), count=1
    )
    if count != 1:
        raise RuntimeError(f"{attribute} is not declared in {path.name}: would its repr show it?")
    define, field = "from attrs import define as _attrs_define\n", "from attrs import field as _attrs_field\n"
    if field not in text:
        text = text.replace(define, define + field)
    path.write_text(text)


if __name__ == "__main__":
    generate(GENERATED)
