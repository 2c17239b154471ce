#!/usr/bin/env python3
"""Build the site's two web fonts (Be Vietnam Pro 400 and 700, English + Vietnamese).

Run:
    npm pack @expo-google-fonts/be-vietnam-pro && tar xzf *.tgz   # unpacks to ./package
    pip install fonttools brotli
    python build_fonts.py PACKAGE_DIR [OUT_DIR]                    # OUT_DIR defaults to .

PACKAGE_DIR is the unpacked package: it holds the family's complete TTFs (v1.002).
The per-script subsets in @fontsource/be-vietnam-pro are not enough: they have no
U+0302, U+0306, U+031B, U+2264 or U+2265, and no kerning pairs between one
subset's glyphs and another's.

Writes be-vietnam-pro-400.woff2, be-vietnam-pro-700.woff2 and OFL.txt, and prints
the sizes and the wanted characters that the family has no glyph for.
"""

import sys
import unicodedata
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCES = {
    400: "400Regular/BeVietnamPro_400Regular.ttf",
    700: "700Bold/BeVietnamPro_700Bold.ttf",
}
FEATURES = ["ccmp", "kern", "mark", "mkmk", "liga", "tnum"]
COPYRIGHT = "Copyright 2021 The Be Vietnam Pro Project Authors (https://github.com/bettergui/BeVietnamPro)"
WANTED = {
    *range(0x20, 0x7F),
    *range(0xA0, 0x100),  # Basic Latin, Latin-1
    0x102,
    0x103,
    0x110,
    0x111,
    0x128,
    0x129,  # Ă ă Đ đ Ĩ ĩ
    0x168,
    0x169,
    0x1A0,
    0x1A1,
    0x1AF,
    0x1B0,  # Ũ ũ Ơ ơ Ư ư
    *range(0x1EA0, 0x1EFA),  # Ạ ... ỹ
    0x300,
    0x301,
    0x302,
    0x303,
    0x306,
    0x309,
    0x31B,
    0x323,  # combining marks
    *map(ord, "–—‘’“”…•›‹→←≤≥µ½°×₫№"),
    0x3BC,
    0x202F,
}


def drop_emoji_ligatures(font):
    """Remove the family's colon ligatures (:be: :dd: :star:), which swap text for logos."""
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            getattr(table, "ligatures", {}).pop("colon", None)


def build(source, target):
    options = subset.Options(
        flavor="woff2",
        hinting=False,
        layout_features=FEATURES,
        notdef_outline=True,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
    )
    font = TTFont(source, recalcTimestamp=False)  # same bytes each run
    lacking = sorted(WANTED - set(font.getBestCmap()))
    drop_emoji_ligatures(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=WANTED)
    subsetter.subset(font)
    subset.save_font(font, target, options)
    return lacking


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    package = Path(sys.argv[1])
    out = Path(sys.argv[2] if len(sys.argv) == 3 else ".")
    out.mkdir(parents=True, exist_ok=True)
    for weight, name in SOURCES.items():
        target = out / f"be-vietnam-pro-{weight}.woff2"
        lacking = build(package / name, target)
        print(
            f"{target.name}: {target.stat().st_size} bytes; no glyph for",
            ", ".join(f"U+{c:04X} {unicodedata.name(chr(c))}" for c in lacking) or "nothing",
        )
    licence = (package / "LICENSE_FONT").read_text(encoding="utf-8").split("\n", 1)[1]
    (out / "OFL.txt").write_text(f"{COPYRIGHT}\n{licence}", encoding="utf-8")


if __name__ == "__main__":
    main()
