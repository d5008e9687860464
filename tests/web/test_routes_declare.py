"""Every page says who may call it: a view that says nothing fails here."""

import re

import pytest
from django.urls import URLPattern

from bedside.accounts import permissions
from bedside.web import urls
from bedside.web.access import OPEN
from bedside.web.admin import site
from tests.people import Person
from tests.web.browsing import Visitor

PAGES: list[URLPattern] = urls.urlpatterns
READ = [route for route in PAGES if "GET" in getattr(route.callback, "methods", ())]


@pytest.mark.parametrize("route", PAGES, ids=lambda route: str(route.pattern))
def test_a_page_names_its_permission_or_is_open(route: URLPattern) -> None:
    needs = getattr(route.callback, "needs", None)
    assert needs == OPEN or needs in permissions.ACTIONS
    assert getattr(route.callback, "methods", None)


@pytest.mark.parametrize("route", READ, ids=lambda route: str(route.pattern))
def test_a_visitor_gets_no_further_than_the_table_says(visitor: Visitor, route: URLPattern) -> None:
    needs = route.callback.needs  # type: ignore[attr-defined]
    path = "/" + re.sub(r"<uuid:\w+>", "0190a6c8-0000-7000-8000-000000000000", str(route.pattern))
    visitor.get(re.sub(r"<str:\w+>", "x", path.replace("<int:number>", "1")))
    may = needs == OPEN or needs in permissions.ALLOWED["anonymous"]
    about_one = "<uuid:" in str(route.pattern)
    if not may or about_one:
        assert visitor.status == 302 and visitor.location.startswith("/sign-in?next=/")
    else:
        assert visitor.status in (200, 404)


def test_the_administration_is_shut_for_everybody_else(asha: Person, bello: Person) -> None:
    for visitor in (Visitor(), Visitor().signs_in(asha), Visitor().signs_in(bello)):
        for pattern in site.get_urls():
            path = f"/admin/{pattern.pattern}"
            if "(" in path or "<" in path or path.endswith(("login/", "logout/")):
                continue
            visitor.get(path)
            assert visitor.status in (301, 302, 404), path
