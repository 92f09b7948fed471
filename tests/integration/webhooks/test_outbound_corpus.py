"""However an address inside is written or reached, nobody connects to it: each is tried on a listener that would have seen it."""

from __future__ import annotations

from ipaddress import ip_address

import pytest

from platform_core.kernel.outbound import why_refused
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.webhooks.calling import call, lookup_of
from tests.integration.webhooks.endpoints import endpoint, publish, voided
from tests.integration.webhooks.inside import all_lead_to, guard_off, let_ports, listening
from tests.integration.webhooks.orders import JSON, attempts, deliveries, order, send, stocked
from tests.integration.webhooks.receiver import Receiver
from tests.integration.webhooks.test_guard import INSIDE, literal
from tests.world import api, make_key
from webhooks.errors import UrlRefused
from webhooks.models import Delivery, Endpoint
from webhooks.services.fan_out_events import fan_out_events
from webhooks.services.update_endpoint import update_endpoint

# This machine, written in many ways; each would arrive if nothing were checked.
ARRIVE = [
    "127.0.0.1", "127.1", "127.0.1", "127.127.127.127", "127.255.255.254", "127.000.000.001", "2130706433", "0x7f000001",
    "0x7F000001", "0x7f.0x0.0x0.0x1", "0x7f.1", "017700000001", "0177.0.0.1", "0177.0.0.01", "00000177.1", "0", "0.0.0.0", "0x0",
    "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
    "[0:0:0:0:0:ffff:7f00:0001]", "[::FFFF:7F00:1]", "localhost", "LOCALHOST", "LocalHost", "①②⑦.⓪.⓪.①", "１２７.0.0.1",
    "127。0。0。1", "127．0．0．1", "127｡0｡0｡1", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "user@127.0.0.1", "user:pass@127.0.0.1", "m.example@127.0.0.1",
    "m.example:443@127.0.0.1", "m.example%2F@127.0.0.1",
]  # fmt: skip
# Parsers differ about these; none may lead anywhere.
ODD = [
    "https://127.0.0.1.:{port}/", "https://localhost.:{port}/", "https://127.1.:{port}/", "https://[::1%25lo]:{port}/",
    "https://[::1%lo]:{port}/", "https://[fe80::1%25lo]:{port}/", "https://[::127.0.0.1]:{port}/",
    "https://[64:ff9b::127.0.0.1]:{port}/", "https://[64:ff9b:1::7f00:1]:{port}/", "https://[2002:7f00:1::]:{port}/",
    "https://127.0.0.1:{port}\\@m.example/", "https://m.example\\@127.0.0.1:{port}/", "https://127.0.0.1\\.m.example:{port}/",
    "https:\\\\127.0.0.1:{port}/", "https:/127.0.0.1:{port}/", "https:///127.0.0.1:{port}/", "https:127.0.0.1:{port}/",
    "//127.0.0.1:{port}/", "127.0.0.1:{port}", " https://127.0.0.1:{port}/", "https://127.0.0.1:{port}/ ",
    "\thttps://127.0.0.1:{port}/", "https://127.0.0.1:{port}/\r\nHost: m.example", "ht\ntps://127.0.0.1:{port}/",
    "https://127.0.\n0.1:{port}/", "https://127.0.0.1\t:{port}/", "https://127.0.0.1\0:{port}/", "https://127.0.0.1%00:{port}/",
    "https://127.0.0.1%2f.m.example:{port}/", "https://127.0.0.1:{port}#@m.example/", "https://127.0.0.1:{port}?@m.example/",
    "https://@127.0.0.1:{port}/", "https://:@127.0.0.1:{port}/", "https://[127.0.0.1]:{port}/", "https://::1:{port}/",
    "https://[::1:{port}/", "https://[/", "https://./", "https://:{port}/", "https://", "", "https://127.0.0.1:{port}:80/",
    "https://ip6-localhost:{port}/", "https://localhost.localdomain:{port}/", "https://256.0.0.1:{port}/",
    "https://127.0.0.1.5:{port}/", "https://0x7f000001ffffffff:{port}/", "https://" + "a" * 2100 + ".example/",
    "ftp://127.0.0.1:{port}/", "gopher://127.0.0.1:{port}/_x", "file:///etc/passwd", "dict://127.0.0.1:{port}/d",
    "ldap://127.0.0.1:{port}/", "ws://127.0.0.1:{port}/", "unix:///run/postgresql", "jar:https://127.0.0.1:{port}!/",
    "data:text/plain,x", "javascript:1", "http+unix://%2Frun%2Fx/",
]  # fmt: skip
# Public addresses in every way, on ports where other things than HTTP listen.
PORTS = [0, 21, 22, 25, 53, 81, 444, 3306, 5432, 6379, 8000, 9200, 11211, 65535, 65536, -1, 10**9]


@pytest.fixture(autouse=True)
def outside(settings):
    """As in production: this very machine is not called."""
    settings.KAQUAN_LOCAL_RECEIVERS = False


@pytest.fixture
def listener(monkeypatch):
    for each in listening():
        let_ports(monkeypatch, each.port)
        yield each


def silent(listener):
    listener.knock()
    return listener.connections == 0


def test_there_are_more_than_sixty():
    assert len({*ARRIVE, *ODD}) == len(ARRIVE) + len(ODD) > 60


