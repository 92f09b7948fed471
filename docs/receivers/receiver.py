# PORT=8080 WEBHOOK_SECRET=whsec_… python receiver.py
import base64
import hmac
import os
import re
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

KEY = base64.b64decode(os.environ["WEBHOOK_SECRET"].removeprefix("whsec_"))
INBOX = Path("inbox")


def is_ours(event_id, timestamp, signatures, body):
    if not re.fullmatch(r"evt_[0-9A-Za-z]+", event_id) or not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return False
    digest = hmac.digest(KEY, f"{event_id}.{timestamp}.".encode() + body, "sha256")
    expected = b"v1," + base64.b64encode(digest)
    signed = any(hmac.compare_digest(expected, each.encode()) for each in signatures.split(" "))
    return signed and abs(time.time() - int(timestamp)) <= 300


def keep(event_id, body):
    path, part = INBOX / f"{event_id}.json", INBOX / uuid.uuid4().hex
    if not path.exists():  # else it is a repetition
        part.write_bytes(body)
        part.replace(path)  # whole or not at all


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(max(0, min(int(self.headers.get("content-length", 0)), 1_000_000)))
        event_id, *proof = (self.headers.get(f"webhook-{name}", "") for name in ("id", "timestamp", "signature"))
        ours = is_ours(event_id, *proof, body)
        if ours:
            keep(event_id, body)
        self.send_response(204 if ours else 400)
        self.end_headers()


if len(KEY) < 24:
    raise SystemExit("no secret")
INBOX.mkdir(exist_ok=True)
ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Receiver).serve_forever()
