"""The API under an address that any program can look up: ``*.localhost`` is known to few besides browsers and curl."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.live import Platform


@contextmanager
def relayed_api(platform: Platform) -> Iterator[str]:
    """The base URL, ending in ``/v1``; what is sent to it reaches the API of the platform, byte for byte."""

    class Relay(BaseHTTPRequestHandler):
        def pass_on(self) -> None:
            server = http.client.HTTPConnection("127.0.0.1", platform.port, timeout=60)
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            headers["Host"] = f"api.kaquan.localhost:{platform.port}"
            server.request(self.command, self.path, body, headers)
            answer = server.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"content-length", "transfer-encoding", "connection", "date", "server"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            server.close()

        do_GET = do_POST = do_PATCH = do_DELETE = pass_on  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Relay) as relay:
        thread = threading.Thread(target=relay.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{relay.server_address[1]}/v1"
        finally:
            relay.shutdown()
            thread.join()
