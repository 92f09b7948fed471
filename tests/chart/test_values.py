"""Wrong values are refused with what is wrong; what exists is documented, and nothing else is."""

from __future__ import annotations

import json

import pytest
import yaml

from tests.chart.tools import CHART, template

VALUES = yaml.safe_load((CHART / "values.yaml").read_text())
SCHEMA = json.loads((CHART / "values.schema.json").read_text())


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--set", "imgae.tag=x"], "imgae"),
        (["--set", "image.tag=2"], "got number, want string"),
        (["--set", "image.digest=sha256:abc"], "digest"),
        (["--set", "host="], "host"),
        (["--set", "host=Kaquan_example"], "host"),
        (["--set", "database.external.existingSecret="], "existingSecret"),
        (["--set", "valkey.mode=external"], "existingSecret"),
        (["--set", "secrets.existingSecret="], "give one of existingSecret, values, externalSecret.enabled"),
        (["--set", "secrets.existingSecret=,secrets.externalSecret.enabled=true"], "remoteKey"),
        (
            ["--set", "secrets.existingSecret=,secrets.values.KAQUAN_SECRET_KEY=x"],
            "secrets.values.KAQUAN_MASTER_KEY is missing",
        ),
        (["--set", "workers.webhooks.queues={celery}"], 'no pool takes the queue "webhooks"'),
        (["--set", "workers.jobs.queues={mails}"], "queues"),
        (["--set", "settings.KAQUAN_MASTER_KEY=x"], "KAQUAN_MASTER_KEY"),
        (["--set", "settings.KAQUAN_BILING=off"], "KAQUAN_BILING"),
        (["--set", "settings.DATABASE_URL=x"], "DATABASE_URL"),
        (["--set", "settings.KAQUAN_EVENT_WAITERS=4"], "got number, want string"),
        (["--set", "workers.jobs.keda.enabled=true"], "keda.prometheusAddress is needed"),
        (["--set", "gateway.enabled=true"], "parentRefs"),
        (["--set", "ingress.tls.certManager.enabled=true"], "issuer"),
        (["--set", "data.storage.size=lots"], "size"),
        (["--set", "web.autoscaling.maxReplicas=0"], "maxReplicas"),
    ],
)
def test_wrong_values_are_refused_with_what_is_wrong(options, words):
    done = template("citus", *options)
    assert done.returncode != 0
    assert words in done.stderr


def _undescribed(values, schema, path=""):
    """Values that the schema does not know, and what it knows without a value, below a path."""
    schema = SCHEMA["definitions"][schema["$ref"].split("/")[-1]] if "$ref" in schema else schema
    if "properties" not in schema or not isinstance(values, dict):
        return
    known = set(schema["properties"])
    yield from (f"{path}.{name}" for name in set(values) ^ known)
    for name in set(values) & known:
        yield from _undescribed(values[name], schema["properties"][name], f"{path}.{name}")


def test_values_and_their_schema_name_the_same():
    # What a file of values may leave out: parts of the cluster's own shapes, and what only some pools and faces have.
    left_out = {"claims", "group", "global", "limits", "requests"}
    found = {each for each in _undescribed(VALUES, SCHEMA) if each.rsplit(".", 1)[-1] not in left_out}
    assert found == set()


def test_nothing_but_what_exists_is_let_through():
    def loose(schema, path):
        if (
            schema.get("type") == "object"
            and "properties" in schema
            and schema.get("additionalProperties") is not False
        ):
            yield path
        for name, each in schema.get("properties", {}).items():
            yield from loose(each, f"{path}.{name}")

    assert [
        *loose(SCHEMA, ""),
        *(path for name, each in SCHEMA["definitions"].items() for path in loose(each, name)),
    ] == []
