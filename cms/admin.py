"""The editors' side: Django's admin under our name, with a first desk."""

from functools import partial, wraps

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext_lazy as _

# The order in which people meet the rooms and what is in them; what is not named follows by its name.
ORDER = ["Article", "Edition", "Translation", "Unit", "Suggestion", "Change", "BlockChange"]
ROOMS = ["articles", "translation", "recommendations", "website", "people", "auth"]


class EditorsSite(AdminSite):
    site_title = _("Health articles")
    site_header = _("Health articles")
    index_title = _("What would you like to do?")

    def index(self, request, extra_context=None):
        from cms.translation.desk import desk  # models are there when the first page is asked for

        return super().index(request, {"desk": desk(request.user), **(extra_context or {})})

    def admin_view(self, view, cacheable=False):
        return super().admin_view(without_impossible_numbers(view), cacheable)

    def get_urls(self):
        from cms.recommendations.admin import recommendations_page

        recommending = self.admin_view(partial(recommendations_page, site=self))
        own = [path("articles/article/<int:pk>/recommendations/", recommending, name="article_recommendations")]
        return own + super().get_urls()

    def get_app_list(self, request, app_label=None):
        """The lists that this person may open, in the order of the work; each says what it is for."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(ORDER, model["object_name"]))
            for model in app["models"]:
                model["purpose"] = getattr(self.get_model_admin(model["model"]), "purpose", "")
        return sorted(apps, key=lambda app: _place(ROOMS, app["app_label"]))


def without_impossible_numbers(view):
    """A page for which there is no such row, where a crafted address or form has a number beyond every row's."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except OverflowError:
            raise Http404 from None

    return answer


def _place(order: list[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


class AdminConfig(DjangoAdminConfig):
    default_site = "cms.admin.EditorsSite"
