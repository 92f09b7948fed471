"""The platform as real processes, for tests that must speak real HTTP or kill something."""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any

import httpx
import psycopg

from testbed.up import Up

SHARED_FOLDER = "KAQUAN_TEST_SHARED"  # the variable that names a folder of all processes of one run of the suite
WITHOUT_DEMO = ("--no-demo",)
SERVES = "starting worker, beat and web server"  # what `up` says once the database is made


def open_folder() -> Path:
    """A folder for a platform's data, gone when the session ends.

    Unlike pytest's own it lets other accounts pass through: started by root, the embedded servers run as another one.
    """
    folder = Path(tempfile.mkdtemp(prefix="kaquan-live-", dir="/tmp"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


class Platform(Up):
    """``up`` that answers a merchant's system, and whose parts can be killed."""

    def prepare(self, patience: float = 120.0) -> None:
        """A first start as far as the database is made; what serves on it is not waited for."""
        self.begin()
        deadline = time.monotonic() + patience
        while SERVES not in self.printed():
            assert self.runs(), self.printed()[-3000:]
            assert time.monotonic() < deadline, self.printed()[-3000:]
            time.sleep(0.05)
        assert self.stop() == 0, self.printed()[-3000:]

    def kill(self, name: str) -> bool:
        """kill -9 one child with everything below it."""
        pid = self.children().get(name)
        if pid is None:
            return False
        try:
            if name == "postgres":
                os.kill(pid, signal.SIGKILL)  # its backends notice by themselves, like after a real crash
            else:
                os.killpg(pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True

    def health(self) -> str:
        """What /readyz says, and the last words of every part: why it is not ready."""
        try:
            said = httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5, trust_env=False).text
        except httpx.HTTPError as error:
            said = repr(error)
        logs = sorted((self.data_dir / "logs").glob("*.log"))
        tails = [f"--- {log.name}\n{log.read_text(errors='replace')[-2000:]}" for log in logs]
        return "\n".join([said, *tails, f"--- up\n{self.printed()[-2000:]}"])

    def end_leases(self) -> None:
        """As if the half minute had passed after which the jobs of a killed worker are due again."""
        with psycopg.connect(self.state()["database_url"], autocommit=True) as admin:
            admin.execute("UPDATE public.events_job SET leased_until = now() WHERE leased_until > now()")

    def client(self, key: str, **options: Any) -> httpx.Client:
        """A client of the API."""
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"Host": f"api.kaquan.localhost:{self.port}", "Authorization": f"Bearer {key}"},
            timeout=options.pop("timeout", 30),
            trust_env=False,
            **options,
        )


@cache
def _prepared() -> Path:
    """A data folder as the first start leaves it, to be copied: made once, by the first process of the suite that wants it.

    What makes one is tested in ``tests/runtime``.
    """
    made = Platform(Path(os.environ[SHARED_FOLDER]) / "data", *WITHOUT_DEMO)
    done = made.data_dir.with_suffix(".done")
    with made.data_dir.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            made.prepare()
            done.touch()
    return made.data_dir


def copy_prepared(data_dir: Path) -> None:
    """Make a data folder as a first start without demo leaves it."""
    subprocess.run(["cp", "-a", str(_prepared()), str(data_dir)], check=True)  # keeps whose the files are


@contextmanager
def running_platform(*options: str, **more: Any) -> Iterator[Platform]:
    """A platform on a folder of its own; it must end in order when the block does.

    Args:
        options: of ``up``; with none it has its demo.
        more: see ``Platform``.
    """
    running = Platform(open_folder() / "data", *options, **more)
    if options in ((), WITHOUT_DEMO):  # the demo is added to a prepared one too
        copy_prepared(running.data_dir)
    try:
        running.start()
        yield running
    finally:
        status = running.stop()
    assert status == 0, running.printed()[-3000:]


def make_sku(client: httpx.Client, label: str) -> str:
    """A product with one SKU over HTTP; its ``sku_…``."""
    answer = client.post(
        "/v1/products",
        json={
            "name": f"爱奇艺会员 {label}",
            "skus": [{"sku_code": label, "name": "月卡", "face_value": 2500, "price": 2300, "currency": "CNY"}],
        },
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["skus"][0]["id"])


def import_codes(
    client: httpx.Client, sku: str, supplier: str, codes: list[str], patience: float = 120.0
) -> dict[str, Any]:
    """Import codes, one a line, over HTTP and wait for them; the operation."""
    return import_file(client, sku, supplier, ("codes.txt", "\n".join(codes).encode()), patience)


def import_file(
    client: httpx.Client, sku: str, supplier: str, file: tuple[str, bytes | IO[bytes]], patience: float
) -> dict[str, Any]:
    """Import a file (its name and what is in it) over HTTP and wait for it; the operation."""
    files = {"file": file}
    answer = client.post("/v1/imports", files=files, data={"sku": sku, "supplier": supplier})
    assert answer.status_code == 202, answer.text
    return wait_for_end(client, answer.json()["id"], patience)


def wait_for_end(client: httpx.Client, operation_id: str, patience: float) -> dict[str, Any]:
    """Ask after an operation until it is over, however it ended; the operation."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        operation: dict[str, Any] = client.get(f"/v1/operations/{operation_id}").json()
        if operation["status"] in {"succeeded", "failed", "canceled"}:
            return operation
        time.sleep(0.1)
    raise AssertionError("the operation did not end")


def read_codes(client: httpx.Client, issuance: str) -> list[str]:
    """All codes of an issuance, page by page."""
    found: list[str] = []
    cursor = None
    while True:
        params = {"limit": "100", **({"cursor": cursor} if cursor else {})}
        page = client.get(f"/v1/issuances/{issuance}/codes", params=params).json()
        found += [code["code"] for code in page["data"]]
        cursor = page["next_cursor"]
        if cursor is None:
            return found


def available(client: httpx.Client, sku: str) -> int:
    """The stock of a SKU."""
    return int(client.get("/v1/stock", params={"sku_ids[]": sku}).json()["data"][0]["available"])
