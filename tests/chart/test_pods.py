"""What every pod of the chart keeps: rights, limits, probes, an orderly end, and room for others."""

from __future__ import annotations

import pytest

from config import broker
from config.settings.parts.queue import CELERY_TASK_ROUTES
from tests.chart.tools import NAMES, containers, environment, of_kind, pod_of, pods, render, rendered

EVERY = [(name, component) for name in NAMES for component in pods(rendered(name))]
SERVERS = [(name, component) for name, component in EVERY if component not in {"migrate", "backup", "keys-backup"}]
LONGEST_JOB = 600  # seconds that a job may take


def pod(name, component):
    return pods(rendered(name))[component]["spec"]


def test_every_part_is_there():
    assert set(pods(rendered("cnpg"))) == {"web", "api", "worker-jobs", "worker-webhooks", "beat", "migrate", "valkey"}
    assert set(pods(rendered("external"))) >= {"backup", "keys-backup"}
    assert "edge" in pods(rendered("custom-domains"))


@pytest.mark.parametrize(("name", "component"), EVERY)
def test_a_pod_has_no_right_that_it_does_not_need(name, component):
    """The profile "restricted" of Kubernetes' pod security standards, and no way to the cluster's own API."""
    spec = pod(name, component)
    context = spec["securityContext"]
    assert (context["runAsNonRoot"], context["seccompProfile"]) == (True, {"type": "RuntimeDefault"})
    assert context["runAsUser"] >= 10_000
    assert spec["automountServiceAccountToken"] is spec["enableServiceLinks"] is False
    assert not {"hostNetwork", "hostPID", "hostIPC"} & set(spec)
    for each in spec.get("volumes", []):
        assert set(each) - {"name"} <= {"emptyDir", "persistentVolumeClaim", "configMap"}
    for each in containers({"spec": spec}):
        own = each["securityContext"]
        assert own["allowPrivilegeEscalation"] is False
        assert own["readOnlyRootFilesystem"] is True
        assert own["capabilities"] == {"drop": ["ALL"]}


@pytest.mark.parametrize(("name", "component"), EVERY)
def test_a_pod_says_what_it_needs_and_never_takes_more_memory(name, component):
    for each in containers({"spec": pod(name, component)}):
        assert set(each["resources"]["requests"]) == {"cpu", "memory"}
        assert "memory" in each["resources"]["limits"]


@pytest.mark.parametrize(("name", "component"), SERVERS)
def test_what_serves_is_probed(name, component):
    for each in pod(name, component)["containers"]:
        assert "livenessProbe" in each
        assert ("readinessProbe" in each) == (component in {"web", "api", "valkey", "edge"})


@pytest.mark.parametrize("component", ["web", "api"])
def test_a_face_is_probed_as_it_answers_and_is_not_taken_away_for_a_missing_worker(component):
    (face,) = pod("cnpg", component)["containers"]
    assert face["livenessProbe"]["httpGet"]["path"] == face["startupProbe"]["httpGet"]["path"] == "/livez"
    assert face["readinessProbe"]["httpGet"]["path"] == "/readyz?without=worker"


def test_a_worker_is_probed_by_the_file_that_it_touches():
    (worker,) = pod("cnpg", "worker-jobs")["containers"]
    assert environment(worker)["KAQUAN_ALIVE_FILE"] in worker["livenessProbe"]["exec"]["command"]


@pytest.mark.parametrize("component", ["web", "api"])
def test_a_face_serves_to_the_end_what_balancers_still_send(component):
    spec = pod("cnpg", component)
    (face,) = spec["containers"]
    waits = int(face["lifecycle"]["preStop"]["exec"]["command"][-1])
    command = face["command"]
    finishes = int(command[command.index("--workers-kill-timeout") + 1])
    assert waits + finishes < spec["terminationGracePeriodSeconds"]


def test_a_worker_may_finish_the_longest_job():
    assert pod("cnpg", "worker-jobs")["terminationGracePeriodSeconds"] > LONGEST_JOB
    assert broker.TRANSPORT_OPTIONS["visibility_timeout"] > pod("cnpg", "worker-jobs")["terminationGracePeriodSeconds"]


