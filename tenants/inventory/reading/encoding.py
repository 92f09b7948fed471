"""Which encoding is it? Guessed from the first bytes: BOM, UTF-16 by its zeros, UTF-8, then GB18030.

Never a one-byte encoding: those read any broken byte as some letter, and a wrong letter in a code is a wrong code.
"""

from __future__ import annotations

import codecs

from tenants.inventory.reading.errors import FileRefused

SAMPLE = 256 * 1024
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
BINARY_HEADS = (b"\x89PNG", b"\xff\xd8\xff", b"%PDF", b"GIF8", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


def guess_encoding(sample: bytes) -> str:
    """The encoding of a file that begins with ``sample``.

    Raises:
        FileRefused: ``file_binary``: it is no text at all.
    """
    if sample.startswith(BINARY_HEADS):
        raise FileRefused("file_binary")
    for bom, name in BOMS:
        if sample.startswith(bom):
            return name
    if b"\x00" in sample:
        return _utf16(sample)
    if _decodes(sample, "utf-8"):
        return "utf-8"
    # A few broken bytes in an otherwise plain file are errors of their lines, not of the file.
    text = sample.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if sum(char > "\x7f" for char in text) - broken > 10 * broken:
        return "utf-8"  # GB18030 hardly ever reads as so much UTF-8
    if _decodes(sample, "gb18030"):
        return "gb18030"
    return "gb18030" if sample.decode("gb18030", errors="replace").count("\ufffd") < broken else "utf-8"


def _utf16(sample: bytes) -> str:
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    name = "utf-16-le" if odd > even else "utf-16-be"
    whole = sample[: len(sample) // 2 * 2]
    if max(even, odd) * 4 < len(sample) // 2 or not _decodes(whole, name) or "\x00" in whole.decode(name, "ignore"):
        raise FileRefused("file_binary")
    return name


def _decodes(sample: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        decoder.decode(sample)  # not final: a character may be cut at the end of the sample
    except UnicodeDecodeError:
        return False
    return True
