"""A whole Kaquan in a temporary folder: what ``manage.py up`` starts, on a port of its own, removed afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import psycopg

from testbed.up import ELSEWHERE, Up


def separate_up(data_dir: Path, *options: str) -> Up:
    """An ``up`` in a session of its own: Ctrl-C reaches the benchmarks, which then stop it in order."""
    return Up(data_dir, *options, stdin=subprocess.DEVNULL, start_new_session=True)


class Stack:
    """The stack that all benchmarks of a run share, with this process's own Django standing on the same database."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kaquan-bench-"))
        self.folder.chmod(0o755)  # under root the server account must pass through
        self.up = separate_up(self.folder / "data", "--no-demo")
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
        for name in ELSEWHERE:
            os.environ.pop(name, None)
        os.environ.update(KAQUAN_DATA_DIR=str(self.up.data_dir), DJANGO_SETTINGS_MODULE="config.settings")
        import django

        django.setup()
        self.url: str = self.up.state()["database_url"]

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
