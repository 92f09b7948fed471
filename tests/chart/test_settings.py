"""The chart and the application speak of the same settings, commands, metrics and addresses."""

from __future__ import annotations

import json
import re

import pytest
import yaml
from django.core.management import get_commands

from config.env import BASE_DIR
from tests.chart.tools import CHART, NAMES, containers, environment, of_kind, pod_of, pods, render, rendered

KNOWN = set(re.findall(r"^([A-Z_]+)=", (BASE_DIR / ".env.example").read_text(), re.MULTILINE))
SCHEMA = json.loads((CHART / "values.schema.json").read_text())["properties"]
# What the chart itself says to a pod, out of other values.
OWN = {
    "DATABASE_URL", "REDIS_URL", "KAQUAN_DATA_DIR", "KAQUAN_PORT", "KAQUAN_DATABASE_LOGIN", "KAQUAN_ALIVE_FILE", "KAQUAN_PLATFORM_HOST",
    "KAQUAN_TRUSTED_PROXIES", "KAQUAN_EVENT_WAITERS",
}  # fmt: skip
METRIC = re.compile(r"kaquan_[a-z_]+")


def _metrics():
    text = (BASE_DIR / "config" / "metrics.py").read_text()
    names = set(METRIC.findall(text))
    return names | {f"{name}_total" for name in names}


@pytest.mark.parametrize("name", NAMES)
def test_every_setting_that_a_pod_is_told_exists(name):
    for pod in pods(rendered(name)).values():
        for each in containers(pod):
            if "kaquan" in each["image"]:
                assert set(environment(each)) <= KNOWN


def test_every_setting_of_the_application_can_be_given_either_openly_or_as_a_secret():
    plain = set(SCHEMA["settings"]["propertyNames"]["enum"])
    secret = set(SCHEMA["secrets"]["properties"]["values"]["propertyNames"]["enum"])
    assert plain | secret | OWN == KNOWN, "a new setting of .env.example: is it a secret?"
    assert plain & secret == plain & OWN == secret & OWN == set()
    assert secret >= {name for name in KNOWN if name.endswith(("_KEY", "_SECRETS", "_PASSWORD", "_TOKEN", "_DSN"))}


def test_every_program_that_a_pod_runs_exists():
    commands = get_commands()
    for pod in pods(rendered("cnpg")).values():
        for each in containers(pod):
            if each["command"][:2] == ["python", "manage.py"]:
                assert each["command"][2] in commands
            elif each["command"][:2] == ["python", "-m"] and each["command"][2].startswith("config."):
                assert (BASE_DIR / (each["command"][2].replace(".", "/") + ".py")).is_file()


def test_a_setting_of_the_operator_wins():
    (web,) = pods(render("cnpg", "--set-string", "settings.KAQUAN_ENVIRONMENT=test"))["web"]["spec"]["containers"]
    assert environment(web)["KAQUAN_ENVIRONMENT"] == "test"
    assert environment(pods(rendered("cnpg"))["web"]["spec"]["containers"][0])["KAQUAN_ENVIRONMENT"] == "production"


def test_a_changed_secret_of_the_release_replaces_its_pods():
    def marks(*options):
        return [pod["metadata"].get("annotations") for pod in pods(render("trial", *options)).values()]

    assert marks() != marks("--set-string", f"secrets.values.KAQUAN_SECRET_KEY={'2' * 64}")
    assert None not in marks()


def test_no_secret_stands_in_a_pod():
    for name in NAMES:
        for each in rendered(name):
            if pod_of(each):
                assert "1111111111" not in json.dumps(each)


def test_the_database_is_asked_for_as_the_application_needs_it():
    (cluster,) = of_kind(rendered("cnpg"), "Cluster")
    parameters = cluster["spec"]["postgresql"]["parameters"]
    assert parameters["synchronous_commit"] == "on"
    assert int(parameters["max_locks_per_transaction"]) >= 1024
    assert parameters["shared_buffers"] == "2GB"
    assert cluster["spec"]["postgresql"]["synchronous"]["dataDurability"] == "required"
    (role,) = cluster["spec"]["managed"]["roles"]
    assert (role["name"], role["createrole"], role["createdb"]) == (
        cluster["spec"]["bootstrap"]["initdb"]["owner"],
        True,
        True,
    )
    reference = environment(pods(rendered("cnpg"))["web"]["spec"]["containers"][0])["DATABASE_URL"]["secretKeyRef"]
    assert reference == {"name": f"{cluster['metadata']['name']}-app", "key": "uri"}


def test_what_holds_keys_money_and_certificates_outlives_the_release():
    for name in ("cnpg", "external", "custom-domains"):
        for each in of_kind(rendered(name), "PersistentVolumeClaim", "Cluster"):
            assert each["metadata"]["annotations"]["helm.sh/resource-policy"] == "keep"


def test_the_api_has_processes_of_its_own():
    (ingress,) = of_kind(rendered("cnpg"), "Ingress")
    backends = {
        rule["host"]: rule["http"]["paths"][0]["backend"]["service"]["name"] for rule in ingress["spec"]["rules"]
    }
    assert backends == {
        "kaquan.example": "shop-kaquan-web",
        "*.kaquan.example": "shop-kaquan-web",
        "api.kaquan.example": "shop-kaquan-api",
    }
    routes = {each["metadata"]["name"]: each["spec"]["hostnames"] for each in of_kind(rendered("gateway"), "HTTPRoute")}
    assert routes == {
        "shop-kaquan-api": ["api.kaquan.example"],
        "shop-kaquan-web": ["kaquan.example", "*.kaquan.example"],
    }
    assert of_kind(rendered("gateway"), "Ingress") == []


def test_a_certificate_is_made_for_proven_domains_alone():
    config = of_kind(rendered("custom-domains"), "ConfigMap")[0]["data"]["Caddyfile"]
    assert "ask http://shop-kaquan-web/internal/tls-allowed" in config


def test_alerts_and_dashboard_ask_for_metrics_that_exist():
    alerts = of_kind(rendered("scaled"), "PrometheusRule")[0]["spec"]
    board = of_kind(rendered("scaled"), "ConfigMap")[0]["data"]["kaquan.json"]
    asked = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    asked += [target["expr"] for panel in json.loads(board)["panels"] for target in panel["targets"]]
    assert len(asked) > 20
    assert {name for each in asked for name in METRIC.findall(each)} <= _metrics()
    assert all(
        rule["annotations"]["summary"] and rule["labels"]["severity"]
        for group in alerts["groups"]
        for rule in group["rules"]
    )


def test_workers_grow_by_metrics_that_exist():
    values = yaml.safe_load((CHART / "values.yaml").read_text())
    assert {pool["keda"]["metric"] for pool in values["workers"].values()} <= _metrics()
