"""What stands around an article on a page: links at the foot, share lines, counters, prompts, menus, breadcrumbs."""

import random
import re
from functools import cache
from pathlib import Path

from .damage import Kind, even, keep
from .residue import LANGUAGES, language_of, separator_of

WORDING = Path(__file__).with_name("wording.txt")
THING = re.compile(r"\{(\w+)(?::(\d+)-(\d+):([^}]*))?\}")
NUMBERS = {"n": (100, 9999), "n8": (10_000_000, 99_999_999), "d": (1, 28), "d2": (0, 9), "m": (1, 12),
           "y": (2003, 2012), "y2": (2013, 2024)}
# What stands below an article, in the order in which pages have it.
FOOT = ("more", "counter", "tags", "share", "app", "tools", "links", "related", "login", "notice", "rights", "cookie")


@cache
def grammar(language):
    """The ways to write each thing."""
    rules = {}
    section = WORDING.read_text(encoding="utf-8").split(f"[{language}]\n")[1].split("\n\n")[0]
    for line in section.strip().split("\n"):
        name, _, ways = line.partition(": ")
        rules[name] = tuple(way.strip(" ").replace("⏎", "\n").replace("\\u3000", "\u3000") for way in ways.split("¦"))
    return rules


def written(draw, language, name):
    """One way to write a thing."""
    if name in NUMBERS:
        return str(draw.randint(*NUMBERS[name]))

    def change(found):
        if found[2] is None:
            return written(draw, language, found[1])
        count, made = draw.randint(int(found[2]), int(found[3])), []
        # No two of a list are the same, as far as there are so many.
        for _ in range(count * 8):
            one = written(draw, language, found[1])
            if len(made) < count and one not in made:
                made.append(one)
        return found[4].join(made)

    made = THING.sub(change, draw.pick(grammar(language)[name]))
    return made[0].upper() + made[1:] if language == "en" and name == "title" else made


def with_byline(text):
    """A third of the texts has a line with its source or author below the title or at the end, which is to stay."""
    chance = random.Random(text)
    if chance.random() > 1 / 3:
        return text
    # Which half has the text nobody knows here: either has all forms.
    chance.pick = chance.choice
    line = written(chance, language_of(text), "byline")
    separator = separator_of(text)
    lines = text.strip("\n").split(separator)
    lines.insert(1 if chance.random() < 0.7 else len(lines), line)
    return separator.join(lines) + "\n"


def dressed(draw, entries):
    """A list of titles with numbers, with dates, or cut where the column was too narrow."""
    year = draw.randint(2013, 2024)
    form = draw.pick(("{1}", "{1}", "{1}", "{1}", "{0}{1}", "{0}. {1}", "{1} {2}", "{2} {1}", "{1} ({2})", "[{2}]{1}",
                      "{1}…", "{1}...", "·{1}", "• {1}"))
    return [form.format(number, entry[:len(entry) * 3 // 4] if form[3:] in ("…", "...") else entry,
                        f"{year}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}")
            for number, entry in enumerate(entries, 1)]


def block(draw, text, things):
    """Some things as lines that stand together."""
    language, lines = language_of(text), []
    for thing in things:
        made = written(draw, language, thing).split("\n")
        lines += made[:1] + dressed(draw, made[1:]) if thing == "related" else made
    if draw.often(0.1):
        # A list that kept its marks.
        mark = draw.choice(("• ", "· ", "- ", "* "))
        lines = [mark + line if len(line) > 1 else line for line in lines]
    glue = separator_of(text) if draw.often(0.4) else "\n"
    return glue.join(lines)


def around(draw, text, head, foot):
    """The text with blocks above and below it."""
    separator = separator_of(text)
    pieces = ([block(draw, text, head)] if head else []) + [text.strip("\n")] + (
        [block(draw, text, foot)] if foot else [])
    return separator.join(pieces) + "\n"


def foot_blocks(text, draw):
    """One to seven things at the foot, at times one below the title, and lines where pictures were."""
    count = draw.choice((1, 1, 2, 2, 3, 4, 5, 7))
    foot = sorted(draw.sample(FOOT, count), key=FOOT.index)
    language, separator = language_of(text), separator_of(text)
    lines = text.strip("\n").split(separator)
    if draw.often(0.25):
        lines.insert(1, written(draw, language, draw.choice(("counter", "tools", "share"))))
    if draw.often(0.3) and len(lines) > 4:
        caption = written(draw, language, "caption")
        for _ in range(draw.randint(1, 3)):
            lines.insert(draw.randint(2, len(lines) - 1), caption)
    return around(draw, separator.join(lines) + "\n", (), foot)


def menus(text, draw):
    """A breadcrumb or a menu above the title, and menus at the foot."""
    head, foot = draw.choice((
        (("crumb",), ()), (("crumb",), ("foot",)), (("menu",), ()), (("menu", "crumb"), ()), ((), ("menu",)),
        ((), ("foot",)), (("header", "menu"), ("foot", "rights")), (("header", "crumb"), ("pages",)),
        ((), ("pages", "foot")), (("header", "menu", "crumb"), ("menu", "foot")),
        (("crumb",), ("links", "foot", "rights")), (("menu",), ("menu", "rights"))))
    return around(draw, text, head, foot)


KINDS = [
    Kind("foot-blocks", "share lines, links to other pages, counters, prompts, rights: `上一篇：…`", LANGUAGES,
         with_byline, foot_blocks, (), even),
    Kind("menus", "breadcrumbs, menus at head and foot: `首页 > 新闻 > 正文`", LANGUAGES, keep, menus, (), even),
]
