"""Whatever a receiver does, its delivery alone fails, soon, and says why."""

from __future__ import annotations

import datetime as dt
import socket
import ssl
import threading
import time

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.integration.webhooks.calling import call
from tests.integration.webhooks.receiver import Answer, Receiver
from webhooks.guarded_curl import MOST_ANSWER


def test_of_a_long_answer_no_more_than_16_kb_are_read():
    receiver = Receiver(Answer(200, body=b"x" * 50_000_000))
    attempt = call(receiver.url())
    receiver.stop()
    assert attempt.status == 200
    assert receiver.sent < 20_000_000, "the rest was never taken"
    assert MOST_ANSWER == 16 * 1024


def test_a_name_that_is_none_and_a_port_where_nobody_is():
    def unknown(*args):
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    assert call("https://m.example/", unknown).error == "dns"
    receiver = Receiver()
    receiver.stop()
    assert call(receiver.url()).error == "connection"


def test_a_receiver_that_drips_its_answer_is_a_timeout():
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip():
            connection, _ = server.accept()
            with connection:
                try:
                    for _ in range(40):
                        connection.sendall(b"H")
                        time.sleep(0.1)
                except OSError:
                    pass

        threading.Thread(target=drip, daemon=True).start()
        begun = time.monotonic()
        attempt = call(f"http://127.0.0.1:{server.getsockname()[1]}/", timeout=0.8)
    assert attempt.error in {"timeout", "protocol"}
    assert time.monotonic() - begun < 2


def test_a_receiver_that_hangs_up_or_talks_nonsense(monkeypatch):
    for words, error in ((b"", "disconnected"), (b"SSH-2.0-OpenSSH\r\n\r\n", "protocol")):
        with socket.create_server(("127.0.0.1", 0)) as server:

            def answer(server=server, words=words):
                connection, _ = server.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(words)

            threading.Thread(target=answer, daemon=True).start()
            assert call(f"http://127.0.0.1:{server.getsockname()[1]}/").error == error


def test_a_certificate_that_nobody_vouches_for_is_a_tls_failure(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    moment = dt.datetime.now(dt.UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(moment).not_valid_after(moment + dt.timedelta(days=1))
    certificate = made.sign(key, hashes.SHA256())
    pem, key_pem = tmp_path / "c.pem", tmp_path / "k.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    key_pem.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key_pem)
    receiver = Receiver()
    receiver.socket = context.wrap_socket(receiver.socket, server_side=True)
    attempt = call(f"https://localhost:{receiver.port}/")
    receiver.stop()
    assert (attempt.status, attempt.error) == (None, "tls")
    assert receiver.calls == []
