import pytest

from tests.integration.orders.conftest import refunds  # noqa: F401 - a fixture


@pytest.fixture
def inside(tenant):
    """In the shop."""
    from platform_core.tenancy.context import tenant_context

    with tenant_context(tenant):
        yield tenant


@pytest.fixture
def stocked(tenant):
    """A SKU with fifty codes."""
    from tests.world import make_shelf, stock

    shelf = make_shelf(tenant)
    stock(tenant, shelf, [f"CANARY-{number:08d}" for number in range(50)])
    return shelf


@pytest.fixture
def inbox(settings):
    """A real mail server."""
    from aiosmtpd.controller import Controller

    from testbed.up import free_port
    from tests.integration.notifications.post_office import Inbox

    received = Inbox()
    server = Controller(received, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    received.host, received.port = server.hostname, server.port
    yield received
    server.stop()
