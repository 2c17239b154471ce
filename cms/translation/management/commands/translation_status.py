from django.utils.translation import gettext as _

from cms.articles.importer import check_language
from cms.articles.page import BadPage
from cms.translation.arguments import ArticleCommand
from cms.translation.models import Translation


class Command(ArticleCommand):
    help = "Say how far each translation is."
    told = (*ArticleCommand.told, BadPage)

    def add_arguments(self, parser) -> None:
        parser.add_argument("key", nargs="?", help="only the article with this key")
        parser.add_argument("--language", help="only this language")

    def act(self, *, article=None, language=None, **options) -> None:
        if language:
            check_language(language)
        if article:
            return self.say_progress(self.translations(article, language))
        translations = Translation.objects.select_related("article")
        if language:
            translations = translations.filter(language=language)
        if not translations:
            return self.say(_("No translation was started yet."))
        return self.say_progress(translations)
