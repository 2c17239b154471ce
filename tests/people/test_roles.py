"""The permission matrix: what each role may do, and in which languages a person may do it."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.utils import translation as interface

from cms.people.models import LanguageGrant, Person
from cms.people.roles import EDITOR, MEDICAL_REVIEWER, PUBLISHER, ROLES, TRANSLATOR, require
from tests.conftest import make_person

E, T, M, P = EDITOR, TRANSLATOR, MEDICAL_REVIEWER, PUBLISHER
EVERYBODY = {E, T, M, P}
MATRIX = {
    "articles.view_article": EVERYBODY,
    "articles.view_edition": EVERYBODY,
    "articles.view_blockchange": EVERYBODY,
    "translation.view_translation": EVERYBODY,
    "translation.view_unit": EVERYBODY,
    "translation.view_change": EVERYBODY,
    "translation.view_suggestion": EVERYBODY,
    "articles.add_article": set(),
    "articles.change_article": {E},
    "articles.import_article": {E},
    "articles.change_edition": {E},
    "articles.publish_edition": {P},
    "articles.withdraw_edition": {P},
    "translation.add_translation": set(),
    "translation.start_translation": {E, P},
    "translation.exchange_catalogs": {E, T, M},
    "translation.change_unit": {T, M},
    "translation.translate_unit": {T, M},
    "translation.approve_unit": {M},
    "translation.waive_meaning": {M},
    "articles.delete_article": set(),
    "articles.delete_revision": set(),
    "translation.delete_change": set(),
    "translation.change_change": set(),
    "people.change_person": set(),
    "people.add_languagegrant": set(),
}


@pytest.mark.django_db
@pytest.mark.parametrize("role", sorted(EVERYBODY))
def test_a_role_may_do_what_the_matrix_says_and_nothing_else(role):
    person = make_person("somebody", role)
    assert {name for name in MATRIX if person.has_perm(name)} == {name for name in MATRIX if role in MATRIX[name]}
    assert person.get_all_permissions() <= set(MATRIX)


@pytest.mark.django_db
def test_every_permission_of_a_role_exists():
    known = {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")}
    assert set().union(*ROLES.values()) <= known
    assert set(MATRIX) <= known


@pytest.mark.django_db
def test_the_roles_are_groups_that_are_there_from_the_first():
    assert set(ROLES) == EVERYBODY <= set(Group.objects.values_list("name", flat=True))


@pytest.mark.django_db
def test_roles_add_up_and_a_group_may_be_given_more_in_the_admin():
    person = make_person("somebody", EDITOR)
    extra = Group.objects.create(name="Archive")
    extra.permissions.add(Permission.objects.get(codename="delete_article"))
    person.groups.add(Group.objects.get(name=PUBLISHER), extra)
    person = Person.objects.get(pk=person.pk)
    wanted = ["articles.import_article", "articles.publish_edition", "articles.delete_article"]
    assert person.has_perms(wanted)
    assert not person.has_perm("translation.approve_unit")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("languages", "asked", "may"),
    [
        (["vi"], "vi", True),
        (["vi"], "en", False),
        (["vi"], "", True),
        ([], "vi", False),
        ([], "", True),
        (["pt-br"], "pt", False),
    ],
)
def test_a_grant_covers_one_language(languages, asked, may):
    person = make_person("somebody", TRANSLATOR, languages=languages)
    assert person.may("translation.translate_unit", asked) is may
    assert person.may("translation.approve_unit", asked) is False


@pytest.mark.django_db
def test_a_superuser_needs_no_grant_and_an_inactive_one_may_nothing(boss):
    boss.grants.all().delete()
    assert Person.objects.get(pk=boss.pk).may("translation.approve_unit", "vi")
    boss.is_active = False
    assert not boss.may("translation.approve_unit", "vi")


@pytest.mark.django_db
def test_a_person_with_grants_and_no_role_may_nothing():
    person = make_person("somebody")
    assert person.granted_languages == {"en", "vi", "fr"}
    assert not [name for name in MATRIX if person.may(name, "vi")]


@pytest.mark.parametrize(
    ("fields", "permission", "words"),
    [
        ({"role": TRANSLATOR}, "translation.approve_unit", "somebody may not do this.*Medical reviewer"),
        ({"role": TRANSLATOR}, "articles.delete_article", "superuser"),
        ({"role": TRANSLATOR, "languages": ["en"]}, "translation.translate_unit", "no grant for the language “vi”"),
        ({"role": TRANSLATOR, "is_active": False}, "translation.translate_unit", "account somebody is not active"),
        ({"is_superuser": True, "is_active": False}, "translation.translate_unit", "not active"),
    ],
)
def test_a_refusal_says_what_is_missing(db, fields, permission, words):
    with pytest.raises(PermissionDenied, match=words):
        require(make_person("somebody", **fields), permission, "vi")


def test_a_refusal_speaks_the_language_of_the_interface(translator):
    with interface.override("vi"), pytest.raises(PermissionDenied, match="translator không"):
        require(translator, "translation.approve_unit", "vi")


def test_permissions_are_read_once_for_a_person(translator, django_assert_max_num_queries):
    translator = Person.objects.prefetch_related("grants").get(pk=translator.pk)
    with django_assert_max_num_queries(4):
        for _ in range(50):
            require(translator, "translation.translate_unit", "vi")


def test_one_grant_a_language(translator):
    assert LanguageGrant.objects.filter(person=translator, language="vi").count() == 1
    assert str(LanguageGrant(language="vi")) == "vi"
    assert str(translator) == "Translator"
    assert str(Person(username="x")) == "x"
