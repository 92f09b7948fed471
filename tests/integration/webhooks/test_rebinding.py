"""A real name server that changes its answers, redirects and proxies: whatever a receiver's side says, nobody is sent inside."""

from __future__ import annotations

import socket

import dnslib
import pycurl
import pytest
from dnslib.server import DNSServer

from tests.integration.webhooks.calling import call
from tests.integration.webhooks.endpoints import endpoint, publish, voided
from tests.integration.webhooks.inside import PUBLIC, guard_off, let_public, listening, other_handles
from tests.integration.webhooks.orders import attempts, send
from tests.integration.webhooks.receiver import Answer, Receiver


class Names:
    """A name server on loopback; ``answers`` to one question after the other, the last one from then on."""

    def __init__(self) -> None:
        self.answers: list[list[str]] = [[PUBLIC]]
        self.asked: list[str] = []
        quiet = dnslib.server.DNSLogger(log="", logf=lambda text: None)
        self._server = DNSServer(self, address="127.0.0.1", port=0, logger=quiet)
        self._port = self._server.server.server_address[1]
        self._server.start_thread()

    def resolve(self, request, handler):
        """Called by the server for each question."""
        name = request.q.qname
        self.asked.append(str(name))
        reply = request.reply()
        for address in self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]:
            if address.startswith("alias "):
                alias = dnslib.DNSLabel(address.removeprefix("alias "))
                reply.add_answer(dnslib.RR(name, dnslib.QTYPE.CNAME, rdata=dnslib.CNAME(alias), ttl=0))
                name = alias
            elif ":" in address:
                reply.add_answer(dnslib.RR(name, dnslib.QTYPE.AAAA, rdata=dnslib.AAAA(address), ttl=0))
            else:
                reply.add_answer(dnslib.RR(name, dnslib.QTYPE.A, rdata=dnslib.A(address), ttl=0))
        return reply

    def lookup(self, host, port, *rest):
        """What a resolver of the system does, with this server."""
        packet = dnslib.DNSRecord.question(host).send("127.0.0.1", self._port, timeout=10)
        found = [str(each.rdata) for each in dnslib.DNSRecord.parse(packet).rr if each.rtype != dnslib.QTYPE.CNAME]
        if not found:
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (each, port, 0, 0))
            if ":" in each
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in found
        ]

    def stop(self) -> None:
        self._server.stop()
        self._server.server.server_close()


@pytest.fixture
def names():
    server = Names()
    yield server
    server.stop()


@pytest.fixture
def inside():
    yield from listening()


@pytest.fixture
def public(inside, monkeypatch, settings):
    """A receiver on the internet, on the very port on which the listener inside stands."""
    settings.KAQUAN_LOCAL_RECEIVERS = False
    let_public(monkeypatch, inside.port)
    receiver = Receiver(port=inside.port, host=PUBLIC)
    yield receiver
    receiver.stop()


def untouched(inside):
    inside.knock()
    return inside.connections == 0


def url_of(inside, path="/x"):
    return f"http://m.example:{inside.port}{path}"


def test_a_name_that_changes_between_the_check_and_the_connection_is_connected_to_what_was_checked(
    names, public, inside
):
    names.answers = [[PUBLIC], ["127.0.0.1"]]
    attempt = call(url_of(inside), names.lookup, livemode=False)
    assert (attempt.status, len(public.calls), names.asked) == (200, 1, ["m.example."])
    assert untouched(inside)
    # Who looks the name up once to check it and once more to connect is sent inside.
    names.answers = [[PUBLIC], ["127.0.0.1"]]
    assert names.lookup("m.example", inside.port)[0][4][0] == PUBLIC
    with guard_off():
        call(url_of(inside), names.lookup, livemode=False)
    inside.knock()
    assert inside.connections == 1


