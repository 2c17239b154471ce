"""A process may be killed between any two steps of a publication: nothing is lost."""

import os
import signal
import traceback

import pytest
from django.db import connection

from cms.articles.models import Article, Outbox, Significance
from cms.translation import workflow
from cms.website import build
from tests.conftest import PAGE, all_graded, revise
from tests.website.test_law import tree

# Where everything is checked every step is one to die at; elsewhere every fourth.
STRIDE = 1 if os.environ.get("CI") else 4


class Steps:
    """Counts what a process does to the database and to the disk, and kills it after so many steps."""

    def __init__(self, last: int) -> None:
        self.left = last

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def on_sql(self, execute, sql, params, many, context):
        self.step()
        return execute(sql, params, many, context)

    def on_replace(self, *args):
        self.step()
        return os.rename(*args)


def child(last: int, act) -> bool:
    """Run an act in a process of its own that is killed after so many steps; whether it came to its end."""
    connection.close()
    pid = os.fork()
    if pid == 0:  # pragma: no cover - the child never comes back
        steps = Steps(last)
        os.replace = steps.on_replace
        try:
            with connection.execute_wrapper(steps.on_sql):
                act()
        except BaseException:  # whatever it is, the child is not to go on as a second pytest
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, "The act failed; what it said is above."
        return True
    assert os.WTERMSIG(status) == signal.SIGKILL
    return False


# The process that forks has the threads of pytest's own runner; the child does nothing but the act.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.mark.django_db(transaction=True)
def test_a_publication_killed_at_any_step_loses_nothing(published, editor, publisher):
    steps, finished = 0, False
    while not finished:
        report, _page = revise(published.article, editor, "Take 2.5 mg", f"Take {steps + 3} mg", PAGE)
        wanted = report.revision.pk

        def act():
            article = Article.objects.get(key="b12")
            workflow.publish(article, ["en"], publisher, grades=all_graded(article, Significance.SAFETY))

        finished = child(steps, act)
        build.drain()  # as the next process does at its start
        assert Outbox.objects.count() == 0
        stepwise = tree(build.page_folder().current)
        build.build_site()
        assert tree(build.page_folder().current) == stepwise
        now = Article.objects.get(key="b12").source.published_id
        assert now == wanted or not finished  # done whole, or not at all: then it is done again
        steps += STRIDE
    assert steps > 30


@pytest.mark.django_db(transaction=True)
def test_a_full_build_that_is_killed_leaves_the_old_pages_standing(published):
    before = tree(build.page_folder().current)
    for steps in range(0, 60, 7):
        child(steps, build.build_site)
        assert tree(build.page_folder().current) == before
