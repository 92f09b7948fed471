"""Signed answers of Alipay: a signature over the raw text between the braces. Key and signature are of another program's making."""

import httpx
import pytest

from tenants.payments.errors import GatewayUnavailable
from tenants.payments.gateways.alipay.client import client_of
from tenants.payments.gateways.base import Account
from tests.simulators.alipay.signing import make_key, one_line

METHOD, NAME = "alipay.trade.query", "alipay_trade_query_response"
# openssl genrsa 2048; openssl dgst -sha256 -sign
PUBLIC_KEY = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAplKi+ArdDidxyvGM+999hojrX1hYX61Q7/TX3d+Bcv8kdkgc3O6kpu0jga93vSbN3C"
    "xthZRrdch5oik9ZTARAUrafmQFVH9HySywTcYjVn0gHTvcPWEi2fB1YDIGuxROeqZCclzOwpIs7+4YxZPX/v8Pihep0VLew6mr9pn70QWDcsLV"
    "MLj8rBkbUXklnk8icEGne8tVjT08OyYPh6FphpVc19xGIPlClRvjegDASPPaPAAU0Nm+OnyE4mekbFnFs8fvVQpBuc1EvljUvIOVB7km1ON8jN"
    "Tov8cxx6daKpsKq4se0mst4tJrFilWduh7D/4onXIxHUj0vqs4raLFWwIDAQAB"
)
# As Alipay writes: escapes and characters side by side, a list of objects, no blanks.
CONTENT = (
    r'{"code":"10000","msg":"Success","buyer_logon_id":"abc***@sandbox.com","fund_bill_list":[{"amount":"45.00",'
    r'"fund_channel":"ALIPAYACCOUNT"}],"out_trade_no":"P20260101120000abcdef012345","store_name":"A\/B \u5361\u5238 卡券",'
    r'"total_amount":"45.00","trade_no":"2026010122001400000000000001","trade_status":"TRADE_SUCCESS"}'
)
SIGNATURE = (
    "nCtSJju4fSo57vBaxlYu/sCKL8Ngbrgu4waMAWNHTXi9fBrnE1KzlcHvQiPOxXCj1NcQ8LL9fAu3zcWlNsF2QWIxlWvwaLKAJiwrBNqur9vDXy"
    "4zeoKYf6ShAu/v9MLOPBK0FtU6sPlWlY2sZugW2iNaC4xQKGkJYIEn4TqPmEhrcqWhTgmhglyl58YxKTTWZZKYp4PcE2DPJGMO2sWMeosB4oJ3"
    "XaMzBlXZzxb9ihNwgknfAFJpOTUzo3gWWEsf7/H8+Sx7w8G1EEoSbl5G0fxyFI85wvhnCbkbTJkNMTtWTe7OPJnp0SYSbfuViBzkydSgZTRq/s"
    "Hs0EOyimTrgA=="
)


@pytest.fixture(scope="module")
def own():
    return make_key()


@pytest.fixture
def ask(own, monkeypatch):
    """What is made of an answer that comes over the wire as this text."""

    def asked(text, public=PUBLIC_KEY):
        secrets = {"private_key": one_line(own), "alipay_public_key": public}
        account = Account(None, "alipay", {"app_id": "2021000000000001", "seller_id": "2088000000000001"}, secrets)
        body = text if isinstance(text, bytes) else text.encode()
        wire = httpx.Client(transport=httpx.MockTransport(lambda request: httpx.Response(200, content=body)))
        monkeypatch.setattr("tenants.payments.gateways.alipay.client.http", lambda: wire)
        return client_of(account, "https://alipay.example/gateway.do").call(METHOD, {"out_trade_no": "P1"})

    return asked


def answer(content=CONTENT, signature=SIGNATURE):
    return f'{{"{NAME}":{content},"sign":"{signature}"}}'


@pytest.mark.parametrize(
    "text",
    [
        answer(),
        f'{{"sign":"{SIGNATURE}","{NAME}":{CONTENT}}}',
        f'{{"alipay_cert_sn":"a5b5","{NAME}":{CONTENT},"sign":"{SIGNATURE}"}}',
        f'{{ "{NAME}" : {CONTENT} ,\n "sign" : "{SIGNATURE.replace("/", chr(92) + "/")}" }}',
    ],
    ids=["as usual", "signature first", "with a certificate", "blanks and escapes around it"],
)
def test_what_is_signed_is_believed_whatever_stands_around_it(ask, text):
    said = ask(text)
    assert (said["trade_status"], said["total_amount"]) == ("TRADE_SUCCESS", "45.00")
    assert said["store_name"] == "A/B 卡券 卡券"


@pytest.mark.parametrize(
    "text",
    [
        answer(CONTENT.replace("45.00", "4.50")),
        answer(CONTENT.replace("TRADE_SUCCESS", "TRADE_CLOSED")),
        answer(CONTENT.replace('"10000","msg"', '"10000", "msg"')),
        answer(CONTENT.replace("\\u5361\\u5238", "卡券")),
        answer(CONTENT.replace("\\/", "/")),
        answer(CONTENT.replace('"code":"10000","msg":"Success",', '"msg":"Success","code":"10000",')),
        answer(CONTENT[:-1] + ',"total_amount":"0.01"}'),
        f'{{"{NAME}":{{"code":"10000","trade_status":"TRADE_SUCCESS"}},"x":{CONTENT},"sign":"{SIGNATURE}"}}',
        answer(signature=SIGNATURE.swapcase()),
        answer(signature=SIGNATURE[:-8]),
        answer(signature=""),
        answer(signature="!"),
        f'{{"{NAME}":{CONTENT}}}',
        f'{{"{NAME}":{CONTENT},"sign":null}}',
        f'{{"alipay_trade_close_response":{CONTENT},"sign":"{SIGNATURE}"}}',
    ],
    ids=[
        "another amount", "another state", "a blank", "an escape undone", "a slash undone", "another order", "a key twice",
        "signed beside it", "another signature", "a cut signature", "no signature", "no base64", "unsigned", "null",
        "of another question",
    ],
)  # fmt: skip
def test_what_was_changed_is_not_believed(ask, text):
    with pytest.raises(GatewayUnavailable):
        ask(text)


@pytest.mark.parametrize("length", [0, 1, 40, len(answer().encode()) // 2, -len(SIGNATURE), -2, -1])
def test_what_was_cut_is_not_believed(ask, length):
    with pytest.raises(GatewayUnavailable):
        ask(answer().encode()[:length])


def test_another_key_s_signature_is_not_believed(ask):
    with pytest.raises(GatewayUnavailable):
        ask(answer(), public=one_line(make_key().public_key()))


def test_a_refusal_is_believed_only_if_it_is_signed(ask):
    refusal = '{"code":"40004","msg":"Business Failed","sub_code":"ACQ.TRADE_NOT_EXIST"}'
    for text in (f'{{"{NAME}":{refusal}}}', f'{{"error_response":{refusal}}}', answer(refusal)):
        with pytest.raises(GatewayUnavailable):
            ask(text)
