"""The language is switched the same way on every host, and never leads elsewhere."""

import pytest

from tests.world import platform, shop


@pytest.fixture(params=["platform", "shop"])
def client(request, tenant):
    return platform() if request.param == "platform" else shop(tenant)


def test_pages_are_in_the_chosen_language_afterwards(client):
    answer = client.get("/lang/en?next=/about")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/about")
    assert '<html lang="en"' in client.get("/").content.decode()
    client.get("/lang/zh-hans")
    assert '<html lang="zh-Hans"' in client.get("/").content.decode()


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])
def test_an_address_elsewhere_is_not_followed(client, target):
    assert client.get("/lang/en", {"next": target}).headers["Location"] == "/"


def test_a_language_that_there_is_not_is_not_found(client):
    answer = client.get("/lang/xx")
    assert answer.status_code == 404
    assert not answer.cookies
