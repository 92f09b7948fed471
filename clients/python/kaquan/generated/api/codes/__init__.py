from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.bulk_void import BulkVoid
from ...models.bulk_void_done import BulkVoidDone
from ...models.bulk_void_input import BulkVoidInput
from ...models.bulk_void_item_page import BulkVoidItemPage
from ...models.code import Code
from ...models.code_step_page import CodeStepPage
from ...models.given_reason_input import GivenReasonInput
from ...models.list_bulk_void_items_status import (
    ListBulkVoidItemsStatus,
    check_list_bulk_void_items_status,
)
from ...models.list_codes_state import ListCodesState, check_list_codes_state
from ...models.reason_input import ReasonInput
from ...models.redeem_input import RedeemInput
from ...models.redemption import Redemption
from ...models.replacement import Replacement
from ...models.stored_code import StoredCode
from ...models.stored_code_page import StoredCodePage
from ...models.validate_input import ValidateInput
from ...models.validation import Validation
from ...types import UNSET, File, Unset
from . import activate_code as _activate_code
from . import get_bulk_void as _get_bulk_void
from . import get_code as _get_code
from . import get_redemption as _get_redemption
from . import list_bulk_void_items as _list_bulk_void_items
from . import list_code_history as _list_code_history
from . import list_codes as _list_codes
from . import redeem_code as _redeem_code
from . import replace_code as _replace_code
from . import resume_code as _resume_code
from . import reveal_code as _reveal_code
from . import reverse_redemption as _reverse_redemption
from . import suspend_code as _suspend_code
from . import validate_code as _validate_code
from . import void_code as _void_code
from . import void_codes as _void_codes


