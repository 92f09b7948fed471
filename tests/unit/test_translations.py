"""Both languages are whole: every Chinese source text has an English one, and the compiled catalogue is the edited one."""

import os
import subprocess
from gettext import GNUTranslations
from pathlib import Path
from shutil import copytree, which

import polib
import pytest

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"
SOURCES = ("platform_core", "tenants", "merchant_api", "billing", "webhooks", "config")


def test_every_text_has_an_english_translation() -> None:
    entries = polib.pofile(str(CATALOGUE))
    assert len(entries) > 300
    assert [entry.msgid for entry in entries if not entry.translated()] == []


def test_the_compiled_catalogue_holds_what_the_edited_one_says() -> None:
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for entry in polib.pofile(str(CATALOGUE)):
        if entry.msgid_plural:
            assert compiled.ngettext(entry.msgid, entry.msgid_plural, 2) == entry.msgstr_plural[1]
        elif entry.msgctxt:
            assert compiled.pgettext(entry.msgctxt, entry.msgid) == entry.msgstr
        else:
            assert compiled.gettext(entry.msgid) == entry.msgstr


@pytest.mark.skipif(which("xgettext") is None, reason="gettext is not on this machine")
def test_no_text_in_the_sources_is_missing_from_the_catalogue(tmp_path: Path) -> None:
    for name in SOURCES:
        copytree(ROOT / name, tmp_path / name)
    (tmp_path / "locale/en/LC_MESSAGES").mkdir(parents=True)
    command = ["django-admin", "makemessages", "--locale=en", "--no-location", "--no-wrap"]
    plain = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=tmp_path, env=plain, check=True, capture_output=True)
    found = texts_of(tmp_path / "locale/en/LC_MESSAGES/django.po")
    known = texts_of(CATALOGUE)
    assert len(found) > 300
    assert sorted(found - known) == []
    assert sorted(known - found) == []


def texts_of(catalogue: Path) -> set[tuple[str, str]]:
    """What is translated, each text with its context: the same word is another one in another context."""
    return {(entry.msgctxt or "", entry.msgid) for entry in polib.pofile(str(catalogue))}
