from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.key import Key
from ...models.key_changes import KeyChanges
from ...models.key_input import KeyInput
from ...models.key_page import KeyPage
from ...models.roll_input import RollInput
from ...types import UNSET, File, Unset
from . import create_api_key as _create_api_key
from . import get_api_key as _get_api_key
from . import list_api_keys as _list_api_keys
from . import revoke_api_key as _revoke_api_key
from . import roll_api_key as _roll_api_key
from . import update_api_key as _update_api_key


class ApiKeysResource(Resource):
    """What the API does with api keys."""

    def create_api_key(
        self,
        body: KeyInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Key:
        """Create an API key.

        The secret is in this one answer. A key that is made here cannot manage keys.

        Scope: `keys:manage`

        Rate limit: `write`
        """
        return self._ask(
            _create_api_key.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _create_api_key.parse,
            keyed=True,
        )

    def get_api_key(
        self,
        key_id: str,
    ) -> Key:
        """Get an API key.

        Without its secret.

        Scope: `keys:manage`

        Rate limit: `read`
        """
        return self._ask(
            _get_api_key.request(
                key_id=key_id,
            ),
            _get_api_key.parse,
            keyed=False,
        )

    def list_api_keys(
        self,
        *,
        cursor: str | Unset = UNSET,
        include: str | Unset = UNSET,
        limit: int | Unset = 20,
        livemode: bool | Unset = UNSET,
    ) -> KeyPage:
        """List API keys.

        Newest first, revoked ones too.

        Scope: `keys:manage`

        Rate limit: `read`
        """
        return self._ask(
            _list_api_keys.request(
                cursor=cursor,
                include=include,
                limit=limit,
                livemode=livemode,
            ),
            _list_api_keys.parse,
            keyed=False,
        )

    def revoke_api_key(
        self,
        key_id: str,
    ) -> Key:
        """Revoke an API key.

        For good; every process refuses it within 5 seconds. Revoking twice changes nothing.

        Scope: `keys:manage`

        Rate limit: `write`
        """
        return self._ask(
            _revoke_api_key.request(
                key_id=key_id,
            ),
            _revoke_api_key.parse,
            keyed=False,
        )

    def roll_api_key(
        self,
        key_id: str,
        body: RollInput | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Key:
        """Roll an API key.

        Answers the new key with its secret, once; the old one works on for ``overlap_seconds``.

        Scope: `keys:manage`

        Rate limit: `write`
        """
        return self._ask(
            _roll_api_key.request(
                key_id=key_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _roll_api_key.parse,
            keyed=True,
        )

    def update_api_key(
        self,
        key_id: str,
        body: KeyChanges | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Key:
        """Change an API key.

        Works everywhere within 5 seconds.

        Scope: `keys:manage`

        Rate limit: `write`
        """
        return self._ask(
            _update_api_key.request(
                key_id=key_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _update_api_key.parse,
            keyed=True,
        )
