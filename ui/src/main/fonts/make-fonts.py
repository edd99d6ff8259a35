#!/usr/bin/env python3
"""Makes the font files that Partitura brings along, from Debian's packages.

Run once when a font or the wanted characters change; the results are kept in the repository.

    apt-get install fonttools fonts-inter fonts-jetbrains-mono fonts-noto-cjk
    python3 ui/src/main/fonts/make-fonts.py [ROOT_OF_UNPACKED_PACKAGES]

Inter and JetBrains Mono keep Latin, Greek and Cyrillic letters and signs; Noto Sans CJK keeps the Simplified Chinese
characters of GB 2312, its bold file only the common ones. JavaFX knows only a regular and a bold file of a family, so the semi-bold of each is entered as bold.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(sys.argv[1] if len(sys.argv) > 1 else "/")
OUT = Path(__file__).resolve().parents[1] / "resources/dev/partitura/ui/theme/fonts"
SHARE = ROOT / "usr/share/fonts"

LATIN = (
    list(range(0x20, 0x180)) + list(range(0x370, 0x400)) + list(range(0x400, 0x460)) + list(range(0x2000, 0x2070))
    + list(range(0x2070, 0x20A0)) + list(range(0x20A0, 0x20C0)) + list(range(0x2100, 0x2150))
    + list(range(0x2190, 0x2200)) + list(range(0x2200, 0x2300)) + list(range(0x2300, 0x23FF))
    + list(range(0x2500, 0x2600)) + list(range(0x2600, 0x27C0))
)


def gb2312(last=0xF7):
    """The signs and characters of GB 2312; up to row 0xD7 are the 3,755 common ones."""
    found = set()
    for high in range(0xA1, last + 1):
        for low in range(0xA1, 0xFF):
            try:
                found.add(ord(bytes([high, low]).decode("gb2312")))
            except UnicodeDecodeError:
                pass
    return found | set(range(0x3000, 0x3020)) | set(range(0xFF00, 0xFF60))


def name(font, family, style):
    """Enters the font under the four-style naming that JavaFX reads."""
    table = font["name"]
    for number in (16, 17, 21, 22, 25):
        table.removeNames(nameID=number)
    full = family if style == "Regular" else f"{family} {style}"
    for number, text in ((1, family), (2, style), (4, full), (6, full.replace(" ", "") + ("-Regular" if style == "Regular" else ""))):
        table.setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 700 if style == "Bold" else 400
    bold = style == "Bold"
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    font["head"].macStyle = 1 if bold else 0


def make(font, characters, family, style, file, features):
    options = subset.Options()
    options.layout_features = features
    options.hinting = False
    options.desubroutinize = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.drop_tables += ["DSIG", "vhea", "vmtx", "VORG", "BASE"]
    worker = subset.Subsetter(options)
    worker.populate(unicodes=characters)
    worker.subset(font)
    name(font, family, style)
    font.save(OUT / file)
    print(f"{file}: {(OUT / file).stat().st_size // 1024} KiB")


def main():
    OUT.mkdir(parents=True, exist_ok=True)
    inter = ["kern", "mark", "mkmk", "ccmp", "calt"]
    for source, family, style in (
        ("Regular", "Inter", "Regular"), ("SemiBold", "Inter", "Bold"), ("Medium", "Inter Medium", "Regular")):
        font = TTFont(SHARE / f"opentype/inter/Inter-{source}.otf")
        make(font, LATIN, family, style, f"Inter-{source}.otf", inter)
    for source, style in (("Regular", "Regular"), ("SemiBold", "Bold")):
        font = TTFont(SHARE / f"truetype/jetbrains-mono/JetBrainsMono-{source}.ttf")
        make(font, LATIN, "JetBrains Mono", style, f"JetBrainsMono-{source}.ttf", ["kern", "mark", "ccmp"])
    for source, last in (("Regular", 0xF7), ("Bold", 0xD7)):
        collection = TTCollection(SHARE / f"opentype/noto/NotoSansCJK-{source}.ttc")
        font = next(f for f in collection.fonts if f["name"].getDebugName(1) == "Noto Sans CJK SC")
        make(font, gb2312(last), "Noto Sans CJK SC", source, f"NotoSansCJKsc-{source}.otf", ["kern", "ccmp"])


main()
