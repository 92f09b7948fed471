from tests.world import api, make_key


def test_answers_who_the_key_belongs_to_when_the_key_is_valid(tenant):
    answer = api(make_key(tenant)).get("/v1/ping")
    assert answer.status_code == 200, answer.content
    assert answer.json()["store"] == "alpha"
    assert answer.json()["livemode"] is True
