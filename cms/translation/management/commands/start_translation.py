from cms.articles.page import BadPage
from cms.translation import workflow
from cms.translation.arguments import ArticleCommand


class Command(ArticleCommand):
    help = "Hand an article over for translation into a language."
    told = (*ArticleCommand.told, BadPage)

    def add_arguments(self, parser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--language", required=True)

    def act(self, *, article, language, user, **options) -> None:
        translation = workflow.start(article, language, user)
        self.say_progress([translation])
