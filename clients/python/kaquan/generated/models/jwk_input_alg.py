from typing import Any, Literal, cast

JwkInputAlg = Literal["ECDH-ES", "RSA-OAEP-256"]


def check_jwk_input_alg(value: Any) -> JwkInputAlg:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(JwkInputAlg, value)
