"""Whose address a request has: what a client writes of itself is never believed."""

import pytest
from django.test import override_settings

from platform_core.tenancy.checks import check_trusted_proxies
from platform_core.tenancy.client_address import client_address, is_in, read_address, read_network

PROXIES = [read_network("10.0.0.0/8"), read_network("fd00::/8")]


def asked(direct, forwarded=None, proxies=PROXIES):
    meta = {"REMOTE_ADDR": direct} | ({} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded})
    return client_address(meta, proxies)


@pytest.mark.parametrize(
    ("direct", "forwarded", "found"),
    [
        ("203.0.113.9", None, "203.0.113.9"),
        ("203.0.113.9", "1.2.3.4", "203.0.113.9"),  # no proxy of ours told us
        ("10.0.0.1", "198.51.100.7", "198.51.100.7"),
        ("10.0.0.1", "1.2.3.4, 198.51.100.7", "198.51.100.7"),  # the client wrote the first one itself
        ("10.0.0.1", "1.2.3.4, 198.51.100.7, 10.2.3.4", "198.51.100.7"),  # two proxies
        ("10.0.0.1", "10.9.9.9, 198.51.100.7", "198.51.100.7"),  # an inner address from outside is no proxy
        ("10.0.0.1", None, "10.0.0.1"),
        ("10.0.0.1", "", "10.0.0.1"),
        ("10.0.0.1", "unknown", "10.0.0.1"),
        ("10.0.0.1", "1.2.3.4, garbage", "10.0.0.1"),
        ("10.0.0.1", "198.51.100.7:4711", "198.51.100.7"),
        ("fd00::1", "[2001:db8::7]:4711", "2001:db8::7"),
        ("::ffff:10.0.0.1", "::ffff:198.51.100.7", "198.51.100.7"),
        ("::ffff:203.0.113.9", "1.2.3.4", "203.0.113.9"),
        ("", "1.2.3.4", ""),  # a socket
    ],
)
def test_the_address_is_the_last_one_that_a_proxy_of_ours_saw(direct, forwarded, found):
    assert asked(direct, forwarded) == found


def test_nothing_in_the_header_counts_without_proxies_of_ours():
    assert asked("10.0.0.1", "1.2.3.4", proxies=[]) == "10.0.0.1"


def test_a_header_of_a_thousand_hops_is_not_walked_to_its_end():
    assert asked("10.0.0.1", ", ".join(["1.2.3.4", *["10.0.0.2"] * 1_000])) == "10.0.0.2"


@pytest.mark.parametrize(
    ("address", "network", "inside"),
    [
        ("192.0.2.7", "192.0.2.0/24", True),
        ("192.0.3.7", "192.0.2.0/24", False),
        ("::ffff:192.0.2.7", "192.0.2.0/24", True),
        ("192.0.2.7", "::ffff:192.0.2.0/120", True),
        ("2001:db8::7", "2001:db8::/32", True),
        ("2001:db9::7", "2001:db8::/32", False),
        ("192.0.2.7", "2001:db8::/32", False),
        ("192.0.2.7", "192.0.2.7", True),
    ],
)
def test_an_address_is_in_a_network_whatever_way_it_is_written(address, network, inside):
    assert is_in(read_address(address), [read_network(network)]) is inside


@pytest.mark.parametrize("text", ["", "x", "192.0.2.0/33", "192.0.2.7/24", "1.2.3", "2001:db8::/129"])
def test_what_is_no_network_is_refused(text):
    with pytest.raises(ValueError, match=r"\S"):
        read_network(text)


@pytest.mark.parametrize("given", ["nonsense", "0.0.0.0/0", "::/0", "10.0.0.1/8"])
def test_a_proxy_setting_that_would_believe_everybody_stops_the_start(given):
    with override_settings(TRUSTED_PROXIES=("10.0.0.0/8", given)):
        assert [message.id for message in check_trusted_proxies(None)] == ["kaquan.E004"]


def test_a_sound_proxy_setting_starts():
    with override_settings(TRUSTED_PROXIES=("10.0.0.0/8", "fd00::/8", "192.0.2.1")):
        assert check_trusted_proxies(None) == []
