from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.export import Export
from ...models.export_input import ExportInput
from ...models.export_operation import ExportOperation
from ...models.export_page import ExportPage
from ...models.list_exports_type import ListExportsType, check_list_exports_type
from ...types import UNSET, File, Unset
from . import create_export as _create_export
from . import get_export as _get_export
from . import list_exports as _list_exports
from . import revoke_export as _revoke_export


class ExportsResource(Resource):
    """What the API does with exports."""

    def create_export(
        self,
        body: ExportInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> ExportOperation:
        """Export records as a file.

        Answers an operation to poll; once it succeeded, the export has a `download_url`. The file shows one moment,
        `as_of`, however long it is written.

        Further scopes, by `type`: `codes` and `redemptions` need `codes:read`, `refunds` needs `refunds:read`,
        `ledger` needs
        `balance:read`, `stock` needs `inventory:read`; `reveal` needs `codes:reveal`.

        `codes` have masked codes, unless `reveal` is true: then issued codes are in the clear (others stay masked,
        and those
        of products with a `reveal_limit`), the look is recorded, and the file is a ZIP archive, encrypted with
        AES-256 (7-Zip,
        WinRAR and Bandizip open it). The answer has its `archive_password`; only a repeat with the same Idempotency-
        Key tells
        it again, as long as the file is there.

        In CSV a text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line
        break)
        has a `'` before it; JSON lines have every text as it is.

        The link works for `expires_in` seconds and needs no key: treat it as a secret. Five exports of a shop can
        wait or be
        written at a time.

        Scope: `issuances:read`

        Rate limit: `read`
        """
        return self._ask(
            _create_export.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _create_export.parse,
            keyed=True,
        )

    def get_export(
        self,
        export_id: str,
    ) -> Export:
        """Get an export.

        With the link to its file, and who fetched it. The link answers 410 `export_expired` once its time is over or
        the
        export was revoked.

        Scope: `issuances:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_export.request(
                export_id=export_id,
            ),
            _get_export.parse,
            keyed=False,
        )

    def list_exports(
        self,
        *,
        cursor: str | Unset = UNSET,
        include: str | Unset = UNSET,
        limit: int | Unset = 20,
        type_: ListExportsType | Unset = UNSET,
    ) -> ExportPage:
        """List exports.

        Newest first: what was exported, by which key, and who fetched it when. Kept for ever, the files are not.

        Scope: `issuances:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_exports.request(
                cursor=cursor,
                include=include,
                limit=limit,
                type_=type_,
            ),
            _list_exports.parse,
            keyed=False,
        )

    def revoke_export(
        self,
        export_id: str,
    ) -> Export:
        """Revoke an export.

        Its link is dead and its file shredded at once; one that is not written yet is cancelled. Of one that is over
        already nothing changes. Needs the scopes that making it needs.

        Scope: `issuances:read`

        Rate limit: `read`
        """
        return self._ask(
            _revoke_export.request(
                export_id=export_id,
            ),
            _revoke_export.parse,
            keyed=False,
        )
