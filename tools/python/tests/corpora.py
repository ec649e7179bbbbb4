"""Makes a corpus of pages on several sites, and reads what `descrape corpus` makes of it."""

import json
import os
import random
import subprocess
from typing import NamedTuple, Optional

from conftest import ROOT

PROGRAM = os.environ.get("DESCRAPE_PROGRAM", str(ROOT / ".build/release/descrape"))

#: What words are made of, in each language.
SYLLABLES = {
    "en": "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo yu za bri cla dro".split(),
    "zh": list(
        "春花秋月何時了往事知多少小樓昨夜又東風故國不堪回首明中雕欄玉砌應猶在只是朱顏改問君能有幾多愁恰似一江水向流"
    ),
    "ja": list(
        "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす山川海空"
    ),
}
#: Damage that cleaning repairs.
DAMAGE = ["&amp;", "\u200b", "&#39;", "\r\n", "\ufeff"]


class Page(NamedTuple):
    id: int
    text: Optional[str]
    url: Optional[str]
    #: The folder that it lies in, which is its site when it has no URL.
    folder: str


def sentence(dice, language, words):
    if language == "en":
        made = ["".join(dice.choices(SYLLABLES["en"], k=dice.randint(1, 4))) for _ in range(words)]
        return " ".join(made).capitalize() + ". "
    return "".join(dice.choices(SYLLABLES[language], k=words * 2)) + "。"


def paragraphs(dice, language, count):
    return [
        "".join(sentence(dice, language, dice.randint(8, 16)) for _ in range(dice.randint(2, 4))).strip()
        for _ in range(count)
    ]


def edited(dice, language, lines, share):
    """The same text with a share of its sentences said anew."""
    stop = ". " if language == "en" else "。"
    made = []
    for line in lines:
        parts = line.split(stop)
        made.append(
            stop.join(sentence(dice, language, 12).rstrip(" .。") if dice.random() < share else part for part in parts)
        )
    return made


class Site:
    def __init__(self, dice, number):
        self.language = ("en", "zh", "ja")[number % 3]
        self.name = f"site{number}.example.org"
        self.folder = ("a", "a/b", "c")[number % 3]
        self.has_url = number % 7 != 6
        self.head = [sentence(dice, self.language, 4).rstrip(" .。") for _ in range(dice.randint(0, 6))]
        self.foot = [sentence(dice, self.language, 6).rstrip(" .。") for _ in range(dice.randint(2, 7))]

    def page(self, dice, body):
        text = "\n".join([*self.head, *body, *self.foot])
        for _ in range(dice.choice((0, 0, 1, 3))):
            place = dice.randrange(len(text) + 1)
            text = text[:place] + dice.choice(DAMAGE) + text[place:]
        return text


def make(count, sites=24, seed=7):
    """About `count` pages, the same ones each time."""
    dice = random.Random(seed)
    places = [Site(dice, number) for number in range(sites)]
    made = []

    def add(site, text):
        made.append((site, text))

    while len(made) < count:
        site = dice.choice(places)
        body = paragraphs(dice, site.language, dice.randint(1, 6))
        other = dice.choice(places)
        kind = dice.randrange(20)
        add(site, site.page(dice, body))
        if kind == 0:
            # The same on another site, and on the same one.
            add(other, other.page(dice, body))
            add(site, made[-2][1])
        elif kind == 1:
            # More and more unlike the first.
            for _ in range(dice.randint(2, 9)):
                body = edited(dice, site.language, body, 0.07)
                add(site, site.page(dice, body))
        elif kind == 2:
            # All a little unlike each other.
            for _ in range(dice.randint(2, 9)):
                add(site, site.page(dice, edited(dice, site.language, body, 0.06)))
        elif kind == 3:
            add(other, other.page(dice, edited(dice, site.language, body, 0.2)))
        elif kind == 4:
            add(site, dice.choice(["", " \n\t\n", "!!! ???", "\u200b"]))
        elif kind == 5:
            add(site, "\n".join(site.head + site.foot))
        elif kind == 6:
            add(site, sentence(dice, site.language, 3))
            add(other, made[-1][1])
        elif kind == 7:
            add(site, None)
    # One text by many hands, so that many pages share a band; no site has so many of them that its lines are known.
    for number in range(5 * sites):
        site = places[number % sites]
        add(site, site.page(dice, edited(dice, "en", paragraphs(random.Random(1), "en", 12), 0.05)))
    dice.shuffle(made)
    # In the order of the corpus, which is that of paths.
    made.sort(key=lambda page: f"{page[0].folder}/pages.jsonl")
    return [
        Page(number, text, f"https://www.{site.name}/{number}" if site.has_url else None, "/" + site.folder)
        for number, (site, text) in enumerate(made)
    ]


def by_folder(pages):
    """The pages of each folder."""
    folders = {}
    for page in pages:
        folders.setdefault(page.folder, []).append(page)
    return folders


class Expected(NamedTuple):
    """What the command makes of a corpus."""

    #: The clean text of each page that stays.
    texts: dict
    #: For each page that goes: the one that stays, the reason, and how alike they are.
    removed: dict
    #: The members of each group of copies.
    groups: set


def by_command(pages, folder, *options):
    """Runs `descrape corpus`."""
    ids = {}
    for name, members in by_folder(pages).items():
        path = folder / "in" / name[1:] / "pages.jsonl"
        path.parent.mkdir(parents=True, exist_ok=True)
        place = f"{name[1:]}/pages.jsonl"
        ids[place] = [page.id for page in members]
        with open(path, "w", encoding="utf-8") as file:
            for page in members:
                record = {"id": page.id, "text": page.text}
                if page.url is not None:
                    record["url"] = page.url
                file.write(json.dumps(record, ensure_ascii=page.id % 2 == 0) + "\n")
    command = [PROGRAM, "corpus", folder / "in", "-o", folder / "out", "--quiet", *options]
    subprocess.run(command, check=True, timeout=300, stdin=subprocess.DEVNULL)
    texts, removed, groups = {}, {}, {}
    for place in ids:
        with open(folder / "out" / place, encoding="utf-8") as file:
            for line in file:
                record = json.loads(line)
                texts[record["id"]] = record["text"]
    listed = folder / "out" / "duplicates.jsonl"
    if listed.exists():
        kept = {}
        for line in listed.read_text().splitlines():
            member = json.loads(line)
            number = ids[member["file"]][member["record"] - 1]
            groups.setdefault(member["group"], set()).add(number)
            if member["kept"]:
                kept[member["group"]] = number
            else:
                removed[number] = (kept[member["group"]], member["reason"], member["similarity"])
    return Expected(texts, removed, {frozenset(group) for group in groups.values()})


def write(pages, path):
    """The pages as JSON Lines, with all columns."""
    with open(path, "w", encoding="utf-8") as file:
        for page in pages:
            file.write(json.dumps(page._asdict(), ensure_ascii=False) + "\n")


def groups_of(removed):
    """The members of each group, from what goes."""
    groups = {}
    for number, (kept, _, _) in removed.items():
        groups.setdefault(kept, {kept}).add(number)
    return {frozenset(group) for group in groups.values()}
