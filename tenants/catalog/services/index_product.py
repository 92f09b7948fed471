from __future__ import annotations

from tenants.catalog.models import Product
from tenants.catalog.searching import grams_of


def _search_text_of(product: Product) -> str:
    """What a buyer may type to find the product: names, brand, full pinyin (aiqiyi) and initials (aqy); lower case."""
    from pypinyin import Style, lazy_pinyin  # its dictionaries cost 0.3 s at the start of a process that may need none

    chinese = f"{product.name} {product.brand}"
    syllables = lazy_pinyin(chinese)
    initials = lazy_pinyin(chinese, style=Style.FIRST_LETTER)
    parts = [product.name, product.name_en, product.brand, "".join(syllables), "".join(initials)]
    return " ".join(part for part in parts if part).lower().replace("\n", " ")


def index_product(*, product: Product) -> None:
    """Fill what the product is found by; the caller saves."""
    product.search_text = _search_text_of(product)
    product.search_grams = grams_of(product.search_text)
