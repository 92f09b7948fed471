from platform_core.kernel.errors import DomainError


class SkuCodeTaken(DomainError):
    """Another SKU of this shop has this code."""

    code = "sku_code_taken"


class SkuTermsInvalid(DomainError):
    """How codes of the SKU are to be made and redeemed does not fit together; ``reason`` says what."""

    code = "sku_terms_invalid"


class InputSchemaInvalid(DomainError):
    """What a buyer is to be asked for cannot be asked like this; ``reason`` says why."""

    code = "input_schema_invalid"


class InputInvalid(DomainError):
    """What the SKU asks for is missing or wrong; ``fields`` names each with its reason."""

    code = "input_invalid"


class FaceValueFixed(DomainError):
    """Codes that are out are worth the face value: it stays as it is."""

    code = "face_value_fixed"


class ChangedMeanwhile(DomainError):
    """Somebody else changed it since the caller read it. Nothing was changed."""

    code = "precondition_failed"


class PictureRefused(DomainError):
    """An uploaded picture is too large, damaged or of another format; ``reason`` says which. Nothing was kept."""

    code = "picture_refused"


class StoreClosed(DomainError):
    """The merchant has closed the shop for a while (歇业): what was sold can be seen, nothing can be bought."""

    code = "store_closed"


class CategoryUnknown(DomainError):
    """There is no category with this slug."""

    code = "resource_not_found"
