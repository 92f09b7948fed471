"""``create_merchant`` beside a running ``up``: one JSON object that works, or one clear refusal that leaves nothing."""

from __future__ import annotations

import json

import psycopg

from tests.live import available, import_codes, make_sku
from tests.runtime.stack import manage

KEYS = {"tenant_id", "slug", "shop_url", "console_url", "api_base", "api_key_live", "api_key_test"}


def _count(running) -> tuple[int, ...]:
    tables = (
        "tenancy_tenant",
        "tenancy_domain",
        "tenancy_signup",
        "identity_user",
        "compliance_supplier",
        "compliance_supplylink",
    )
    with psycopg.connect(running.state()["database_url"]) as admin:
        return tuple(admin.execute(f"SELECT count(*) FROM public.{table}").fetchone()[0] for table in tables)


def test_prints_one_object_whose_key_and_supplier_sell_when_a_supplier_is_given(demo_up):
    facts = demo_up.create_merchant("withsupplier", "--with-supplier", "供应商甲")
    assert facts.keys() >= KEYS | {"supplier_id"}
    assert facts["slug"] == "withsupplier"
    assert facts["shop_url"].startswith(f"http://withsupplier.kaquan.localhost:{demo_up.port}")
    assert facts["console_url"].startswith(facts["shop_url"].rstrip("/"))
    assert facts["api_base"] == f"http://api.kaquan.localhost:{demo_up.port}/v1"
    assert demo_up.get("withsupplier", "/").status_code == 200
    with demo_up.client(facts["api_key_live"]) as client:
        sku = make_sku(client, "ONE")
        codes = ["ONE-0001", "ONE-0002", "ONE-0003"]
        assert import_codes(client, sku, facts["supplier_id"], codes)["result"]["accepted"] == 3
        assert available(client, sku) == 3


def test_names_no_supplier_when_none_is_asked_for(demo_up):
    facts = demo_up.create_merchant("nosupplier")
    assert facts.keys() >= KEYS
    assert "supplier_id" not in facts
    for mode in ("live", "test"):
        answer = demo_up.ping(facts[f"api_key_{mode}"])
        assert answer.status_code == 200
        assert (answer.json()["store"], answer.json()["livemode"]) == ("nosupplier", mode == "live")


def test_makes_nothing_and_says_why_when_it_refuses(demo_up):
    """Every reason there is: ``tests/integration/tenancy/test_refused_merchants.py``."""
    before = _count(demo_up)
    given = ["--name", "Refused", "--slug", "demo", "--email", "refused@example.com", "--with-supplier", "S"]
    done = demo_up.command("create_merchant", *given, "--json")
    assert done.returncode != 0
    assert json.loads(done.stdout)["error"] == "slug_taken"
    assert "Traceback" not in done.stderr
    assert _count(demo_up) == before


def test_says_why_to_a_person_without_json(demo_up):
    done = demo_up.command("create_merchant", "--name", "X", "--slug", "demo", "--email", "x@example.com")
    assert (done.returncode, done.stdout) == (1, "")
    assert "slug_taken" in done.stderr
    assert "Traceback" not in done.stderr


def test_says_that_there_is_no_database_when_nothing_runs(runtime_folder):
    done = manage("create_merchant", "--name", "X", "--slug", "xxx", "--email", "x@example.com", "--json",
                  "--data-dir", str(runtime_folder / "nothing-here"))  # fmt: skip
    assert done.returncode != 0
    assert json.loads(done.stdout)["error"] == "database_unreachable"
    assert "Traceback" not in done.stderr
