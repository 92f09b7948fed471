from __future__ import annotations

import csv
import io

from tenants.inventory.models import CodeImport
from tenants.inventory.reading import ERROR_TEXTS, LineError
from tenants.inventory.uploads import SealedWriter, delete_upload

LINES_KEPT = 100_000


class ErrorFile:
    """The per-line errors of an import as a CSV file: line, what is wrong in two languages. Never the line's text."""

    def __init__(self, code_import: CodeImport) -> None:
        self.count = 0
        self._writer: SealedWriter | None = None
        self._name = ""

    def add(self, error: LineError) -> None:
        """One more line that was not taken."""
        self.count += 1
        if self.count > LINES_KEPT:
            return
        if self._writer is None:
            self._writer = SealedWriter()
            self._row("line", "code", "column", "说明", "explanation")
        chinese, english = ERROR_TEXTS[error.code]
        self._row(str(error.line), error.code, error.column or "", chinese, english)

    def _row(self, *cells: str) -> None:
        assert self._writer is not None
        text = io.StringIO()
        csv.writer(text).writerow(cells)
        prefix = "\ufeff" if self.count == 1 and cells[0] == "line" else ""  # so that a spreadsheet reads UTF-8
        self._writer.write((prefix + text.getvalue()).encode())

    def close(self) -> str:
        """Finish.

        Returns:
            The upload's name, or an empty string when there was no error.
        """
        if self._writer is not None:
            self._name = self._writer.close().name
            self._writer = None
        return self._name

    def discard(self) -> None:
        """Forget it: the import did not happen."""
        if self._writer is not None:
            self._writer.abort()
            self._writer = None
        delete_upload(self._name)
