"""``python -m benchmarks.mutations``: how many wrong conditions and wrong engines the rules' examples and tests notice."""

from __future__ import annotations

import argparse
import dataclasses
import os
import sys
import time

GOAL = 90  # of a hundred


def _setting_up() -> None:
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    os.environ.setdefault("KAQUAN_ENVIRONMENT", "test")
    os.environ.setdefault("KAQUAN_DATA_DIR", "/tmp/kaquan-mutations")
    os.environ.setdefault("DATABASE_URL", "postgresql://nobody:no@127.0.0.1:1/none")
    os.environ.setdefault("REDIS_URL", "redis://127.0.0.1:1/0")
    django.setup()


def _conditions() -> tuple[int, list[str]]:
    from benchmarks.rule_mutants import list_mutants
    from platform_core.compliance.engine import apply_rule
    from platform_core.compliance.rulebook.reading import list_examples, list_released, rule_of

    tried, alive = 0, []
    for body in list_released():
        rule, examples = rule_of(body), list(list_examples(body))
        for part in ("when", "holds"):
            text = getattr(rule, part)
            for mutant in list_mutants(text, rule) if text else ():
                tried += 1
                wrong = dataclasses.replace(rule, **{part: mutant.text})
                if all(apply_rule(wrong, example.facts).result == example.expected for example in examples):
                    alive.append(f"{rule.id} {part}: {mutant.what}")
    return tried, alive


def _engine() -> tuple[int, list[str]]:
    from benchmarks.engine_mutants import MODULES, Change, list_changes, list_survivors

    same = Change(MODULES[0], _source(MODULES[0]), "unchanged")
    if not list_survivors([same], 1):
        raise SystemExit("the tests fail on the unchanged engine")
    changes = [change for module in MODULES for change in list_changes(module)]
    alive = list_survivors(changes, os.cpu_count() or 1)
    return len(changes), [f"{change.module.rpartition('.')[2]} {change.what}" for change in alive]


def _source(module: str) -> str:
    from benchmarks.engine_mutants import path_of

    return path_of(module).read_text(encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Try them, print both scores and what was not noticed.

    Returns:
        1 when a score is below the goal.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument(
        "part", nargs="?", choices=["conditions", "engine"], help="one of the two; both when none is given"
    )
    part = parser.parse_args(arguments).part
    _setting_up()
    low = False
    for name, measure in (("conditions", _conditions), ("engine", _engine)):
        if part in {None, name}:
            begun = time.monotonic()
            tried, alive = measure()
            score = 100 * (tried - len(alive)) / tried
            low |= score < GOAL
            print(f"{name}: {tried - len(alive)} of {tried} noticed, {score:.1f} % ({time.monotonic() - begun:.0f} s)")
            for text in sorted(alive):
                print(f"  not noticed: {text}")
    return int(low)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
