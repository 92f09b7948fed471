"""Under root, servers run as an ordinary account; nothing on the machine is changed for that."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
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


def reachable(path: Path, account: Account) -> bool:
    """May the account enter this folder?"""
    for facts in (folder.stat() for folder in (path, *path.parents) if folder.exists()):
        if not facts.st_mode & (0o100 if facts.st_uid == account.uid else 0o001):
            return False
    return True


def own_folder(path: Path, account: Account) -> Path:
    """Make a 0700 folder of the account; elsewhere, behind a link, when it could not be entered where it is wanted.

    Raises:
        RuntimeError: what is there belongs to somebody else.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if os.geteuid() == 0 and not reachable(path.parent, account):
        path = _behind_link(path)
    path.mkdir(exist_ok=True, mode=0o700)
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid not in {os.geteuid(), account.uid}:
        raise RuntimeError(f"{path} belongs to somebody else")
    path.chmod(0o700)
    if os.geteuid() == 0:
        os.chown(path, account.uid, account.gid)
    return path


def _behind_link(path: Path) -> Path:
    """A fresh folder that everybody may pass by, with a link to it in ``path``.

    The link, not a name made from ``path``: a data folder that was deleted must not find its old database again.
    """
    if path.is_symlink():
        return path.resolve()
    if path.exists():
        raise RuntimeError(f"{path} cannot be entered by the account that runs the servers")
    outside = Path(tempfile.mkdtemp(prefix=f"kaquan-{path.name}-", dir="/var/tmp"))  # survives a reboot
    path.symlink_to(outside)
    return outside


def reachable_binaries(root: Path, parts: tuple[str, ...]) -> Path:
    """``root`` when the server account can enter it, else a copy of its ``parts`` (made once per version)."""
    if os.geteuid() != 0 or reachable(root, server_account()):
        return root
    versions = [f"{part} {(root / part).stat().st_mtime_ns}" for part in parts if (root / part).exists()]
    digest = hashlib.sha256("\n".join([str(root), *versions]).encode()).hexdigest()[:12]
    copy = Path("/var/tmp") / f"kaquan-bin-{digest}"  # noqa: S108 - must be ours, see below
    if not (copy / "complete").exists() or copy.lstat().st_uid != 0:
        shutil.rmtree(copy, ignore_errors=True)
        copy.mkdir()
        copy.chmod(0o755)
        for part in parts:
            if (root / part).exists():
                shutil.copytree(root / part, copy / part, symlinks=True)
        (copy / "complete").touch()
    return copy
