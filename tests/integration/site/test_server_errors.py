"""When a view breaks, the visitor gets a page with a way on, without any query."""

import pytest
from django.test import RequestFactory

import platform_core.site.views.errors
import tenants.storefront.views.errors


@pytest.mark.parametrize(
    ("module", "ways"),
    [
        (platform_core.site.views.errors, ['href="/"']),
        (tenants.storefront.views.errors, ['href="/"', 'href="/lookup"']),
    ],
)
def test_a_broken_page_answers_in_both_languages_with_a_way_on(module, ways, django_assert_num_queries, db):
    with django_assert_num_queries(0):
        answer = module.server_error(RequestFactory().get("/"))
    page = answer.content.decode()
    assert answer.status_code == 500
    assert all(text in page for text in ("出错了", "Something broke", "ui/base.css", *ways))
