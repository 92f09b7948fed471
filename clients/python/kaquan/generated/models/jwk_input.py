from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.jwk_input_alg import JwkInputAlg, check_jwk_input_alg
from ..models.jwk_input_crv import JwkInputCrv, check_jwk_input_crv
from ..models.jwk_input_kty import JwkInputKty, check_jwk_input_kty
from ..types import UNSET, Unset

T = TypeVar("T", bound="JwkInput")


@_attrs_define
class JwkInput:
    """A public key as JWK (RFC 7517): RSA (RSA-OAEP-256) of 2048 to 8192 bits, EC P-256 or OKP X25519 (both ECDH-ES).

    Attributes:
        kty (JwkInputKty):
        alg (JwkInputAlg | Unset):
        crv (JwkInputCrv | Unset): Of EC and OKP.
        e (str | Unset): Of RSA.
        ext (bool | Unset): What browsers add; of no meaning here.
        key_ops (list[str] | Unset): Of no meaning here.
        kid (str | Unset): Stands in the header of each JWE; else its thumbprint (RFC 7638).
        n (str | Unset): Of RSA.
        use (str | Unset):
        x (str | Unset): Of EC and OKP.
        y (str | Unset): Of EC.
    """

    kty: JwkInputKty
    alg: JwkInputAlg | Unset = UNSET
    crv: JwkInputCrv | Unset = UNSET
    e: str | Unset = UNSET
    ext: bool | Unset = UNSET
    key_ops: list[str] | Unset = UNSET
    kid: str | Unset = UNSET
    n: str | Unset = UNSET
    use: str | Unset = UNSET
    x: str | Unset = UNSET
    y: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        kty: str = self.kty

        alg: str | Unset = UNSET
        if not isinstance(self.alg, Unset):
            alg = self.alg

        crv: str | Unset = UNSET
        if not isinstance(self.crv, Unset):
            crv = self.crv

        e = self.e

        ext = self.ext

        key_ops: list[str] | Unset = UNSET
        if not isinstance(self.key_ops, Unset):
            key_ops = self.key_ops

        kid = self.kid

        n = self.n

        use = self.use

        x = self.x

        y = self.y

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kty": kty,
            }
        )
        if alg is not UNSET:
            field_dict["alg"] = alg
        if crv is not UNSET:
            field_dict["crv"] = crv
        if e is not UNSET:
            field_dict["e"] = e
        if ext is not UNSET:
            field_dict["ext"] = ext
        if key_ops is not UNSET:
            field_dict["key_ops"] = key_ops
        if kid is not UNSET:
            field_dict["kid"] = kid
        if n is not UNSET:
            field_dict["n"] = n
        if use is not UNSET:
            field_dict["use"] = use
        if x is not UNSET:
            field_dict["x"] = x
        if y is not UNSET:
            field_dict["y"] = y

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kty = check_jwk_input_kty(d.pop("kty"))

        _alg = d.pop("alg", UNSET)
        alg: JwkInputAlg | Unset
        if isinstance(_alg, Unset):
            alg = UNSET
        else:
            alg = check_jwk_input_alg(_alg)

        _crv = d.pop("crv", UNSET)
        crv: JwkInputCrv | Unset
        if isinstance(_crv, Unset):
            crv = UNSET
        else:
            crv = check_jwk_input_crv(_crv)

        e = d.pop("e", UNSET)

        ext = d.pop("ext", UNSET)

        key_ops = cast(list[str], d.pop("key_ops", UNSET))

        kid = d.pop("kid", UNSET)

        n = d.pop("n", UNSET)

        use = d.pop("use", UNSET)

        x = d.pop("x", UNSET)

        y = d.pop("y", UNSET)

        jwk_input = cls(
            kty=kty,
            alg=alg,
            crv=crv,
            e=e,
            ext=ext,
            key_ops=key_ops,
            kid=kid,
            n=n,
            use=use,
            x=x,
            y=y,
        )

        return jwk_input
