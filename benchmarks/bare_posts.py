"""The floor: the same bodies to the same receiver by aiohttp alone, 50 at a time; no database, no signature. Prints its CPU."""

from __future__ import annotations

import asyncio
import json
import sys
import time

import aiohttp

from benchmarks.dispatch_process import cpu

AT_ONCE = 50


async def run(port: int, number: int, size: int) -> None:
    """Post so many bodies of so many bytes."""
    body, left = b"x" * size, iter(range(number))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:

        async def client() -> None:
            for _ in left:
                async with session.post(f"http://127.0.0.1:{port}/", data=body) as answer:
                    await answer.read()

        before, begun = cpu(), time.monotonic()
        await asyncio.gather(*(client() for _ in range(AT_ONCE)))
        print(json.dumps({"cpu": cpu() - before, "seconds": time.monotonic() - begun}), flush=True)


if __name__ == "__main__":
    asyncio.run(run(*map(int, sys.argv[1:])))
