"""Undo: what a message says was done can be taken back from the message itself."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest

MARK = "undo:"


def tell_undoable(request: HttpRequest, text: str, undo: str) -> None:
    """Say that something was done, with a button that undoes it.

    Args:
        undo: the path that undoes it when it is posted to; of our own, never given by a person.
    """
    messages.success(request, text, extra_tags=MARK + undo)


def path_of(message: Message) -> str:
    """The path that a message's button posts to; empty: it has none."""
    tags = str(message.extra_tags or "")
    return tags.removeprefix(MARK) if tags.startswith(MARK) else ""
