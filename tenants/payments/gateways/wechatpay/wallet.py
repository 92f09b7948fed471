"""Who the buyer is inside WeChat: their openid at the merchant's own official account (公众号网页授权, scope snsapi_base).

https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/Wechat_webpage_authorization.html
"""

from __future__ import annotations

import urllib.parse
from typing import Any

import httpx

from tenants.payments.errors import GatewayRefused, GatewayUnavailable
from tenants.payments.gateways.base import Account

AUTHORIZE = "https://open.weixin.qq.com/connect/oauth2/authorize"
API = "https://api.weixin.qq.com"
TIMEOUT = httpx.Timeout(8, connect=3)
BUSY = {-1, 45011}  # the system is busy; too many calls


def authorize_url(account: Account, back_url: str, state: str) -> str:
    """Where WeChat says who the buyer is, without asking them. The order of the parameters is the vendor's."""
    asked = {
        "appid": account.settings["app_id"],
        "redirect_uri": back_url,
        "response_type": "code",
        "scope": "snsapi_base",
        "state": state,
    }
    return f"{AUTHORIZE}?{urllib.parse.urlencode(asked)}#wechat_redirect"


def openid_of(api_url: str, account: Account, code: str) -> str:
    """Whose code it is; a code is good once, for five minutes.

    Raises:
        GatewayUnavailable, GatewayRefused
    """
    asked = {
        "appid": account.settings["app_id"],
        "secret": account.secrets.get("app_secret", ""),
        "code": code,
        "grant_type": "authorization_code",
    }
    try:
        # The vendor takes the secret in the address alone: errors of the library, which show it, are not passed on.
        answer = httpx.get(f"{api_url}/sns/oauth2/access_token", params=asked, timeout=TIMEOUT, trust_env=False)
        said: dict[str, Any] = answer.raise_for_status().json()
    except (httpx.HTTPError, ValueError):
        raise GatewayUnavailable(reason="WECHAT_LOGIN") from None
    if said.get("errcode") in BUSY:
        raise GatewayUnavailable(reason="WECHAT_LOGIN")
    if not said.get("openid"):
        raise GatewayRefused(reason=f"WECHAT_LOGIN_{said.get('errcode', '')}")
    return str(said["openid"])
