"""``python -m config.alive FILE SECONDS``: was the file touched no longer ago than that? A probe that loads nothing of ours."""

import os
import sys
import time


def main(file: str, seconds: str) -> int:
    """0 when it was, else 1, as probes want it."""
    try:
        return int(time.time() - os.stat(file).st_mtime > float(seconds))
    except OSError:
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
