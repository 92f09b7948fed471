"""Child processes that die with us, in a session of their own, so that Ctrl-C in the terminal reaches only us."""

from __future__ import annotations

import contextlib
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


def die_with_parent(number: int) -> Callable[[], None]:
    """A ``preexec_fn``: the kernel sends the child this signal when we die, even by kill -9."""
    parent = os.getpid()

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
            preexec_fn=die_with_parent(death_signal),
            **options,
        )
    finally:
        if not isinstance(output, int):
            output.close()


def end_group(pid: int) -> None:
    """Kill what is left of a child's group, e.g. web workers that outlive their killed parent and keep its port."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, signal.SIGKILL)


def stop(process: subprocess.Popen[bytes], number: int = signal.SIGTERM, patience: float = 15.0) -> None:
    """Ask a child to stop, then make it; nothing of its group remains."""
    process.send_signal(number)  # does nothing when it has ended
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        pass
    end_group(process.pid)
    process.wait()
