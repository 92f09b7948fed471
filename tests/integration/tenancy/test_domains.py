"""Merchants' own domains: only an entry in their DNS makes them a shop's, and no longer than it is there."""

import datetime as dt

import pytest
from django.conf import settings

from platform_core.kernel.errors import RecordNotFound
from platform_core.tenancy import directory
from platform_core.tenancy.context import platform_context
from platform_core.tenancy.domain_names import read_domain, shown
from platform_core.tenancy.enums import DomainState
from platform_core.tenancy.errors import DomainRefused
from platform_core.tenancy.models import Domain, DomainClaim
from platform_core.tenancy.services.check_domain import PATIENCE, check_domain
from platform_core.tenancy.services.check_domains import check_domains
from platform_core.tenancy.services.choose_domain import choose_domain
from platform_core.tenancy.services.claim_domain import MOST, claim_domain
from platform_core.tenancy.services.remove_domain import remove_domain
from tests.integration.tenancy.names import Names
from tests.world import now, platform, shop

DOMAIN = "cards.example.com"
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


@pytest.fixture
def names(settings):
    server = Names()
    settings.KAQUAN_DNS_SERVERS = [server.address]
    yield server
    server.stop()


def claimed(tenant, domain=DOMAIN, at=None):
    return claim_domain(tenant=tenant, domain=domain, now=at or now())


def verified(tenant, names, domain=DOMAIN, at=None):
    claim = claimed(tenant, domain, at)
    names.prove(claim)
    return check_domain(claim_id=claim.id, now=at or now())


def holder(domain=DOMAIN):
    directory.forget()
    found = directory.find_by_host(domain)
    return found.slug if found else None


def test_a_domain_answers_as_the_shop_when_its_dns_proves_it_and_not_before(tenant, names):
    claim = claimed(tenant)
    assert check_domain(claim_id=claim.id, now=now()).state == DomainState.PENDING
    names.texts[f"_kaquan-verify.{DOMAIN}"] = [claim.token + "x", claim.token[:-1], ""]
    assert check_domain(claim_id=claim.id, now=now()).state == DomainState.PENDING
    assert shop(tenant, Host=DOMAIN).get("/").status_code == 404
    names.prove(claim)
    assert check_domain(claim_id=claim.id, now=now()).state == DomainState.VERIFIED
    assert shop(tenant, Host=DOMAIN).get("/about").status_code == 302  # on to the main one, until it is that
    assert (
        "Shop alpha"
        in shop(tenant, Host=DOMAIN).get("/about", follow=True, headers={"Host": tenant.host}).content.decode()
    )


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("203.0.113.7", "address"),
        ("[2001:db8::1]", "address"),
        ("0x7f.1", "address"),
        ("2130706433", "address"),
        ("com.cn", "suffix"),
        ("github.io", "suffix"),
        ("shop.local", "suffix"),
        ("beta.kaquan.localhost", "platform"),
        ("kaquan.localhost", "platform"),
        ("-bad-.example.com", "invalid"),
        ("under_score.example.com", "invalid"),
        ("a b.example.com", "invalid"),
        ("x" * 64 + ".example.com", "invalid"),
        ("", "invalid"),
        ("localhost", "invalid"),
    ],
)
def test_what_nobody_can_own_is_refused(tenant, typed, reason):
    with pytest.raises(DomainRefused) as caught:
        claimed(tenant, typed)
    assert caught.value.data["reason"] == reason


def test_a_pasted_address_is_read_and_look_alikes_stay_apart():
    assert read_domain(" https://Shop.Example.COM/path ") == "shop.example.com"
    latin, cyrillic = read_domain("apple.example.com"), read_domain("аpple.example.com")
    assert latin != cyrillic
    assert cyrillic.startswith("xn--")
    assert shown(cyrillic) == "аpple.example.com"
    assert read_domain("ｓｈｏｐ.example.com") == "shop.example.com"  # one name, however wide it is typed
    assert read_domain("卡券.example.com") == read_domain(read_domain("卡券.example.com"))


def test_a_domain_of_another_shop_is_refused_and_a_waiting_claim_keeps_nobody_out(tenant, other_tenant, names):
    first = claimed(tenant)
    second = claimed(other_tenant)  # both may wait
    assert first.token != second.token
    names.prove(second)
    check_domain(claim_id=first.id, now=now())
    assert holder() is None
    assert check_domain(claim_id=second.id, now=now()).state == DomainState.VERIFIED
    assert holder() == "beta"
    names.prove(first)  # it changed hands: but the proof of the other is looked for daily, and keeps it until then
    lost = check_domain(claim_id=first.id, now=now())
    assert (lost.state, lost.elsewhere) == (DomainState.PENDING, True)
    assert holder() == "beta"
    with pytest.raises(DomainRefused) as caught:
        claimed(tenant, f"{DOMAIN}.")
    assert caught.value.data["reason"] == "taken"


