"""Marks, spaces, line ends and characters that scraping changed."""

import html.entities
import re
import unicodedata
from functools import cache

from .damage import (ACCENTED, CHINESE, EAST_ASIAN, HAN, Kind, changed, keep, simple_to_traditional, somewhere,
                     traditional)
from .glossing import nfkc_folded

NAMES = {code: name for name, code in html.entities.name2codepoint.items()}
UNSEEN = ("\u200b", "\ufeff", "\u00ad", "\u200b", "\u2060", "\u200c")
FLAT = (("……", ("...", "...", "......")), ("——", ("--", "--", "—")), ("“", ('"',)), ("”", ('"',)), ("‘", ("'",)),
        ("’", ("'",)))
# Neighbours that a stray space is put between.
HAN_PAIR = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
MARK_PAIR = re.compile(r"(?<=[\u4e00-\u9fff，。、；：])(?=[\u4e00-\u9fff，。、；：])")


def folds_back(text):
    """Texts of which a compatibility normalization folds marks only: letters, digits and `²` are lost for good."""
    folded = (unicodedata.normalize("NFKC", character) for character in set(text) if character > "\u00a0")
    return None if any(plain.isascii() and plain.isalnum() for plain in folded) else text


def folding(text, draw):
    """Fullwidth marks as ASCII by a compatibility normalization, in the whole document."""
    return changed(text, unicodedata.normalize("NFKC", text) if draw.often(0.5) else nfkc_folded(text))


def has_no_flat_mark(text):
    """Texts whose own marks are none that flattening makes."""
    return None if re.search(r"[\"']|--|\.\.|(?<!—)—(?!—)", text) else text


def flattened_marks(text, draw):
    """Ellipses, dashes and quotation marks in ASCII; some sites flatten only one of them."""
    kept = draw.choice(("", "", "", "…", "—", "“”‘’"))
    made = text
    for mark, forms in FLAT:
        if mark[0] not in kept:
            made = made.replace(mark, draw.choice(forms))
    return changed(text, made)


def entity(draw, kind, character):
    code = ord(character)
    if kind == "named":
        name = NAMES.get(code)
        return f"&{name};" if name else f"&#{code};"
    if kind == "hex":
        return f"&#x{code:{draw.choice('xX')}};"
    if kind == "double":
        return "&amp;" + entity(draw, draw.choice(("named", "decimal")), character)[1:]
    if kind == "lost":
        return entity(draw, draw.choice(("decimal", "hex")), character)[1:]
    return f"&#{code};"


def entities(text, draw):
    """Characters as references: named, decimal, hexadecimal, escaped twice, or without the ampersand."""
    kind = draw.choice(("named", "decimal", "hex", "double", "lost"))
    pattern = draw.choice((r"[“”‘’—…·《》«»éèàüöäß]", r"[，。：；（）、“”—…·]", r"[^\x00-\x7f]"))
    return somewhere(draw, text, pattern, draw.pick((0.1, 0.15, 0.3, 0.5, 0.8, 1.0)),
                     lambda found: entity(draw, kind, found[0]))


def invisible(text, draw):
    """Characters that nobody sees between letters, and no-break spaces for spaces."""
    unseen = draw.choice(UNSEEN)
    share = draw.pick((0.005, 0.01, 0.02, 0.03, 0.1, 0.08))
    made = somewhere(draw, text, r"(?<=[^\W\d_])(?=[^\W\d_])", share, lambda found: unseen)
    if made is None or " " not in made or draw.often(0.6):
        return made
    return somewhere(draw, made, " ", draw.pick((0.1, 0.2, 0.5, 0.4, 1.0, 1.0)), lambda found: "\u00a0")


@cache
def look_alikes():
    """Radicals and compatibility ideographs that look like an ideograph."""
    table = {}
    for first, last in ((0x2F00, 0x2FD5), (0x2E80, 0x2EF3), (0xF900, 0xFAD9)):
        for code in range(first, last + 1):
            plain = unicodedata.normalize("NFKC", chr(code))
            if len(plain) == 1 and plain != chr(code):
                table.setdefault(plain, []).append(chr(code))
    return table


def radicals(text, draw):
    """Look-alikes as PDF files have them, or accents, kana and syllables taken apart."""
    if not HAN.search(text) or draw.often(0.3):
        apart = unicodedata.normalize("NFD", text)
        if apart != text:
            return apart
    table = look_alikes()
    here = sorted({character for character in text if character in table})
    if not here:
        return None
    chosen = draw.sample(here, max(1, round(draw.pick((0.2, 0.3, 0.5, 0.6, 1.0, 0.9)) * len(here))))
    return text.translate({ord(character): draw.choice(table[character]) for character in chosen})


