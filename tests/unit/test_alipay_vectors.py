"""Texts that Alipay really signed, and certificates that it really issued, as its SDKs publish them with their tests."""

import base64
import urllib.parse

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from tenants.payments.enums import NoticeKind
from tenants.payments.errors import NoticeForged
from tenants.payments.gateways.alipay.amounts import to_fen, to_yuan
from tenants.payments.gateways.alipay.client import client_of
from tenants.payments.gateways.alipay.keys import armoured, key_of_certificate, read_certificates, read_public_key
from tenants.payments.gateways.alipay.notices import notice_of, read_form
from tenants.payments.gateways.base import Account, Notice
from tests.simulators.alipay.signing import certificate, make_key, one_line

NOTICE_KEY = (
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAqObrdC7hrgAVM98tK0nv3hSQRGGKT4lBsQjHiGjeYZjOPIPHR5knm2jnnz/YGIXI"
    "ofVHkA/tAlBAd5DrY7YpvI4tP5EONLtZKC2ghBMx7McI2wRD0xiqzxOQr1FuhZGJ8/AUokBzJrzY+aGX2xcOrxFYRlFilvVLTXg4LWjR1tdP"
    "kO6+i7wQZAIVMClPkwVRZEbaERRHlKqTzv2gGv5rDU8gRoe1LeaN+6BlbTqHWkQcNCUNrA8C6l17XAXGKDsm/9TFWwO8EPHHHCaQdjtV5/Fd"
    "cWIt+L8SR1ss7EXTjYDFtxcKVv9rEoY1lX8T4mX+GbXfZHraG5NCF1+XioL5JwIDAQAB"
)
NOTICE = {
    "gmt_create": "2019-08-15 15:56:22",
    "charset": "utf-8",
    "seller_email": "z97-yuquerevenue@service.aliyun.com",
    "subject": "语雀空间 500人规模",
    "sign": (
        "QfTb8tqE1BMhS5qAnXtvsF3/jBkEvu9q9en0pdbBUDDjvKycZhQb7h8GDs4FKfi049PynaNuatxSgLb/nLWZpXyyh0LEWdK2S6Ri7nPwrVgO"
        "s08zugLO20vOQz44y3ti2Ncm8/wZts1Fr2gZ7pShnVX3d1B50hbsXnObT1r/U8ONNQjWXd0HIul4TG+Q3fm3svmSvFEy0WnzuhcyHPX5Gm4E"
        "LNctL6Qd5YniGJFNcc7kopHYtI/XD9YCKCH6Ct02rzUs9i11C9CsadtZn+WhxF26Dqt9sGEFajkJ8cxUTLi8+VCpLHsgPE8P0y095uQcDdK0"
        "YjCh4x7wVSov+lrmOQ=="
    ),
    "buyer_id": "2088102534368455",
    "invoice_amount": "0.10",
    "notify_id": "2019081500222155624068450559358070",
    "fund_bill_list": '[{"amount":"0.10","fundChannel":"ALIPAYACCOUNT"}]',
    "notify_type": "trade_status_sync",
    "trade_status": "TRADE_SUCCESS",
    "receipt_amount": "0.10",
    "buyer_pay_amount": "0.10",
    "sign_type": "RSA2",
    "app_id": "2019073166072302",
    "seller_id": "2088531891668739",
    "gmt_payment": "2019-08-15 15:56:24",
    "notify_time": "2019-08-15 15:56:25",
    "version": "1.0",
    "out_trade_no": "20190815155618536-564-57",
    "total_amount": "0.10",
    "trade_no": "2019081522001468450512505578",
    "auth_app_id": "2019073166072302",
    "buyer_logon_id": "xud***@126.com",
    "point_amount": "0.00",
}
# Of Alipay itself, 2020 to 2022: issued by "Ant Financial Certification Authority Class 2 R1".
CERTIFICATE = (
    "MIIDsjCCApqgAwIBAgIQICAFFOY8L+BNU4cW/iE1izANBgkqhkiG9w0BAQsFADCBgjELMAkGA1UEBhMCQ04xFjAUBgNVBAoMDUFudCBGaW5h"
    "bmNpYWwxIDAeBgNVBAsMF0NlcnRpZmljYXRpb24gQXV0aG9yaXR5MTkwNwYDVQQDDDBBbnQgRmluYW5jaWFsIENlcnRpZmljYXRpb24gQXV0"
    "aG9yaXR5IENsYXNzIDIgUjEwHhcNMjAwNTE0MTQ0MjAxWhcNMjIwNTE0MTQ0MjAxWjCBkjELMAkGA1UEBhMCQ04xLTArBgNVBAoMJOadreW3"
    "nueEleaXreS/oeaBr+aKgOacr+aciemZkOWFrOWPuDEPMA0GA1UECwwGQWxpcGF5MUMwQQYDVQQDDDrmlK/ku5jlrp0o5Lit5Zu9Kee9kee7"
    "nOaKgOacr+aciemZkOWFrOWPuC0yMDg4ODMxMjA0NjU5MjE3MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAhoVesfcGvUv1XvUn"
    "dmX0rmSZ/2posJBCooySbSVFpV79RtHMzrVz2aKkC3WvOXeT5iNeQK4mK8gp3vNkWrHTkQGx5BcmkeO1WS384CQde7dAS0gmxeFs5bs+cCQq"
    "V2A2c2R9/5rJMtFtp1Ot/rIiMBUn6Ei0UoztM7AneavqQEzSwYlCKNhPFFtHCiz7u4O5R9CIyvUmYr+zpem2HXBN9ygPAZ0aXBQipGbc45+G"
    "07ZCNsmY4hV/Igya1aBf+Ye8p10Ew8uBBri0sIknhSC2LqKKy2IH1fO6q1d1jhN240QRHvbpRNv60kAfZsEulBASBrCMBi49NiJyr5nre7SN"
    "ywIDAQABoxIwEDAOBgNVHQ8BAf8EBAMCA/gwDQYJKoZIhvcNAQELBQADggEBAEx9T99X9NhDZYXDftc0wH0Tc5OVRIqWTYBN/KEP1df+Ix5d"
    "jcDrUUcXJMvprMw3frUymgJsf7YUgZ1+dMz+Gup5dCH3qUu/5c9R3d8senb4wCiYR2FpJ3WGIONwInNQTs04a2wM4JIMCdCYWC/H1hdvNl9V"
    "4pYeMckTruSnPmJlL6E/pNF5AuIYP5AswZSOhASIQzt5Rr6QDz/YVGi2/6al5Bknm2f9dmsZbWDapKDrlJ3Ny2B0SZ0H47Y7lRlaVNe+Jj1j"
    "srv16ONk1XLt71jyWyPAIlITLcyXmMtT1IympPFRxBIngEImjGt6d1VUtkf61Cjpr0bRRDoZXvWRv5U="
)
CERTIFICATE_NUMBER = "7513daaaa48aa3ba2e4018d84402479c"
# The first of the file of roots: of an elliptic curve (SM2) that RSA2 has no use for.
SM2_ROOT = (
    "MIIBszCCAVegAwIBAgIIaeL+wBcKxnswDAYIKoEcz1UBg3UFADAuMQswCQYDVQQGEwJDTjEOMAwGA1UECgwFTlJDQUMxDzANBgNVBAMMBlJP"
    "T1RDQTAeFw0xMjA3MTQwMzExNTlaFw00MjA3MDcwMzExNTlaMC4xCzAJBgNVBAYTAkNOMQ4wDAYDVQQKDAVOUkNBQzEPMA0GA1UEAwwGUk9P"
    "VENBMFkwEwYHKoZIzj0CAQYIKoEcz1UBgi0DQgAEMPCca6pmgcchsTf2UnBeL9rtp4nw+itk1Kzrmbnqo05lUwkwlWK+4OIrtFdAqnRTV7Q9"
    "v1htkv42TsIutzd126NdMFswHwYDVR0jBBgwFoAUTDKxl9kzG8SmBcHG5YtiW/CXdlgwDAYDVR0TBAUwAwEB/zALBgNVHQ8EBAMCAQYwHQYD"
    "VR0OBBYEFEwysZfZMxvEpgXBxuWLYlvwl3ZYMAwGCCqBHM9VAYN1BQADSAAwRQIgG1bSLeOXp3oB8H7b53W+CKOPl2PknmWEq/lMhtn25HkC"
    "IQDaHDgWxWFtnCrBjH16/W3Ezn7/U/Vjo5xIpDoiVhsLwg=="
)


