"""What word processors put on the clipboard → marks that the reader of HTML knows. Pure."""

import re

from bs4 import BeautifulSoup, Tag

_NOT_BOLD = re.compile(r"font-weight:\s*(normal|[1-4]00)\b", re.IGNORECASE)
# Google Docs and others write marks as styles.
_MARKS = {
    "strong": re.compile(r"font-weight:\s*(bold|[6-9]00)\b", re.IGNORECASE),
    "em": re.compile(r"font-style:\s*italic\b", re.IGNORECASE),
    "sub": re.compile(r"vertical-align:\s*sub\b", re.IGNORECASE),
    "sup": re.compile(r"vertical-align:\s*super\b", re.IGNORECASE),
}
_OURS = ("/pictures/", "data:image/")


def settle(tree: BeautifulSoup) -> BeautifulSoup:
    """Marks for styles in a normalised tree; the bold element that Google Docs puts around everything is none."""
    for bold in tree.find_all(["b", "strong"], style=_NOT_BOLD):
        bold.unwrap()
    for span in tree.find_all("span", style=True):
        _mark(tree, span)
    return tree


def _mark(tree: BeautifulSoup, span: Tag) -> None:
    tags = [tag for tag, style in _MARKS.items() if style.search(str(span["style"]))]
    if span.find_parent(["h1", "h2", "h3", "h4", "h5", "h6"]):
        tags = [tag for tag in tags if tag != "strong"]  # a heading is strong by itself
    for tag in reversed(tags):  # the first one outermost
        inner = tree.new_tag(tag)
        inner.extend(list(span.contents))
        span.append(inner)


def without_foreign_pictures(tree: BeautifulSoup) -> int:
    """Take out the pictures that lie on another site or on somebody's disk; how many there were."""
    pictures = (picture for picture in tree.find_all("img") if not picture.get("data-missing"))
    foreign = [picture for picture in pictures if not str(picture.get("src", "")).startswith(_OURS)]
    for picture in foreign:
        picture.decompose()
    return len(foreign)
