"""Within how many hours the platform's staff want to have decided what waits in each queue: goals of its own, no terms of law."""

from django.core.exceptions import ImproperlyConfigured

# Papers and appeals first of all, since somebody cannot sell meanwhile.
USUAL = {
    "blocks": 8, "appeals": 24, "papers": 24, "suppliers": 48, "merchants": 48, "proposals": 48, "findings": 72,
}  # fmt: skip


def read_goals(text: str) -> dict[str, int | None]:
    """The usual goals, changed by words like ``papers=12 findings=off``. None: no goal is set for the queue.

    Raises:
        ImproperlyConfigured: a queue that there is not, or no number of hours.
    """
    goals: dict[str, int | None] = dict(USUAL)
    for word in text.replace(",", " ").split():
        queue, _, hours = word.partition("=")
        if queue not in USUAL or not (hours == "off" or (hours.isdecimal() and int(hours) > 0)):
            raise ImproperlyConfigured(f"KAQUAN_GOAL_HOURS: {word} is not one of {', '.join(USUAL)} with hours or off")
        goals[queue] = None if hours == "off" else int(hours)
    return goals
