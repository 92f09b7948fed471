"""``python -m benchmarks``: run all benchmarks, or the named ones."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import signal
import sys
import time
import traceback
from pathlib import Path

from benchmarks.pgbench import Unavailable
from benchmarks.report import print_rows, write_markdown
from benchmarks.rows import Row
from benchmarks.stack import Stack

# name -> (module with ``measure(stack, quick)``, title); in the order in which they run
REGISTRY = {
    "claims": "Claiming codes",
    "journal": "Write-ahead log",
    "buffers": "Pages per claim",
    "hot_product": "Hot product",
    "growth": "Growth",
    "issue_http": "One issue through HTTP",
    "plan_limits": "What a plan costs",
    "big_issue": "10,000 codes through the API",
    "noisy": "Beside a storm",
    "purchase": "Buying in the shop",
    "webhooks": "Webhooks",
    "pages": "Product page",
    "office": "Back office with a month of orders",
    "boards": "Boards over a year of decisions",
    "authority_exports": "Files for authorities",
    "imports": "Import",
    "names": "Names and relations of suppliers",
    "watch": "Watch lists",
    "code_prints": "Same code in two shops",
    "provisioning": "New merchant",
    "start": "Start",
}


def parse(arguments: list[str]) -> argparse.Namespace:
    """The options."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="name", help=f"of {', '.join(REGISTRY)}; all when none is given")
    parser.add_argument("--quick", action="store_true", help="smaller sizes, fewer rounds")
    parser.add_argument("--write", type=Path, metavar="FILE", help="also write the results as Markdown")
    options = parser.parse_args(arguments)
    unknown = sorted(set(options.names) - set(REGISTRY))
    if unknown:
        parser.error(f"no benchmark named {', '.join(unknown)}; there are {', '.join(REGISTRY)}")
    return options


def main(arguments: list[str]) -> int:
    """Run and print.

    Returns:
        The exit status: 1 when a benchmark broke. A missed goal is a result, not a failure.
    """
    options = parse(arguments)
    for number in (signal.SIGINT, signal.SIGTERM):  # also when started in the background: the stack must be taken down
        signal.signal(number, signal.default_int_handler)
    results: dict[str, list[Row]] = {}
    missing: dict[str, str] = {}
    with Stack() as stack:
        postgres = stack.version()
        for name in [name for name in REGISTRY if name in options.names or not options.names]:
            begun = time.monotonic()
            try:
                rows = importlib.import_module(f"benchmarks.{name}").measure(stack, options.quick)
            except Unavailable as reason:
                missing[REGISTRY[name]] = str(reason)
                continue
            except Exception as error:  # one broken benchmark must not hide the others
                traceback.print_exc()
                missing[REGISTRY[name]] = f"broke ({type(error).__name__})"
                if not stack.up.runs():
                    print(f"`up` was ended while its benchmark ran; the rest is left out\n{stack.up.printed()[-2000:]}")
                    break
                continue
            results[REGISTRY[name]] = rows
            print_rows(f"{REGISTRY[name]} ({time.monotonic() - begun:.0f} s)", rows)
    for title, reason in missing.items():
        print(f"not measured: {title}: {reason}")
    if options.write:
        command = " ".join(["uv run python -m benchmarks", *arguments])
        options.write.parent.mkdir(parents=True, exist_ok=True)
        day = dt.datetime.now(dt.UTC).date().isoformat()
        write_markdown(
            options.write, results, missing, command=command, postgres=postgres, day=day, quick=options.quick
        )
    return 1 if any(reason.startswith("broke") for reason in missing.values()) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
