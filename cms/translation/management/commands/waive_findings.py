from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from cms.translation import workflow
from cms.translation.arguments import ArticleCommand


class Command(ArticleCommand):
    help = "Put on record that the findings on a unit are no fault, for exactly the text there is now."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--language", required=True)
        parser.add_argument("--unit", required=True, help="the unit's context")
        parser.add_argument("--reason", required=True)

    def act(self, *, article, language, unit, reason, user, **options) -> None:
        (translation,) = self.translations(article, language)
        found = translation.units.current().select_related("translation").filter(context=unit).first()
        if found is None:
            raise CommandError(_("This article has no unit “%s”.") % unit)
        for waiver in workflow.waive_all(found, reason, user, read=found.read_digest):
            self.say(_("%(check)s is waived: %(reason)s") % {"check": waiver.check_id, "reason": waiver.reason})
