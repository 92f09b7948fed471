import pytest

from config.sentry import scrub

CANARY = "CANARY-7F3K-9Q2M"


def test_nothing_that_could_hold_a_code_is_left_in_a_report():
    event = {
        "message": CANARY,
        "logentry": {"message": CANARY, "params": [CANARY]},
        "exception": {
            "values": [
                {
                    "type": "ValueError",
                    "value": f"bad {CANARY}",
                    "stacktrace": {
                        "frames": [
                            {"function": "f", "vars": {"code": CANARY}, "context_line": CANARY, "pre_context": [CANARY]}
                        ]
                    },
                }
            ]
        },
        "request": {"url": f"http://x/a?code={CANARY}", "method": "POST", "data": CANARY, "headers": {"a": CANARY}},
        "breadcrumbs": {"values": [{"message": CANARY}]},
        "extra": {"x": CANARY},
        "user": {"email": CANARY},
    }
    kept = scrub(event)
    assert CANARY not in repr(kept)
    assert kept["exception"]["values"][0]["type"] == "ValueError"
    assert kept["exception"]["values"][0]["stacktrace"]["frames"][0]["function"] == "f"
    assert kept["request"] == {"method": "POST", "url": "http://x/a"}


def test_a_key_in_a_path_is_hidden():
    assert "kq_live_" not in repr(scrub({"request": {"url": "http://x/kq_live_abc_def", "method": "GET"}}))


@pytest.mark.parametrize(
    "path", ["order", "billing/sandbox/checkout", "billing/sandbox/portal", "billing/sandbox/bills"]
)
def test_the_token_of_a_secret_link_is_hidden(path):
    kept = scrub({"request": {"url": f"http://shop.example/{path}/Zk3token9", "method": "GET"}})
    assert kept["request"]["url"] == f"http://shop.example/{path}/[hidden]"
