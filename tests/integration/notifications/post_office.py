"""Where messages arrive in tests: a real SMTP server, and HTTP servers that stand for SMS gateways."""

import threading
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import orjson

PHONE, SECRET = "13812345678", "secret-canary"
# Accounts at gateways that would work.
SETTINGS = {
    "aliyun": {
        "access_key_id": "AK1",
        "sign_name": "一号店",
        "template_order_delivered": "SMS_1:number,path",
        "template_one_time_code": "SMS_2",
    },
    "tencent": {
        "secret_id": "AK1",
        "sdk_app_id": "1400006666",
        "sign_name": "一号店",
        "template_order_delivered": "1001:number,path",
        "template_one_time_code": "1002:code,minutes",
    },
    "twilio": {"account_sid": "AC" + "0" * 32, "sender": "+15005550006"},
}
SECRETS = {"aliyun": "access_key_secret", "tencent": "secret_key", "twilio": "auth_token"}


class Inbox:
    """What a real SMTP server received; ``replies``: what it says to the next ones, instead of OK."""

    def __init__(self):
        self.raw, self.readers, self.replies = [], [], []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.replies:
            return self.replies.pop(0)
        self.raw.append(envelope.content)
        self.readers.append(envelope.rcpt_tos)
        return "250 OK"

    @property
    def mails(self):
        return [message_from_bytes(each, policy=default) for each in self.raw]

    def text(self, index=-1):
        return self.mails[index].get_body(("plain",)).get_content()


class SmsServer:
    """An HTTP server that keeps what it was asked, headers and body as they came, and answers what it is told to."""

    def __init__(self):
        self.asked, self.answers = [], []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                outer.asked.append((self.path, headers, body))
                status, said = outer.answers.pop(0) if outer.answers else outer.usual(self.path, headers, body)
                text = said if isinstance(said, bytes) else orjson.dumps(said)
                self.send_response(status)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def usual(self, path, headers, body):
        raise NotImplementedError

    def stop(self):
        self.server.shutdown()
        self.server.server_close()
