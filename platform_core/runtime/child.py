"""Child processes that die with us, in a session of their own, so that Ctrl-C in the terminal reaches only us."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _die_with_parent(number: int, parent: int) -> Callable[[], None]:
    def prepare() -> None:
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, number)
            if os.getppid() != parent:  # the parent died before we asked
                os._exit(1)

    return prepare


def spawn(
    arguments: Sequence[str],
    *,
    log: Path | None,
    env: Mapping[str, str],
    cwd: str = "/",
    death_signal: int = signal.SIGTERM,
    **options: Any,
) -> subprocess.Popen[bytes]:
    """Start a child.

    Args:
        log: file for both outputs (appended); None discards them.
        death_signal: what the kernel sends it when we die, even by kill -9.
    """
    output = log.open("ab") if log is not None else subprocess.DEVNULL
    try:
        # After dropping privileges the kernel would forget the death signal, so it is set in preexec, which runs last.
        return subprocess.Popen(
            list(arguments),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_die_with_parent(death_signal, os.getpid()),
            **options,
        )
    finally:
        if not isinstance(output, int):
            output.close()


def stop(process: subprocess.Popen[bytes], number: int = signal.SIGTERM, patience: float = 15.0) -> None:
    """Ask a child to stop, then make it."""
    if process.poll() is not None:
        return
    process.send_signal(number)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