def test_a_domain_whose_dns_flips_is_given_up_after_days_and_goes_to_whoever_proves_it_then(
    tenant, other_tenant, names
):
    at = now()
    mine = verified(tenant, names, at=at)
    with platform_context():
        theirs = DomainClaim.objects.create(
            tenant_id=other_tenant.id, domain=DOMAIN, token="kaquan-theirs", created_at=at, next_check_at=at
        )
    names.prove(theirs)
    for days in range(1, 4):
        check_domain(claim_id=mine.id, now=at + days * DAY)
        assert holder() == "alpha"
    assert check_domain(claim_id=mine.id, now=at + 4 * DAY).state == DomainState.FAILED
    assert holder() is None
    assert check_domain(claim_id=theirs.id, now=at + 4 * DAY).state == DomainState.VERIFIED
    assert holder() == "beta"


def test_a_proof_that_comes_back_in_time_and_a_dns_that_does_not_answer_change_nothing(tenant, names):
    at = now()
    claim = verified(tenant, names, at=at)
    names.broken = True
    for days in range(1, 9):
        assert check_domain(claim_id=claim.id, now=at + days * DAY).missing_since is None
    names.broken = False
    kept = names.texts.pop(f"_kaquan-verify.{DOMAIN}")
    assert check_domain(claim_id=claim.id, now=at + 9 * DAY).missing_since is not None
    names.texts[f"_kaquan-verify.{DOMAIN}"] = kept
    assert check_domain(claim_id=claim.id, now=at + 10 * DAY).missing_since is None
    assert holder() == "alpha"


def test_a_claim_is_looked_at_often_for_three_days_then_daily(tenant, names):
    at = now()
    claimed(tenant, at=at)
    assert check_domains(now=at) == 1
    assert check_domains(now=at + HOUR / 10) == 0
    assert check_domains(now=at + HOUR / 5) == 1
    assert check_domains(now=at + PATIENCE) == 1
    with platform_context():
        assert DomainClaim.objects.get().state == DomainState.FAILED
    assert check_domains(now=at + PATIENCE + HOUR) == 0
    with platform_context():
        names.prove(DomainClaim.objects.get())
    assert check_domains(now=at + PATIENCE + DAY) == 1  # late, and still right
    assert holder() == "alpha"


def test_the_main_domain_is_where_visitors_end_up_and_the_back_office_stays(tenant, names):
    verified(tenant, names)
    with platform_context():
        row = Domain.objects.get(domain=DOMAIN)
    choose_domain(tenant=tenant, domain_id=row.id)
    moved = shop(tenant).get("/p/some?x=1")
    assert (moved.status_code, moved.headers["Location"]) == (302, f"http://{DOMAIN}:8000/p/some?x=1")
    assert shop(tenant, Host=DOMAIN).get("/about").status_code == 200
    assert shop(tenant).get("/console/").headers["Location"].startswith("http://kaquan.localhost")
    assert shop(tenant).get("/media/none.webp").status_code == 404
    with platform_context():
        claim = DomainClaim.objects.get()
    remove_domain(tenant=tenant, claim_id=claim.id)
    assert shop(tenant).get("/about").status_code == 200
    assert holder() is None
    names.prove(claim)
    with pytest.raises(RecordNotFound):
        check_domain(claim_id=claim.id, now=now())  # the old proof is worth nothing any more
    assert claimed(tenant).token != claim.token


def test_another_shop_can_neither_check_remove_nor_choose(tenant, other_tenant, names):
    claim = verified(tenant, names)
    with platform_context():
        row = Domain.objects.get(domain=DOMAIN)
    with pytest.raises(RecordNotFound):
        remove_domain(tenant=other_tenant, claim_id=claim.id)
    with pytest.raises(RecordNotFound):
        choose_domain(tenant=other_tenant, domain_id=row.id)
    assert holder() == "alpha"


def test_a_shop_claims_so_many_domains_and_each_once(tenant):
    claimed(tenant)
    with pytest.raises(DomainRefused) as caught:
        claimed(tenant, "CARDS.example.com")
    assert caught.value.data["reason"] == "exists"
    for number in range(MOST - 1):
        claimed(tenant, f"n{number}.example.com")
    with pytest.raises(DomainRefused) as caught:
        claimed(tenant, "one-more.example.com")
    assert caught.value.data["reason"] == "too_many"


def test_a_certificate_is_allowed_for_proven_names_alone(tenant, names):
    def asked(domain, **headers):
        return platform(**headers).get("/internal/tls-allowed", {"domain": domain}).status_code

    claim = claimed(tenant)
    assert asked(DOMAIN) == 404
    names.prove(claim)
    check_domain(claim_id=claim.id, now=now())
    assert asked(DOMAIN) == asked(DOMAIN.upper(), Host="10.0.0.7:8000") == asked(tenant.host) == 200
    for domain in ("", "evil.example.com", f"x.{DOMAIN}", f"{DOMAIN}:443", "a/b", settings.KAQUAN_PLATFORM_HOST):
        assert asked(domain) == 404
