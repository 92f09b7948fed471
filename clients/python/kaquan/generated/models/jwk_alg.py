from typing import Any, Literal, cast

JwkAlg = Literal["ECDH-ES", "RSA-OAEP-256"]


def check_jwk_alg(value: Any) -> JwkAlg:
    """Nothing is refused: the API may add values, and a client of today must read the answers of tomorrow."""
    return cast(JwkAlg, value)
