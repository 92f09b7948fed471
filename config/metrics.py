"""``/metrics`` of the platform host: what Prometheus reads, with a token. Runbook: ``docs/runbooks/webhooks.md``.

Each scrape asks the database, so every process answers the same, however many there are. It is a few reads along indexes, and
counts end at ``COUNTED``. No metric has a label of a tenant: there are as many as merchants sign up.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Iterator

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import choose_encoder

from billing.staff_selectors import find_health
from platform_core.compliance.audit_selectors import find_audit_sum
from platform_core.events.selectors import get_jobs, get_outbox
from platform_core.kernel.clock import now
from webhooks.overview import get_attempts_ever, get_endpoint_states, get_late_since, get_waiting

COUNTED = 100_000  # so many or more


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, as text, for who knows the token. Without a token in the settings there is no such address."""
    token = settings.KAQUAN_METRICS_TOKEN
    if not token:
        raise Http404
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not hmac.compare_digest(given.strip().encode(), token.encode()):
        return HttpResponse("no\n", status=401, content_type="text/plain", headers={"WWW-Authenticate": "Bearer"})
    encode, content_type = choose_encoder(request.headers.get("Accept", ""))
    return HttpResponse(
        encode(Figures(now())), content_type=content_type, headers={"Cache-Control": "no-store", "Vary": "Accept"}
    )


class Figures:
    """A collector of Prometheus's library: asks anew each time, as the platform."""

    def __init__(self, moment: dt.datetime) -> None:
        self._moment = moment

    def collect(self) -> Iterator[Metric]:
        """Every metric, with its value at the moment."""
        yield from self._deliveries()
        yield from self._attempts()
        yield from self._endpoints()
        jobs = get_jobs(counted=COUNTED, now=self._moment)
        yield GaugeMetricFamily(
            "kaquan_jobs_due", f"Jobs to be done that nobody is at; counted to {COUNTED}.", jobs.due
        )
        yield GaugeMetricFamily(
            "kaquan_jobs_oldest_due_seconds",
            "For how long the oldest job is due that nobody is at; 0: none. Pools of workers grow by it.",
            self._age(jobs.oldest_due),
        )
        yield GaugeMetricFamily("kaquan_jobs_failed", f"Jobs that were given up; counted to {COUNTED}.", jobs.failed)
        yield from self._audit()
        yield from self._billing()

    def _billing(self) -> Iterator[Metric]:
        health = find_health(self._moment)
        family = GaugeMetricFamily(
            "kaquan_billing_subscriptions", "Subscriptions and trials, by how they stand.", labels=["standing"]
        )
        for standing, many in health.standings.items():
            family.add_metric([standing], many)
        yield family
        yield GaugeMetricFamily(
            "kaquan_billing_events_stuck",
            "Events of the provider that were not handled in ten minutes, or not well.",
            health.stuck,
        )
        yield GaugeMetricFamily(
            "kaquan_billing_compared_seconds",
            "How long ago subscriptions were last compared with the provider to the end; 0: never.",
            self._age(health.compared_at),
        )

    def _audit(self) -> Iterator[Metric]:
        logs = find_audit_sum()
        yield GaugeMetricFamily(
            "kaquan_audit_logs_wrong",
            "Audit logs whose last verification found something; see verify_audit.",
            logs.wrong,
        )
        yield GaugeMetricFamily(
            "kaquan_audit_oldest_check_seconds",
            "How long ago the audit log was verified that waits longest; 0: none yet.",
            self._age(logs.oldest),
        )

    def _deliveries(self) -> Iterator[Metric]:
        entries, made_at = get_outbox(counted=COUNTED)
        late_since = min(get_late_since(now=self._moment).values(), default=None)
        yield GaugeMetricFamily(
            "kaquan_webhook_backlog",
            f"Deliveries that wait or are being sent, also those of paused and failing endpoints; counted to {COUNTED}.",
            get_waiting(counted=COUNTED),
        )
        yield GaugeMetricFamily(
            "kaquan_webhook_oldest_due_seconds",
            "For how long the oldest delivery is due that could be sent: not paused, not behind a breaker or a rate; 0: none.",
            self._age(late_since),
        )
        yield GaugeMetricFamily(
            "kaquan_webhook_outbox_entries", f"Events not yet fanned out; counted to {COUNTED}.", entries
        )
        yield GaugeMetricFamily(
            "kaquan_webhook_outbox_oldest_seconds",
            "How old the oldest event is that is not yet fanned out; 0: none.",
            self._age(made_at),
        )

    def _attempts(self) -> Iterator[Metric]:
        ever = get_attempts_ever()
        family = CounterMetricFamily(
            "kaquan_webhook_attempts", "Attempts to deliver to endpoints, since ever.", labels=["outcome"]
        )
        family.add_metric(["succeeded"], ever.succeeded)
        family.add_metric(["failed"], ever.failed)
        yield family

    def _endpoints(self) -> Iterator[Metric]:
        states = get_endpoint_states(now=self._moment)
        family = GaugeMetricFamily(
            "kaquan_webhook_endpoints",
            "Endpoints; failing ones are enabled and have had no success since a failure.",
            labels=["state"],
        )
        for state in ("enabled", "failing", "paused", "disabled"):
            family.add_metric([state], getattr(states, state))
        yield family
        yield GaugeMetricFamily(
            "kaquan_webhook_breakers_open", "Endpoints that are left alone at this moment.", states.breakers_open
        )

    def _age(self, since: dt.datetime | None) -> float:
        return 0.0 if since is None else max((self._moment - since).total_seconds(), 0.0)
