"""Who says whether a file is a virus: ClamAV's daemon where one is named, besides what the content itself tells everywhere."""

from __future__ import annotations

import io
from typing import Protocol

from clamav_client.clamd import BufferTooLongError, ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings

from platform_core.compliance.errors import ScannerUnavailable
from platform_core.compliance.files.limits import EICAR

PATIENCE = 30  # seconds


class Scanner(Protocol):
    """Looks at a whole file."""

    def find_threat(self, content: bytes) -> str | None:
        """The name of what it found, or None.

        Raises:
            ScannerUnavailable: it cannot say; nobody may take that for a no.
        """


class Signatures:
    """Without a daemon: the one signature that everybody agrees on. What else a file may not hold, the reading of it finds."""

    def find_threat(self, content: bytes) -> str | None:
        """See ``Scanner``."""
        return "EICAR-Test-File" if EICAR in content else None


class Clamd:
    """ClamAV's daemon, over TCP (``host:port``) or a socket (a path)."""

    def __init__(self, address: str) -> None:
        self._address = address

    def find_threat(self, content: bytes) -> str | None:
        """See ``Scanner``."""
        try:
            answer = self._socket().instream(io.BytesIO(content))
        except BufferTooLongError as error:
            raise ScannerUnavailable(reason="stream_limit") from error  # clamd.conf: StreamMaxLength below ours
        except (ClamdError, OSError, ValueError, TypeError, AttributeError) as error:
            raise ScannerUnavailable(reason="connection") from error
        status, name = answer.get("stream", ("ERROR", None))
        if status == "FOUND":
            return str(name or "unknown")
        if status != "OK":
            raise ScannerUnavailable(reason="answer")
        return None

    def _socket(self) -> ClamdNetworkSocket | ClamdUnixSocket:
        if self._address.startswith("/"):
            return ClamdUnixSocket(path=self._address, timeout=PATIENCE)
        host, _, port = self._address.rpartition(":")
        return ClamdNetworkSocket(host=host.strip("[]") or "127.0.0.1", port=int(port), timeout=PATIENCE)


def scanner() -> Scanner:
    """The scanner of this install."""
    return Clamd(settings.KAQUAN_CLAMD) if settings.KAQUAN_CLAMD else Signatures()
