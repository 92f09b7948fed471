"""What a running ``up`` leaves in its data folder: where its services are (for other commands) and who its children are."""

from __future__ import annotations

import fcntl
import json
import os
import secrets
import signal
import time
from pathlib import Path
from typing import IO, Any

from config.env import STATE_FILE
from platform_core.runtime.processes import facts_of, is_unreaped


class AlreadyRunning(Exception):
    """Another ``up`` holds this data folder."""


def lock_folder(data_dir: Path) -> IO[str]:
    """Hold the data folder for this process; the lock dies with it.

    Raises:
        AlreadyRunning: another process holds it.
    """
    handle = (data_dir / "up.lock").open("w")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        handle.close()
        raise AlreadyRunning from error
    return handle


def write_state(data_dir: Path, **facts: Any) -> None:
    """Write the state file whole or not at all, readable by its owner only."""
    partial = data_dir / f"{STATE_FILE}.{secrets.token_hex(4)}"
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(facts, file)
    partial.rename(data_dir / STATE_FILE)


def clear_state(data_dir: Path) -> None:
    """Nothing runs here any more."""
    (data_dir / STATE_FILE).unlink(missing_ok=True)


def _identity(pid: int) -> str | None:
    """What tells this process from a later one with the same number: its start time. None when it has ended."""
    fields = facts_of(pid)
    # One that nobody has reaped is over, too: as PID 1 a container often has something that does not reap.
    return fields[19] if len(fields) > 19 and not is_unreaped(pid) else None


def note_child(data_dir: Path, name: str, pid: int) -> None:
    """Remember a child, so that a later ``up`` can end it if we are killed and it is not."""
    folder = data_dir / "run"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.pid").write_text(f"{pid} {_identity(pid)}")


def end_leftovers(data_dir: Path) -> list[str]:
    """End children of an earlier ``up`` that outlived it: exactly those, never a stranger with a reused number.

    Returns:
        Their names.
    """
    ended = []
    for note in sorted((data_dir / "run").glob("*.pid")):
        try:
            pid_text, identity = note.read_text().split()
        except ValueError:
            note.unlink(missing_ok=True)
            continue
        pid = int(pid_text)
        if _identity(pid) == identity:
            _end(pid, signal.SIGINT if note.stem == "postgres" else signal.SIGTERM, identity)
            ended.append(note.stem)
        for orphan in _orphans(pid, data_dir):
            _end(orphan, signal.SIGKILL, _identity(orphan))
            ended.append(f"{note.stem} {orphan}")
        note.unlink(missing_ok=True)
    return ended


def _orphans(session: int, data_dir: Path) -> list[int]:
    """What a dead child left in its session; that it was started for this data folder is in its environment."""
    mark = f"KAQUAN_DATA_DIR={data_dir}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            ours = facts_of(int(entry.name))[3:4] == [str(session)]
            if ours and mark in (entry / "environ").read_bytes().split(b"\0"):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def _end(pid: int, number: int, identity: str | None) -> None:
    for attempt in (number, signal.SIGQUIT, signal.SIGKILL):
        try:
            os.kill(pid, attempt)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline:
            if _identity(pid) != identity:
                return
            time.sleep(0.05)
