"""The very machine of a platform may be called only where nobody else can reach the platform."""

from __future__ import annotations

import subprocess
import sys

import pytest

from testbed.up import clean_environment

ASK = "from django.conf import settings; print(settings.KAQUAN_LOCAL_RECEIVERS)"


@pytest.mark.parametrize(
    ("environment", "host", "allowed"),
    [
        ("local", "kaquan.localhost", "True"),
        ("local", "cards.example", "False"),
        ("local", "localhost.example", "False"),
        ("production", "kaquan.localhost", "False"),
    ],
)
def test_only_on_somebodys_own_machine(environment, host, allowed, tmp_path):
    env = clean_environment(
        KAQUAN_ENVIRONMENT=environment,
        KAQUAN_PLATFORM_HOST=host,
        KAQUAN_DATA_DIR=str(tmp_path),
        DATABASE_URL="postgresql://nobody@127.0.0.1:1/none",
        DJANGO_SETTINGS_MODULE="config.settings",
    )
    done = subprocess.run([sys.executable, "-c", ASK], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == allowed
