"""Sheets and scripts under names that hold a hash of their content, so that browsers keep them for ever."""

from __future__ import annotations

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

SHEETS, _ = ManifestStaticFilesStorage.patterns
_, IMPORTS = ManifestStaticFilesStorage._js_module_import_aggregation_patterns  # type: ignore[attr-defined]


class HashedFiles(ManifestStaticFilesStorage):
    """Django's own; of scripts only the shop's import others, what looks so in a library is a comment."""

    keep_intermediate_files = False
    patterns = (SHEETS, ("storefront/*.js", IMPORTS))