@pytest.mark.parametrize("host", ARRIVE, ids=ascii)
@pytest.mark.parametrize("scheme", ["https", "http"])
def test_this_machine_is_not_called_however_it_is_written(listener, host, scheme):
    url = f"{scheme}://{host}:{listener.port}/x"
    assert why_refused(url, livemode=True) is not None
    attempt = call(url, livemode=scheme == "https")
    assert (attempt.status, attempt.error in {"address_refused", "dns", "protocol"}) == (None, True)
    assert silent(listener)
    with guard_off(), all_lead_to(listener) as asked:
        call(url, livemode=scheme == "https")
    listener.knock()
    assert listener.connections >= 1, "else nothing is proved"
    reached = ip_address(asked[0])
    reached = getattr(reached, "ipv4_mapped", None) or reached
    assert reached.is_loopback or reached.is_unspecified


@pytest.mark.parametrize("url", ODD, ids=lambda url: ascii(url)[:60])
def test_what_parsers_differ_about_leads_nowhere(listener, url):
    with all_lead_to(listener) as asked:
        for livemode in (True, False):
            attempt = call(url.replace("{port}", str(listener.port)), livemode=livemode)
            assert attempt.status is None
            assert attempt.error in {"address_refused", "dns", "protocol"}
    assert (asked, silent(listener)) == ([], True)


@pytest.mark.parametrize("port", PORTS)
def test_other_ports_than_those_of_the_web_are_not_called(listener, port):
    for host in ("1.1.1.1", "m.example", "[2606:4700::1]"):
        with all_lead_to(listener) as asked:
            for livemode in (True, False):
                assert why_refused(f"https://{host}:{port}/", livemode=livemode) is not None
                attempt = call(f"https://{host}:{port}/", lookup_of("1.1.1.1"), livemode=livemode)
                assert attempt.error in {"address_refused", "protocol"}
        assert asked == []


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_called_as_it_is_nor_by_a_name_nor_among_others(listener, address):
    url, named = f"https://{literal(address)}:{listener.port}/", f"https://m.example:{listener.port}/"
    lookups = [lookup_of(address), lookup_of("1.1.1.1", address), lookup_of(address, "2606:4700::1")]
    with all_lead_to(listener) as asked:
        for livemode in (True, False):
            assert call(url, livemode=livemode).error == "address_refused"
            for lookup in lookups:
                assert call(named, lookup, livemode=livemode).error == "address_refused"
        assert (asked, silent(listener)) == ([], True)
        with guard_off():
            call(url)
            call(named, lookups[0])
        listener.knock()
        assert listener.connections >= 2, "else nothing is proved"


ASKED = ["https://127.0.0.1:{port}/", "https://2130706433:{port}/", "https://[::ffff:7f00:1]:{port}/", "https://localhost/",
         "https://user@m.example/", "http://m.example/", "https://m.example:22/", "https://169.254.169.254/latest/meta-data/",
         "https://100.100.100.200/", "https://168.63.129.16/", "file:///etc/passwd", "https://m.example\\@127.0.0.1/",
         "gopher://m.example/"]  # fmt: skip


@pytest.mark.parametrize("url", ASKED, ids=ascii)
def test_an_endpoint_or_an_order_that_names_it_is_refused(tenant, listener, url):
    url = url.replace("{port}", str(listener.port))
    with pytest.raises(UrlRefused):
        endpoint(tenant, url)
    made = endpoint(tenant, "https://m.example/")
    with tenant_context(tenant), pytest.raises(UrlRefused):
        update_endpoint(endpoint_id=made.id, changes={"url": url}, now=made.created_at)
    with platform_context():
        assert Endpoint.objects.get(tenant_role=tenant.role_name).url == "https://m.example/"
    body = {"external_id": "S-1", "lines": [{"sku": stocked(tenant).sku_id, "quantity": 1}], "notify_url": url}
    answer = api(make_key(tenant)).post("/v1/issuances", body, content_type=JSON)
    assert (answer.status_code, answer.json()["code"]) in {(422, "url_refused"), (400, "invalid_parameter")}
    assert deliveries(tenant) == []


@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "guard off"])
def test_what_was_planted_in_the_tables_is_not_called_when_it_is_sent(tenant, listener, guarded):
    """A row of before the rules were what they are, or that somebody wrote past them."""
    inside = f"https://127.0.0.1:{listener.port}/"
    made = endpoint(tenant, "https://m.example/", "code.voided")
    order(tenant, stocked(tenant), "https://m.example/order")
    publish(tenant, voided())
    with platform_context():
        Endpoint.objects.filter(pk=made.id).update(url=inside)
    with platform_context():
        fan_out_events(now=made.created_at)
        assert Delivery.objects.filter(target="order").update(url=inside) == 1
    if guarded:
        assert send() == 2
        assert attempts(tenant) == [(1, None, "address_refused")] * 2
        assert silent(listener)
    else:
        with guard_off():
            assert send() == 2
        listener.knock()
        assert listener.connections == 2


def test_a_development_setting_lets_this_machine_alone_be_called(settings):
    receiver = Receiver()
    settings.KAQUAN_LOCAL_RECEIVERS = True
    assert call(receiver.url()).status == 200
    for address in INSIDE:
        if address not in {"127.0.0.1", "::1"}:
            assert call(f"http://{literal(address)}:{receiver.port}/", livemode=False).error == "address_refused"
    receiver.stop()
    assert len(receiver.calls) == 1
