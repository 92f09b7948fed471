from __future__ import annotations

from datetime import UTC
from typing import Any

from rest_framework import serializers

from merchant_api.serializers import StrictSerializer
from merchant_api.v1.exports import examples
from merchant_api.v1.imports.serializers import OperationSerializer
from tenants.reporting.enums import ExportFormat, ExportState, ExportType

# Sheets are of the back office.
TYPES = [type_ for type_ in ExportType.values if type_ != ExportType.SHEET]
FORMATS = [ExportFormat.CSV.value, ExportFormat.JSONL.value]
SHORTEST, LONGEST = 300, 24 * 3600


class ExportInput(StrictSerializer):
    """What is listed, and how. Codes are of one `issuance`, of one `import`, or of a period."""

    example = examples.EXPORT_INPUT

    type = serializers.ChoiceField(choices=TYPES)
    format = serializers.ChoiceField(
        choices=FORMATS,
        default=ExportFormat.CSV.value,
        help_text="csv: for people, money in major units, times of the shop's zone; jsonl: for programs, like the API.",
    )
    bom = serializers.BooleanField(
        default=False, help_text="CSV begins with a byte order mark, by which Excel knows UTF-8."
    )
    reveal = serializers.BooleanField(
        default=False, help_text="Codes in the clear, of type codes only; the file is an encrypted archive."
    )
    issuance = serializers.CharField(max_length=64, required=False, help_text="iss_…; of type codes only.")
    created_from = serializers.DateTimeField(required=False, default_timezone=UTC, help_text="Not before that.")
    created_to = serializers.DateTimeField(required=False, default_timezone=UTC, help_text="Before that.")
    expires_in = serializers.IntegerField(
        min_value=SHORTEST, max_value=LONGEST, default=LONGEST, help_text="Seconds for which the link works."
    )

    def get_fields(self) -> dict[str, Any]:
        """One of them has a name that Python keeps for itself."""
        taken = serializers.CharField(max_length=64, required=False, help_text="imp_…; of type codes only.")
        return {**super().get_fields(), "import": taken}


class DownloadSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents a download."""

    at = serializers.DateTimeField()
    ip = serializers.CharField(allow_null=True)


class ExportSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Documents an export."""

    example = examples.ONE_EXPORT

    id = serializers.CharField()
    object = serializers.ChoiceField(choices=["export"])
    livemode = serializers.BooleanField()
    type = serializers.ChoiceField(choices=TYPES)
    format = serializers.ChoiceField(choices=FORMATS)
    reveal = serializers.BooleanField()
    bom = serializers.BooleanField()
    status = serializers.ChoiceField(choices=ExportState.values)
    issuance = serializers.CharField(allow_null=True)
    created_from = serializers.DateTimeField(allow_null=True)
    created_to = serializers.DateTimeField(allow_null=True)
    rows = serializers.IntegerField(allow_null=True)
    bytes = serializers.IntegerField(allow_null=True)
    sha256 = serializers.CharField(allow_null=True, help_text="Of the file as it is downloaded.")
    filename = serializers.CharField()
    as_of = serializers.DateTimeField(allow_null=True, help_text="The moment that the file shows.")
    download_url = serializers.CharField(
        allow_null=True,
        help_text="Needs no key: whoever has it has the file. Only for keys that may make such an export.",
    )
    expires_at = serializers.DateTimeField(allow_null=True)
    downloads = serializers.ListField(child=DownloadSerializer(), help_text="Newest first, at most 20.")
    created_by = serializers.CharField()
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)

    def get_fields(self) -> dict[str, Any]:
        """One of them has a name that Python keeps for itself."""
        return {**super().get_fields(), "import": serializers.CharField(allow_null=True)}


class ExportOperationSerializer(OperationSerializer):
    """Documents the operation of an export."""

    example = examples.EXPORT_OPERATION

    archive_password = serializers.CharField(
        required=False, help_text="With `reveal` only: opens the archive. Told here and nowhere else."
    )
