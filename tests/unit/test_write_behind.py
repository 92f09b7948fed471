"""The buffer behind the request log: nothing lost while there is room, nothing written twice, never in anybody's way."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from typing import Any, NamedTuple

from platform_core.kernel.write_behind import WriteBehind


class Item(NamedTuple):
    number: int
    size: int = 10


def buffer(write: Any, **options: Any) -> WriteBehind[Item]:
    return WriteBehind("test", write, **{"seconds": 0, "most_bytes": 10_000_000, **options})


def test_every_item_is_written_once_when_many_threads_add_and_flush():
    written: list[Item] = []

    def write(items):
        written.extend(items)
        return []

    shared = buffer(write)

    def work(start):
        for number in range(start, start + 2_000):
            shared.add(Item(number))
            if number % 97 == 0:
                shared.flush()

    threads = [threading.Thread(target=work, args=(n * 2_000,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared.flush()
    assert sorted(item.number for item in written) == list(range(16_000))


def test_what_does_not_fit_is_dropped_counted_and_said(caplog):
    written: list[Item] = []
    shared = buffer(lambda items: written.extend(items) or [], most_bytes=35)
    for number in range(10):
        shared.add(Item(number))
    shared.flush()
    assert [item.number for item in written] == [0, 1, 2]
    assert "7 dropped" in caplog.text
    shared.add(Item(10))
    shared.flush()
    assert written[-1].number == 10
    assert caplog.text.count("dropped") == 1


def test_what_could_not_be_written_is_tried_again_as_far_as_it_fits(caplog):
    answers = [lambda items: items, lambda items: []]
    tried: list[list[int]] = []

    def write(items):
        tried.append([item.number for item in items])
        return answers.pop(0)(items)

    shared = buffer(write, most_bytes=40)
    for number in range(3):
        shared.add(Item(number))
    shared.flush()
    shared.add(Item(3))
    shared.add(Item(4))
    shared.flush()
    assert tried == [[0, 1, 2], [0, 1, 2, 3]]
    assert "1 dropped" in caplog.text


def test_a_batch_that_breaks_down_is_lost_without_its_words_and_the_next_one_is_written(caplog):
    written: list[Item] = []

    def write(items):
        if items[0].number == 0:
            raise ValueError("SECRET-CODE")
        written.extend(items)
        return []

    shared = buffer(write)
    for number in (0, 1):
        shared.add(Item(number))
        shared.flush()
    assert [item.number for item in written] == [1]
    assert "1 lost (ValueError)" in caplog.text
    assert "SECRET-CODE" not in caplog.text


PROGRAM = """
import os, sys, time
from collections import namedtuple
from platform_core.kernel.write_behind import WriteBehind
Item = namedtuple("Item", "number size")
def write(items):
    print("".join(f"{os.getpid() == parent}:{item.number}\\n" for item in items), end="", flush=True)
    return []
parent = os.getpid()
shared = WriteBehind("test", write, seconds=30 if sys.argv[1] == "soon" else 0.3, most_bytes=10_000, soon=3)
shared.add(Item(1, 10))
if sys.argv[1] == "fork":
    if os.fork() == 0:
        shared.add(Item(2, 10))
        sys.exit()
    os.wait()
if sys.argv[1] == "soon":
    shared.add(Item(2, 10))
    shared.add(Item(3, 10))
    time.sleep(1)
    print("later", flush=True)
    os._exit(0)
"""


def run(how: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, timeout=60, env={**os.environ}, check=True
    )
    return done.stdout.split()


def test_an_orderly_end_of_the_process_writes_what_is_left():
    assert run("end") == ["True:1"]


def test_a_forked_child_writes_its_own_and_not_its_parents():
    assert sorted(run("fork")) == ["False:2", "True:1"]


def test_many_items_do_not_wait_for_the_time_to_pass():
    assert run("soon") == ["True:1", "True:2", "True:3", "later"]
