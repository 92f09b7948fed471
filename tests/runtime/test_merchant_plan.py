"""``merchant_plan`` beside a running ``up``: every process goes by it after 5 seconds, nothing is restarted."""

from __future__ import annotations

import json
import time


def test_a_changed_plan_holds_in_every_running_process_within_seconds(demo_up):
    key = demo_up.create_merchant("planned")["api_key_live"]
    assert {demo_up.ping(key).json()["rate_limits"] is None for _ in range(10)} == {True}
    done = demo_up.command("merchant_plan", "planned", "--set", "default", "--json")
    assert json.loads(done.stdout)["plan"] == "default", done.stderr
    time.sleep(5.1)
    assert {(demo_up.ping(key).json()["rate_limits"] or {}).get("write") for _ in range(10)} == {25}
    shown = demo_up.command("merchant_plan", "planned")
    assert "default" in shown.stdout
    assert "write        25" in shown.stdout


def test_says_that_there_is_no_such_merchant(demo_up):
    done = demo_up.command("merchant_plan", "nobody", "--none")
    assert (done.returncode, done.stdout) == (1, "")
    assert "resource_not_found" in done.stderr
    assert "Traceback" not in done.stderr
