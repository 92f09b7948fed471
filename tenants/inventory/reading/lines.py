"""A byte stream as blocks of whole text lines; memory stays flat whatever is in the file."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from typing import IO, NamedTuple

from tenants.inventory.reading.errors import FileRefused, LineError

BLOCK = 256 * 1024
MAXIMUM_LINE = 8192  # characters
BROKEN = "\ufffd"
TOO_LONG = "\ufdd0"  # a noncharacter of Unicode: stands for a line that was skipped, cannot come from a decoder's input


class LineBlock(NamedTuple):
    """Whole lines, the number of the first, and how many bytes of the file are behind us."""

    first: int
    lines: list[str]
    bytes_read: int


def iter_blocks(stream: IO[bytes], encoding: str) -> Iterator[LineBlock]:
    """Decode a stream and cut it into lines. A line over the limit becomes ``TOO_LONG`` without being held in memory.

    Raises:
        FileRefused: the encoding does not exist.
    """
    try:
        plain = codecs.getincrementaldecoder(encoding)(errors="replace")
    except LookupError as error:
        raise FileRefused("encoding_unknown") from error
    # CRLF and lone CR become LF, also where a block ends between the two.
    decoder = io.IncrementalNewlineDecoder(plain, translate=True)
    rest, skipping, number, read = "", False, 1, 0
    while True:
        data = stream.read(BLOCK)
        read += len(data)
        text = decoder.decode(data, final=not data)
        if skipping:
            _, newline, text = text.partition("\n")
            if newline:
                skipping, rest = False, TOO_LONG + "\n"
        lines = (rest + text).split("\n")
        rest = lines.pop() if data else ""
        if not data and lines and not lines[-1]:
            lines.pop()
        if len(rest) > MAXIMUM_LINE:
            skipping, rest = True, ""
        if lines:
            yield LineBlock(number, lines, read)
            number += len(lines)
        if not data:
            if skipping:
                yield LineBlock(number, [TOO_LONG], read)
            return


def fault_of(line: str, number: int) -> LineError | None:
    """What makes a line unreadable as text, or None."""
    if line == TOO_LONG or len(line) > MAXIMUM_LINE:
        return LineError(number, "line_too_long")
    if BROKEN in line:
        return LineError(number, "encoding_invalid")
    if not line.isprintable():
        if any(ord(char) < 32 and char != "\t" for char in line):
            return LineError(number, "control_character")
        if any("\ud800" <= char <= "\udfff" for char in line):  # half a character: some named encodings give that
            return LineError(number, "encoding_invalid")
    return None


def is_blank(line: str) -> bool:
    """Is there nothing on the line?"""
    return not line.strip().strip("\ufeff")
