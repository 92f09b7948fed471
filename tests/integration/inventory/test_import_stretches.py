"""Codes are counted exactly and lie densely, wherever in the file and in the stock their equals are."""

import random
from collections import Counter, defaultdict

import pytest

from platform_core.tenancy.context import tenant_context
from tenants.inventory import staging
from tenants.inventory.models import Bucket, CardCode, Lot
from tenants.inventory.sealing import keyring
from tenants.inventory.services import run_import as job
from tests.integration.inventory.imports import begin, import_file
from tests.integration.inventory.test_import_faults import run
from tests.world import stock


def contents(shelf, row):
    """Per expiry date the codes of an import in the order of their positions; buckets cover them without a gap."""
    ring, found = keyring(), {}
    for lot in Lot.objects.filter(code_import=row):
        codes = list(CardCode.objects.filter(lot_id=lot.id).order_by("position"))
        assert [code.position for code in codes] == list(range(1, lot.size + 1))
        edge = 1
        for bucket in Bucket.objects.filter(lot_id=lot.id).order_by("next_position"):
            assert bucket.next_position == edge
            edge = bucket.end_position
        assert edge == lot.size + 1
        found[lot.expires_on] = [
            ring.open(shelf.sku.id.bytes, bytes(code.fingerprint), code.sealed).secret for code in codes
        ]
    return found


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("trusted", [0, 1, 60])
def test_counts_and_order_are_those_of_a_plain_reading(tenant, shelf, monkeypatch, seed, trusted):
    monkeypatch.setattr(job, "BATCH", 50)
    monkeypatch.setattr(staging, "TRUSTED", trusted)
    draw = random.Random(seed)
    old = [f"OLD-{n}" for n in range(40)]
    stock(tenant, shelf, old)
    clean = draw.choice([0, 120, 260])
    codes = [f"N-{n}" for n in range(clean)]
    codes += draw.choices(old + [f"N-{n}" for n in range(draw.choice([30, 600]))], k=draw.choice([1, 40, 300]))
    codes += [f"Z-{n}" for n in range(draw.choice([0, 1, 70]))]
    dates = ["2099-01-01", "2098-01-01", ""]
    lines = [(code, draw.choice(dates)) for code in codes]
    row = import_file(tenant, shelf, ("卡密,有效期\n" + "\n".join(map(",".join, lines)) + "\n").encode())
    first, counts, seen = defaultdict(list), Counter(), set()
    for code, date in lines:
        if code in seen:
            counts["file"] += 1
        elif code in old:
            counts["stock"] += 1
        else:
            first[date].append(code)
        seen.add(code)
    assert (row.lines, row.accepted) == (len(lines), sum(map(len, first.values())))
    assert (row.duplicates_in_file, row.duplicates_in_stock) == (counts["file"], counts["stock"])
    with tenant_context(tenant):
        assert {str(date or ""): codes for date, codes in contents(shelf, row).items()} == dict(first)


def test_the_server_does_not_hear_what_a_reader_stumbled_over(tenant, shelf, monkeypatch):
    monkeypatch.setattr(job, "BATCH", 50)
    row, real, told = begin(tenant, shelf, "\n".join(f"A-{n}" for n in range(400)).encode()), job.iter_batches, []

    def broken(*args, **kwargs):
        for number, batch in enumerate(real(*args, **kwargs)):
            if number == 70:
                raise ValueError("SECRET-00001")
            yield batch

    monkeypatch.setattr(job, "iter_batches", broken)
    import psycopg

    ends = psycopg.Copy.finish
    monkeypatch.setattr(psycopg.Copy, "finish", lambda self, exc: (told.append(exc), ends(self, exc))[1])
    with pytest.raises(ValueError, match="SECRET"):
        run(tenant, row)
    assert told
    assert set(told) == {None}
    with tenant_context(tenant):
        assert not Lot.objects.exists()
        assert not CardCode.objects.exists()
