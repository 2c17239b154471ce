"""HTML → a tree as a browser builds it, rid of scripts and of what word processors and page builders leave. Pure."""

import re
from itertools import chain

import nh3
from bs4 import BeautifulSoup, NavigableString, Tag

from cms.articles.blocks import INLINE_TAGS, LINK_SCHEMES

HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# The tags that say what an element is, which the importer's selectors and the reader go by.
STRUCTURE_TAGS = {
    *(*HEADING_TAGS, "p", "ul", "ol", "menu", "dir", "li", "dl", "dt", "dd", "blockquote", "pre", "hr"),
    *("table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td", "figure", "figcaption", "picture", "img"),
    *("div", "section", "article", "main", "aside", "header", "footer", "nav", "address", "details", "summary"),
    *("center", "form", "fieldset", "legend", "hgroup", "search", "dialog", "source", "time"),
}
# What plays or shows something from elsewhere: it cannot come along, but it is reported.
EMBEDDED_TAGS = {"iframe", "video", "audio", "object", "embed"}
INLINE_LIKE = INLINE_TAGS | {
    *("span", "font", "u", "small", "big", "mark", "abbr", "cite", "q", "code", "kbd", "ins", "b", "i", "label"),
}
_ATTRIBUTES = {
    "*": {"class", "id", "role", "hidden", "aria-hidden", "itemprop", "style"},
    "a": {"href"},
    "img": {
        *("src", "data-src", "data-lazy-src", "data-original", "srcset", "data-srcset"),
        *("alt", "width", "height", "data-missing"),
    },
    "source": {"srcset"},
    "time": {"datetime"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
}
_FORGET_WITH_CONTENT = {
    *("script", "style", "title", "noscript", "template", "svg", "math", "canvas"),
    *("select", "textarea", "del", "s", "strike", "datalist"),
}
# Below this the tree is walked by recursion, within the interpreter's own limit of 1,000 calls.
_MAX_DEPTH = 400
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"}
_END_OPTIONAL = {
    *("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "colgroup"),
    *("html", "head", "body", "rp", "rt"),
}
_NOT_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<(script|style|svg)\b.*?(?:</\1|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)")
_WORD_LEVEL = re.compile(r"mso-list:[^;]*?level(\d)")
# How Word writes the marker of an item when the page was "filtered": its style is gone.
_WORD_MARKER = re.compile(
    r"\s*([·•§▪●○◦Øü\uf0a7\uf0b7\uf0d8\uf0fco-]|\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)])\s*", re.IGNORECASE
)


class TooDeep(ValueError):
    """Elements are nested more deeply than any article's are."""


def normalise(html: str) -> BeautifulSoup:
    """A tree as a browser would build it, without scripts, styles, event handlers and unsafe addresses.

    Raises TooDeep, before any time is spent on such a page.
    """
    _refuse_depth(html)
    clean = nh3.clean(
        html,
        tags=STRUCTURE_TAGS | INLINE_LIKE | EMBEDDED_TAGS | {"button"},
        clean_content_tags=_FORGET_WITH_CONTENT,
        attributes=_ATTRIBUTES,
        attribute_filter=_only_pictures_carry_data,
        url_schemes=LINK_SCHEMES | {"data"},
        link_rel=None,
    )
    tree = BeautifulSoup(clean, "html.parser")
    _settle_buttons(tree)
    _settle_pictures(tree)
    _write_quotes(tree)
    _keep_lines(tree)
    _open_words_sections(tree)
    _make_lists_of_words_paragraphs(tree)
    return tree


def _refuse_depth(html: str) -> None:
    """A parser's work grows with the square of the depth; no more than counting is done on such a page."""
    depth = 0
    for end, name in _TAG.findall(_NOT_MARKUP.sub("", html)):
        if name.lower() not in _VOID and name.lower() not in _END_OPTIONAL:
            depth = max(0, depth + (-1 if end else 1))
            if depth > _MAX_DEPTH:
                raise TooDeep


def _only_pictures_carry_data(tag: str, attribute: str, value: str) -> str | None:
    if value.lstrip().lower().startswith("data:") and (tag != "img" or not value.startswith("data:image/")):
        return None
    return value


def _settle_buttons(tree: BeautifulSoup) -> None:
    """A button does something on its site, but in a heading it only folds what follows."""
    for button in tree.find_all("button"):
        if button.find_parent([*HEADING_TAGS, "summary", "dt"]):
            button.unwrap()
        elif not button.decomposed:
            button.decompose()


def _settle_pictures(tree: BeautifulSoup) -> None:
    """Pictures that stand for a character become that character; those that only count visitors go."""
    for picture in tree.find_all("img"):
        if {"emoji", "wp-smiley", "smiley"} & set(picture.get("class") or []):
            picture.replace_with(str(picture.get("alt", "")))
        elif {str(picture.get("width", "")), str(picture.get("height", ""))} & {"0", "1", "0px", "1px"}:
            picture.decompose()
        elif caption := picture.find_parent(["figcaption", "caption"]):
            holder = caption if caption.name == "figcaption" else caption.find_parent("table") or caption
            holder.insert_before(picture.extract())
    tree.smooth()


def _write_quotes(tree: BeautifulSoup) -> None:
    """Browsers write the marks around <q> themselves."""
    for quote in tree.find_all("q"):
        quote.insert(0, "“")
        quote.append("”")
        quote.name, quote.attrs = "span", {}  # to unwrap it, all its siblings would be counted


def _keep_lines(tree: BeautifulSoup) -> None:
    """Lines of preformatted text become lines."""
    outermost = [block for block in tree.find_all("pre") if not block.find_parent("pre")]
    for string in [string for block in outermost for string in block.find_all(string=True)]:
        first, *others = str(string).strip("\n").split("\n")
        lines = ((tree.new_tag("br"), NavigableString(line)) for line in others)
        string.replace_with(NavigableString(first), *chain.from_iterable(lines))


def _open_words_sections(tree: BeautifulSoup) -> None:
    """Word sets its footnotes beside the section they belong to."""
    for section in tree.find_all("div", class_=re.compile(r"^(Word)?Section\d+$")):
        section.unwrap()


def _make_lists_of_words_paragraphs(tree: BeautifulSoup) -> None:
    """Word saves the items of a list as paragraphs with a marker of characters and a level in their style."""
    open_lists: list[tuple[int, Tag]] = []
    for paragraph in tree.find_all("p"):
        marker = _take_word_marker(paragraph)
        if not marker:
            continue
        level = int(found.group(1)) if (found := _WORD_LEVEL.search(str(paragraph.get("style", "")))) else 1
        if not open_lists or paragraph.find_previous_sibling() is not open_lists[0][1]:
            open_lists = []
        while len(open_lists) > 1 and open_lists[-1][0] > level:
            open_lists.pop()
        if not open_lists or open_lists[-1][0] < level:
            made = tree.new_tag("ol" if marker[-1] in ".)" else "ul")
            if open_lists:
                open_lists[-1][1].find_all("li", recursive=False)[-1].append(made)
            else:
                paragraph.insert_before(made)
            open_lists.append((level, made))
        paragraph.name = "li"
        open_lists[-1][1].append(paragraph.extract())


def _take_word_marker(paragraph: Tag) -> str:
    """The marker of an item, taken out of it; nothing where the paragraph is none."""
    style, classes = str(paragraph.get("style", "")), " ".join(paragraph.get("class") or [])
    if "mso-list:" not in style and not classes.startswith("MsoListParagraph"):
        return ""
    for span in paragraph.find_all("span", style=re.compile(r"mso-list:\s*ignore", re.IGNORECASE)):
        marker = str(span.get_text()).strip()
        span.decompose()
        return marker or "·"
    first = next((s for s in paragraph.find_all(string=True) if s.strip()), None)
    if isinstance(first, NavigableString) and (found := _WORD_MARKER.fullmatch(first.rstrip())):
        first.replace_with("")
        return found.group(1)
    return ""