def test_a_name_that_changes_between_two_deliveries_is_refused_the_second_time(names, public, inside):
    assert call(url_of(inside), names.lookup, livemode=False).status == 200
    names.answers = [["127.0.0.1"]]
    assert call(url_of(inside), names.lookup, livemode=False).error == "address_refused"
    assert len(public.calls) == 1
    assert untouched(inside)


MIXED = {
    "public, then inside": [PUBLIC, "127.0.0.1"],
    "inside, then public": ["127.0.0.1", PUBLIC],
    "inside by its other family": [PUBLIC, "::1"],
    "one of many": [PUBLIC] * 12 + ["10.0.0.1"],
    "metadata": [PUBLIC, "169.254.169.254"],
    "an alias of inside": ["alias internal.example", "127.0.0.1"],
    "aliases of aliases": ["alias a.example", "alias b.example", "127.0.0.1"],
    "mapped": ["::ffff:7f00:1"],
}


@pytest.mark.parametrize("answers", MIXED.values(), ids=MIXED.keys())
def test_a_name_of_which_one_answer_is_inside_is_not_called_at_all(names, public, inside, answers):
    names.answers = [answers]
    for livemode in (True, False):
        url = url_of(inside) if not livemode else url_of(inside).replace("http:", "https:")
        assert call(url, names.lookup, livemode=livemode).error == "address_refused"
    assert public.calls == []
    assert untouched(inside)


def test_a_name_without_an_answer_is_a_failure_of_names(names, public, inside):
    names.answers = [[]]
    assert call(url_of(inside), names.lookup, livemode=False).error == "dns"
    assert untouched(inside)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", ["http://127.0.0.1:{port}/", "//127.0.0.1:{port}/", "http://[::1]:{port}/"])
def test_a_redirect_inside_is_not_followed(names, public, inside, monkeypatch, status, target):
    public.answers = [Answer(status, {"Location": target.replace("{port}", str(inside.port)), "Refresh": "0; url=/"})]
    attempt = call(url_of(inside), names.lookup, livemode=False)
    assert (attempt.status, attempt.error, len(public.calls)) == (status, "", 1)
    assert untouched(inside)
    other_handles(monkeypatch, lambda handle: handle.setopt(pycurl.FOLLOWLOCATION, 1))
    with guard_off():
        call(url_of(inside), names.lookup, livemode=False)
    inside.knock()
    assert inside.connections >= 1, "a client that follows it would have been there"


def test_even_a_client_that_followed_a_redirect_would_be_stopped(names, public, inside, monkeypatch):
    public.answers = [Answer(307, {"Location": f"http://127.0.0.1:{inside.port}/"})]
    other_handles(monkeypatch, lambda handle: handle.setopt(pycurl.FOLLOWLOCATION, 1))
    assert call(url_of(inside), names.lookup, livemode=False).error == "address_refused"
    assert untouched(inside)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_proxy_that_the_environment_names_is_not_asked(names, public, inside, monkeypatch, scheme):
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{inside.port}")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    url = url_of(inside).replace("http:", f"{scheme}:")
    attempt = call(url, names.lookup, livemode=False)
    assert attempt.error == ("" if scheme == "http" else "tls"), "it went where it should"
    assert untouched(inside)
    other_handles(monkeypatch, _believe_the_environment)
    with guard_off():
        call(url, names.lookup, livemode=False)
    inside.knock()
    assert inside.connections >= 1, "a client that believes the environment would have been there"


def _believe_the_environment(handle):
    handle.unsetopt(pycurl.PROXY)
    handle.setopt(pycurl.NOPROXY, "")


def test_an_endpoint_whose_name_turns_inside_after_it_was_made_is_not_called(tenant, names, public, inside):
    endpoint(tenant, f"https://m.example:{inside.port}/hook", "code.voided")
    names.answers = [["127.0.0.1"]]
    publish(tenant, voided())
    assert send(lookup=names.lookup) == 1
    assert attempts(tenant) == [(1, None, "address_refused")]
    assert untouched(inside)
    assert public.calls == []
