"""A shop can ask the register of prints, and learns of its own codes alone: no table, no other shop, no count, no difference."""

import pytest
from django.db import DatabaseError, ProgrammingError, connection, transaction

from platform_core.compliance.code_prints import PrintedCodes
from platform_core.compliance.models import CodePrint, ScreenedLot
from platform_core.compliance.selectors import list_own_meetings
from platform_core.compliance.services.begin_code_prints import begin_code_prints
from platform_core.compliance.services.close_screening import close_screening
from platform_core.compliance.services.move_code_prints import move_code_prints
from platform_core.compliance.services.release_code_prints import release_code_prints
from platform_core.events.models import Job
from platform_core.kernel.ids import new_id
from platform_core.tenancy.context import platform_context, tenant_context
from tests.integration.compliance.screened import CODES, bring
from tests.world import make_shop

NOTHING = PrintedCodes(b"", [])
CHECK = "SELECT public.check_code_prints(%s, %s, false, %s, %s, '', '{}')"
TABLES = ("codeprint", "screenedlot", "codemeeting", "releasedspan", "printtally", "printepoch")


def ask(lot_id, codes):
    """The bytes that the database answers with."""
    printed = begin_code_prints()[0].print_codes([(place, "", code) for place, code in enumerate(codes, 1)], "")
    with connection.cursor() as cursor:
        cursor.execute(CHECK, [lot_id, new_id(), printed.prints, printed.places])
        return cursor.fetchall(), [column.name for column in cursor.description]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["SELECT * FROM", "DELETE FROM"])
def test_the_tables_are_closed_to_every_shop(tenant, table, verb):
    with tenant_context(tenant), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"{verb} public.compliance_{table}")


def test_the_answer_is_the_same_whoever_has_the_code_and_however_many(tenant, other_tenant):
    third = make_shop("gamma")
    bring(tenant, CODES[:5])
    bring(third, CODES[5:6])
    with tenant_context(other_tenant):
        answers = [ask(900_001, CODES[:1]), ask(900_002, CODES[:5]), ask(900_003, CODES[5:6])]
        assert answers[0] == answers[1] == answers[2] == ([("needs_review",)], ["check_code_prints"])
        assert all(list_own_meetings(lot) == {} for lot in (900_001, 900_002, 900_003))
        assert ask(900_004, ["N0B0DYHASTHISC0DE"])[0] == [("ok",)]


def test_what_was_asked_for_is_known_as_the_askers(tenant, other_tenant):
    with tenant_context(other_tenant):
        assert ask(900_001, CODES[:1])[0] == [("ok",)]
    with platform_context():
        kept = CodePrint.objects.get()
        assert ScreenedLot.objects.get(pk=kept.lot_id).tenant_role == other_tenant.role_name
    with tenant_context(tenant):
        assert ask(900_001, CODES[:1])[0] == [("needs_review",)]


def test_nothing_of_another_shops_batch_is_moved_released_or_closed(tenant, other_tenant):
    _, _, lot = bring(tenant, CODES)
    with tenant_context(other_tenant):
        printed = begin_code_prints()[0].print_codes([(place, "", code) for place, code in enumerate(CODES, 1)], "")
        release_code_prints(spans=[(lot.id, 1, len(CODES) + 1)])
        move_code_prints(from_lot=lot.id, to_lot=lot.id + 1, printed=printed)
        close_screening(lot_id=lot.id)
        assert ask(lot.id, CODES[:1])[0] == [("needs_review",)]  # the number of a batch names the caller's own
    with platform_context():
        theirs = ScreenedLot.objects.get(tenant_role=tenant.role_name)
        assert CodePrint.objects.filter(lot_id=theirs.id).count() == len(CODES)
        assert not Job.objects.filter(name="compliance.report_meetings").exists()


@pytest.mark.parametrize(
    ("prints", "places"),
    [(b"\x02" * 16, [1]), (b"\x01" * 15, [1]), (b"\x01" * 32, [1]), (b"\x01" * 16 * 5_001, list(range(1, 5_002)))],
    ids=["another key", "short", "long", "too many"],
)
def test_what_is_not_made_as_prints_are_is_refused(tenant, prints, places):
    with tenant_context(tenant):
        begin_code_prints()
        with pytest.raises(DatabaseError, match="not as they are made"), transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(CHECK, [1, new_id(), prints, places])


def test_a_second_key_cannot_be_begun_by_a_shop(tenant):
    with tenant_context(tenant):
        before = [signer.check for signer in begin_code_prints()]
        with connection.cursor() as cursor:
            cursor.execute("SELECT public.begin_code_prints(%s)", [b"12345678"])
        assert [signer.check for signer in begin_code_prints()] == before
