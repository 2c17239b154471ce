"""Previews from the admin: open one, or take a link to it for somebody who has no log-in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from cms.articles.models import Article
from cms.articles.preview_links import invite
from cms.languages.naming import name_of
from cms.people.roles import require
from cms.translation.models import Translation


def open_preview(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """Lead to a preview, by a link that is good from now on."""
    article = _article(request, pk)
    return redirect(invite(article.pk).address(language))


def preview_link(request: HttpRequest, pk: int, *, site) -> HttpResponse:
    """The addresses to send to reviewers, and until when they are good."""
    article = _article(request, pk)
    invitation = invite(article.pk)
    started = Translation.objects.filter(article=article).values_list("language", flat=True)
    context = site.each_context(request) | {
        "title": _("A link for reviewers"),
        "article": article,
        "opts": Article._meta,
        "until": invitation.until,
        "addresses": [
            (code, name_of(code, request.LANGUAGE_CODE), request.build_absolute_uri(invitation.address(code)))
            for code in [article.source.language, *started]
        ],
    }
    return TemplateResponse(request, "admin/translation/publishing/link.html", context)


def _article(request: HttpRequest, pk: int) -> Article:
    require(request.user, "articles.view_edition")
    return get_object_or_404(Article, pk=pk)
