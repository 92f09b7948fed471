"""Killing parts of a running platform while it works, and asking again until an answer is final."""

from __future__ import annotations

import logging
import random
import threading
import time

import httpx

logging.getLogger("httpx").setLevel(logging.WARNING)
VICTIMS = ("web", "worker", "postgres", "web", "valkey")
TRY_AGAIN = {"idempotency_in_progress", "lock_timeout"}


class Killer(threading.Thread):
    """Kills something every so often until told to stop."""

    def __init__(self, platform, seed):
        super().__init__(daemon=True)
        self.platform, self.random = platform, random.Random(seed)
        self.over, self.kills = threading.Event(), []

    def run(self):
        bag = []
        while not self.over.wait(self.random.uniform(1.0, 3.0)):
            bag = bag or self.random.sample(VICTIMS, len(VICTIMS))  # each in its turn, in any order
            victims = [bag.pop() for _ in range(min(len(bag), self.random.choice([1, 1, 1, 2])))]
            self.kills += [victim for victim in victims if self.platform.kill(victim)]
            # However slow the machine: something is killed while the platform works, not while it still comes back.
            while not self.platform.is_ready() and not self.over.wait(0.2):
                pass

    @property
    def has_killed_all(self):
        """Was everything killed at least once?"""
        return set(self.kills) >= set(VICTIMS)

    def stop(self):
        """No more kills; returns when the platform serves again. Everything was killed at least once, or it was no test."""
        self.over.set()
        self.join()
        assert self.has_killed_all, self.kills
        patience = time.monotonic() + 60
        while not self.platform.is_ready():
            assert time.monotonic() < patience, self.platform.health()
            time.sleep(0.2)


def ask(platform, key, path, body, idempotency_key, deadline):
    """POST the same request until the answer is neither "try again" nor lost; the answer."""
    while time.monotonic() < deadline:
        try:
            with platform.client(key, timeout=10) as client:
                answer = client.post(path, json=body, headers={"Idempotency-Key": idempotency_key})
        except httpx.HTTPError:
            time.sleep(0.2)
            continue
        if answer.status_code < 500 and not (answer.status_code == 409 and answer.json()["code"] in TRY_AGAIN):
            return answer
        assert answer.status_code in {409, 500, 503}, answer.text
        time.sleep(0.2)
    raise AssertionError(f"{path} with {idempotency_key} never got an answer")
