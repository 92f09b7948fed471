#!/usr/bin/env python
"""Kaquan's command line. ``up`` needs no settings and no Django; everything else is a Django command."""

from __future__ import annotations

import os
import sys

# Commands that make schemas and roles log in as the owner unless told otherwise.
OWNER_COMMANDS = {
    "prepare", "migrate_all", "migrate_schemas", "migrate", "makemigrations", "create_merchant", "seed_demo",
}  # fmt: skip
PLACES = {"--data-dir": "KAQUAN_DATA_DIR", "--port": "KAQUAN_PORT"}


def _take_places(arguments: list[str]) -> None:
    """``--data-dir`` and ``--port`` say where the services are; that must be known before any setting is read."""
    for index, argument in enumerate(arguments):
        name, equals, value = argument.partition("=")
        if name in PLACES:
            if not equals and index + 1 < len(arguments):
                value = arguments[index + 1]
            if value and (name != "--port" or value.isdecimal()):  # what is no number is left for the command to refuse
                os.environ[PLACES[name]] = value


def main() -> None:
    """Run a command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    arguments = sys.argv[1:]
    _take_places(arguments)
    command = arguments[0] if arguments else ""
    if command == "up":
        from platform_core.runtime.up import main as up

        sys.exit(up(arguments[1:]))
    if command in OWNER_COMMANDS:
        os.environ.setdefault("KAQUAN_DATABASE_LOGIN", "owner")
    if command == "bootstrap_database":
        os.environ.setdefault("KAQUAN_DATABASE_LOGIN", "admin")
    import gc

    import django
    from django.core.management import execute_from_command_line

    gc.disable()  # while all is loaded, of which nothing is garbage
    django.setup()
    gc.enable()
    gc.freeze()

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
