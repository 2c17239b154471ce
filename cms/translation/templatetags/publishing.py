from django import template
from django.urls import reverse

from cms.articles.models import Article
from cms.translation.admin.publishing import publishing_address

register = template.Library()


@register.inclusion_tag("admin/translation/publishing/tools.html", takes_context=True)
def publishing_tools(context, article: Article, language: str = "") -> dict:
    """The links of an article's, an edition's or a translation's page: publish it, look at it, show it to others."""
    request = context["request"]
    may_see = request.user.has_perm("articles.view_edition")
    shown = language or article.source.language
    return {
        "publish": publishing_address(article, [language] if language else [])
        if request.user.has_perm("articles.publish_edition")
        else "",
        "preview": reverse("admin:preview_article", args=[article.pk, shown]) if may_see else "",
        "invite": reverse("admin:preview_link", args=[article.pk]) if may_see else "",
    }
