from __future__ import annotations

from typing import Any, cast

from ....resource import Resource
from ...models.import_ import Import
from ...models.import_file_input import ImportFileInput
from ...models.import_input import ImportInput
from ...models.import_page import ImportPage
from ...models.operation import Operation
from ...models.supplier_page import SupplierPage
from ...types import UNSET, File, Unset
from . import cancel_import as _cancel_import
from . import create_import as _create_import
from . import get_import as _get_import
from . import get_import_errors as _get_import_errors
from . import list_imports as _list_imports
from . import list_suppliers as _list_suppliers
from . import undo_import as _undo_import


class ImportsResource(Resource):
    """What the API does with imports."""

    def cancel_import(
        self,
        import_id: str,
    ) -> Operation:
        """Cancel a waiting or running import.

        Nothing of it is in stock afterwards.

        Scope: `inventory:write`

        Rate limit: `write`
        """
        return self._ask(
            _cancel_import.request(
                import_id=import_id,
            ),
            _cancel_import.parse,
            keyed=False,
        )

    def create_import(
        self,
        body: ImportInput | ImportFileInput,
        *,
        idempotency_key: str | Unset = UNSET,
    ) -> Operation:
        """Import codes from a file or up to 200 rows.

        Answers an operation to poll. Codes are for sale once it succeeded, and the supplier is cleared.

        Scope: `inventory:write`

        Rate limit: `write`
        """
        return self._ask(
            _create_import.request(
                body=body,
                idempotency_key=idempotency_key,
            ),
            _create_import.parse,
            keyed=True,
        )

    def get_import(
        self,
        import_id: str,
    ) -> Import:
        """Get an import.

        With its counts.

        Scope: `inventory:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_import.request(
                import_id=import_id,
            ),
            _get_import.parse,
            keyed=False,
        )

    def get_import_errors(
        self,
        import_id: str,
    ) -> str:
        """Lines that were not taken (CSV).

        Line number and reason in two languages; never the line itself.

        Scope: `inventory:read`

        Rate limit: `read`
        """
        return self._ask(
            _get_import_errors.request(
                import_id=import_id,
            ),
            _get_import_errors.parse,
            keyed=False,
        )

    def list_imports(
        self,
        *,
        cursor: str | Unset = UNSET,
        include: str | Unset = UNSET,
        limit: int | Unset = 20,
    ) -> ImportPage:
        """List imports.

        Newest first.

        Scope: `inventory:read`

        Rate limit: `read`
        """
        return self._ask(
            _list_imports.request(
                cursor=cursor,
                include=include,
                limit=limit,
            ),
            _list_imports.parse,
            keyed=False,
        )

    def list_suppliers(
        self,
        *,
        cursor: str | Unset = UNSET,
        include: str | Unset = UNSET,
        limit: int | Unset = 20,
    ) -> SupplierPage:
        """List your suppliers.

        Newest first, with their clearance at this moment.

        Scope: `inventory:write`

        Rate limit: `read`
        """
        return self._ask(
            _list_suppliers.request(
                cursor=cursor,
                include=include,
                limit=limit,
            ),
            _list_suppliers.parse,
            keyed=False,
        )

    def undo_import(
        self,
        import_id: str,
    ) -> Import:
        """Undo the unsold part of an import.

        What was issued stays issued.

        Scope: `inventory:write`

        Rate limit: `write`
        """
        return self._ask(
            _undo_import.request(
                import_id=import_id,
            ),
            _undo_import.parse,
            keyed=False,
        )
