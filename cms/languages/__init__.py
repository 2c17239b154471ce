"""What is true of a language, in plain Python: nothing here knows of articles, translations or Django."""

from cms.languages.language import Language, get

__all__ = ["Language", "get"]
