"""Out to the tools translators use, saved there, and in again: nothing is lost and nothing confirmed."""

import io
import os
import shutil
import subprocess

import polib
import pytest
from babel.messages import pofile
from translate.storage import po as toolkit

from cms.articles.importer import import_page
from cms.translation import po, workflow
from cms.translation.models import State
from tests.conftest import PAGE
from tests.translation.catalogs import entry, everything, exported, send

LONG = "Many people who lack vitamin B12 feel tired, weak or short of breath for weeks before they see anybody. " * 4
HARD = [
    "A &amp; B is not “C”, it is \"D\" or 'E'",
    "&lt;5 mg, &gt;2.5 mg, 20 % stop, %s and %(d)s",
    "&amp;lt; stays &amp;amp; so",
    "A back\\slash, \\n and a tab\\t",
    'See <a href="https://a.org/?x=1&amp;y=2">one</a>, <a href="/two">two</a> and <em>H<sub>2</sub>O</em><br>so',
    LONG + '<a href="https://a.org/">here</a>',
    "Ba‑chín–năm … “ngoặc” ‘đơn’ 5\u00a0mg µg ½ 🙂 e\u0301",
]
TABLE = "<table><tr><th>Dose</th><td>5 mg</td></tr><tr><td>2.5 mg</td><td>once</td></tr></table>"
BODY = "".join(f"<p>{text}</p>" for text in HARD) + TABLE + "<blockquote><p>Ask first.</p></blockquote>"


@pytest.fixture
def hard(editor, translator, reviewer):
    """An article of hard texts with units of every state, stale and obsolete ones too."""
    page = PAGE.replace("<h2>Treatment</h2>", BODY + "<p>Gone soon, all of it.</p><h2>Treatment</h2>")
    article = import_page(page.encode(), key="b12", language="en", by=editor).edition.article
    translation = workflow.start(article, "vi", editor)
    units = list(translation.units.select_related("translation"))
    for unit in units[:-2]:
        shown = entry(exported(translation), po.expose(unit.kind, unit.source, unit.source)).msgid
        workflow.translate(unit, "Vâng: " + shown, translator, base=unit.version)
    workflow.approve(units[::3], reviewer, read={unit.pk: unit.read_digest for unit in units})
    for unit in translation.units.filter(position__in=[4, 12, 13]):
        workflow.send_back(unit, "Hm.", reviewer, base=unit.version)
    page = page.replace("for weeks before", "for months before").replace("stays &amp;amp; so", "stays so")
    import_page(page.replace("<p>Gone soon, all of it.</p>", "").encode(), key="b12", language="en", by=editor)
    workflow.update(translation, editor)
    assert {unit.standing for unit in translation.units.all()} == set(State)
    assert translation.units.filter(obsolete=True).count() == 1
    assert len([unit for unit in translation.units.all() if unit.is_stale]) == 2
    return translation


def through_polib(text: str) -> bytes:
    return str(polib.pofile(text, wrapwidth=60)).encode()


def through_babel(text: str) -> bytes:
    out = io.BytesIO()
    catalog = pofile.read_po(io.BytesIO(text.encode()))
    pofile.write_po(out, catalog, include_previous=True)
    return out.getvalue()


def through_translate_toolkit(text: str) -> bytes:
    store = toolkit.pofile.parsestring(text.encode())
    store.units[3].target = store.units[3].target  # touched, so that it is written anew
    return bytes(store)


def through_msgcat(text: str) -> bytes:
    return gettext_tool("msgcat", "--width=50", "-", text=text).stdout


def through_omegat(text: str) -> bytes:
    """OmegaT 3.6 takes the text and the flag off a fuzzy entry, and leaves notes and obsolete entries alone."""
    catalog = polib.pofile(text)
    for one in catalog.fuzzy_entries():
        one.msgstr, one.flags = "", []
    return str(catalog).encode()


def gettext_tool(name: str, *arguments: str, text: str) -> subprocess.CompletedProcess:
    if not shutil.which(name):
        if os.environ.get("CI"):
            pytest.fail(f"{name} is missing: install gettext")
        pytest.skip(f"{name} is not installed")
    return subprocess.run([name, *arguments], input=text.encode(), capture_output=True, check=False)


TOOLS = [through_polib, through_babel, through_translate_toolkit, through_msgcat, through_omegat]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize("trust_flags", [False, True])
def test_a_catalog_saved_by_a_tool_changes_nothing(hard, translator, tool, trust_flags):
    before = everything()
    report = send(tool(po.export(hard)), translator, trust_flags=trust_flags)
    assert everything() == before
    assert {fate.value for fate, _entry, _message in report.rows} <= {"same", "empty"}
    assert len(report.rows) == hard.units.current().count()


@pytest.mark.parametrize("tool", TOOLS)
def test_a_text_translated_in_a_tool_arrives_whatever_the_tool_made_of_the_file(hard, translator, tool):
    catalog = exported(hard)
    mine = [one for one in catalog if not one.obsolete]
    for one in mine:
        one.msgstr, one.flags = one.msgid.replace(" ", " ơ ", 1) + " à", []
    report = send(tool(str(catalog)), translator)
    assert {fate.value for fate, _entry, _message in report.rows} == {"translated"}
    for unit in hard.units.current():
        assert po.expose(unit.kind, unit.target, unit.source) == next(
            one.msgstr for one in mine if one.msgctxt == unit.context
        )


def test_msgfmt_finds_no_fault_in_what_we_write(hard):
    done = gettext_tool("msgfmt", "-c", "-v", "-o", os.devnull, "-", text=po.export(hard))
    assert done.returncode == 0, done.stderr.decode()
    assert b"warning" not in done.stderr and b"fuzzy" in done.stderr


def test_every_tool_reads_the_same_texts_out_of_it(hard):
    text = po.export(hard)
    ours = {one.msgctxt: (one.msgid, one.msgstr, one.fuzzy) for one in polib.pofile(text) if not one.obsolete}
    babel = pofile.read_po(io.BytesIO(text.encode()))
    assert {one.context: (one.id, one.string, one.fuzzy) for one in babel if one.id} == ours
    units = [one for one in toolkit.pofile.parsestring(text.encode()).units if not (one.isheader() or one.isobsolete())]
    assert {one.getcontext(): (str(one.source), str(one.target), one.isfuzzy()) for one in units} == ours
