"""Blocks keep their names through edits, moves and splits."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from cms.articles.blocks import Block
from cms.articles.identity import identify, mint
from cms.articles.parse import normalise, parse

SENTENCES = [
    "Iron is needed to make red blood cells.",
    "Tea with a meal makes it harder to take iron up.",
    "Your doctor may look for bleeding in the gut.",
    "Most people feel better within a few weeks.",
    "Sắt giúp cơ thể tạo ra hồng cầu.",
    "Uống trà trong bữa ăn làm giảm hấp thu.",
    "Hãy hỏi bác sĩ trước khi dùng thuốc.",
    "Xét nghiệm máu cho biết lượng sắt dự trữ.",
]


def read(html: str) -> list[Block]:
    return parse(normalise(html))


def paragraphs(texts: list[str]) -> list[Block]:
    return read("".join(f"<p>{text}</p>" for text in texts))


def named(html_or_texts) -> list[Block]:
    new = paragraphs(html_or_texts) if isinstance(html_or_texts, list) else read(html_or_texts)
    return identify(new, [])


def names(blocks: list[Block]) -> dict[str, str]:
    return {block.text or block.kind: block.id for block in blocks}


_EDITS = st.lists(
    st.tuples(st.sampled_from(["edit", "move", "insert", "delete", "repeat"]), st.integers(0, 99), st.integers(0, 99)),
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(st.permutations(SENTENCES), _EDITS)
def test_texts_that_did_not_change_keep_their_names(texts, edits):
    old = identify(paragraphs(texts), [])
    for n, (act, i, j) in enumerate(edits):
        i, j = i % len(texts), j % len(texts)
        if act == "edit":
            texts[i] += f" ({n})"
        elif act == "move":
            texts.insert(j, texts.pop(i))
        elif act == "insert":
            texts.insert(i, f"Something quite new, number {n}, is said here.")
        elif act == "repeat":
            texts.insert(i, texts[j])
        elif len(texts) > 1:
            del texts[i]
    new = identify(paragraphs(texts), old)
    before, after = names(old), [(block.text, block.id) for block in new]
    assert len({name for _text, name in after}) == len(new)
    assert all((text, before[text]) in after for text in texts if text in before)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from([*SENTENCES, "–", "–"]), max_size=12))
def test_what_did_not_change_changes_nothing(texts):
    html = "<ul>" + "".join(f"<li>{text}<p>{text}</p></li>" for text in texts) + "</ul><img src=a><img src=b>"
    old = named(html)
    assert identify(old, old) == identify(read(html), old) == old


def test_an_edited_block_keeps_its_name():
    old = named(SENTENCES)
    new = identify(paragraphs([text.replace("doctor", "nurse") for text in SENTENCES]), old)
    assert [block.id for block in new] == [block.id for block in old]


def test_a_block_that_was_edited_and_moved_keeps_its_name():
    old = named(SENTENCES)
    new = identify(paragraphs([*SENTENCES[1:], "Iron is needed to make red blood cells every day."]), old)
    assert new[-1].id == old[0].id


def test_the_larger_part_of_a_split_paragraph_keeps_its_name():
    old = named([" ".join(SENTENCES[:4])])
    new = identify(paragraphs(SENTENCES[:4]), old)
    assert [block.id for block in new].count(old[0].id) == 1
    assert new[1].id == old[0].id


def test_joined_paragraphs_are_the_longer_of_them():
    old = named(SENTENCES[:3])
    new = identify(paragraphs([" ".join(SENTENCES[:3])]), old)
    assert new[0].id == old[1].id


def test_a_paragraph_made_an_item_is_the_same_but_a_heading_is_not():
    old = named("<p>Tea with a meal</p><p>Most people</p>")
    new = identify(read("<ul><li>Tea with a meal</ul><h2>Most people</h2>"), old)
    assert old[0].id == new[1].id and old[1].id not in {block.id for block in new}


def test_containers_follow_their_children():
    old = named("<ul><li>one</ul><table><tr><th>a<td>b<tr><th>c<td>d</table><blockquote>said</blockquote>")
    new = identify(
        read(
            "<blockquote>said</blockquote><table><tr><th>new<td>row<tr><th>c<td>d<tr><th>a<td>b</table><ul><li>one</ul>"
        ),
        old,
    )
    kinds = {block.kind: block.id for block in old if block.kind in {"list", "quote", "table"}}
    assert {block.kind: block.id for block in new if block.kind in kinds} == kinds
    rows = [block.id for block in old if block.kind == "row"]
    assert [block.id for block in new if block.kind == "row"][1:] == rows[::-1]


def test_a_figure_is_the_one_that_showed_the_same_picture():
    old = named("<img src=a alt=''><img src=b alt='An eye'>")
    new = identify(read("<img src=b alt='A closed eye'><img src=c alt=''><img src=a alt='A hand'>"), old)
    assert [block.id for block in new[:2]] == [block.id for block in old[2:]]
    assert [block.id for block in new[4:]] == [block.id for block in old[:2]]


def test_equal_texts_have_names_of_their_own_that_stay():
    html = "<table><tr><th>a<th>b" + "<tr><td>–<td>–" * 20 + "</table>"
    old = named(html)
    assert len({block.id for block in old}) == len(old)
    more = identify(read(html.replace("</table>", "<tr><td>–<td>–</table>")), old)
    assert [block.id for block in more[: len(old)]] == [block.id for block in old]


def test_names_are_the_same_on_every_machine():
    assert mint("paragraph", "Vitamin B12", set()) == "b28f5b080f1"
    assert mint("paragraph", "Vitamin B12", {"b28f5b080f1"}) not in {"b28f5b080f1", mint("item", "Vitamin B12", set())}


def test_a_returning_paragraph_does_not_take_a_name_in_use():
    old = [replace(block, text="Something else was written here.") for block in named(SENTENCES[:1])]
    new = identify(paragraphs(["Something else was written here.", SENTENCES[0]]), old)
    assert new[0].id == old[0].id != new[1].id


def test_two_thousand_paragraphs_are_identified():
    texts = [f"{SENTENCES[n % 8]} {n} {n * 7919 % 1009} {SENTENCES[n % 5]}" for n in range(2000)]
    old = named(texts)
    edited = [text + " More." if n % 10 == 0 else text for n, text in enumerate(texts)]
    rewritten = [f"Nothing is left of it, {n}: {n * 31 % 997}." for n in range(2000)]
    assert [block.id for block in identify(paragraphs(edited), old)] == [block.id for block in old]
    identify(paragraphs(rewritten), old)
