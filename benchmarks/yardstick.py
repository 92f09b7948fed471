"""What a request costs at least on this machine at this moment: a view that does nothing, on a web server like ours."""

from __future__ import annotations

import subprocess
import sys
import time
from types import TracebackType
from typing import Self

from benchmarks.http_load import Connection, hammer
from benchmarks.neighbour import Request
from benchmarks.processes import CpuMeter, idle_rates
from platform_core.runtime.child import spawn, stop
from testbed.up import ROOT, clean_environment, free_port

CLIENTS, EACH = 4, 1_000
# Goals in milliseconds were set on a machine where an empty view took this long; beside it they hold on any machine.
REFERENCE_MS = 0.13


class Yardstick:
    """The server of the empty view, for as long as a benchmark runs."""

    def __enter__(self) -> Self:
        self.port = free_port()
        arguments = ["--interface", "wsgi", "--port", str(self.port), "--workers", "2", "--blocking-threads", "4"]
        # In a session of its own, like `up`: Ctrl-C is for us alone, and ending it then leaves nothing running.
        self._server: subprocess.Popen[bytes] = spawn(
            [sys.executable, "-m", "granian", *arguments, "--no-ws", "benchmarks.empty_view:application"],
            log=None,
            env=clean_environment(),
            cwd=str(ROOT),
        )
        try:
            self._wait()
            self._roots = {"empty": self._server.pid}
            self._idle = idle_rates(self._roots)
            self.cpu_ms()  # warms its processes
        except BaseException:
            stop(self._server)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        stop(self._server)

    def cpu_ms(self) -> float:
        """CPU of the server for one request, in milliseconds."""
        meter = CpuMeter(self._roots, self._idle)
        hammer(self.port, CLIENTS, EACH, self.ask)
        return meter.spent()["empty"] * 1000 / (CLIENTS * EACH)

    def request(self) -> Request:
        """What asks for the empty view."""
        return Request(self.port, "GET", "/", {"Host": "localhost"})

    @staticmethod
    def ask(connection: Connection, _: int) -> None:
        """Ask for the empty view once."""
        answer = connection.ask("GET", "/", {"Host": "localhost"})
        if answer.status != 200:
            raise RuntimeError(f"the empty view: {answer.status}")

    def _wait(self) -> None:
        deadline = time.monotonic() + 30
        while True:
            try:
                Connection(self.port).close()
                return
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.1)
