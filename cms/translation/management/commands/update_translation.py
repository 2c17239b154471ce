from django.db import transaction
from django.utils.translation import gettext as _

from cms.translation import workflow
from cms.translation.arguments import ArticleCommand


class Command(ArticleCommand):
    help = "Bring an article's translations in line with its newest source."

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--language", help="only this language")

    def act(self, *, article, language, user, **options) -> None:
        translations = self.translations(article, language)
        with transaction.atomic():  # all languages or none
            results = [(translation, workflow.update(translation, user)) for translation in translations]
        for translation, result in results:
            numbers = _("%(added)d new, %(changed)d changed, %(returned)d returned, %(gone)d gone")
            self.say(f"{translation}: " + numbers % vars(result))
        self.say_progress(translations)
