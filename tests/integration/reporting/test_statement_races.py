"""Two statements of one channel at once: each line counts once."""

import threading
from datetime import date
from uuid import uuid4

from django.db import connections, transaction

from platform_core.tenancy.context import tenant_context
from tenants.reporting.enums import DifferenceState
from tenants.reporting.locks import lock_channel
from tenants.reporting.models import Difference, StatementLine
from tenants.reporting.services.load_statement import load_statement
from tests.integration.reporting.institutions import write
from tests.integration.reporting.loading import NOW, begin, fees, open_channel
from tests.integration.reporting.planting import Day
from tests.world import committed_shop

DAY = date(2026, 11, 25)


def test_two_workers_at_once_load_and_book_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_shop(f"statements-{uuid4().hex[:8]}") as made, tenant_context(made):
        open_channel("wechatpay")
        day = Day("wechatpay", DAY)
        day.fill(40)
        day.store()
        jobs = [begin(write("wechatpay", day.lines[:30])), begin(write("wechatpay", day.lines))]

        def work(statement):
            with tenant_context(made):
                load_statement(statement_id=statement.id, now=NOW)
            connections.close_all()

        threads = [threading.Thread(target=work, args=[each]) for each in jobs * 2]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert fees() == day.fees
        assert StatementLine.objects.count() == 70
        assert not Difference.objects.filter(state=DifferenceState.OPEN).exists()


def test_lines_do_not_come_in_while_their_channel_is_compared(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), committed_shop(f"statements-{uuid4().hex[:8]}") as made, tenant_context(made):
        open_channel("wechatpay")
        day = Day("wechatpay", DAY)
        day.fill(3)
        day.store()
        late = begin(write("wechatpay", day.lines))

        def work():
            with tenant_context(made):
                load_statement(statement_id=late.id, now=NOW)
            connections.close_all()

        loading = threading.Thread(target=work)
        with transaction.atomic():
            lock_channel("wechatpay")  # as a comparison holds it, from its first step to its last
            loading.start()
            loading.join(timeout=1)
            assert loading.is_alive()
            assert not StatementLine.objects.exists()
        loading.join()
        assert StatementLine.objects.exists()
        assert not Difference.objects.exists()
