"""Publishing: all editions named or none, approved text or what is out already, and addresses that last."""

import pytest

from cms.articles.importer import import_page
from cms.articles.models import BlockChange, Edition, FormerSlug, Outbox, Significance
from cms.articles.visible import WITHHELD, visible
from cms.translation import workflow
from cms.translation.models import Change
from cms.translation.workflow import Refused
from tests.conftest import PAGE, all_graded, approve_all, revise, unit_of


def edition(article, language="vi") -> Edition:
    return Edition.objects.select_related("published").get(article=article, language=language)


def shown(article, language="vi") -> list[str]:
    """The texts that readers see of an edition."""
    (page,) = visible([edition(article, language)])
    return [item.block.text for item in page.items if item.block.text]


def retyped(translation, words, text, person):
    unit = unit_of(translation, words)
    return workflow.translate(unit, text, person, base=unit.version)


def test_the_first_publication_needs_every_text_approved(approved, translator, publisher):
    retyped(approved, "Tiredness", "Mỏi", translator)
    with pytest.raises(Refused) as refusal:
        workflow.publish(approved.article, ["en", "vi"], publisher)
    (reason,) = refusal.value.reasons
    assert "Tiredness: waiting for review" in reason
    assert not Edition.objects.filter(published__isnull=False).exists()


def test_of_several_editions_all_are_published_or_none(approved, publisher):
    with pytest.raises(Refused, match="“fr” was not started"):
        workflow.publish(approved.article, ["en", "vi", "fr"], publisher)
    assert not Edition.objects.filter(published__isnull=False).exists()
    assert not BlockChange.objects.exists() and not Change.objects.filter(act="published").exists()
    assert workflow.publish(approved.article, ["en", "vi"], publisher).published == ["en", "vi"]


def test_a_translation_is_not_published_without_its_source(approved, publisher):
    with pytest.raises(Refused, match="source is not published"):
        workflow.publish(approved.article, ["vi"], publisher)


def test_publishing_again_changes_nothing(published, publisher):
    before = Change.objects.count(), Outbox.objects.count()
    assert workflow.publish(published.article, ["en", "vi"], publisher).unchanged == ["en", "vi"]
    assert (Change.objects.count(), Outbox.objects.count()) == before


def test_a_later_publication_takes_what_is_approved_else_what_is_out(published, translator, reviewer, publisher):
    retyped(published, "Tiredness", "Mỏi", translator)
    unit = retyped(published, "Treatment", "Chữa trị", translator)
    workflow.approve([unit], reviewer, read={unit.pk: unit.read_digest})
    assert workflow.publish(published.article, ["vi"], publisher).published == ["vi"]
    assert {"Mệt mỏi", "Chữa trị"} <= set(shown(published.article))
    assert not {"Mỏi", "Điều trị"} & set(shown(published.article))


def test_a_block_that_was_never_approved_is_left_out_and_told(published, editor, translator, publisher):
    revise(published.article, editor, "<li>Tiredness</li>", "<li>Tiredness</li><li>A sore, red tongue</li>")
    workflow.update(published, editor)
    retyped(published, "A sore", "Lưỡi đỏ và đau", translator)
    result = workflow.publish(published.article, ["en", "vi"], publisher)
    assert result.notes == ["1 block of the “vi” edition is left out until it is approved."]
    assert "Lưỡi đỏ và đau" not in shown(published.article)
    assert "A sore, red tongue" in shown(published.article, "en")


def test_an_urgent_fix_does_not_wait_for_the_rest(published, editor, translator, reviewer, publisher):
    _report, page = revise(published.article, editor, "Take 2.5 mg", "Take 5 mg")
    revise(published.article, editor, "<li>Tiredness", "<li>Great tiredness", page)
    workflow.update(published, editor)
    unit = retyped(published, "Take 5 mg", "Uống 5 mg một lần mỗi ngày, tối đa 12 tháng.", translator)
    workflow.approve([unit], reviewer, read={unit.pk: unit.read_digest})
    workflow.publish(published.article, ["en", "vi"], publisher)
    assert unit.target in shown(published.article) and "Mệt mỏi" in shown(published.article)


