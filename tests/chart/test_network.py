"""Who may speak with whom: what is not said is closed, and merchants' addresses lead to nothing private."""

from __future__ import annotations

import ipaddress

import pytest

from tests.chart.tools import NAMES, of_kind, pods, rendered

GUARDED = [name for name in NAMES if name != "no-network-policy"]


def _selects(policy, labels):
    selector = policy["spec"]["podSelector"]
    if not selector.get("matchLabels", {}).items() <= labels.items():
        return False
    for each in selector.get("matchExpressions", []):
        inside = labels.get(each["key"]) in each["values"]
        if inside != (each["operator"] == "In"):
            return False
    return True


def policies(name, component):
    labels = pods(rendered(name))[component]["metadata"]["labels"]
    return [each for each in of_kind(rendered(name), "NetworkPolicy") if _selects(each, labels)]


def ways_out(name, component):
    """(port or None for all, to) of every way out of a component's pods, name servers left out."""
    for policy in policies(name, component):
        for rule in policy["spec"].get("egress", []):
            for port in rule.get("ports", [{}]):
                if port.get("port") != 53:
                    yield port.get("port"), rule.get("to")


@pytest.mark.parametrize(("name", "component"), [(name, each) for name in GUARDED for each in pods(rendered(name))])
def test_every_pod_is_closed_but_for_what_is_said(name, component):
    kinds = {kind for each in policies(name, component) for kind in each["spec"]["policyTypes"]}
    assert kinds == {"Ingress", "Egress"}
    closed = next(each for each in policies(name, component) if each["metadata"]["name"].endswith("-closed"))
    assert "ingress" not in closed["spec"]


def test_there_are_none_where_none_are_wanted():
    assert of_kind(rendered("no-network-policy"), "NetworkPolicy") == []


@pytest.mark.parametrize("component", ["web", "api", "worker-jobs", "worker-webhooks", "migrate"])
def test_who_works_reaches_the_database_and_the_broker(component):
    ways = dict(ways_out("cnpg", component))
    assert ways[5432][0]["podSelector"]["matchLabels"] == {"cnpg.io/cluster": "shop-kaquan-db"}
    assert ways[6379][0]["podSelector"]["matchLabels"]["app.kubernetes.io/component"] == "valkey"


def test_a_given_database_is_reached_where_it_is():
    ways = dict(ways_out("external", "web"))
    assert ways[5432] == [{"ipBlock": {"cidr": "10.20.0.0/24"}}]
    assert ways[6379] == [{"ipBlock": {"cidr": "10.20.1.0/24"}}]
    assert ways[587] == [{"ipBlock": {"cidr": "10.20.2.5/32"}}]
    assert dict(ways_out("citus", "web"))[6432] is None


@pytest.mark.parametrize("address", ["10.1.2.3", "172.20.0.1", "192.168.1.1", "100.100.100.200", "169.254.169.254"])
@pytest.mark.parametrize("component", ["web", "worker-webhooks"])
def test_an_address_that_a_merchant_chose_leads_to_nothing_private(component, address):
    for port, to in ways_out("cnpg", component):
        for block in [each["ipBlock"] for each in to or [] if "ipBlock" in each]:
            within = ipaddress.ip_network(block["cidr"])
            if within.version == 4 and ipaddress.ip_address(address) in within:
                assert any(ipaddress.ip_address(address) in ipaddress.ip_network(each) for each in block["except"]), (
                    port
                )


def test_who_does_not_call_strangers_cannot():
    assert {port for port, _ in ways_out("cnpg", "beat")} == {6379}
    assert list(ways_out("cnpg", "valkey")) == []
    assert {port for port, _ in ways_out("external", "backup")} == {5432}
    assert list(ways_out("external", "keys-backup")) == []
    assert {port for port, _ in ways_out("custom-domains", "edge")} == {8000, 443}


def test_faces_are_reached_by_whom_the_operator_names_and_by_the_edge():
    (faces,) = [each for each in policies("custom-domains", "web") if each["metadata"]["name"].endswith("-faces")]
    peers = faces["spec"]["ingress"][0]["from"]
    assert peers[0]["podSelector"]["matchLabels"]["app.kubernetes.io/component"] == "edge"
    assert peers[1]["namespaceSelector"]["matchLabels"] == {"kubernetes.io/metadata.name": "ingress-nginx"}
    assert len(peers) == 2


@pytest.mark.parametrize("component", ["worker-jobs", "worker-webhooks", "beat", "migrate"])
def test_nobody_calls_who_serves_nothing(component):
    assert [rule for each in policies("cnpg", component) for rule in each["spec"].get("ingress", [])] == []


def test_the_broker_is_reached_by_this_release_alone():
    (policy,) = [each for each in policies("cnpg", "valkey") if each["metadata"]["name"].endswith("-valkey")]
    (rule,) = policy["spec"]["ingress"]
    assert rule["from"][0]["podSelector"]["matchLabels"]["app.kubernetes.io/instance"] == "shop"
