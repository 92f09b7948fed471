"""Sends what is due, as a worker does, in a process whose CPU can be measured. Prints how many attempts, and what they cost."""

from __future__ import annotations

import json
import os
import resource
import sys
import time


def cpu() -> float:
    """Seconds of CPU that this process has spent."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    return spent.ru_utime + spent.ru_stime


def main(wanted: int) -> None:
    """Wait until nobody else dispatches, then send so many."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from webhooks.dispatcher import dispatch

    print("ready", flush=True)
    made, begun = 0, 0.0
    before = cpu()
    while made < wanted:
        moment = time.monotonic()
        got = dispatch(linger=0.0, longest=3600.0)
        if got and not made:
            begun = moment
        elif not made:
            before = cpu()
            time.sleep(0.01)
        made += got
    print(json.dumps({"attempts": made, "cpu": cpu() - before, "seconds": time.monotonic() - begun}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
