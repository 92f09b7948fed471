"""Where a merchant is, as rules name it: by its own word, else by its money; asked once in half a minute."""

import pytest

from platform_core.compliance.known_places import established, forget_places, known_place


@pytest.mark.parametrize(
    ("place", "currency", "regions", "country"),
    [
        (None, "CNY", ("CN",), ""),
        (None, "USD", ("US",), ""),
        (None, "EUR", ("EU",), ""),
        (None, "JPY", ("CN",), ""),
        (("company", "", "91110000600037341L", ""), "CNY", ("CN", "CN-BJ"), "CN"),
        (("company", "", "91310000600037341L", ""), "USD", ("CN", "CN-SH"), "CN"),
        (("company", "", "91440000600037341L", "北京市路 1 号"), "CNY", ("CN",), "CN"),
        (("individual", "", "", " 上海市徐汇区"), "CNY", ("CN", "CN-SH"), "CN"),
        (("exempt", "", "", ""), "CNY", ("CN",), "CN"),
        (("overseas", "DE", "", ""), "CNY", ("DE", "EU"), "DE"),
        (("overseas", "US", "", ""), "CNY", ("US",), "US"),
        (("overseas", "", "", ""), "CNY", ("CN",), "CN"),
    ],
)
def test_regions_are_those_of_the_merchant(place, currency, regions, country):
    assert established(place, currency) == (regions, country)


def test_a_place_is_asked_for_once_and_errors_are_not_kept():
    forget_places()
    asked = []

    def gone():
        asked.append(1)
        raise ConnectionError("lost")

    with pytest.raises(ConnectionError, match="lost"):
        known_place("t_x", "CNY", gone)
    assert known_place("t_x", "CNY", lambda: asked.append(2)).regions == ("CN",)
    assert known_place("t_x", "CNY", gone).regions == ("CN",)
    assert known_place("t_y", "USD", lambda: None).regions == ("US",)
    assert asked == [1, 2]
    forget_places()
