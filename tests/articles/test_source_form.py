"""The form on a source text: what is sent is brought into the importer's form, and blocks stay who they are."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.articles import importer
from cms.articles.admin.source_form import SourceForm
from cms.articles.models import Edition

NBSP = "\u00a0"
WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15">
<style><!-- p.MsoNormal {margin:0cm} --></style></head><body lang=EN-US><!--StartFragment-->
<p class=MsoNormal><span lang=EN-GB style='font-size:12.0pt'>Take <b>one</b> a&nbsp;day.<o:p></o:p></span></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol'><span style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>Water<o:p></o:p></p>
<p class=MsoListParagraphCxSpLast style='margin-left:72.0pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>o<span style='font:7.0pt "Times New Roman"'>&nbsp;</span></span><![endif]>warm<o:p></o:p></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><tr style='mso-yfti-irow:0'>
<td width=208 valign=top style='width:155.8pt'><p class=MsoNormal><b>Age<o:p></o:p></b></p></td>
<td width=208><p class=MsoNormal><b>Dose<o:p></o:p></b></p></td></tr>
<tr><td><p class=MsoNormal>Adults<o:p></o:p></p></td><td><p class=MsoNormal>1&nbsp;mg<o:p></o:p></p></td></tr></table>
<!--EndFragment--></body></html>"""
DOCS = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-8f"><h2 dir="ltr"><span
style="font-weight:700">Doses</span></h2><p dir="ltr" style="line-height:1.38"><span
style="font-size:11pt;font-weight:400;font-style:normal">Take </span><span style="font-weight:700;font-style:italic">one
</span><span style="font-weight:400">of H</span><span style="vertical-align:sub">2</span></p>
<ul style="padding-inline-start:48px"><li dir="ltr" aria-level="1" style="list-style-type:disc"><p dir="ltr"
role="presentation"><span style="font-weight:400">Water</span></p></li><ul><li dir="ltr" aria-level="2"><p dir="ltr"
role="presentation"><span>warm</span></p></li></ul></ul>
<div dir="ltr" align="left"><table style="border:none"><colgroup><col width="100"/><col/></colgroup><tbody>
<tr><td><p><span style="font-weight:700">Age</span></p></td>
<td><p><span style="font-weight:700">Dose</span></p></td></tr>
<tr><td><p><span>Adults</span></p></td><td><p><span>1 mg</span></p></td></tr></tbody></table></div></b><br>"""


@pytest.fixture
def empty(editor):
    """A text that was begun: it has its title only."""
    return importer.begin("Water", key="water", language="en", by=editor)


def sent(edition, body):
    """The form as a browser sends it."""
    newest = edition.newest
    data = {"title": newest.title, "summary": newest.summary, "body": body, "base": newest.number}
    form = SourceForm(data, instance=edition)
    assert form.is_valid(), form.errors
    return form


def saved(edition, body, by):
    importer.revise(edition, sent(edition, body).blocks(), by)
    return Edition.objects.get(pk=edition.pk)


def texts(edition):
    return [(block.kind, block.text) for block in edition.newest.blocks if block.is_text][1:]


def test_a_list_and_a_table_of_word_are_a_list_and_a_table(empty, editor):
    edition = saved(empty, WORD, editor)
    assert texts(edition) == [
        ("paragraph", "Take <strong>one</strong> a day."), ("item", "Water"), ("item", "warm"),
        ("cell", "<strong>Age</strong>"), ("cell", "<strong>Dose</strong>"), ("cell", "Adults"),
        ("cell", f"1{NBSP}mg"),
    ]  # fmt: skip
    lists = [block for block in edition.newest.blocks if block.kind == "list"]
    water = next(block for block in edition.newest.blocks if (block.kind, block.text) == ("item", "Water"))
    assert [block.parent for block in lists] == ["", water.id]


def test_google_docs_marks_are_marks_and_its_bold_wrapper_is_none(empty, editor):
    assert texts(saved(empty, DOCS, editor)) == [
        ("heading2", "Doses"),
        ("paragraph", "Take <strong><em>one</em></strong> of H<sub>2</sub>"),
        ("item", "Water"), ("item", "warm"),
        ("cell", "<strong>Age</strong>"), ("cell", "<strong>Dose</strong>"), ("cell", "Adults"), ("cell", "1 mg"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p onclick='x()'>a<script>alert(1)</script><style>p {}</style> b</p>", "a b"),
        ('<p><a href="javascript:alert(1)">a</a> <a href="tel:1" target="_blank" style="x">b</a></p>',
         'a <a href="tel:1">b</a>'),
        ('<p>a<img src="x" onerror="x()"></p>', "a"),
        (f"<p>a{NBSP} b{NBSP}c 5{NBSP}mg</p>", f"a b c 5{NBSP}mg"),
        ("<p><u>a</u> <mark>b</mark> <s>gone</s><code>c</code></p>", "a b c"),
        ('<p><a href="article:b12">a</a></p>', '<a href="article:b12">a</a>'),
    ],
)  # fmt: skip
def test_what_is_sent_is_kept_as_the_importer_would_keep_it(empty, editor, body, text):
    assert texts(saved(empty, body, editor))[0] == ("paragraph", text)


def test_marks_that_are_nested_otherwise_are_no_change(empty, editor):
    before = saved(empty, "<p><em>a <strong>b</strong></em> c, <strong><a href='tel:1'>d</a></strong></p>", editor)
    other = "<p><em>a </em><strong><em>b</em></strong> c, <a href='tel:1'><strong>d</strong></a></p>"
    assert saved(before, other, editor).newest == before.newest


def test_a_change_of_a_mark_is_a_change(empty, editor):
    before = saved(empty, "<p><em>a <strong>b</strong></em> c</p>", editor)
    after = saved(before, "<p><em>a b</em> c</p>", editor)
    assert texts(after) == [("paragraph", "<em>a b</em> c")]


def test_a_new_article_begins_with_its_title_and_is_not_begun_twice(empty, editor):
    assert (empty.newest.number, empty.newest.title) == (1, "Water")
    with pytest.raises(importer.BadPage, match="already used"):
        importer.begin("Water again", key="water", language="en", by=editor)


# --- Whatever is edited ----------------------------------------------------------------------------------------

NAMES = ["iron", "zinc", "copper", "iodine", "sodium", "calcium"]
PARAGRAPHS = [
    f"The {name} in your food helps in {n} ways, of which way {n + 7} is {name} for nerves; one is {name} for blood."
    for n, name in enumerate(NAMES)
]
KEYS = count()
ACTS = ["edit", "move", "split", "merge", "delete", "insert"]
EDITS = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 99), st.integers(0, 99)), max_size=4)


def edited(now, edits):
    """The paragraphs after these edits, and which of them nobody touched."""
    now = [(text, True) for text in now]
    for act, n, m in edits:
        text, _untouched = now.pop(n % len(now))
        at = m % (len(now) + 1)
        if act == "move":
            now.insert(at, (text, _untouched))
        elif act == "edit":
            now.insert(n % (len(now) + 1), (text.replace("nerves", "sleep"), False))
        elif act == "split":
            now[at:at] = [(part, False) for part in text.split("; ")]
        elif act == "merge" and now:
            now[-1] = (f"{now[-1][0]} {text}", False)
        elif act == "insert":
            now[at:at] = [(text, _untouched), (f"Something else entirely, number {n} of {m}.", False)]
        if not now:
            now = [(text, _untouched)]
    return now


@given(EDITS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_a_text_is_edited_no_id_is_doubled_and_untouched_blocks_keep_theirs(editor, edits):
    begun = importer.begin("Food", key=f"food-{next(KEYS)}", language="en", by=editor)
    edition = saved(begun, "".join(f"<p>{text}</p>" for text in PARAGRAPHS), editor)
    ids = {block.text: block.id for block in edition.newest.blocks}
    now = edited(PARAGRAPHS, edits)
    after = saved(edition, "".join(f"<p>{text}</p>" for text, _untouched in now), editor).newest.blocks
    assert len({block.id for block in after}) == len(after)
    found = {block.text: block.id for block in after}
    assert all(found[text] == ids[text] for text, untouched in now if untouched)
