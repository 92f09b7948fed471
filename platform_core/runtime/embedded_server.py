"""What the embedded servers have in common: a folder, a Unix socket, a start that is waited for, an end in order."""

from __future__ import annotations

import hashlib
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from platform_core.runtime.account import Account, own_folder
from platform_core.runtime.child import stop

LONGEST_SOCKET_FOLDER = 80  # the address of a Unix socket has room for 107 bytes


def socket_folder(wanted: Path, home: Path, account: Account) -> Path:
    """The account's own folder for a socket: the wanted one, or one in /tmp where its path would be too long.

    Args:
        home: of the server; the short path is made from it, so that a later start finds the same.
    """
    if len(str(wanted)) > LONGEST_SOCKET_FOLDER:
        digest = hashlib.sha256(str(home).encode()).hexdigest()[:12]
        wanted = Path("/tmp") / f"kq-{digest}"  # noqa: S108 - 0700 and owned by the server account
    return own_folder(wanted, account)


class EmbeddedServer(ABC):
    """A server with its data in one folder, as a child of ours; also a context manager."""

    name: ClassVar[str]
    end_signal: ClassVar[signal.Signals] = signal.SIGTERM
    end_patience: ClassVar[float] = 15.0

    def __init__(self, home: Path) -> None:
        self._wanted_home = home.resolve()
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def start(self) -> None:
        """Start and wait until it answers."""

    @abstractmethod
    def is_ready(self) -> bool:
        """Does it answer?"""

    def _wait_until_ready(self, log: Path, patience: float) -> None:
        """Wait for the process just started.

        Raises:
            RuntimeError: it did not come up; the message holds the end of its log.
        """
        assert self.process is not None
        deadline = time.monotonic() + patience
        while not self.is_ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{self.name} did not start:\n{log.read_text(errors='replace')[-2000:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """End it in order, whoever is connected: what was acknowledged is on disk."""
        if self.process is not None:
            stop(self.process, self.end_signal, self.end_patience)
            self.process = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
