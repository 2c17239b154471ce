from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.translation import workflow
from cms.translation.arguments import ArticleCommand
from cms.translation.models import State


class Command(ArticleCommand):
    help = "Approve the units of a translation that wait for review. Nobody approves their own words."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--language", required=True)
        parser.add_argument("--unit", action="append", help="only the unit with this context; may be repeated")

    def act(self, *, article, language, user, unit, **options) -> None:
        (translation,) = self.translations(article, language)
        units = list(translation.units.current().with_standing().filter(db_standing=State.TRANSLATED))
        if unit:
            named = {u.context: u for u in translation.units.filter(context__in=unit)}
            for context in unit:
                if context not in named:
                    raise CommandError(_("This article has no unit “%s”.") % context)
            units = list(named.values())
        result = workflow.approve(units, user, read={u.pk: u.read_digest for u in units})
        count = len(result.approved)
        self.say(ngettext("%d unit approved", "%d units approved", count) % count)
        for refused, reason in result.refused:
            self.say(f"  {refused.context} · {refused.words(refused.source)[:60]}: {reason}")
        if result.refused:
            count = len(result.refused)
            self.say(ngettext("%d unit was not approved.", "%d units were not approved.", count) % count)
        elif not count:
            self.say(_("Nothing was waiting for review."))