@pytest.mark.parametrize("name", NAMES)
def test_every_queue_has_its_workers(name):
    taken = set()
    for component, each in pods(rendered(name)).items():
        if component.startswith("worker-"):
            command = each["spec"]["containers"][0]["command"]
            taken |= set(command[command.index("--queues") + 1].split(","))
    assert taken == {broker.ALL_WORK, *(route["queue"] for route in CELERY_TASK_ROUTES.values())}


@pytest.mark.parametrize("name", NAMES)
def test_beat_is_one_and_never_two(name):
    (beat,) = [each for each in of_kind(rendered(name), "Deployment") if each["metadata"]["name"].endswith("-beat")]
    assert (beat["spec"]["replicas"], beat["spec"]["strategy"]) == (1, {"type": "Recreate"})


def test_beat_is_told_no_secret_and_sees_no_data():
    (beat,) = pod("cnpg", "beat")["containers"]
    assert "envFrom" not in beat
    assert set(environment(beat)) == {"REDIS_URL"}
    assert [each["name"] for each in beat["volumeMounts"]] == ["tmp"]


@pytest.mark.parametrize("name", NAMES)
def test_a_new_release_is_there_before_the_old_one_goes(name):
    for each in of_kind(rendered(name), "Deployment"):
        if each["spec"]["strategy"].get("type") != "Recreate":
            assert each["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0


@pytest.mark.parametrize("name", NAMES)
def test_whoever_works_on_the_database_waits_for_its_migrations(name):
    for component, each in pods(rendered(name)).items():
        waits = [one["command"][-1] for one in each["spec"].get("initContainers", [])]
        assert (waits == ["wait_for_migrations"]) == (component in {"web", "api"} or component.startswith("worker-"))


def test_migrations_come_before_an_upgrade_and_beside_the_first_installation():
    (first,) = of_kind(rendered("cnpg"), "Job")
    (later,) = of_kind(render("cnpg", "--is-upgrade"), "Job")
    assert "annotations" not in first["metadata"]
    assert later["metadata"]["annotations"]["helm.sh/hook"] == "pre-upgrade"
    assert environment(first["spec"]["template"]["spec"]["containers"][0])["KAQUAN_DATABASE_LOGIN"] == "owner"


@pytest.mark.parametrize("name", NAMES)
def test_who_grows_by_itself_has_no_fixed_number(name):
    grown = {
        each["spec"]["scaleTargetRef"]["name"]
        for each in of_kind(rendered(name), "HorizontalPodAutoscaler", "ScaledObject")
    }
    for each in of_kind(rendered(name), "Deployment"):
        assert ("replicas" in each["spec"]) == (each["metadata"]["name"] not in grown)


@pytest.mark.parametrize("name", NAMES)
def test_a_node_can_always_be_emptied(name):
    """No budget holds the only pod of a kind: it would keep its node for ever."""
    deployments = {
        each["metadata"]["labels"]["app.kubernetes.io/component"]: each
        for each in of_kind(rendered(name), "Deployment")
    }
    for budget in of_kind(rendered(name), "PodDisruptionBudget"):
        assert budget["spec"]["maxUnavailable"] == 1
        component = budget["spec"]["selector"]["matchLabels"]["app.kubernetes.io/component"]
        assert deployments[component]["spec"].get("replicas", 2) > 1


def test_pods_are_spread_over_nodes_and_zones():
    for component in ("web", "api", "worker-jobs"):
        keys = {each["topologyKey"] for each in pod("cnpg", component)["topologySpreadConstraints"]}
        assert keys == {"topology.kubernetes.io/zone", "kubernetes.io/hostname"}


@pytest.mark.parametrize("name", NAMES)
def test_selectors_find_their_own_pods_and_no_others(name):
    made = pods(rendered(name))
    for each in rendered(name):
        if each["kind"] in {"Deployment", "StatefulSet"}:
            wanted, labels = each["spec"]["selector"]["matchLabels"], pod_of(each)["metadata"]["labels"]
        elif each["kind"] in {"Service", "PodDisruptionBudget"}:
            wanted = each["spec"]["selector"].get("matchLabels", each["spec"]["selector"])
            labels = made[wanted["app.kubernetes.io/component"]]["metadata"]["labels"]
        else:
            continue
        assert wanted.items() <= labels.items()
        found = [component for component, one in made.items() if wanted.items() <= one["metadata"]["labels"].items()]
        assert found == [wanted["app.kubernetes.io/component"]]
