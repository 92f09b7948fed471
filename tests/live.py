"""The platform as real processes, for tests that must speak real HTTP or kill something."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def open_folder() -> Path:
    """A folder for a platform's data, gone when the session ends.

    Unlike pytest's own it lets other accounts pass through: started by root, the embedded servers run as another one.
    """
    folder = Path(tempfile.mkdtemp(prefix="kaquan-live-", dir="/tmp"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without the suite's own services, so that ``up`` starts its own."""
    dropped = {"DATABASE_URL", "REDIS_URL", "KAQUAN_DATA_DIR", "KAQUAN_ENVIRONMENT", "KAQUAN_PORT"}
    return {**{key: value for key, value in os.environ.items() if key not in dropped}, **more}


class Platform:
    """``manage.py up`` on a data folder of its own."""

    def __init__(self, data_dir: Path, *options: str, **settings: str) -> None:
        self.data_dir, self.options, self.port = data_dir, options, free_port()
        self.settings = settings
        self.process: subprocess.Popen[str] | None = None

    def start(self, patience: float = 90.0) -> float:
        """Start and wait for the table. Returns seconds."""
        begun = time.monotonic()
        self.output = (self.data_dir.parent / f"{self.data_dir.name}.log").open("a+")
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "up", "--port", str(self.port)]
            + ["--data-dir", str(self.data_dir), *self.options],
            stdout=self.output,
            stderr=subprocess.STDOUT,
            env=clean_environment(**self.settings),
            text=True,
            cwd=ROOT,
        )
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() - begun > patience:
                raise AssertionError(f"up did not come up:\n{Path(self.output.name).read_text()[-3000:]}")
            time.sleep(0.1)
        return time.monotonic() - begun

    def is_ready(self) -> bool:
        """Does /readyz answer 200?"""
        try:
            answer = httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=5, trust_env=False)
        except httpx.HTTPError:
            return False
        return answer.status_code == 200

    def children(self) -> dict[str, int]:
        """Names and process ids of what it started."""
        notes = (self.data_dir / "run").glob("*.pid")
        return {note.stem: int(note.read_text().split()[0]) for note in notes if note.read_text()}

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

    def stop(self) -> int:
        """Ctrl-C. Returns the exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(60)
        self.output.close()
        self.process = None
        return status

    def create_merchant(self, slug: str) -> dict[str, Any]:
        """A shop with a vouched supplier, by the operator's command."""
        printed = subprocess.run(
            [sys.executable, str(ROOT / "manage.py"), "create_merchant", "--name", f"Shop {slug}", "--slug", slug]
            + ["--email", f"{slug}@example.com", "--preset", "vertical", "--with-supplier", "Supplier"]
            + ["--data-dir", str(self.data_dir), "--port", str(self.port), "--json"],
            capture_output=True,
            text=True,
            check=True,
            env=clean_environment(),
            cwd=ROOT,
        )
        facts: dict[str, Any] = json.loads(printed.stdout)
        return facts

    def client(self, key: str, **options: Any) -> httpx.Client:
        """A client of the API."""
        return httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}",
            headers={"Host": f"api.kaquan.localhost:{self.port}", "Authorization": f"Bearer {key}"},
            timeout=options.pop("timeout", 30),
            trust_env=False,
            **options,
        )


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
    """Import a file over HTTP and wait for it; the operation."""
    files = {"file": ("codes.txt", "\n".join(codes).encode())}
    answer = client.post("/v1/imports", files=files, data={"sku": sku, "supplier": supplier})
    assert answer.status_code == 202, answer.text
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        operation: dict[str, Any] = client.get(f"/v1/operations/{answer.json()['id']}").json()
        if operation["status"] in {"succeeded", "failed", "canceled"}:
            return operation
        time.sleep(0.1)
    raise AssertionError("the import did not end")


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
