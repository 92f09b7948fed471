"""Goals of the staff's queues, as the installation sets them."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.settings.parts.goals import USUAL, read_goals


def test_unnamed_queues_keep_the_usual_goals():
    assert read_goals("") == USUAL
    assert read_goals("papers=12, findings=off") == {**USUAL, "papers": 12, "findings": None}


@pytest.mark.parametrize("text", ["paper=12", "papers=0", "papers=-3", "papers=soon", "papers", "papers="])
def test_what_is_no_goal_is_refused(text):
    with pytest.raises(ImproperlyConfigured, match="KAQUAN_GOAL_HOURS"):
        read_goals(text)
