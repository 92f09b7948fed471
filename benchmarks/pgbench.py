"""Running pgbench, the load generator that PostgreSQL comes with."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from benchmarks.stack import Stack

_runs = itertools.count(1)


class Unavailable(Exception):
    """A benchmark cannot be measured here; the message says why."""


class Load(NamedTuple):
    """What pgbench measured."""

    tps: float
    latency_ms: float


def find_tool(name: str) -> str:
    """A PostgreSQL program.

    Raises:
        Unavailable: neither the embedded wheel nor PATH has it.
    """
    from platform_core.tenancy import postgres_tools

    try:
        return postgres_tools.find_tool(name)
    except FileNotFoundError as error:
        raise Unavailable(str(error)) from error


def run_pgbench(
    stack: Stack,
    script: str,
    *,
    schema: str,
    role: str = "none",
    clients: int = 8,
    seconds: float | None = None,
    transactions: int | None = None,
) -> Load:
    """Run a script again and again, prepared, over several connections.

    The script may use ``:run`` (differs between runs) and ``:n`` (0 at first; count it up yourself per transaction).

    Args:
        schema: first on the search path.
        role: taken on by every connection.
        seconds: how long, or
        transactions: how many per client.
    """
    number = next(_runs)
    file = Path(stack.folder) / f"pgbench-{number}.sql"
    file.write_text(script)
    length = ["-T", f"{seconds:.0f}"] if seconds is not None else ["-t", str(transactions)]
    command = [find_tool("pgbench"), "-n", "-M", "prepared", "-c", str(clients), "-j", "2", *length]
    command += ["-D", f"run={number}", "-D", "n=0", "-f", str(file), stack.url]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    environment["PGOPTIONS"] = f"-c search_path={schema},public -c role={role}"
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    rate = re.search(r"tps = ([\d.]+)", done.stdout)
    latency = re.search(r"latency average = ([\d.]+) ms", done.stdout)
    failed = re.search(r"number of failed transactions: (\d+)", done.stdout)
    if done.returncode or not rate or not latency or (failed and failed[1] != "0"):
        raise RuntimeError(f"pgbench failed:\n{done.stderr[-2000:]}{done.stdout[-500:]}")
    return Load(float(rate[1]), float(latency[1]))
