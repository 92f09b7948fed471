"""Where a plaintext code could have been left: readers of each place, for the canary test."""

from __future__ import annotations

import base64
import gzip
import http.server
import os
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import redis


def disguises(code: str) -> list[bytes]:
    """How the code would look in the places that are read: as it is, in UTF-16, hexadecimal, three times base64."""
    plain = code.encode()
    found = [plain, code.encode("utf-16-le"), plain.hex().encode()]
    # Base64 shifts with the position in its group of three; the shared middle is enough to know it.
    found += [base64.b64encode(b"x" * shift + plain)[4:-4] for shift in range(3)]
    return found


def tables(database_url: str) -> Iterator[tuple[str, bytes]]:
    """Every row of every table of every schema, as text."""
    with psycopg.connect(database_url) as connection:
        names = connection.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(tablename) FROM pg_tables"
            " WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
        ).fetchall()
        for (name,) in names:
            with connection.cursor().copy(f"COPY (SELECT * FROM {name}) TO STDOUT") as rows:
                yield f"table {name}", b"".join(bytes(row) for row in rows)


def files(folder: Path, label: str) -> Iterator[tuple[str, bytes]]:
    """Every file below a folder."""
    for parent, _, names in os.walk(folder, followlinks=True):
        for path in (Path(parent) / name for name in sorted(names)):
            if path.is_file():  # not a socket
                yield f"{label} {path.relative_to(folder)}", path.read_bytes()


def cache_entries(redis_url: str) -> Iterator[tuple[str, bytes]]:
    """Every key and value of the cache and the broker."""
    with redis.Redis.from_url(redis_url) as client:
        for key in client.scan_iter():
            yield f"cache {key!r}", key + b" " + (client.dump(key) or b"")


class ErrorReports(http.server.ThreadingHTTPServer):
    """Receives what the error reporter sends, unpacked."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        received = self.received

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
                encoding = self.headers.get("Content-Encoding", "")
                unpack = {"gzip": gzip.decompress, "deflate": zlib.decompress}.get(encoding, bytes)
                received.append(unpack(body))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, format: str, *args: object) -> None:
                """Silent."""

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def dsn(self) -> str:
        """The address that the reporter is given."""
        return f"http://public@127.0.0.1:{self.server_port}/1"