def spaced_han(text, draw):
    """A space after every ideograph, in runs, paragraphs or the whole text."""
    extent = draw.choice(("runs", "paragraphs", "whole"))
    pair = HAN_PAIR if draw.often(0.5) else MARK_PAIR
    if extent == "whole":
        return pair.sub(" ", text)
    if extent == "paragraphs":
        lines = text.split("\n")
        long = [index for index, line in enumerate(lines) if len(line) > 8]
        for index in draw.sample(long, max(1, len(long) // draw.randint(2, 4))):
            lines[index] = pair.sub(" ", lines[index])
        return "\n".join(lines)
    return somewhere(draw, text, r"[\u4e00-\u9fff]{5,14}", draw.pick((0.1, 0.15, 0.3, 0.4)),
                     lambda found: " ".join(found[0]))


def has_blank_lines(text):
    """The text with an empty line between paragraphs."""
    return re.sub(r"\n+", "\n\n", text.strip("\n")) + "\n"


def wrapped(line, width):
    """A line broken at a width in columns: between any two ideographs, and at spaces between words."""
    pieces, start, column, space = [], 0, 0, None
    for at, character in enumerate(line):
        column += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if character == " ":
            space = at
        # Nobody parts a Korean word: which line ends were spaces could not be told.
        is_wide = unicodedata.east_asian_width(character) in "WF" and not "\uac00" <= character <= "\ud7a3"
        if column <= width or at == start:
            continue
        if character == " ":
            pieces.append(line[start:at])
            start, column, space = at + 1, 0, None
        elif is_wide and line[at - 1] != " " and unicodedata.east_asian_width(line[at - 1]) in "WF" \
                and not "\uac00" <= line[at - 1] <= "\ud7a3":
            pieces.append(line[start:at])
            start, column, space = at, 2, None
        elif space is not None and space > start:
            pieces.append(line[start:space])
            start = space + 1
            column = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line[start:at + 1])
            space = None
    return "\n".join([*pieces, line[start:]])


def hard_wrap(text, draw):
    """Lines broken at a fixed width in mid-sentence."""
    width = draw.pick((40, 44, 56, 60, 64, 68, 72, 76, 78, 80))
    return changed(text, "\n".join(wrapped(line, width) for line in text.split("\n")))


def ideographic_space(text, draw):
    """Stray U+3000 inside sentences."""
    return somewhere(draw, text, HAN_PAIR, draw.pick((0.005, 0.01, 0.02, 0.03, 0.06, 0.05)),
                     lambda found: "\u3000" * (2 if draw.often(0.15) else 1))


@cache
def traditional_only():
    return frozenset(form for code, form in simple_to_traditional().items() if form != chr(code))


def simplified(text):
    """Texts that hold nothing that is Traditional only."""
    return None if traditional_only() & set(text) else text


def conversion(text, draw):
    return traditional(text)


KINDS = [
    Kind("folding", "fullwidth marks as ASCII: `他说:好`", CHINESE, folds_back, folding),
    # Many authors type these themselves: only the bold profile takes them for damage.
    Kind("flattened-marks", "ellipses, dashes and quotation marks in ASCII, in the `thorough` profile", CHINESE,
         has_no_flat_mark, flattened_marks, ("--profile", "thorough")),
    Kind("conversion", "Simplified made Traditional character by character; `--to hans` is to bring it back",
         ("zh-hans",), simplified, conversion, ("--to", "hans")),
    Kind("entities", "references: named, decimal, hexadecimal, escaped twice, without ampersand",
         EAST_ASIAN + ACCENTED, keep, entities),
    Kind("invisible", "zero-width spaces, byte order marks, soft hyphens, no-break spaces",
         EAST_ASIAN + ("en",) + ACCENTED, keep, invisible),
    Kind("radicals", "radicals and compatibility ideographs for ideographs, and Form D", EAST_ASIAN + ACCENTED, keep,
         radicals),
    Kind("spaced-han", "a space after every ideograph: `本 文 件`", CHINESE, keep, spaced_han),
    Kind("hard-wrap", "lines broken at a fixed width", EAST_ASIAN + ("en",), has_blank_lines, hard_wrap),
    Kind("ideographic-space", "stray U+3000 inside sentences", CHINESE, keep, ideographic_space),
]
