"""Dates as they are typed in Vietnam: the day first, in both interfaces; never in the future."""

from datetime import date

import pytest
from django.urls import reverse

from cms.articles.models import Edition, Outbox
from cms.people.models import Person
from cms.translation.models import Act, Change
from tests.conftest import make_person


@pytest.fixture
def edition(published) -> Edition:
    return Edition.objects.get(article=published.article, language="vi")


@pytest.fixture
def type_in(client, edition, publisher):
    """Type a date into the form, in an interface."""

    def send(text, interface="vi"):
        Person.objects.filter(pk=publisher.pk).update(interface_language=interface)
        client.force_login(publisher)
        answer = client.post(reverse("admin:edition_date", args=[edition.pk]), {"day": text})
        edition.refresh_from_db()
        return answer

    return send


@pytest.mark.parametrize("interface", ["vi", "en"])
@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("05/12/2022", date(2022, 12, 5)),
        ("5/12/2022", date(2022, 12, 5)),
        ("30/11/2022", date(2022, 11, 30)),
        ("2022-11-30", date(2022, 11, 30)),
    ],
)
def test_the_day_comes_first_and_iso_is_understood(type_in, edition, text, day, interface):
    assert type_in(text, interface).status_code == 302
    assert edition.published_on == day


@pytest.mark.parametrize("text", ["11/30/2022", "12/31/2022", "30/13/2022", "yesterday", ""])
def test_the_month_never_comes_first(type_in, edition, text):
    before = edition.published_on
    assert type_in(text).context["form"].errors
    assert edition.published_on == before


def test_a_day_in_the_future_is_refused_with_a_sentence(type_in, edition):
    assert "The day is in the future." in type_in("01/01/2099", "en").content.decode()


def test_a_text_that_was_changed_was_published_before(type_in, edition):
    Edition.objects.filter(pk=edition.pk).update(updated_on="2022-01-01")
    assert "The text was changed before that day" in type_in("02/01/2022", "en").content.decode()


def test_the_log_and_the_builder_are_told_once(type_in, edition):
    Outbox.objects.all().delete()
    old = edition.published_on
    type_in("05/12/2022")
    type_in("05/12/2022")
    assert Change.objects.get(act=Act.DATED).note == f"{old} → 2022-12-05"
    assert Outbox.objects.count() == 1


def test_an_edition_that_was_never_out_has_no_date(translation, publisher, client):
    client.force_login(publisher)
    edition = Edition.objects.get(article=translation.article, language="vi")
    html = client.post(reverse("admin:edition_date", args=[edition.pk]), {"day": "05/12/2022"}).content.decode()
    assert "was never published." in html


@pytest.mark.parametrize(("role", "languages"), [("Editor", ["vi"]), ("Publisher", ["en"]), (None, ["vi"])])
def test_only_a_publisher_with_the_grant_corrects_a_date(edition, client, role, languages):
    client.force_login(make_person("somebody", role, languages=languages))
    where = reverse("admin:edition_date", args=[edition.pk])
    assert client.get(where).status_code == client.post(where, {"day": "05/12/2022"}).status_code == 403