class CodesResource(Resource):
    """What the API does with codes."""

    def activate_code(
        self,
        code_id: str,
        body: ReasonInput | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> StoredCode:
        """Activate a code.

        An issued code becomes usable, e.g. when a printed card is paid for at the till.

        Scope: `codes:manage`

        Rate limit: `write`
        """
        return self._ask(
            _activate_code.request(
                code_id=code_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _activate_code.parse,
            keyed=True,
        )

    def get_bulk_void(
        self,
        void_id: str,
    ) -> BulkVoid:
        """Get a void of many codes.

        How far it is.

        Scope: `codes:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_bulk_void.request(
                void_id=void_id,
            ),
            _get_bulk_void.parse,
            keyed=False,
        )

    def get_code(
        self,
        code_id: str,
    ) -> StoredCode:
        """Get a code.

        Its state and what is left of it, never what it says.

        Scope: `codes:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_code.request(
                code_id=code_id,
            ),
            _get_code.parse,
            keyed=False,
        )

    def get_redemption(
        self,
        redemption_id: str,
    ) -> Redemption:
        """Get a redemption.

        What was taken, and whether it was taken back.

        Scope: `codes:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_redemption.request(
                redemption_id=redemption_id,
            ),
            _get_redemption.parse,
            keyed=False,
        )

    def list_bulk_void_items(
        self,
        void_id: str,
        *,
        cursor: str | Unset = UNSET,
        include: str | Unset = UNSET,
        limit: int | Unset = 20,
        status: ListBulkVoidItemsStatus | Unset = UNSET,
    ) -> BulkVoidItemPage:
        """List what became of each code of a void.

        In the order of your list; ``status=failed`` lists what to look at.

        Scope: `codes:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_bulk_void_items.request(
                void_id=void_id,
                cursor=cursor,
                include=include,
                limit=limit,
                status=status,
            ),
            _list_bulk_void_items.parse,
            keyed=False,
        )

    def list_code_history(
        self,
        code_id: str,
        *,
        cursor: str | Unset = UNSET,
        include: str | Unset = UNSET,
        limit: int | Unset = 20,
    ) -> CodeStepPage:
        """Read the history of a code.

        Every step since it was issued, oldest first; nobody can change it. A code that was only issued has none.

        Scope: `codes:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_code_history.request(
                code_id=code_id,
                cursor=cursor,
                include=include,
                limit=limit,
            ),
            _list_code_history.parse,
            keyed=False,
        )

    def list_codes(
        self,
        *,
        cursor: str | Unset = UNSET,
        import_: str | Unset = UNSET,
        issuance: str | Unset = UNSET,
        limit: int | Unset = 20,
        refund: str | Unset = UNSET,
        serial: str | Unset = UNSET,
        state: ListCodesState | Unset = UNSET,
    ) -> StoredCodePage:
        """List codes.

        Filters combine. Without any but ``state``: the codes that something became of (activated, redeemed,
        suspended,
        voided …). A page looks at about 1,000 codes: it may hold fewer than `limit` and have more behind it.

        Scope: `codes:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_codes.request(
                cursor=cursor,
                import_=import_,
                issuance=issuance,
                limit=limit,
                refund=refund,
                serial=serial,
                state=state,
            ),
            _list_codes.parse,
            keyed=False,
        )

    def redeem_code(
        self,
        body: RedeemInput | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Redemption:
        """Redeem a code.

        An amount of its balance or so many uses, all of it or nothing, whoever else asks at the same time.

        Scope: `codes:redeem`

        Rate limit: `redeem`
        """
        return self._ask(
            _redeem_code.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _redeem_code.parse,
            keyed=True,
        )

    def replace_code(
        self,
        code_id: str,
        body: GivenReasonInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Replacement:
        """Replace a code.

        The old one is void; another of its SKU is issued for it, free of charge, with what was left of the old one.

        Scope: `codes:manage`

        Rate limit: `write`
        """
        return self._ask(
            _replace_code.request(
                code_id=code_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _replace_code.parse,
            keyed=True,
        )

    def resume_code(
        self,
        code_id: str,
        body: ReasonInput | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> StoredCode:
        """Resume a suspended code.

        It is again what it was before.

        Scope: `codes:manage`

        Rate limit: `write`
        """
        return self._ask(
            _resume_code.request(
                code_id=code_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _resume_code.parse,
            keyed=True,
        )

    def reveal_code(
        self,
        code_id: str,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Code:
        """Read what a code says.

        Only once it was issued. Who looked, when and from where is recorded before the code leaves.

        Where its product limits how often a code is read (`reveal_limit`), this is one look. A repeat with the same
        Idempotency-Key within 10 minutes is the same look, should the answer be lost; it is recorded too.

        Scope: `codes:reveal`

        Rate limit: `reveal`
        """
        return self._ask(
            _reveal_code.request(
                code_id=code_id,
                idempotency_key=idempotency_key,
            ),
            _reveal_code.parse,
            keyed=True,
        )

    def reverse_redemption(
        self,
        redemption_id: str,
        body: ReasonInput | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Redemption:
        """Reverse a redemption.

        All of it, once: what was taken is on the code again.

        Scope: `codes:redeem`

        Rate limit: `redeem`
        """
        return self._ask(
            _reverse_redemption.request(
                redemption_id=redemption_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _reverse_redemption.parse,
            keyed=True,
        )

    def suspend_code(
        self,
        code_id: str,
        body: ReasonInput | Unset = UNSET,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> StoredCode:
        """Suspend a code.

        On the shelf it is not sold, with its buyer it is not redeemed, until it is resumed.

        Scope: `codes:manage`

        Rate limit: `write`
        """
        return self._ask(
            _suspend_code.request(
                code_id=code_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _suspend_code.parse,
            keyed=True,
        )

    def validate_code(
        self,
        body: ValidateInput | Unset = UNSET,
    ) -> Validation:
        """Ask whether a code is worth something.

        Changes nothing. A code that is not there is an answer (`not_found`), and a guess: ten misses a minute and
        address.

        Scope: `codes:validate`

        Rate limit: `redeem`
        """
        return self._ask(
            _validate_code.request(
                body=body,
            ),
            _validate_code.parse,
            keyed=False,
        )

    def void_code(
        self,
        code_id: str,
        body: GivenReasonInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> StoredCode:
        """Void a code.

        For ever. On the shelf it is written off; with its buyer it is worth nothing any more.

        Scope: `codes:void`

        Rate limit: `write`
        """
        return self._ask(
            _void_code.request(
                code_id=code_id,
                body=body,
                idempotency_key=idempotency_key,
            ),
            _void_code.parse,
            keyed=True,
        )

    def void_codes(
        self,
        body: BulkVoidInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> BulkVoid | BulkVoidDone:
        """Void up to 10,000 codes.

        Each by itself: one that cannot be voided says why and does not stop the others. Up to 100 are voided before
        the
        answer. More are answered with 202 and voided in the background: poll `operation`, read `items_url`, and
        cancel what
        has not been done with `POST /v1/operations/{id}/cancel`.

        Scope: `codes:void`

        Rate limit: `write`
        """
        return self._ask(
            _void_codes.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _void_codes.parse,
            keyed=True,
        )
