from cms.translation.arguments import ArticleCommand
from cms.translation.models import Translation


class Command(ArticleCommand):
    help = "Say how far each translation is."

    def add_arguments(self, parser) -> None:
        parser.add_argument("key", nargs="?", help="only the article with this key")
        parser.add_argument("--language", help="only this language")

    def act(self, *, article=None, language=None, **options) -> None:
        translations = Translation.objects.select_related("article")
        if article:
            translations = translations.filter(article=article)
        if language:
            translations = translations.filter(language=language)
        self.say_progress(translations)
