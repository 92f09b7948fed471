"""Short ways for a buyer: their mails and texts, logging in, what a browser computes."""

from __future__ import annotations

import html
import re

import altcha
import orjson
from django.conf import settings

from platform_core.messaging.composing import compose
from platform_core.messaging.models import Mail
from platform_core.tenancy.context import tenant_context
from tenants.access.session_store import SessionStore
from tenants.customers.models import OneTimeCode
from tenants.notifications.gateways.outbox import open_outbox
from tenants.notifications.models import OutboxText
from tests.api.v1.testing import run_jobs
from tests.world import shop

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Mobile/15E148 Safari/604.1"
)
SIX_DIGITS = re.compile(r"(?<!\d)\d{6}(?!\d)")
TOKEN = re.compile(rb'value="[A-Za-z0-9]{64}"')


def mails_of(tenant, template):
    """Mails of a template, the newest first, as they would be sent."""
    with tenant_context(tenant):
        return [compose(mail) for mail in Mail.objects.filter(template=f"customers/mail/{template}").order_by("-id")]


def texts(tenant):
    """Text messages in the shop's outbox after the jobs ran, the newest first: number and text."""
    with tenant_context(tenant):
        run_jobs()
        return [open_outbox(row) for row in OutboxText.objects.order_by("-message_id")]


def mailed_digits(tenant):
    """The digits of the newest code that was mailed."""
    return SIX_DIGITS.search(mails_of(tenant, "code")[0].body)[0]


def may_ask_again(tenant):
    """As if the pause between two codes were over."""
    with tenant_context(tenant):
        for code in OneTimeCode.objects.all():
            code.created_at = code.created_at.replace(year=code.created_at.year - 1)
            code.save()


def ask(client, contact="anna@mail.example", **fields):
    """Ask for a code to log in with."""
    return client.post("/me/login", {"contact": contact, **fields})


def log_in(tenant, contact="anna@mail.example", agent=FIREFOX, client=None):
    """A browser that is logged in."""
    client = client or shop(tenant, User_Agent=agent)
    may_ask_again(tenant)
    assert ask(client, contact).status_code == 302
    answer = client.post("/me/login/code", {"digits": mailed_digits(tenant)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/me")
    return client


def challenge_of(answer):
    """What a page gives the browser to compute."""
    found = re.search(r'<script id="challenge" type="application/json">(.+?)</script>', answer.content.decode())
    return altcha.Challenge.from_dict(orjson.loads(html.unescape(found[1]))) if found else None


def solved(challenge):
    """What the page's script hands in."""
    return altcha.Payload(challenge, altcha.solve_challenge(challenge)).to_base64()


def shown(answer):
    """A page without its tokens."""
    return TOKEN.sub(b"", answer.content)


def session_of(client):
    """What the shop keeps for a browser; in the shop's context."""
    return SessionStore(client.cookies[settings.SESSION_COOKIE_NAME].value)
