"""Certificates of the institution: they rotate, are fetched once, and are lost to no failed download."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tenants.payments.enums import NoticeKind
from tenants.payments.errors import GatewayRefused, GatewayUnavailable, NoticeForged
from tenants.payments.gateways.wechatpay import client
from tests.integration.wechatpay.paying import account_of, asked
from tests.simulators.wechatpay.keys import platform


def test_certificates_rotate_and_several_are_good_at_once(wechat, adapter, monkeypatch):
    account = account_of()
    adapter.start(account, asked())
    adapter.start(account, asked())
    downloads = [path for _method, path, _body in wechat.calls if path == "/v3/certificates"]
    assert len(downloads) == 1
    wechat.desk.platforms.append(platform("platform 2"))
    with pytest.raises(GatewayUnavailable, match="signature"):
        adapter.start(account, asked())  # signed with one that is not known, so soon after the last download
    monkeypatch.setattr(client, "PAUSE", 0)
    adapter.start(account, asked())
    wechat.desk.platforms.reverse()
    monkeypatch.setattr(client, "PAUSE", 60)
    adapter.start(account, asked())  # signed with the older one again
    assert len([path for _method, path, _body in wechat.calls if path == "/v3/certificates"]) == 2


def test_a_failed_download_loses_no_certificate(wechat, adapter, monkeypatch):
    account, wanted = account_of(), asked()
    monkeypatch.setattr(client, "PAUSE", 0)
    adapter.start(account, wanted)
    for how in ("500", "drop"):
        wechat.fail("/v3/certificates", how)
        with pytest.raises(NoticeForged):
            adapter.verify(account, *wechat.notice("TRANSACTION.SUCCESS", {}, serial="F" * 40))
    wechat.fail("/v3/certificates", "500", times=9)
    assert adapter.verify(account, *wechat.paid(wanted.number)).kind == NoticeKind.PAID


def test_a_certificate_that_is_over_proves_nothing(wechat, adapter):
    wechat.desk.platforms[:] = [platform("platform 1"), platform("platform 3", days=-1)]
    with pytest.raises(GatewayUnavailable):
        adapter.start(account_of(), asked())


def test_the_simulator_itself_believes_nobody_who_does_not_sign(wechat):
    answer = requests.get(f"{wechat.url}/v3/certificates", timeout=2)
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGN_ERROR")


def test_many_notices_at_once_download_the_certificates_once(wechat, adapter):
    account, wanted = account_of(), asked()
    adapter.start(account_of(by_public_key=True), wanted)
    notices = [wechat.paid(wanted.number) for _ in range(16)]
    with ThreadPoolExecutor(16) as pool:
        kinds = list(pool.map(lambda notice: adapter.verify(account, *notice).kind, notices))
    assert kinds == [NoticeKind.PAID] * 16
    assert len([path for _method, path, _body in wechat.calls if path == "/v3/certificates"]) == 1


def test_keys_that_were_changed_are_used_at_once(wechat, adapter):
    wrong = account_of(serial_no="0" * 40)
    with pytest.raises(GatewayRefused, match="SIGN_ERROR"):
        adapter.start(wrong, asked())
    assert adapter.start(account_of(), asked()).url
    with pytest.raises(GatewayRefused, match="SIGN_ERROR"):
        adapter.start(wrong, asked())


def test_certificates_of_yesterday_are_fetched_anew(wechat, adapter, monkeypatch):
    adapter.start(account_of(), asked())
    monkeypatch.setattr(client, "PAUSE", 0)
    monkeypatch.setattr(client, "KEPT", 0)
    adapter.start(account_of(), asked())
    assert len([path for _method, path, _body in wechat.calls if path == "/v3/certificates"]) == 2
