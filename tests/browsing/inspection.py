"""What is looked for on every page: axe-core's rules, nothing wider than the window, one language at a time."""

import re
from pathlib import Path

import axe_playwright_python

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules whose answer depends on the colours, and on the room there is.
OF_COLOURS = ["color-contrast", "link-in-text-block"]
OF_LAYOUT = [*OF_COLOURS, "target-size", "scrollable-region-focusable", "region", "bypass", "meta-viewport", "label"]

_RUN = """async options => {
    const {violations} = await axe.run(document, options);
    return violations.map(({id, help, nodes}) => ({id, help, where: nodes.map(
        ({target, html, failureSummary}) => [target.flat().join(" "), html, failureSummary])}));
}"""
_WORDS = """([titles, codes]) => {
    const without = (text, names) => names.reduce((rest, name) => rest.replaceAll(name, "…"), text.trim());
    const unnamed = text => without(without(text, titles), codes);
    const said = [unnamed(document.title)], root = document.documentElement;
    const ours = element => element && element.closest("[lang]") === root && element.checkVisibility()
        && !element.closest("script, style, textarea, code, pre, [translate=no]");
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const {data, parentElement: around} = texts.currentNode;
        if (!ours(around)) continue;
        const names = around.closest(".titles, .breadcrumbs, .messagelist, option, label");
        said.push(names ? unnamed(data) : without(data, codes));
    }
    const selector = "[aria-label], [title], [placeholder], [alt], input[type=submit], input[type=button]";
    for (const element of document.body.querySelectorAll(selector)) {
        if (!ours(element)) continue;
        const words = ["aria-label", "title", "placeholder", "alt"].map(name => element.getAttribute(name) || "");
        said.push(...words.map(unnamed), element.matches("input") && element.type !== "text" ? element.value : "");
    }
    return said.filter(text => text);
}"""
# Words of an interface that no Vietnamese sentence holds, and letters that no English one does.
_ENGLISH = re.compile(
    r"\b(?:the|and|of|is|are|was|for|with|this|that|these|not|by|from|your|you|please|has|have|been|all|yes|"
    r"add|change|changed|delete|deleted|save|saved|view|edit|history|search|filter|home|remove|choose|chosen|"
    r"select|selected|show|hide|close|cancel|back|next|previous|log|user|password|upload|download|publish|published|"
    r"translation|translations|article|articles|language|languages|date|time|today|any|none|unknown|error|errors|"
    r"permission|permissions|group|groups|name|title|text|source|target|state|unit|units|reviewer)\b"
    r"|(?-i:\b(?:Editor|Translator|Publisher|Can [a-z]+)\b)",
    re.IGNORECASE,
)
_VIETNAMESE = re.compile(r"[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]", re.IGNORECASE)
_FOREIGN = {"vi": _ENGLISH, "en": _VIETNAMESE}


def axe(page, rules: list[str] | None = None) -> list[str]:
    """What axe-core finds, a rule at a time.

    It is evaluated in the page from outside, which the page's policy leaves alone: the policy itself stays in force.
    """
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(AXE)
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": TAGS}
    options = {"runOnly": only, "resultTypes": ["violations"], "preload": False}
    return [_told(found) for found in page.evaluate(_RUN, options)]


def _told(found: dict) -> str:
    """A rule, where it does not hold, and why in the first of these places."""
    (_selector, html, summary), where = found["where"][0], [selector for selector, *_ in found["where"]]
    places = " | ".join(where[:3]) + (f" and {len(where) - 3} more" if len(where) > 3 else "")
    return f"axe {found['id']} ({found['help']}): {places}\n    {html[:200]}\n    {_reason(summary)}"


def _reason(summary: str) -> str:
    """The first reason, without the heading that says what to fix."""
    return " ".join(line.strip() for line in (summary or "").splitlines()[1:2])


def overflow(page) -> list[str]:
    """What makes the page wider than its window."""
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if wider <= 0:
        return []
    culprits = page.evaluate(
        """() => [...document.body.querySelectorAll("*")].filter(element => {
            for (let around = element.parentElement; around !== document.body; around = around.parentElement)
                if (!around || getComputedStyle(around).overflowX !== "visible") return false;
            return element.getBoundingClientRect().right > innerWidth + 1;
        }).slice(0, 4).map(
            element => element.tagName.toLowerCase() + (element.id && "#" + element.id)
                + [...element.classList].map(name => "." + name).join(""))"""
    )
    return [f"{wider} pixels wider than the window: {', '.join(culprits)}"]


def language(page, expected: str, titles: list[str] = [], codes: list[str] = []) -> list[str]:  # noqa: B006 - only read
    """Whether the page says its language, and all words outside content marked as another's are in it.

    ``titles`` are what things are called: in headings, messages and choices they stand as they are. ``codes`` are
    keys and user names, which are of no language.
    """
    told = page.evaluate("document.documentElement.lang")
    if told != expected:
        return [f'<html lang="{told}"> instead of "{expected}"']
    foreign = _FOREIGN.get(expected)
    said = [text for text in page.evaluate(_WORDS, [titles, codes]) if foreign and foreign.search(text)]
    return [f"another language than {expected}: {text[:120]!r}" for text in dict.fromkeys(said)]
