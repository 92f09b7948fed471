"""Short ways to export something, to fetch its file as a browser would, and to read it."""

import csv
import io
import json
import shutil
import subprocess

import pyzipper
from django.conf import settings
from django.test import Client

from platform_core.tenancy import job_runner
from tests.api.v1.cards import post

SEVEN_ZIP = shutil.which("7zz") or shutil.which("7z")


def begin(client, type_, key=None, **body):
    """The operation of a new export."""
    answer = post(client, "/v1/exports", {"type": type_, **body}, key=key)
    assert answer.status_code == 202, answer.content
    return answer.json()


def work():
    """Run every job that is due."""
    while job_runner.run_next_job():
        pass


def make(client, type_, **body):
    """A finished export, with what its operation said at first."""
    operation = begin(client, type_, **body)
    work()
    export = client.get(f"/v1/exports/{operation['export']}").json()
    assert export["status"] == "completed", export
    return export, operation


def fetch(url):
    """Follow a link without any key."""
    path = url.split(settings.KAQUAN_PLATFORM_HOST, 1)[1].partition("/")[2]
    answer = Client(headers={"Host": f"api.{settings.KAQUAN_PLATFORM_HOST}"}).get(f"/{path}")
    answer.body = answer.getvalue()
    return answer


def content(url):
    answer = fetch(url)
    assert answer.status_code == 200, answer.body
    return answer.body


def csv_rows(raw):
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def rows_of(client, type_, **body):
    """The rows of an export as JSON lines."""
    export, _ = make(client, type_, format="jsonl", **body)
    found = [json.loads(line) for line in content(export["download_url"]).splitlines()]
    assert len(found) == export["rows"]
    return found


def unpack(raw, password, folder):
    """What the archive holds, read as 7-Zip reads it where there is one."""
    with pyzipper.AESZipFile(io.BytesIO(raw)) as archive:
        (member,) = archive.infolist()
        assert member.flag_bits & 1, "it is not encrypted"
        archive.setpassword(password.encode())
        plain = archive.read(member)
    if SEVEN_ZIP:
        (folder / "a.zip").write_bytes(raw)
        told = subprocess.run([SEVEN_ZIP, "x", "-so", f"-p{password}", str(folder / "a.zip")], capture_output=True)
        assert told.stdout == plain, told.stderr
        listed = subprocess.run([SEVEN_ZIP, "l", "-slt", str(folder / "a.zip")], capture_output=True, text=True)
        assert "Method = AES-256" in listed.stdout
    return plain
