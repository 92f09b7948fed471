"""Short ways to order with a test key."""

from django.db import connection

from merchant_api.test_mode.lost_answer import AnswerLost
from platform_core.tenancy import job_runner
from platform_core.tenancy.context import platform_context, tenant_context
from tests.api.v1.cards import JSON


def skus(client):
    return {sku["sku_code"]: sku for sku in client.get("/v1/skus?limit=100").json()["data"]}


def order(client, sku, quantity=1, number="M-1", simulate=None, **more):
    body = {"external_id": number, "lines": [{"sku": sku, "quantity": quantity, **more}]}
    headers = {"Kaquan-Simulate": simulate} if simulate else {}
    return client.post("/v1/issuances?include=codes", body, content_type=JSON, headers=headers)


def partial(client, sku, quantity, policy, number):
    body = {"external_id": number, "lines": [{"sku": sku, "quantity": quantity}], "fulfillment_policy": policy}
    return client.post("/v1/issuances", body, content_type=JSON)


def arrives(answer):
    """Is there an answer, or does the connection break?"""
    try:
        return bool(b"".join(answer) if answer.streaming else answer.content)
    except AnswerLost:
        return False


def run_jobs():
    while job_runner.run_next_job():
        pass


def everything_kept(tenant):
    """Every row of the shop's schema and of the platform's, as text, bytes too."""
    texts = []
    with tenant_context(tenant), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [tenant.schema_name])
        for (name,) in cursor.fetchall():
            cursor.execute(f'SELECT t::text FROM "{tenant.schema_name}"."{name}" t')
            texts += [row[0] for row in cursor.fetchall()]
    with platform_context(), connection.cursor() as cursor:
        for name in ("events_event", "events_job", "messaging_mail"):
            cursor.execute(f"SELECT t::text FROM public.{name} t")
            texts += [row[0] for row in cursor.fetchall()]
    return "\n".join(texts)