def pem(text):
    lines = [text[start : start + 64] for start in range(0, len(text), 64)]
    return "\r\n".join(["-----BEGIN CERTIFICATE-----", *lines, "-----END CERTIFICATE-----", ""])


@pytest.fixture(scope="module")
def own():
    return make_key()


def account(own, public, **settings):
    given = {"app_id": NOTICE["app_id"], "seller_id": NOTICE["seller_id"], **settings}
    return Account(None, "alipay", given, {"private_key": one_line(own), "alipay_public_key": public})


def test_a_real_notice_is_genuine_and_says_what_was_paid(own):
    ours = account(own, NOTICE_KEY)
    client = client_of(ours, "")
    notice = notice_of(client, read_form(client, ours, urllib.parse.urlencode(NOTICE).encode()))
    paid, number = "2019081522001468450512505578", "20190815155618536-564-57"
    assert notice == Notice(
        NoticeKind.PAID, number, paid, 10, "CNY", event_id=NOTICE["notify_id"], payer=f"alipay/{NOTICE['buyer_id']}"
    )


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"total_amount": "0.11"}, "signature"),
        ({"extra": "1"}, "signature"),
        ({"sign": NOTICE["sign"].swapcase()}, "signature"),
        ({"sign": "not base64!"}, "signature"),
        ({"sign_type": "RSA"}, "kind of signature"),
    ],
)
def test_a_real_notice_that_was_changed_is_forged(own, changed, reason):
    ours = account(own, NOTICE_KEY)
    with pytest.raises(NoticeForged) as refused:
        read_form(client_of(ours, ""), ours, urllib.parse.urlencode({**NOTICE, **changed}).encode())
    assert refused.value.data["reason"] in {reason, "form"}


