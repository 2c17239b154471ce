"""The editors' side of the admin: articles and their editions. Only source editions are written here."""

from cms.articles.admin import articles, editions

__all__ = ["articles", "editions"]
