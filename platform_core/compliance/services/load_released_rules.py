from __future__ import annotations

from collections.abc import Callable

from platform_core.compliance.models import RulebookLoad
from platform_core.compliance.rulebook.reading import hash_files, list_files
from platform_core.compliance.services.load_rulebook import load_rulebook
from platform_core.kernel.clock import now
from platform_core.tenancy.context import platform_context


def load_released_rules(*, say: Callable[[str], None]) -> None:
    """After migrations: load the rules that come with this release, once. What was loaded by hand since then stays in force.

    Raises:
        RulebookRefused
    """
    texts = [path.read_text(encoding="utf-8") for path in list_files()]
    with platform_context():
        if RulebookLoad.objects.filter(digest=hash_files(texts)).exists():
            return
        loaded = load_rulebook(texts=texts, by="release", now=now(), released=True)
    say(f"rules: {len(loaded.added)} new versions")
    for name in loaded.overtaken:
        say(f"rules: {name} is left out, a newer one is loaded")
