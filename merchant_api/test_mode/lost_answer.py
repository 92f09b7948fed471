"""An answer that never arrives."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase


class AnswerLost(Exception):
    """On purpose: the caller asked for a connection that is closed before the answer."""


def _nothing() -> Iterator[bytes]:
    raise AnswerLost
    yield b""


def lost_answer(answer: HttpResponseBase) -> StreamingHttpResponse:
    """Close the connection without a byte of an answer, once everything was committed.

    Args:
        answer: the one that is lost; the request log still says its status.

    A WSGI application has no word for that. A head that cannot be written (a length that is no number, for a body that comes
    piece by piece) makes the server give up the connection before it sends anything; a server that would send it all the
    same meets a body that breaks.
    """
    return StreamingHttpResponse(_nothing(), status=answer.status_code, headers={"Content-Length": "never"})
