"""Stock files as suppliers send them."""

from __future__ import annotations

import random
from pathlib import Path

LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def write_stock_file(file: Path, count: int, seed: int) -> int:
    """A CSV with card number, secret and expiry date, about 60 bytes a line, no line twice in files of other seeds.

    Returns:
        Its size in bytes.
    """
    draw = random.Random(seed)
    with file.open("w") as out:
        out.write("card_number,secret,expires_on\n")
        for number in range(count):
            secret = "".join(draw.choices(LETTERS, k=24))
            out.write(f"88{seed:04d}{number:014d},{secret},2036-12-31\n")
    return file.stat().st_size
