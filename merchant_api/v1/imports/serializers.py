from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from merchant_api.serializers import StrictSerializer
from merchant_api.v1.imports import examples
from platform_core.kernel.ids import public_id
from tenants.inventory.enums import ImportState
from tenants.inventory.models import CodeImport


class ImportRowInput(StrictSerializer):
    """One code."""

    card_number = serializers.CharField(max_length=1024, required=False, allow_blank=True, trim_whitespace=False)
    code = serializers.CharField(max_length=1024, trim_whitespace=False)
    face_value = serializers.IntegerField(required=False, min_value=0)
    expires_on = serializers.DateField(required=False, allow_null=True)


class ImportInput(StrictSerializer):
    """Up to 200 codes as JSON; send a file (multipart) for more."""

    example = examples.IMPORT_INPUT

    sku = serializers.CharField(help_text="sku_…")
    supplier = serializers.CharField(help_text="sup_…")
    rows = serializers.ListField(child=ImportRowInput(), min_length=1, max_length=200)
    unit_cost = serializers.IntegerField(required=False, min_value=0, max_value=10**12)
    shared_uses = serializers.IntegerField(required=False, min_value=1, max_value=10**6)


class ImportFileInput(serializers.Serializer):  # type: ignore[type-arg]
    """A file of codes; the header line decides which column is what, else the columns are guessed."""

    example = examples.IMPORT_FILE_INPUT

    file = serializers.FileField()
    sku = serializers.CharField()
    supplier = serializers.CharField()
    unit_cost = serializers.IntegerField(required=False)
    format = serializers.CharField(required=False, help_text='JSON: {"encoding", "separator", "columns"}')


class ImportSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an import."""

    example = examples.ONE_IMPORT

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["import"])
    sku = serializers.CharField()
    supplier = serializers.CharField()
    status = serializers.CharField()
    filename = serializers.CharField()
    lines = serializers.IntegerField()
    accepted = serializers.IntegerField()
    duplicates = serializers.DictField(child=serializers.IntegerField())
    rejected = serializers.IntegerField()
    removed = serializers.IntegerField()
    failure = serializers.CharField(allow_null=True)
    errors_url = serializers.CharField(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


KINDS = ["import", "export", "issuance", "issuance_batch", "bulk_void", "refund", "redelivery"]


@extend_schema_field({"type": "string", "enum": KINDS, "x-open-enum": True})
class KindField(serializers.ChoiceField):
    """A kind of long work."""


class OperationSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an operation: long work, with its progress."""

    example = examples.ONE_OPERATION

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["operation"])
    kind = KindField(choices=KINDS, help_text="What it does. There will be others.")
    status = serializers.ChoiceField(choices=["queued", "running", "succeeded", "failed", "canceled"])
    progress = serializers.DictField()
    result = serializers.DictField(allow_null=True)
    error = serializers.DictField(allow_null=True)
    created_at = serializers.DateTimeField()

    def get_fields(self) -> dict[str, Any]:
        """With what it is the operation of: the name of one is a word of the language."""
        of = {
            "import": "imp_…, of kind import",
            "export": "exp_…, of kind export",
            "issuance": "iss_…, of kind issuance",
            "bulk_void": "void_…, of kind bulk_void",
            "refund": "rfd_…, of kind refund",
            "webhook_endpoint": "we_…, of kind redelivery, when it is of one endpoint",
        }
        named = {name: serializers.CharField(required=False, help_text=text) for name, text in of.items()}
        return {**super().get_fields(), **named}


def render_import(row: CodeImport) -> dict[str, Any]:
    """An import for the API."""
    outside = public_id("imp", row.id)
    return {
        "id": outside,
        "object": "import",
        "sku": public_id("sku", row.sku_id),
        "supplier": public_id("sup", row.contract.supplier_id),
        # Codes that are stored and not yet for sale are still being taken in.
        "status": ImportState.VALIDATING if row.state == ImportState.SCREENING else row.state,
        "filename": row.filename,
        "lines": row.lines,
        "accepted": row.accepted,
        "duplicates": {"in_file": row.duplicates_in_file, "in_stock": row.duplicates_in_stock},
        "rejected": row.rejected,
        "removed": row.removed,
        "failure": row.failure or None,
        "errors_url": f"/v1/imports/{outside}/errors.csv" if row.errors_upload else None,
        "created_at": row.created_at,
        "finished_at": row.finished_at,
    }
