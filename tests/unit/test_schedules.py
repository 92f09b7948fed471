"""What the clock asks for, a worker knows: a task that is not registered is dropped, with a line in a log."""

import json
import subprocess
import sys

from config.schedules import SCHEDULE
from testbed.up import ROOT

# In a process of its own: here other tests have loaded everything.
NAMES = """
import json
import django
django.setup()
from config.celery_app import app
app.loader.import_default_modules()
print(json.dumps(sorted(app.tasks)))
"""


def test_every_task_of_the_schedule_is_known_to_a_worker():
    done = subprocess.run([sys.executable, "-c", NAMES], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    known = set(json.loads(done.stdout.splitlines()[-1]))
    assert {each["task"] for each in SCHEDULE.values()} - known == set()
