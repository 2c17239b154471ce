"""Two revisions of one edition beside each other, block by block."""

import pytest
from django.urls import reverse

from cms.articles.blocks import Block
from cms.articles.comparison import ADDED, CHANGED, REMOVED, SAME, compare, diff_html, runs
from cms.articles.models import Edition
from tests.conftest import PAGE, approve_all, revise


def text(name, words, kind="paragraph") -> Block:
    return Block(name, kind, words)


def told(old, new) -> list[tuple[str, str, bool]]:
    return [(pair.block.id, pair.status, pair.is_moved) for pair in compare(old, new)]


A, B, C, D = (text(name, f"This is {name}.") for name in "abcd")


def test_what_was_removed_stands_behind_its_former_neighbour():
    found = told([A, B, C], [A, D, C])
    assert found == [("a", SAME, False), ("b", REMOVED, False), ("d", ADDED, False), ("c", SAME, False)]


@pytest.mark.parametrize(
    ("new", "moved"), [([C, A, B], {"c"}), ([B, A, C], {"b"}), ([A, B, C], set()), ([A, C, D, B], {"b"})]
)
def test_the_fewest_blocks_are_said_to_have_moved(new, moved):
    found = {block for block, _status, is_moved in told([A, B, C], new) if is_moved}
    assert len(found) == len(moved)


def test_a_block_may_be_moved_and_edited_at_once():
    assert told([A, B, C], [text("c", "Other words."), A, B])[0] == ("c", CHANGED, True)


def test_containers_are_not_compared_but_pictures_are():
    old = [Block("l", "list"), Block("f", "figure", attrs={"src": "/pictures/1.png"})]
    new = [Block("f", "figure", attrs={"src": "/pictures/2.png"})]
    (pair,) = compare(old, new)
    assert (pair.status, pair.has_other_picture) == (CHANGED, True)


def test_another_kind_is_a_change_though_no_word_is():
    (pair,) = compare([text("a", "Signs")], [text("a", "Signs", "heading2")])
    assert (pair.status, pair.has_other_kind, pair.words) == (CHANGED, True, 0)


def test_a_change_of_markup_or_of_a_link_alone_is_said_in_words():
    old, new = (
        text("a", 'Ask <a href="https://a.example/">us</a>'),
        text("a", 'Ask <a href="https://b.example/">us</a>'),
    )
    (pair,) = compare([old], [new])
    assert pair.says_the_same
    assert pair.links == (["https://a.example/"], ["https://b.example/"])


def test_many_links_are_compared_at_once():
    old, new = (text("a", " ".join(f'<a href="{who}{n}">a</a>' for n in range(30_000))) for who in "xy")
    (pair,) = compare([old], [new])
    assert [len(links) for links in pair.links] == [30_000, 30_000]


def test_hostile_words_are_shown_not_run():
    old, new = text("a", "<script>alert(1)</script>", "title"), text("a", "&lt;script&gt; <strong>x</strong>")
    html = diff_html(old, new)
    assert "<script" not in html and "<strong" not in html
    assert "&lt;script&gt;" in html


def test_unchanged_blocks_one_after_another_are_told_together():
    found = runs(compare([A, B, C, D], [A, B, text("c", "Other words."), D]))
    assert [(unchanged, len(run)) for unchanged, run in found] == [(True, 2), (False, 1), (True, 1)]


# --- In the admin -----------------------------------------------------------------------------------------------


@pytest.fixture
def revised(article, editor) -> Edition:
    """B12 with three revisions: one text edited, then one removed and one added."""
    _report, page = revise(article, editor, "Take 2.5 mg", "Take 5 mg")
    revise(article, editor, "<li>Tiredness</li>", "<li>A sore, red tongue and mouth ulcers</li>", page)
    return Edition.objects.get(article=article, language="en")


def history(edition):
    return reverse("admin:edition_history", args=[edition.pk])


def comparison(edition, old, new):
    return reverse("admin:edition_comparison", args=[edition.pk]) + f"?old={old}&new={new}"


def test_the_history_counts_words_and_marks_what_readers_see(revised, publisher, client, django_assert_max_num_queries):
    from cms.translation import workflow

    workflow.publish(revised.article, ["en"], publisher)
    client.force_login(publisher)
    with django_assert_max_num_queries(10):
        rows = client.get(history(revised)).context["rows"]
    assert [(row.revision.number, row.words, row.is_out) for row in rows] == [
        (3, 8, True),
        (2, 1, False),
        (1, None, False),
    ]
    assert [bool(row.published_at) for row in rows] == [True, False, False]


def test_any_two_revisions_are_compared_the_earlier_one_first(revised, editor, client, django_assert_max_num_queries):
    client.force_login(editor)
    with django_assert_max_num_queries(9):
        answer = client.get(comparison(revised, 3, 1))
    assert answer.context["counts"] == {"changed": 1, "added": 1, "removed": 1, "moved": 0}
    html = answer.content.decode()
    assert "Take <del>2.5</del><ins>5</ins> mg" in html and "<del>Tiredness</del>" in html


def test_a_translated_edition_has_a_history_as_well(published, translator, reviewer, publisher, client):
    from cms.translation import workflow
    from tests.conftest import unit_of

    unit = unit_of(published, "Tiredness")
    workflow.translate(unit, "Mệt lả", translator, base=unit.version)
    approve_all(published, reviewer)
    workflow.publish(published.article, ["vi"], publisher)
    client.force_login(translator)
    html = client.get(comparison(published.edition, 1, 2)).content.decode()
    assert 'lang="vi">Mệt <del>mỏi</del><ins>lả</ins>' in html


@pytest.mark.parametrize(
    "asked", ["", "?old=1", "?old=1&new=99", "?old=x&new=1", "?old=1&new=1e9", "?old=-1&new=2", f"?old=1&new={10**20}"]
)
def test_a_revision_that_is_not_there_is_not_found(revised, editor, client, asked):
    client.force_login(editor)
    where = reverse("admin:edition_comparison", args=[revised.pk])
    assert client.get(where + asked).status_code == 404


def test_a_revision_and_itself_are_the_same(revised, editor, client):
    client.force_login(editor)
    assert "The two texts are the same." in client.get(comparison(revised, 2, 2)).content.decode()


def test_who_may_not_see_editions_sees_no_history(revised, client):
    from tests.conftest import make_person

    client.force_login(make_person("guest"))
    assert client.get(history(revised)).status_code == 403
    assert client.get(comparison(revised, 1, 2)).status_code == 403
    client.logout()
    assert client.get(history(revised)).status_code == 302


def test_a_long_history_takes_no_more_queries_and_has_pages(article, editor, client, django_assert_max_num_queries):
    page = PAGE
    for n in range(32):
        _report, page = revise(article, editor, f"{n if n else '2.5'} mg", f"{n + 1} mg", page)
    edition = article.source
    client.force_login(editor)
    with django_assert_max_num_queries(10):
        answer = client.get(history(edition))
    assert len(answer.context["rows"]) == 30 and answer.context["rows"][-1].words == 1
    assert len(client.get(history(edition) + "?p=2").context["rows"]) == 3
