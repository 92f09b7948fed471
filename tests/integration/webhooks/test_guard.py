"""No URL of a merchant's leads inside: not by its address, not by what its name means now, not by a redirect, not by a proxy."""

from __future__ import annotations

import socket

import pytest

from platform_core.kernel import outbound
from platform_core.kernel.outbound import LIVE, TEST, why_refused
from tests.integration.webhooks.calling import call, lookup_of
from tests.integration.webhooks.receiver import Answer, Receiver
from webhooks import guarded_curl, transport

INSIDE = [
    "127.0.0.1", "10.0.0.1", "100.64.0.1", "169.254.169.254", "192.0.0.8", "192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "0.0.0.0", "192.88.99.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "::ffff:127.0.0.1",
    "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001::1", "2001:db8::1", "5f00::1", "3fff::1",
    "ff02::1", "100::1", "168.63.129.16", "100.100.100.200", "fd00:ec2::254",
]  # fmt: skip
OUTSIDE = ["1.1.1.1", "8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"]


def literal(address: str) -> str:
    return f"[{address}]" if ":" in address else address


@pytest.fixture
def outside(settings):
    """As in production: this very machine is not called."""
    settings.KAQUAN_LOCAL_RECEIVERS = False


@pytest.fixture
def as_if_public(monkeypatch):
    """Names may mean this machine, so that a test sees what arrives; what is checked stays checked."""
    from dataclasses import replace
    from ipaddress import ip_network

    open_ = {"allowed_networks": (ip_network("127.0.0.1/32"),), "allowed_ports": frozenset(range(1, 65536))}
    monkeypatch.setattr(outbound, "TEST", replace(TEST, **open_))
    monkeypatch.setattr(outbound, "LIVE", replace(LIVE, **open_))


def test_there_are_31_addresses():
    assert len(set(INSIDE)) == 31


@pytest.mark.parametrize("address", INSIDE)
@pytest.mark.parametrize("livemode", [True, False])
def test_an_address_inside_is_refused_as_a_url_and_behind_a_name(address, livemode, outside):
    url = f"https://{literal(address)}/notify"
    assert why_refused(url, livemode=livemode) is not None
    assert call(url, livemode=livemode).error == "address_refused"
    lookup = lookup_of(address)
    assert call("https://m.example/notify", lookup, livemode=livemode).error == "address_refused"
    assert lookup.asked == ["m.example"]


@pytest.mark.parametrize("address", OUTSIDE)
def test_an_address_outside_is_allowed(address, outside):
    assert why_refused(f"https://{literal(address)}/notify", livemode=True) is None
    assert LIVE.permits_address(address)


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "127.1",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "2130706433",
        "0x7f000001",
        "127.0.0.1.",
        "⑫⑦.0.0.1",
        "[::ffff:7f00:1]",
    ],
)
def test_other_spellings_of_this_machine_lead_nowhere(host, outside):
    receiver = Receiver()
    attempt = call(f"http://{host}:8080/notify", livemode=False)
    receiver.stop()
    assert attempt.status is None
    assert attempt.error in {"address_refused", "dns"}
    assert receiver.calls == []


@pytest.mark.parametrize("answers", [("1.1.1.1", "127.0.0.1"), ("127.0.0.1", "1.1.1.1"), ("1.1.1.1", "fd00:ec2::254")])
def test_a_name_with_one_answer_inside_is_refused_whole(answers, outside):
    assert call("https://m.example/notify", lookup_of(*answers)).error == "address_refused"


def test_a_name_is_looked_up_once_and_the_connection_goes_where_the_answer_said(as_if_public):
    receiver = Receiver()
    answers = iter([["127.0.0.1"], ["10.0.0.1"]])

    def rebinding(host, port, *rest):
        return lookup_of(*next(answers))(host, port)

    attempt = call(f"http://m.example:{receiver.port}/notify", rebinding, livemode=False)
    receiver.stop()
    assert (attempt.status, attempt.error) == (200, "")
    assert receiver.calls[0].headers["host"] == f"m.example:{receiver.port}"
    assert next(answers) == ["10.0.0.1"], "nobody asked again"


def test_a_socket_to_an_address_that_was_not_checked_is_never_made(as_if_public, monkeypatch):
    monkeypatch.setattr(transport, "resolve", lambda target, **_: [type("Answer", (), {"ip": "10.0.0.1", "family": 2})])
    assert call("http://m.example/notify", livemode=False).error == "address_refused"


def test_who_answers_from_elsewhere_is_told_nothing(as_if_public, monkeypatch):
    receiver = Receiver()

    def unchecked(transfer, purpose, address):
        made = socket.socket(address.family, address.socktype, address.protocol)
        transfer._opened.append(made)
        return made

    monkeypatch.setattr(guarded_curl.Transfer, "_open", unchecked)
    policy = outbound.TEST
    monkeypatch.setattr(type(policy), "permits_address", lambda self, address: False)
    attempt = call(f"http://m.example:{receiver.port}/", lookup_of("127.0.0.1"), livemode=False)
    receiver.stop()
    assert attempt.error == "address_refused"
    assert receiver.calls == []


def test_a_redirect_is_a_failure_and_not_followed(as_if_public):
    inside = Receiver()
    for status in (301, 302, 303, 307, 308):
        outer = Receiver(Answer(status, {"Location": inside.url("/latest/meta-data")}))
        attempt = call(f"http://m.example:{outer.port}/notify", lookup_of("127.0.0.1"), livemode=False)
        outer.stop()
        assert (attempt.status, attempt.error) == (status, "")
    inside.stop()
    assert inside.calls == []


def test_proxies_of_the_environment_are_not_asked(as_if_public, monkeypatch):
    proxy, receiver = Receiver(), Receiver()
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.url(""))
    monkeypatch.delenv("no_proxy", raising=False)
    attempt = call(f"http://m.example:{receiver.port}/notify", lookup_of("127.0.0.1"), livemode=False)
    proxy.stop()
    receiver.stop()
    assert attempt.status == 200
    assert (len(proxy.calls), len(receiver.calls)) == (0, 1)


def test_this_machine_is_called_only_where_the_settings_say_so(settings):
    receiver = Receiver()
    assert call(receiver.url()).status == 200
    settings.KAQUAN_LOCAL_RECEIVERS = False
    assert call(receiver.url(), livemode=False).error == "address_refused"
    settings.KAQUAN_LOCAL_RECEIVERS = True
    assert call("http://10.0.0.1:8080/", livemode=False).error == "address_refused"
    assert call("http://m.example:8080/", lookup_of("127.0.0.1"), livemode=False).error == "address_refused"
    receiver.stop()
    assert len(receiver.calls) == 1
