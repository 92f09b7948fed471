"""Under root, servers run as an ordinary account; nothing on the machine is changed for that."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
from pathlib import Path
from typing import Any, NamedTuple

CANDIDATES = ("postgres", "nobody")


class Account(NamedTuple):
    """Who the servers run as."""

    uid: int
    gid: int

    @property
    def popen(self) -> dict[str, Any]:
        """Arguments for ``subprocess.Popen``."""
        if os.geteuid() != 0:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def server_account() -> Account:
    """Ourselves; under root an account that exists (PostgreSQL refuses to run as root)."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid)
    raise RuntimeError("running as root needs an account named postgres or nobody")


def reachable(path: Path) -> bool:
    """May any account enter this folder?"""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents) if folder.exists())


def outside_copy(path: Path, purpose: str) -> Path:
    """Where something of ``path`` goes that the server account cannot reach there: one folder per path, no chmod."""
    digest = hashlib.sha256(str(path).encode()).hexdigest()[:12]
    return Path("/var/tmp") / f"kaquan-{purpose}-{digest}"  # noqa: S108 - survives a reboot, unlike /tmp


def own_folder(path: Path, account: Account) -> Path:
    """Make a 0700 folder of the account; elsewhere when it could not be entered where it is wanted."""
    if os.geteuid() == 0 and not reachable(path.parent if path.parent.exists() else path.parent.parent):
        path = outside_copy(path, "data") / path.name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.mkdir(exist_ok=True, mode=0o700)
    if os.geteuid() == 0:
        os.chown(path, account.uid, account.gid)
    return path


def reachable_binaries(root: Path, parts: tuple[str, ...]) -> Path:
    """``root`` when the server account can enter it, else a copy of its ``parts`` (made once)."""
    if os.geteuid() != 0 or reachable(root):
        return root
    copy = outside_copy(root, "bin")
    if not (copy / "complete").exists():
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir(parents=True, mode=0o755)
        for part in parts:
            if (root / part).exists():
                shutil.copytree(root / part, copy / part, symlinks=True)
        (copy / "complete").touch()
    return copy
