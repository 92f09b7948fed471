"""What every test shop sells: a few goods of each kind, and the magic SKUs. Prices in minor units."""

from __future__ import annotations

from dataclasses import dataclass, field

from tenants.catalog.enums import CodeMode, MagicSku, ProductKind, RedemptionKind
from tenants.catalog.services.create_product import SkuDraft

PRICE = 1000


@dataclass(frozen=True, slots=True)
class Goods:
    """A product with its SKUs; ``stock``: by ``sku_code``, codes for sale from the first day."""

    name: str
    name_en: str
    kind: ProductKind
    skus: tuple[SkuDraft, ...]
    stock: dict[str, int] = field(default_factory=dict)


def _magic(which: MagicSku, name: str, mode: CodeMode) -> SkuDraft:
    """Cards that the shop makes itself never run out; the others have exactly the stock that they are known for."""
    made = mode == CodeMode.GENERATED
    return SkuDraft(
        sku_code=which.value,
        name=name,
        price=PRICE,
        face_value=PRICE,
        code_mode=mode,
        redemption=RedemptionKind.AMOUNT if made else RedemptionKind.NONE,
    )


GOODS = (
    Goods(
        "魔法规格",
        "Magic SKUs",
        ProductKind.CUSTOM,
        (
            _magic(MagicSku.OK, "总是成功", CodeMode.GENERATED),
            _magic(MagicSku.OUT_OF_STOCK, "总是缺货", CodeMode.SINGLE),
            _magic(MagicSku.SLOW, "12 秒后到货", CodeMode.SINGLE),
            _magic(MagicSku.PARTIAL, "总是只有 1 张", CodeMode.SINGLE),
            _magic(MagicSku.PRICE_UP, "下单时涨价", CodeMode.GENERATED),
            _magic(MagicSku.FAIL_AFTER_EXECUTE, "发卡后报错", CodeMode.GENERATED),
            _magic(MagicSku.LOST_RESPONSE, "发卡后断开连接", CodeMode.GENERATED),
        ),
        {MagicSku.PARTIAL.value: 1},
    ),
    Goods(
        "测试视频会员",
        "Test video membership",
        ProductKind.LICENSE_KEY,
        (
            SkuDraft(sku_code="TEST-VIDEO-30", name="30 天", price=1990, face_value=2500, cost=1500),
            SkuDraft(sku_code="TEST-VIDEO-365", name="365 天", price=16800, face_value=19800, cost=14000),
        ),
        {"TEST-VIDEO-30": 1_000, "TEST-VIDEO-365": 1_000},
    ),
    Goods(
        "测试 Wi-Fi 通行码",
        "Test Wi-Fi code",
        ProductKind.VOUCHER,
        (SkuDraft(sku_code="TEST-WIFI", name="1 天", price=300, code_mode=CodeMode.SHARED),),
        {"TEST-WIFI": 100_000},
    ),
    Goods(
        "测试礼品卡",
        "Test gift card",
        ProductKind.GIFT_CARD,
        (
            SkuDraft(
                sku_code="TEST-GIFT-50",
                name="50",
                price=5000,
                face_value=5000,
                code_mode=CodeMode.GENERATED,
                redemption=RedemptionKind.AMOUNT,
                valid_days=365,
            ),
            SkuDraft(
                sku_code="TEST-GIFT-100-ACTIVATE",
                name="100（须激活）",
                price=10000,
                face_value=10000,
                code_mode=CodeMode.GENERATED,
                redemption=RedemptionKind.AMOUNT,
                needs_activation=True,
                valid_days=365,
            ),
        ),
    ),
    Goods(
        "测试健身次卡",
        "Test gym pass",
        ProductKind.VOUCHER,
        (
            SkuDraft(
                sku_code="TEST-PASS-10",
                name="10 次",
                price=20000,
                code_mode=CodeMode.GENERATED,
                redemption=RedemptionKind.UNITS,
                units=10,
                valid_days=90,
            ),
        ),
    ),
)