def test_a_text_of_the_published_source_is_published_though_the_newest_has_dropped_it(approved, editor, publisher):
    workflow.publish(approved.article, ["en"], publisher)
    revise(approved.article, editor, "<li>Tiredness</li>", "")
    workflow.update(approved, editor)
    workflow.publish(approved.article, ["vi"], publisher)
    assert "Mệt mỏi" in shown(approved.article)


def test_a_translation_behind_the_published_source_is_refused_by_reason(approved, editor, publisher):
    revise(approved.article, editor, "<li>Tiredness", "<li>Great tiredness")
    with pytest.raises(Refused, match="Great tiredness: the translation is behind the published source; update it"):
        workflow.publish(approved.article, ["en", "vi"], publisher)


# --- Grades ------------------------------------------------------------------------------------------------------


def dose_edited(published, editor, publisher, **options):
    """The source's dose goes from 2.5 to 5 mg."""
    revise(published.article, editor, "Take 2.5 mg", "Take 5 mg")
    workflow.publish(published.article, ["en"], publisher, **options)
    return BlockChange.objects.latest("pk")


def test_each_edited_text_is_graded_once_and_the_default_is_careful(published, editor, publisher):
    _report, page = revise(published.article, editor, "Take 2.5 mg", "Take 5 mg")
    _report, page = revise(published.article, editor, "<li>Tiredness", "<li>Great tiredness", page)
    revise(published.article, editor, "Pins and needles", "Pins, and needles", page)
    workflow.publish(published.article, ["en"], publisher)
    grades = BlockChange.objects.order_by("significance").values_list("significance", flat=True)
    assert list(grades) == [Significance.TYPO, Significance.MINOR, Significance.MAJOR]


def test_a_grade_for_a_text_that_has_not_changed_is_refused(published, editor, publisher):
    revise(published.article, editor, "Take 2.5 mg", "Take 5 mg")
    with pytest.raises(Refused, match="“bnosuchone” has not changed"):
        workflow.publish(published.article, ["en"], publisher, grades={"bnosuchone": Significance.SAFETY})
    assert not BlockChange.objects.exists()


def test_what_a_safety_change_contradicts_is_withheld(published, editor, publisher):
    block = unit_of(published, "Take 2.5").context
    dose_edited(published, editor, publisher, grades={block: Significance.SAFETY})
    assert not [text for text in shown(published.article) if "2,5 mg" in text]


def test_a_regrade_withholds_and_a_second_one_shows_again(published, editor, publisher):
    change = dose_edited(published, editor, publisher)
    assert [text for text in shown(published.article) if "2,5 mg" in text]
    workflow.regrade(change, Significance.SAFETY, publisher)
    assert not [text for text in shown(published.article) if "2,5 mg" in text]
    workflow.regrade(BlockChange.objects.latest("pk"), Significance.MAJOR, publisher)
    assert [text for text in shown(published.article) if "2,5 mg" in text]
    assert BlockChange.objects.count() == 3
    assert Change.objects.filter(act="regraded").count() == 2


def test_a_regrade_to_a_typo_is_checked_like_any_claim_of_one(published, editor, publisher):
    change = dose_edited(published, editor, publisher)
    with pytest.raises(Refused, match="is no typo"):
        workflow.regrade(change, Significance.TYPO, publisher)
    revise(published.article, editor, "Pins and needles", "Pins, and needles")
    block = unit_of(published, "Pins").context
    workflow.publish(published.article, ["en"], publisher, grades={block: Significance.MAJOR})
    workflow.regrade(BlockChange.objects.get(block=block), Significance.TYPO, publisher)


# --- Taking back -------------------------------------------------------------------------------------------------


