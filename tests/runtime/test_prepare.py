"""``prepare`` killed at its worst moment can be run again."""

from __future__ import annotations

import signal
import subprocess
import sys

from platform_core.runtime.embedded_postgres import EmbeddedPostgres
from testbed.up import ROOT
from tests.runtime.stack import bare_environment

# Between the tables of a migration and the record that it ran, where Django commits in between.
KILLED = """
import os, signal, sys
from django.db.migrations.recorder import MigrationRecorder
record = MigrationRecorder.record_applied
def killed(self, app, name):
    if app == "access" and not self.connection.in_atomic_block:
        os.kill(os.getpid(), signal.SIGKILL)
    record(self, app, name)
MigrationRecorder.record_applied = killed
sys.argv = ["manage.py", "prepare", "--no-demo"]
import manage
manage.main()
"""


def test_second_run_succeeds_when_the_first_was_killed_between_a_migration_and_its_record(runtime_folder):
    with EmbeddedPostgres(runtime_folder / "half-migrated") as server:
        data_dir = str(runtime_folder / "half-migrated-data")
        env = bare_environment(DATABASE_URL=server.url, KAQUAN_DATA_DIR=data_dir)
        first = subprocess.run([sys.executable, "-c", KILLED], cwd=ROOT, env=env | {"KAQUAN_DATABASE_LOGIN": "owner"},
                               capture_output=True, text=True, check=False)  # fmt: skip
        assert first.returncode in {0, -signal.SIGKILL}, first.stderr  # 0: there is no such moment
        again = subprocess.run([sys.executable, "manage.py", "prepare", "--no-demo"], cwd=ROOT, env=env,
                               capture_output=True, text=True, check=False)  # fmt: skip
        assert again.returncode == 0, again.stdout + again.stderr
