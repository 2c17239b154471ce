"""Who reaches which address of the admin, and who changes what, guessed forms included: every role, and none."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import NoReverseMatch, reverse

from cms.articles.importer import import_page
from cms.articles.models import Article, BlockChange, Edition
from cms.people.models import Person
from cms.people.roles import EDITOR, MEDICAL_REVIEWER, PUBLISHER, TRANSLATOR
from cms.translation import po, workflow
from cms.translation.models import Suggestion, Translation, Unit
from tests.conftest import PAGE, make_person, revise, unit_of
from tests.translation.catalogs import undone

E, T, M, P = EDITOR, TRANSLATOR, MEDICAL_REVIEWER, PUBLISHER
SUPER, NOBODY, VISITOR = "superuser", "nobody", "not of the staff"
ROLES = [E, T, M, P]
EVERYBODY = {*ROLES, SUPER}
# What is looked at in the admin by everybody with a role, and by superusers only.
READ = ["articles.article", "articles.edition", "articles.blockchange", "translation.translation", "translation.unit"]
READ += ["translation.suggestion", "translation.change"]
SUPERS = ["people.person", "auth.group"]


@pytest.fixture
def world(published, translator, editor, publisher):
    """B12 where every act has something to act on, and an article that was not handed over."""
    revise(published.article, editor, "<li>Pins", "<li>Painful pins")
    workflow.publish(published.article, ["en"], publisher)
    revise(published.article, editor, "2.5 mg", "5 mg")
    unit = unit_of(published, "Take 2.5")
    workflow.translate(unit, "Uống 25 mg một lần mỗi ngày, tối đa 12 tháng.", translator, base=unit.version)
    unit = unit_of(published, "Tiredness")
    workflow.translate(unit, "Mỏi", translator, base=unit.version)
    Suggestion.objects.create(unit=unit, text="Mỏi mệt", made_from=unit.source, by=translator)
    page = PAGE.replace("/b12", "/other").replace("Vitamin B12", "Other")
    import_page(page.encode(), key="other", language="en", by=editor)
    return published


def person_of(role, languages=("en", "vi")):
    if role == SUPER:
        return make_person("somebody", languages=[], is_superuser=True)
    person = make_person("somebody", role if role in ROLES else None, languages=languages)
    if role == VISITOR:
        person.is_staff = False
        person.save()
    return person


def first(label):
    if label == "auth.group":
        return apps.get_model(label).objects.get(name=EDITOR)
    return apps.get_model(label).objects.order_by("pk").first()


def address(label, page, *args):
    return reverse(f"admin:{label.replace('.', '_')}_{page}", args=args)


# --- What is looked at --------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [*ROLES, SUPER, NOBODY, VISITOR])
def test_who_opens_what(world, client, role):
    client.force_login(person_of(role))
    refused = 302 if role == VISITOR else 403
    for label, readers in [*((label, EVERYBODY) for label in READ), *((label, {SUPER}) for label in SUPERS)]:
        pk = first(label).pk
        for page, args in (("changelist", ()), ("change", (pk,)), ("history", (pk,))):
            answer = client.get(address(label, page, *args))
            assert answer.status_code == (200 if role in readers else refused), (label, page)
    for page in ("index", "password_change", "report"):
        assert client.get(reverse(f"admin:{page}")).status_code == (302 if role == VISITOR else 200)


@pytest.mark.parametrize("role", [*ROLES, SUPER, NOBODY, VISITOR])
def test_who_opens_what_belongs_to_a_role(world, client, role):
    client.force_login(person_of(role))
    source = world.article.source
    pages = {
        reverse("admin:catalog_download", args=[world.pk]): {E, T, M, SUPER},
        reverse("admin:catalog_upload", args=[world.pk]): {E, T, M, SUPER},
        reverse("admin:publish_article", args=[world.article_id]): {P, SUPER},
        reverse("admin:import_page"): {E, SUPER},
        reverse("admin:begin_article"): {E, SUPER},
        reverse("admin:edition_history", args=[source.pk]): EVERYBODY,
        reverse("admin:people_person_add"): {SUPER},
    }
    opened = {page for page in pages if client.get(page).status_code == 200}
    assert opened == {page for page, roles in pages.items() if role in roles}


@pytest.mark.parametrize("role", [*ROLES, SUPER, NOBODY, VISITOR])
def test_nobody_adds_or_deletes_what_is_made_by_an_act(world, client, role):
    client.force_login(person_of(role))
    with unchanged():
        for label in READ:
            thing = first(label)
            for page, args in (("add", ()), ("delete", (thing.pk,))):
                assert client.get(address(label, page, *args)).status_code in (302, 403), (label, page)
                answer = client.post(address(label, page, *args), {"post": "yes", "key": "x", "kind": "article"})
                assert answer.status_code in (302, 403)
            client.post(address(label, "changelist"), chosen("delete_selected", thing) | {"post": "yes"})


def test_who_is_not_logged_in_is_led_to_the_log_in(world, client):
    for found in admin.site.get_urls():
        for pattern in getattr(found, "url_patterns", [found]):
            for args in ((), (1,), (1, 1), (1, "vi")):
                try:
                    where = reverse(f"admin:{pattern.name}", args=args)
                except NoReverseMatch:
                    continue
                answer = client.get(where)
                assert answer.status_code in (302, 404) or pattern.name in ("login", "jsi18n"), where
                if answer.status_code == 302:
                    assert "/admin/login/" in answer["Location"] or pattern.name in ("logout", None), where


# --- What is changed ----------------------------------------------------------------------------------------


def chosen(action, *rows, **more):
    return {"action": action, "_selected_action": [row.pk for row in rows], "index": 0} | more


def unit_form(unit, text, act, **more):
    return {"text": text, "act": act, "reason": "Why", "base": unit.version, "read": unit.read_digest} | more


def start(client, world):
    other = Article.objects.get(key="other")
    client.post(address("articles.article", "changelist"), chosen("start_vi", other))


def update(client, world):
    client.post(address("translation.translation", "changelist"), chosen("update_from_source", world))


def translate(client, world):
    unit = unit_of(world, "Tiredness")
    # fields that the form does not show change nothing for anybody
    guessed = {"state": 30, "approved_by": 1, "target": "x", "source": "x", "obsolete": "on"}
    client.post(address("translation.unit", "change", unit.pk), unit_form(unit, "Mệt lả", "finish", **guessed))


def approve_on_form(client, world):
    unit = unit_of(world, "Tiredness")
    client.post(address("translation.unit", "change", unit.pk), unit_form(unit, unit.target, "approve"))


def approve_in_list(client, world):
    unit = unit_of(world, "Tiredness")
    read = {"read": [f"{unit.pk}:{unit.read_digest}"]}
    client.post(address("translation.unit", "changelist"), chosen("approve", unit, **read))


def send_back(client, world):
    unit = unit_of(world, "Tiredness")
    client.post(address("translation.unit", "change", unit.pk), unit_form(unit, unit.target, "send back"))


def waive(client, world):
    unit = unit_of(world, "Take 2.5")
    client.post(address("translation.unit", "change", unit.pk), unit_form(unit, unit.target, "waive"))


def accept(client, world):
    client.post(address("translation.suggestion", "changelist"), chosen("accept", Suggestion.objects.get()))


def upload(client, world):
    text = po.export(world).replace('msgstr "Dấu hiệu"', 'msgstr "Các dấu hiệu"')
    translator = Person.objects.get(username="translator")
    file = SimpleUploadedFile("b12.vi.po", text.encode())
    client.post(reverse("admin:catalog_upload", args=[world.pk]), {"file": file, "author": translator.pk})


def publish_source(client, world):
    editions = Edition.objects.filter(is_source=True)
    client.post(address("articles.edition", "changelist"), chosen("publish", *editions))


def publish_translations(client, world):
    unit = unit_of(world, "Tiredness")
    workflow.approve([unit], Person.objects.get(username="reviewer"), read={unit.pk: unit.read_digest})
    before = snapshot()
    client.post(address("translation.translation", "changelist"), chosen("publish", *Translation.objects.all()))
    where = reverse("admin:publish_article", args=[world.article_id])
    page = client.get(where)
    if page.status_code == 200:
        client.post(where, {"languages": ["vi"], "seen": page.context["marks"]})
    else:
        client.post(where, {"languages": ["vi"]})
    return before


def publish_together(client, world):
    client.post(address("articles.article", "changelist"), chosen("publish_together", *Article.objects.all()))


def withdraw(client, world):
    edition = Edition.objects.get(article=world.article, language="vi")
    client.post(address("articles.edition", "changelist"), chosen("withdraw", edition, confirmed="yes"))


def regrade(client, world):
    changes = BlockChange.objects.all()
    client.post(address("articles.blockchange", "changelist"), chosen("regrade_40", *changes))


def write(client, world):
    edition = Edition.objects.get(article=world.article, is_source=True)
    form = {"title": "Other", "summary": "", "body": "<p>Other</p>", "base": edition.newest.number, "slug": "x"}
    client.post(address("articles.edition", "change", edition.pk), form)


def classify(client, world):
    topic = Article.objects.create(key="topic", kind="topic")
    before = snapshot()
    client.post(address("articles.article", "change", world.article_id), {"topics": [topic.pk], "snippets": []})
    return before


def begin(client, world):
    client.post(reverse("admin:begin_article"), {"title": "New", "language": "en", "kind": "article", "key": "new"})


def redate(client, world):
    edition = Edition.objects.get(article=world.article, language="vi")
    client.post(reverse("admin:edition_date", args=[edition.pk]), {"day": "05/12/2022"})


def promote(client, world):
    me = Person.objects.get(username="somebody")
    form = {"username": "somebody", "is_superuser": "on", "is_staff": "on", "is_active": "on"}
    client.post(address("people.person", "change", me.pk), form)
    client.post(address("people.person", "add"), {"username": "second", "password1": "x", "password2": "x"})


# Act → who may, and the language whose grant it needs.
ACTS = {
    start: ({E, P}, "vi"),
    update: ({E, P}, "vi"),
    translate: ({T, M}, "vi"),
    approve_on_form: ({M}, "vi"),
    approve_in_list: ({M}, "vi"),
    send_back: ({M}, "vi"),
    waive: ({M}, "vi"),
    accept: ({T, M}, "vi"),
    upload: ({E, T, M}, "vi"),
    publish_source: ({P}, "en"),
    publish_translations: ({P}, "vi"),
    publish_together: ({P}, "en"),
    withdraw: ({P}, "vi"),
    regrade: ({P}, "en"),
    write: ({E}, "en"),
    classify: ({E}, "en"),
    begin: ({E}, "en"),
    redate: ({P}, "vi"),
}


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_only_who_may_changes_anything(world, client, act):
    roles, _language = ACTS[act]
    for role in [*ROLES, SUPER, NOBODY, VISITOR]:
        with undone():
            client.force_login(person_of(role))
            assert changes_something(act, client, world) is (role in roles | {SUPER}), role


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_a_role_without_the_grant_for_the_language_changes_nothing(world, client, act):
    roles, language = ACTS[act]
    for role in sorted(roles):
        with undone():
            client.force_login(person_of(role, languages=["fr", *({"en", "vi"} - {language})]))
            assert not changes_something(act, client, world), role


@pytest.mark.parametrize("role", [*ROLES, NOBODY, VISITOR])
def test_nobody_makes_themselves_more_than_they_are(world, client, role):
    client.force_login(person_of(role))
    with unchanged():
        promote(client, world)
    assert not Person.objects.get(username="somebody").is_superuser


@pytest.mark.parametrize("role", [*ROLES, SUPER])
def test_what_is_made_by_an_act_is_written_by_no_form(world, client, role):
    """Also not with fields that no form shows."""
    client.force_login(person_of(role))
    vietnamese = Edition.objects.get(article=world.article, language="vi")
    form = {"title": "x", "body": "<p>x</p>", "base": 1, "published": "", "slug": "x", "withdrawn": "on"}
    with unchanged():
        assert client.post(address("articles.edition", "change", vietnamese.pk), form).status_code == 403
        for label in (
            "translation.translation",
            "translation.change",
            "translation.suggestion",
            "articles.blockchange",
        ):
            where = address(label, "change", first(label).pk)
            assert (
                client.post(where, {"language": "en", "text": "x", "note": "x", "significance": 10}).status_code == 403
            )


def test_what_a_form_does_not_show_stays_as_it_was(world, client):
    client.force_login(person_of(SUPER))
    unit = unit_of(world, "Tiredness")
    translate(client, world)
    now = Unit.objects.get(pk=unit.pk)
    assert (now.source, now.target, now.state, now.approved_by, now.obsolete) == (
        unit.source,
        "Mệt lả",
        20,
        None,
        False,
    )
    article = world.article
    client.post(address("articles.article", "change", article.pk), {"key": "stolen", "kind": "topic"})
    assert (Article.objects.get(pk=article.pk).key, article.kind) == ("b12", "article")


def changes_something(act, client, world) -> bool:
    before = snapshot()
    return (act(client, world) or before) != snapshot()


class unchanged:
    """That nothing in the database is another after it."""

    def __enter__(self):
        self.before = snapshot()

    def __exit__(self, *failure):
        assert failure[0] or snapshot() == self.before


def snapshot() -> dict[str, list]:
    """Every row of our own tables."""
    tables = [
        model._meta.db_table
        for app in ("articles", "translation", "people")
        for model in apps.get_app_config(app).get_models()
    ]
    tables += ["articles_article_topics", "articles_article_snippets", "auth_group", "people_person_groups"]
    with connection.cursor() as cursor:
        found = {}
        for table in tables:
            columns = "*" if table != "people_person" else "id, username, is_superuser, is_staff, is_active"
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY id")
            found[table] = cursor.fetchall()
    return found
