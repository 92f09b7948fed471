"""Examples of test helpers."""

ADVANCE_INPUT = {"seconds": 86_400}
CLOCK = {
    "object": "test_clock",
    "livemode": False,
    "now": "2026-12-02T10:15:30Z",
    "server_time": "2026-12-01T10:15:30Z",
    "seconds_ahead": 86_400,
}
STOCK_INPUT = {"available": 3}
BREAK_INPUT = {"as": "disabled"}
