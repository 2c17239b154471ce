"""The editor of an article's text: django-prose-editor with exactly the elements that the importer keeps.

Under it lies the text area with the same HTML: without scripts, or where the editor does not start, it is used so.
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django_prose_editor.widgets import ProseEditorWidget
from js_asset import ImportMap, Media, Script

from cms.articles.blocks import LINK_SCHEMES
from cms.articles.models import Edition

_MODULES = {
    "django-prose-editor/editor": "django_prose_editor/editor.js",
    "articles/prose-schema": "articles/prose-schema.js",
    "articles/prose-dialog": "articles/prose-dialog.js",
    "articles/prose-pictures": "articles/prose-pictures.js",
    "articles/prose-paste": "articles/prose-paste.js",
    "articles/prose-toolbar": "articles/prose-toolbar.js",
}


class ArticleText(ProseEditorWidget):
    """The text area that becomes an editor; ``edition`` is set by the form."""

    template_name = "articles/prose.html"
    edition: Edition | None = None

    def __init__(self, attrs=None):
        super().__init__(attrs, preset="article")

    @property
    def media(self) -> Media:
        return Media(
            importmap=ImportMap(_MODULES),
            css={"all": ["articles/prose.css"]},
            js=[Script("articles/prose.js", type="module")],
        )

    def get_config(self) -> dict:
        edition = self.edition
        return {
            "schemes": sorted(LINK_SCHEMES),
            "mostBytes": settings.MAX_IMPORT_BYTES,
            "pictures": reverse("admin:article_picture", args=["NAME"]),
            "upload": reverse("admin:article_picture_upload", args=[edition.pk]) if edition and edition.pk else "",
            "paste": reverse("admin:article_paste"),
            "words": words(),
        }


def words() -> dict[str, str]:
    """What the editor says, in the language of the interface."""
    return {
        "toolbar": _("Formatting"),
        "keys": _("Alt+F10 leads to the formatting, Tab out of the text."),
        "undo": _("Undo"),
        "redo": _("Redo"),
        "paragraph": _("Paragraph"),
        "heading2": _("Heading 2"),
        "heading3": _("Heading 3"),
        "heading4": _("Heading 4"),
        "strong": _("Strong"),
        "em": _("Emphasis"),
        "sub": _("Subscript"),
        "sup": _("Superscript"),
        "link": _("Link"),
        "unlink": _("Remove the link"),
        "bullets": _("Bulleted list"),
        "numbers": _("Numbered list"),
        "indent": _("One level in"),
        "outdent": _("One level out"),
        "quote": _("Quotation"),
        "callout": _("Callout"),
        "picture": _("Picture"),
        "table": _("Table"),
        "rowBefore": _("Row above"),
        "rowAfter": _("Row below"),
        "rowGone": _("Delete the row"),
        "columnBefore": _("Column before"),
        "columnAfter": _("Column after"),
        "columnGone": _("Delete the column"),
        "headerCell": _("Header cell"),
        "mergeCells": _("Merge the cells"),
        "splitCell": _("Split the cell"),
        "tableGone": _("Delete the table"),
        "ok": _("Apply"),
        "insert": _("Insert"),
        "cancel": _("Cancel"),
        "address": _("Address"),
        "addressHelp": _("https://…, mailto:…, tel:… or, for an article of this site, article:KEY"),
        "badAddress": _("This is no address that can be followed."),
        "rows": _("Rows"),
        "columns": _("Columns"),
        "insertTable": _("Insert a table"),
        "insertPicture": _("Insert a picture"),
        "changePicture": _("Describe the picture"),
        "replacePicture": _("Replace the picture"),
        "removePicture": _("Remove the picture"),
        "file": _("File (PNG, JPEG, GIF, WebP or AVIF)"),
        "alt": _("Alternative text"),
        "altHelp": _("What the picture shows, for those who cannot see it."),
        "noAlt": _("The alternative text is missing."),
        "caption": _("Caption"),
        "captionHere": _("Caption (may stay empty)"),
        "legendHere": _("Caption of the table (may stay empty)"),
        "missing": _("The picture is missing:"),
        "uploading": _("The picture is being uploaded …"),
        "tooLarge": _("The picture is too large: at most %s MB are taken.") % (settings.MAX_IMPORT_BYTES // 1_000_000),
        "notUploaded": _("The picture could not be uploaded. Your text is still here; try again."),
        "refused": _("A picture from another site was left out. Save it as a file, and insert it with “Picture”."),
    }
