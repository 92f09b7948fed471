from typing import Any, Literal, cast

JwkInputCrv = Literal["P-256", "X25519"]


def check_jwk_input_crv(value: Any) -> JwkInputCrv:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(JwkInputCrv, value)
