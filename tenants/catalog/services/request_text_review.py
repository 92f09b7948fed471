from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from platform_core.events.services.enqueue_job import enqueue_job
from platform_core.kernel.jobs import JobName
from platform_core.tenancy.context import current_tenant
from tenants.catalog.enums import CardNature
from tenants.catalog.models import Product
from tenants.catalog.product_words import READ_ANEW, WORDS


def request_text_review(*, product: Product, changed: Collection[str], now: dt.datetime) -> bool:
    """Have what a product says to buyers looked at after it was saved, in the caller's transaction; a test shop sells nothing.

    Returns:
        Whether there was anything to look at.
    """
    said = any(getattr(product, name) for name in WORDS) or product.nature == CardNature.OWN_VOUCHER
    if not current_tenant().livemode or not said or not READ_ANEW & {*changed}:
        return False
    key = f"texts:{product.id}:{product.version}"
    enqueue_job(JobName.REVIEW_TEXTS, key=key, payload={"product_id": str(product.id)}, now=now)
    return True
