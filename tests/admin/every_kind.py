"""A text with a block of every kind, in every place it can have, and marks nested in every order."""

import base64
import io

from PIL import Image

from cms.articles.importer import import_page


def png(colour=(200, 30, 30), size=(40, 20), kind="PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", size, colour).save(file, kind)
    return file.getvalue()


def data_address(data: bytes, kind="png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


RED, BLUE = data_address(png()), data_address(png((30, 30, 200)))
TEXT = f"""
<p>Plain, 5\u00a0mg a day &amp; more &lt; less. H<sub>2</sub>O, 10<sup>3<sub>i</sub></sup>.</p>
<p><em>Slanted <strong>and bold</strong></em>, <strong>bold <em>and slanted</em></strong>,
<strong><a href="https://www.nhs.uk/">bold link</a></strong>,
<a href="https://www.nhs.uk/">a <strong>bold</strong> word</a>.</p>
<p>One line<br>and another. <a href="mailto:a@example.com">Mail</a> <a href="tel:+84123">call</a>
<a href="article:other">read</a> <a href="/en/health-corner/">all</a>.</p>
<p>Twice the same.</p><p>Twice the same.</p>
<h2>Signs <em>and</em> more</h2><h3>Early</h3><h4>Very early</h4>
<ul><li>One<p>Its own paragraph.</p></li><li>Two<ul><li>Two a<ol start="3"><li>deep</li></ol></li></ul></li>
<li><ul><li>in nothing</li></ul></li><li>With a picture<figure><img src="{BLUE}" alt="Blue"></figure></li></ul>
<ol start="4"><li>Four</li><li><h3>Headed</h3>item</li></ol>
<blockquote><p>Said <em>so</em>.</p><ul><li>and so</li></ul><blockquote>And within.</blockquote></blockquote>
<aside class="callout"><h3>Careful</h3><p>Ask first.</p><aside class="callout"><p>Inner.</p></aside></aside>
<figure><img src="{RED}" alt="A &quot;red&quot; field"><figcaption>Red, <strong>very</strong>.</figcaption></figure>
<figure><img src="{RED}" alt=""></figure>
<figure><img src="gone.png" alt="What is gone"><figcaption>Gone.</figcaption></figure>
<figure><img src="also-gone.png" alt=""></figure>
<table><caption>Doses <em>a day</em></caption><tr><th scope="col">Age</th><th colspan="2">Dose</th></tr>
<tr><th scope="row" rowspan="2">Adults</th><td>1 mg</td><td></td></tr>
<tr><td>2 mg<p>second</p><p>third</p><p>fourth</p></td><td><ul><li>in a cell</li></ul></td></tr></table>
<table><tr><td>No caption</td><td>no header</td></tr><tr><td>a</td><td>short<br>line</td></tr></table>
<table><tr><th>Ragged</th></tr><tr><td>a</td><td>b</td></tr></table>
<p>The end.</p>
"""
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Every kind</title>
<meta name="description" content="One of each."></head><body><main><article><h1>Every kind</h1>{TEXT}</article></main>
</body></html>"""


def article_of_every_kind(editor):
    return import_page(PAGE.encode(), key="every-kind", language="en", by=editor).edition
