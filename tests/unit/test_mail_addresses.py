"""Which addresses are mailed to."""

import pytest

from platform_core.messaging.addresses import read_mail_address
from platform_core.messaging.errors import MailAddressInvalid


@pytest.mark.parametrize(
    "address",
    [
        "a@b.cn\r\nBcc: x@y.cn",
        "a@b.cn\n",
        "a@b.cn, c@d.cn",
        "a@b.cn;c@d.cn",
        "A <a@b.cn>",
        '"a b"@b.cn',
        "a@[127.0.0.1]",
        "a@localhost",
        "a@b@c.cn",
        "a@b..cn",
        "a",
        "",
        " a@b.cn",
        "a@b.cn ",
        "a\x00@b.cn",
        "甲@b.cn",
        f"a@{'例' * 60}.cn",
        "a@" + "b" * 250 + ".cn",
    ],
)
def test_what_is_not_one_plain_address_is_refused(address):
    with pytest.raises(MailAddressInvalid):
        read_mail_address(address)


def test_addresses_are_taken_as_mail_servers_take_them():
    assert read_mail_address("First.Last+tag@EXAMPLE.com") == "First.Last+tag@example.com"
    assert read_mail_address("a_b-c@例子.测试") == "a_b-c@例子.测试"
