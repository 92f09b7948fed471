"""Reading ahead: once for all who ask, by another thread, and nobody is hurt when it fails."""

import threading
import time

from platform_core.kernel.read_ahead import ReadAhead


def wait_for(condition):
    deadline = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


def test_what_is_asked_for_by_many_is_read_once_and_by_another_thread():
    ahead, going, readers = ReadAhead("test", on=True), threading.Event(), []

    def read():
        readers.append(threading.current_thread())
        going.wait(5)

    for _ in range(20):
        ahead.ask("key", read)
    wait_for(lambda: readers)
    going.set()
    time.sleep(0.05)
    assert len(readers) == 1
    assert readers[0] is not threading.current_thread()
    ahead.ask("key", read)
    wait_for(lambda: len(readers) == 2)


def test_one_that_fails_is_asked_for_again():
    ahead, tries = ReadAhead("test", on=True), []

    def fail():
        tries.append(1)
        raise RuntimeError

    ahead.ask("key", fail)
    wait_for(lambda: tries and not ahead._asked)
    ahead.ask("key", fail)
    wait_for(lambda: len(tries) == 2)


def test_nothing_is_read_where_it_is_off():
    ahead, readers = ReadAhead("test", on=False), []
    ahead.ask("key", lambda: readers.append(1))
    time.sleep(0.05)
    assert readers == []
