"""A whole Kaquan in a temporary folder: what ``manage.py up`` starts, on a port of its own, removed afterwards."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

ROOT = Path(__file__).resolve().parent.parent
OUTSIDE = ("DATABASE_URL", "REDIS_URL", "KAQUAN_DATA_DIR", "KAQUAN_ENVIRONMENT", "KAQUAN_PORT", "KAQUAN_DATABASE_LOGIN")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment(**more: str) -> dict[str, str]:
    """The environment without settings that would lead to another installation."""
    return {**{key: value for key, value in os.environ.items() if key not in OUTSIDE}, **more}


class Up:
    """One ``manage.py up`` on a data folder."""

    def __init__(self, data_dir: Path, *options: str) -> None:
        self.data_dir, self._options, self.port = data_dir, options, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    def start(self, patience: float = 120.0) -> float:
        """Start and wait until it is ready.

        Returns:
            Seconds.

        Raises:
            RuntimeError: it did not come up.
        """
        log = self._log()
        arguments = [sys.executable, str(ROOT / "manage.py"), "up", "--port", str(self.port)]
        begun = time.monotonic()
        with log.open("ab") as output:
            self._process = subprocess.Popen(
                [*arguments, "--data-dir", str(self.data_dir), *self._options],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=clean_environment(),
                cwd=ROOT,
                start_new_session=True,  # Ctrl-C reaches the benchmarks, which then stop it in order
            )
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() - begun > patience:
                raise RuntimeError(f"`up` did not come up:\n{log.read_text(errors='replace')[-3000:]}")
            time.sleep(0.05)
        return time.monotonic() - begun

    def _is_ready(self) -> bool:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.HTTPError, OSError):
            return False

    def ended(self) -> str | None:
        """The end of its log when it is no longer running though nobody stopped it; else None."""
        if self._process is None or self._process.poll() is None:
            return None
        return self._log().read_text(errors="replace")[-2000:]

    def _log(self) -> Path:
        return self.data_dir.parent / f"{self.data_dir.name}.log"

    def children(self) -> dict[str, int]:
        """Process ids of postgres, valkey, worker, beat and web."""
        notes = (self.data_dir / "run").glob("*.pid")
        return {note.stem: int(note.read_text().split()[0]) for note in notes}

    def stop(self) -> None:
        """Ctrl-C, and wait."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None


class Stack:
    """The stack that all benchmarks of a run share, with this process's own Django standing on the same database."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kaquan-bench-"))
        self.folder.chmod(0o755)  # under root the server account must pass through
        self.up = Up(self.folder / "data", "--no-demo")
        self._shops: dict[str, Any] = {}

    def __enter__(self) -> Self:
        try:
            self.up.start()
            self._set_up_django()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.up.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _set_up_django(self) -> None:
        for name in OUTSIDE:
            os.environ.pop(name, None)
        os.environ.update(KAQUAN_DATA_DIR=str(self.up.data_dir), DJANGO_SETTINGS_MODULE="config.settings")
        import django

        django.setup()
        state = json.loads((self.up.data_dir / "runtime.json").read_text())
        self.url: str = state["database_url"]

    def admin(self, schema: str = "public") -> psycopg.Connection[Any]:
        """An autocommit connection of the superuser, working in ``schema``."""
        return psycopg.connect(self.url, autocommit=True, options=f"-c search_path={schema},public")

    def shop(self, slug: str) -> Any:
        """A shop with a cleared supplier and API keys (an ``OpenedShop``), made on first use."""
        from platform_core.kernel.clock import now
        from tenants.demo.services.open_shop import open_shop

        if slug not in self._shops:
            self._shops[slug] = open_shop(
                name=f"Shop {slug}",
                slug=slug,
                email=f"{slug}@example.com",
                preset="vertical",
                supplier=f"Supplier {slug}",
                now=now(),
            )
        return self._shops[slug]

    def version(self) -> str:
        """Of the PostgreSQL server."""
        with self.admin() as connection:
            return str(connection.execute("SHOW server_version").fetchone()[0])  # type: ignore[index]
