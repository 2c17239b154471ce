"""A third language is a setting: French from start to a page readers see, with no code changed."""

import gzip

import pytest
from django.core.management import call_command

from cms.articles.importer import import_page
from cms.articles.models import Edition
from cms.articles.visible import visible
from cms.translation import po, workflow
from tests.conftest import PAGE, approve_all, command
from tests.translation.catalogs import exported, send

FRENCH = {
    "Vitamin B12": "La vitamine B12 chez l’humain",
    "What a lack of vitamin B12 does.": "Ce que fait un manque de vitamine B12.",
    "Vitamin B12 keeps blood and nerves healthy.": "La vitamine B12 garde le sang et les nerfs en bonne santé.",
    "Signs": "Signes",
    "Signs come on over <strong>weeks or months</strong>.": "Ils viennent en <strong>semaines ou mois</strong>.",
    "Tiredness": "Fatigue",
    "Pins and needles": "Fourmillements",
    "Treatment": "Traitement",
    "Take 2.5 mg once a day, up to 12 months.": "Prenez 2,5 mg une fois par jour, jusqu’à 12 mois.",
    'Do not stop <a id="1">without asking</a> your doctor.': 'N’arrêtez pas <a id="1">sans demander</a> au médecin.',
}


@pytest.fixture(autouse=True)
def three_languages(settings):
    settings.LANGUAGES = [("en", "English"), ("vi", "Vietnamese"), ("fr", "French")]


@pytest.fixture
def french(published, editor, translator, reviewer):
    """B12 in French, approved, beside the Vietnamese edition."""
    translation = workflow.start(published.article, "fr", editor)
    catalog = exported(translation)
    for one in catalog:
        one.msgstr = FRENCH[one.msgid]
    assert send(str(catalog), translator).changed == 10
    assert approve_all(translation, reviewer).refused == []
    return translation


def test_its_catalog_says_what_it_is(french):
    header = exported(french).metadata
    assert (header["Language"], header["Plural-Forms"]) == ("fr", "nplurals=2; plural=(n > 1);")


def test_it_is_published_and_readers_see_it(french, publisher, settings):
    workflow.publish(french.article, ["fr"], publisher)
    (page,) = visible(Edition.objects.filter(language="fr").select_related("published"))
    assert page.title == "La vitamine B12 chez l’humain"
    assert page.edition.slug == "la-vitamine-b12-chez-lhumain"
    call_command("build_site", verbosity=0)
    built = [path for path in settings.PAGES_ROOT.rglob("*") if path.is_file() and "/fr/" in str(path)]
    texts = [gzip.decompress(p.read_bytes()) if p.suffix == ".gz" else p.read_bytes() for p in built]
    assert [text for text in texts if b"Fourmillements" in text]


def test_the_other_languages_lead_to_it_and_are_left_alone(french, publisher):
    before = Edition.objects.get(language="vi").published_id
    workflow.publish(french.article, ["fr"], publisher)
    assert Edition.objects.get(language="vi").published_id == before
    assert "b12 → fr: published, 100 %" in command("translation_status", "b12", language="fr")


def test_a_number_that_differs_is_found_there_too(french, translator, reviewer):
    unit = french.units.get(source__startswith="Take 2.5")
    unit = workflow.translate(unit, "Prenez 25 mg, jusqu’à 12 mois.", translator, base=unit.version)
    (refused,) = workflow.approve([unit], reviewer, read={unit.pk: unit.read_digest}).refused
    assert "2.5" in refused[1]


def test_it_may_be_a_source(editor, translator, reviewer, publisher):
    page = PAGE.replace('lang="en"', 'lang="fr"').replace("Tiredness", "Fatigue").replace("/b12", "/fatigue")
    article = import_page(page.encode(), key="fatigue", language="fr", by=editor).edition.article
    translation = workflow.start(article, "vi", editor)
    for unit in translation.units.all():
        text = f"Vâng, {unit.source}".replace('href="https://www.nhs.uk/"', 'id="1"')
        workflow.translate(unit, text.replace("2.5", "2,5"), translator, base=unit.version)
    for unit, _reason in approve_all(translation, reviewer).refused:  # "2.5" is no French number
        workflow.waive_all(unit, "The page is English, called French.", reviewer, read=unit.read_digest)
    assert approve_all(translation, reviewer).refused == []
    assert workflow.publish(article, ["fr", "vi"], publisher).published == ["fr", "vi"]


def test_a_language_with_a_country_is_written_as_gettext_writes_it(published, editor, translator, settings):
    settings.LANGUAGES = [*settings.LANGUAGES, ("pt-br", "Português")]
    for person in (editor, translator):
        person.grants.create(language="pt-br")
    translation = workflow.start(published.article, "pt-br", editor)
    catalog = exported(translation)
    assert catalog.metadata["Language"] == "pt_BR"
    catalog[3].msgstr = "Sinais"
    assert send(str(catalog), translator, name=po.file_name(translation)).changed == 1