def test_a_withdrawn_edition_is_gone_and_needs_all_texts_to_return(published, translator, publisher):
    workflow.withdraw(published.article, ["vi"], publisher, reason="A wrong dose")
    assert visible([edition(published.article)]) == []
    assert edition(published.article).withdrawn
    assert Change.objects.get(act="withdrawn").note == "A wrong dose"
    retyped(published, "Tiredness", "Mỏi", translator)
    with pytest.raises(Refused, match="Tiredness"):
        workflow.publish(published.article, ["vi"], publisher)


def test_what_is_not_published_cannot_be_withdrawn_and_nothing_else_is(published, publisher):
    with pytest.raises(Refused, match="“fr” is not published"):
        workflow.withdraw(published.article, ["en", "fr"], publisher)
    assert edition(published.article, "en").is_visible


def test_a_withdrawn_edition_keeps_its_address_and_its_first_date(published, publisher, reviewer):
    before = edition(published.article)
    workflow.withdraw(published.article, ["vi"], publisher)
    approve_all(published, reviewer)
    workflow.publish(published.article, ["vi"], publisher)
    after = edition(published.article)
    assert (after.slug, after.published_on, after.withdrawn) == (before.slug, before.published_on, False)


# --- Addresses ---------------------------------------------------------------------------------------------------


@pytest.fixture
def second(published, editor, publisher):
    """Another article with the same title."""
    page = PAGE.replace("/b12/", "/b12-2/").replace("/b12-vi/", "/b12-2-vi/")
    article = import_page(page.encode(), key="second", language="en", by=editor).edition.article
    workflow.publish(article, ["en"], publisher)
    return article


def test_two_articles_with_one_title_have_two_addresses(published, second):
    assert [edition(one, "en").slug for one in (published.article, second)] == ["vitamin-b12", "vitamin-b12-2"]


def test_a_former_address_is_kept_for_ever_and_given_to_nobody_else(published, second, publisher):
    workflow.move(edition(published.article, "en"), "b12", publisher)
    assert list(FormerSlug.objects.values_list("language", "slug")) == [("en", "vitamin-b12")]
    for taken in ("b12", "vitamin-b12"):
        with pytest.raises(Refused, match="belongs, or once belonged"):
            workflow.move(edition(second, "en"), taken, publisher)
    workflow.move(edition(published.article, "en"), "vitamin-b12", publisher)
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["b12"]


def test_an_address_is_taken_in_its_own_language_only(published, second, publisher):
    taken = edition(second, "en").slug
    workflow.move(edition(published.article, "vi"), taken, publisher)
    assert edition(published.article, "vi").slug == taken


@pytest.mark.parametrize("slug", ["", "Thiếu", "thiếu", "a b", "a_b", "A", "a/b", "a" * 101])
def test_an_address_is_made_of_plain_letters_digits_and_hyphens(published, publisher, slug):
    with pytest.raises(Refused, match="slug"):
        workflow.move(edition(published.article, "en"), slug, publisher)


def test_moving_to_where_it_is_does_nothing(published, publisher):
    before = Outbox.objects.count()
    workflow.move(edition(published.article, "en"), "vitamin-b12", publisher)
    assert not Change.objects.filter(act="moved").exists() and Outbox.objects.count() == before


def test_a_safety_change_is_not_forgotten_while_the_source_is_withdrawn(published, editor, publisher):
    def change(old, new, grade):
        revise(published.article, editor, old, new)
        workflow.publish(published.article, ["en"], publisher, grades=all_graded(published.article, grade))

    change("Take 2.5 mg", "Take 5 mg", Significance.SAFETY)
    workflow.withdraw(published.article, ["en"], publisher)
    change("Take 2.5 mg", "Take 5 mg or less", Significance.MAJOR)
    (page,) = visible([published.edition])
    (held,) = [item for item in page.items if item.status == WITHHELD]
    assert held.source_text.startswith("Take 5 mg or less")


def test_a_grade_is_never_lost_in_silence(published, editor, publisher):
    block = unit_of(published, "Take 2.5").context
    for languages in (["vi"], ["en"]):  # the source is not published with it, or has not changed
        with pytest.raises(Refused):
            workflow.publish(published.article, languages, publisher, grades={block: Significance.SAFETY})
