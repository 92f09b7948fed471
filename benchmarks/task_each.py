"""The rival: a Celery task for each delivery, which reads its row, signs, posts with a kept session, and writes how it went.

Run as ``python -m benchmarks.task_each worker`` beside a stack; the benchmark sends the tasks.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
import uuid
from typing import Any

import psycopg
import requests
from celery import Celery

from webhooks.signing import sign

QUEUE = "benchmark-task-each"
TABLE = """
CREATE TABLE IF NOT EXISTS public.benchmark_task_each (id uuid PRIMARY KEY, url text, body text, status text, at timestamptz)
"""
app = Celery("task_each", broker=os.environ.get("BENCHMARK_BROKER", "memory://"))
app.conf.task_default_queue = QUEUE
app.conf.task_ignore_result = True
app.conf.worker_prefetch_multiplier = 8
_kept: dict[str, Any] = {}


@app.task(name="benchmarks.task_each.deliver", acks_late=True)
def deliver(delivery: str) -> None:
    """One delivery."""
    if not _kept:
        _kept["database"] = psycopg.connect(os.environ["BENCHMARK_DATABASE"], autocommit=True)
        _kept["session"] = requests.Session()
        _kept["session"].trust_env = False
    database, session = _kept["database"], _kept["session"]
    url, body = database.execute("SELECT url, body FROM benchmark_task_each WHERE id = %s", [delivery]).fetchone()
    headers = sign(
        [os.environ["BENCHMARK_SECRET"]], message_id=delivery, at=dt.datetime.now(dt.UTC), body=body.encode()
    )
    answer = session.post(url, data=body.encode(), headers={"Content-Type": "application/json", **headers}, timeout=15)
    database.execute(
        "UPDATE benchmark_task_each SET status = %s, at = now() WHERE id = %s", [str(answer.status_code), delivery]
    )


def fill(database: psycopg.Connection[Any], number: int, url: str, size: int) -> list[str]:
    """So many rows; their ids."""
    database.execute(TABLE)
    database.execute("TRUNCATE public.benchmark_task_each")
    ids, body = [str(uuid.uuid4()) for _ in range(number)], json.dumps({"x": "y" * size})
    with database.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO public.benchmark_task_each (id, url, body) VALUES (%s, %s, %s)",
            [(each, url, body) for each in ids],
        )
    return ids


if __name__ == "__main__":
    app.worker_main(
        ["worker", "--concurrency", "2", "--loglevel", "ERROR", "--without-gossip", "--without-mingle", *sys.argv[2:]]
    )
