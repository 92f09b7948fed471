"""A stand-in for a cluster: the processes of the chart, with the chart's own commands, settings and times, and a balancer before them."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

from testbed.up import ROOT, clean_environment, free_port
from tests.chart.tools import Resource, environment


class Pod:
    """One process of the chart, started as its container is and stopped as a cluster stops it."""

    def __init__(self, component: str, pod: Resource, outside: dict[str, str], log: Path) -> None:
        """Start it.

        Args:
            outside: settings that lead to this machine's services instead of the cluster's.
        """
        (container,) = pod["spec"]["containers"]
        self.component, self.port, self.log = component, free_port(), log
        self.grace = pod["spec"].get("terminationGracePeriodSeconds", 30)
        before = container.get("lifecycle", {}).get("preStop", {}).get("exec", {}).get("command", ["sleep", "0"])
        self.lingers = float(before[-1])
        command = [str(self.port) if word == "8000" else word for word in container["command"]]
        command = [sys.executable if word == "python" else word.replace("/tmp/", f"{log}.") for word in command]
        told = {name: value for name, value in environment(container).items() if isinstance(value, str)}
        told = {name: value.replace("/tmp/", f"{log}.") for name, value in told.items()}
        self._output: IO[bytes] = log.open("ab")
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=clean_environment(**{**told, **outside}),
            stdout=self._output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )

    def answers(self, path: str) -> bool:
        """Does it answer 200 there?"""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", path)
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def wait(self, is_ready: Any, patience: float = 60.0) -> None:
        """Until it says so."""
        deadline = time.monotonic() + patience
        while not is_ready(self):
            said = self.log.read_text(errors="replace")[-2000:]
            assert self.process.poll() is None, said
            assert time.monotonic() < deadline, said
            time.sleep(0.1)

    def end(self) -> float:
        """As a kubelet does it: what stands before the end, SIGTERM to the first process, SIGKILL after the grace is over.

        Returns:
            Seconds from SIGTERM on.

        Raises:
            AssertionError: it had to be killed, or fell.
        """
        begun = time.monotonic()
        time.sleep(self.lingers)
        told = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(self.grace - (told - begun))
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.component} did not end within its grace of {self.grace} s") from None
        assert status in {0, -signal.SIGTERM}, (status, self.log.read_text(errors="replace")[-2000:])
        self._output.close()
        return time.monotonic() - told

    def kill(self) -> None:
        """With everything below it."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._output.close()


class Balancer:
    """Whom a client is led to: those that were ready when it last heard. It hears late, as the balancers of clusters do."""

    HEARS_AFTER = 1.0  # seconds

    def __init__(self) -> None:
        self._ports: list[int] = []
        self._turn, self._lock = 0, threading.Lock()

    def choose(self) -> int:
        """A port; one after the other."""
        with self._lock:
            self._turn += 1
            return self._ports[self._turn % len(self._ports)]

    def add(self, pod: Pod) -> None:
        """It is ready."""
        with self._lock:
            self._ports.append(pod.port)

    def leave(self, pod: Pod) -> None:
        """It is going to end; clients are led there for a while."""
        threading.Timer(self.HEARS_AFTER, self._forget, [pod.port]).start()

    def _forget(self, port: int) -> None:
        with self._lock:
            self._ports.remove(port)
