from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.meta import Meta
from ...models.ping import Ping
from ...types import UNSET, File, Unset
from . import get_meta as _get_meta
from . import ping as _ping


class MetaResource(Resource):
    """What the API does with meta."""

    def get_meta(
        self,
    ) -> Meta:
        """Versions and limits.

        Needs no key.
        """
        return self._ask(
            _get_meta.request(),
            _get_meta.parse,
            keyed=False,
        )

    def ping(
        self,
    ) -> Ping:
        """Who am I?.

        Answers who the key belongs to, what it may do, and what your plan allows. Also to who has to pay first.

        Rate limit: `read`
        """
        return self._ask(
            _ping.request(),
            _ping.parse,
            keyed=False,
        )
