from tests.integration.orders.conftest import inside, refunds

__all__ = ["inside", "refunds"]