@pytest.mark.parametrize("mine", [{"app_id": "2021000000000001"}, {"seller_id": "2088000000000001"}])
def test_a_real_notice_for_somebody_else_is_none_for_us(own, mine):
    ours = account(own, NOTICE_KEY, **mine)
    with pytest.raises(NoticeForged) as refused:
        read_form(client_of(ours, ""), ours, urllib.parse.urlencode(NOTICE).encode())
    assert refused.value.data["reason"] == next(iter(mine))


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe", b"{}", b"sign=&sign=", b"sign=a", b"a=%FF&sign=YQ==", b"&".join([b"a=1"] * 200)]
)
def test_what_is_no_form_is_forged(own, body):
    ours = account(own, NOTICE_KEY)
    with pytest.raises(NoticeForged):
        read_form(client_of(ours, ""), ours, body)


def test_a_field_given_twice_is_forged(own):
    ours = account(own, NOTICE_KEY)
    body = urllib.parse.urlencode(NOTICE) + "&total_amount=0.10"
    with pytest.raises(NoticeForged):
        read_form(client_of(ours, ""), ours, body.encode())


def test_certificates_have_the_numbers_that_alipay_gives_them(own):
    root = certificate("Root", own.public_key(), own)
    secrets = {
        "private_key": one_line(own),
        "app_cert": pem(CERTIFICATE),
        "alipay_cert": pem(CERTIFICATE),
        "alipay_root_cert": pem(SM2_ROOT) + root + pem(CERTIFICATE),
    }
    client = client_of(Account(None, "alipay", {"app_id": NOTICE["app_id"]}, secrets), "")
    assert client.app_cert_sn == CERTIFICATE_NUMBER
    numbers = client.alipay_root_cert_sn.split("_")
    assert len(numbers) == 2  # the SM2 root is passed over
    assert numbers[1] == CERTIFICATE_NUMBER
    body = client.build_body("alipay.trade.query", {})
    assert (body["app_cert_sn"], body["alipay_root_cert_sn"]) == (CERTIFICATE_NUMBER, client.alipay_root_cert_sn)


def test_the_key_of_a_certificate_checks_signatures():
    found = x509.load_der_x509_certificate(base64.b64decode(CERTIFICATE))
    assert found.public_bytes(Encoding.PEM).decode().split() == pem(CERTIFICATE).split()
    assert armoured(key_of_certificate(pem(CERTIFICATE))) == armoured(found.public_key())
    assert len(read_certificates("text " + pem(CERTIFICATE) * 2)) == 2
    assert armoured(read_public_key(NOTICE_KEY)).startswith("-----BEGIN PUBLIC KEY-----")


@pytest.mark.parametrize(
    ("text", "fen"), [("0.01", 1), ("45", 4500), ("45.0", 4500), (" 1234567.89 ", 123456789), ("-1.10", -110)]
)
def test_yuan_become_fen_exactly(text, fen):
    assert to_fen(text) == fen
    assert to_fen(to_yuan(fen)) == fen


@pytest.mark.parametrize("text", ["", "0.001", "NaN", "Infinity", "1,000.00", None, "１.00元"])
def test_what_is_no_amount_is_none(text):
    with pytest.raises(ValueError, match="no amount"):
        to_fen(text)
