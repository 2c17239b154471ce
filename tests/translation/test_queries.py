"""Statements a start, an update, an export and an import take: few, and hardly more for four times the units."""

import polib
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.articles.blocks import Block
from cms.articles.models import Article, Edition
from cms.translation import po, workflow
from cms.translation.models import State
from tests.translation.catalogs import send

MOST = 25


class Counted:
    """An article of many paragraphs, and the statements each act on it takes."""

    def __init__(self, count: int, editor, translator, reviewer):
        self.editor, self.translator, self.reviewer = editor, translator, reviewer
        self.article = Article.objects.create(key=f"many-{count}")
        self.source = Edition.objects.create(article=self.article, language="en", is_source=True)
        self.blocks = [Block("t", "title", "Many"), Block("s", "summary", "Words")]
        self.blocks += [Block(f"p{n}", "paragraph", f"Paragraph {n} of <em>many</em>.") for n in range(count - 2)]
        self.source.add_revision(self.blocks, editor)
        self.statements: dict[str, int] = {}

    def count(self, name, act):
        with CaptureQueriesContext(connection) as queries:
            result = act()
        self.statements[name] = len(queries)
        return result

    def run(self):
        translation = self.count("start", lambda: workflow.start(self.article, "vi", self.editor))
        text = self.count("export", lambda: po.export(translation))
        catalog = polib.pofile(text)
        for one in catalog:
            one.msgstr = one.msgid.replace("Paragraph", "Đoạn").replace("of", "trong") + " ạ"
        report = self.count("import", lambda: send(str(catalog), self.translator))
        assert report.changed == len(self.blocks)
        self.count("import again", lambda: send(str(catalog), self.translator))
        units = list(translation.units.all())
        read = {unit.pk: unit.read_digest for unit in units}
        approval = self.count("approve", lambda: workflow.approve(units, self.reviewer, read=read))
        assert len(approval.approved) == len(units)
        self.blocks[5] = Block(self.blocks[5].id, "paragraph", "Another paragraph.")
        Edition.objects.get(pk=self.source.pk).add_revision(self.blocks, self.editor)
        result = self.count("update", lambda: workflow.update(translation, self.editor))
        assert (result.changed, result.unchanged) == (1, len(units) - 1)
        assert translation.units.filter(state=State.APPROVED).count() == len(units)
        return self.statements


def test_each_act_takes_few_statements_and_hardly_more_for_four_times_the_units(editor, translator, reviewer):
    _warm, few, many = (Counted(count, editor, translator, reviewer).run() for count in (10, 500, 2_000))
    assert {name: count for name, count in many.items() if count > MOST} == {}
    assert {name: (few[name], many[name]) for name in many if many[name] > few[name] + 2} == {}
