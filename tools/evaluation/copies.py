"""Copies of what a page says already, and words that somebody put there to be found."""

import re

from .damage import CHINESE, Kind, even, keep
from .furniture import with_byline, written
from .residue import LANGUAGES, language_of, separator_of

CLAUSE = re.compile(r"[，。；、,;.!?！？] ?")
# How many characters a fragment has at least before anybody would miss it.
SHORTEST = {"en": 40}


def lines_of(text):
    separator = separator_of(text)
    return text.strip("\n").split(separator), separator


def joined(lines, separator):
    return separator.join(lines) + "\n"


def is_long(line):
    return len(line) >= SHORTEST.get(language_of(line), 16)


def parts(line, draw):
    """A beginning or an end of a title, cut where a word or a character ends, and never nearly all of it."""
    if language_of(line) in ("en", "ko"):
        words = line.split(" ")
        if len(words) < 4:
            return None
        at = draw.randint(2, len(words) - 2)
        return " ".join(words[:at] if draw.often(0.5) else words[at:])
    if len(line) < 12:
        return None
    at = draw.randint(5, len(line) - 5)
    return line[:at] if draw.often(0.5) else line[at:]


def titles(draw, lines):
    """The title two or three times, near or at the foot, with the name of the site or without."""
    language, title, made = language_of("".join(lines)), lines[0], list(lines)
    way = draw.pick(("again", "twice", "foot", "site", "far", "again"))
    if way in ("again", "site"):
        made.insert(1, title)
    if way == "twice":
        made[1:1] = [title, title]
    if way == "foot":
        made.append(title)
    if way == "far":
        made.insert(1, title)
        made.append(title)
    if way == "site":
        mark = draw.pick(("_", " - ", "-", " | ", "|", " – "))
        made[0] = f"{title}{mark}{written(draw, language, 'site')}"
    return made


def cut_titles(draw, lines):
    """The beginning or the end of the title on a line of its own."""
    part = parts(lines[0], draw)
    if part is None:
        return None
    made = list(lines)
    at = draw.choice((1, 1, len(made), 0))
    if at == 0 and lines[0].startswith(part):
        at = 1
    made.insert(at, part + (draw.choice(("...", "…", "", "")) if lines[0].startswith(part) else ""))
    return made


def adjacent(draw, lines):
    """Paragraphs that stand there twice or three times in a row: some of them, or all of the page."""
    share = draw.pick((0.1, 0.15, 0.3, 0.4, 1.0, 1.0))
    times = draw.choice((1, 1, 1, 2))
    made = [lines[0]]
    for line in lines[1:]:
        made += [line] * (1 + times if is_long(line) and draw.often(share) else 1)
    return made


def distant(draw, lines):
    """Paragraphs that come again at the foot, or the first ones as a summary above."""
    long = [index for index in range(1, len(lines)) if is_long(lines[index])]
    if len(long) < 3:
        return None
    way = draw.pick(("lead", "foot", "block", "all", "lead", "foot"))
    if way == "lead":
        # The summary of a page is its first paragraph.
        return [lines[0], lines[long[0]], *lines[1:]] if draw.often(0.5) else [*lines, lines[long[0]]]
    if way == "foot":
        return [*lines, *(lines[index] for index in sorted(draw.sample(long, min(len(long), draw.randint(1, 3)))))]
    if way == "block":
        start = draw.randrange(1, max(2, len(lines) - 3))
        end = min(len(lines), start + draw.randint(2, 6))
        at = draw.randint(end, len(lines))
        return lines[:at] + lines[start:end] + lines[at:]
    return lines + (lines if draw.often(0.5) else lines[1:])


def bylines(draw, lines):
    """The line with source and author again at the foot, or in pieces."""
    language = language_of("".join(lines))
    line = lines[1] if len(lines[1]) < 48 and not re.search(r"[。.!?]$", lines[1]) else None
    if line is None:
        return None
    pieces = [piece for piece in re.split(r"[ \u3000](?=\S+[：:])", line) if piece]
    made = list(lines)
    if len(pieces) > 1 and language[:2] == "zh" and draw.often(0.6):
        return made + pieces
    made.insert(draw.choice((len(made), len(made), 2)), line)
    return made


def fragments(draw, lines):
    """A long fragment of a paragraph twice in a row inside it."""
    made, done = list(lines), 0
    for index in draw.sample(range(1, len(lines)), len(lines) - 1):
        borders = [0] + [found.end() for found in CLAUSE.finditer(lines[index])]
        spans = [(a, b) for number, a in enumerate(borders) for b in borders[number + 1:] if is_long(lines[index][a:b])]
        if spans and done < 3:
            start, end = draw.choice(spans)
            gap = " " if language_of(lines[index]) in ("en", "ko") and lines[index][end - 1] != " " else ""
            made[index] = lines[index][:end] + gap + lines[index][start:end] + lines[index][end:]
            done += 1
    return made if done else None


WAYS = (titles, titles, cut_titles, adjacent, adjacent, distant, distant, bylines, bylines, fragments)


def repeats(text, draw):
    """One or two kinds of copies."""
    lines, separator = lines_of(text)
    made = lines
    for way in draw.sample(WAYS, draw.choice((1, 1, 2))):
        # Copies of copies are no case of their own.
        if made is lines or way in (titles, cut_titles, bylines):
            made = way(draw, made) or made
    if made is lines:
        made = adjacent(draw, lines)
    return joined(made, separator) if made != lines else None


def keyword_noise(text, draw):
    """A list of keywords put in, or a brand before many lines."""
    lines, separator = lines_of(text)
    language = language_of(text)
    words = []
    for _ in range(draw.randint(5, 24)):
        word = written(draw, language, "keyword")
        if word not in words:
            words.append(word)
    way = draw.choice(("list", "list", "prefix", "both"))
    if way in ("prefix", "both"):
        brand = draw.pick((words[0], words[0], f"{draw.choice(('y', 'k', 'b'))}{draw.randint(10, 999)}{words[0]}",
                           f"{words[0]}{draw.choice(('app', 'vip'))}"))
        form = draw.pick(("{}：", "{}:", "{}-", "{}｜", "{}_", "{} ", "【{}】", "[{}]"))
        share = draw.pick((0.5, 0.6, 0.8, 1.0))
        lines = [form.format(brand) + line if draw.often(share) else line for line in lines]
    if way in ("list", "both"):
        label = draw.pick(("本文关键词：", "本文關鍵詞：", "关键词：", "相关搜索：", "热搜词：", "Keywords: "))
        if language == "zh-hant":
            label = draw.pick(("本文關鍵詞：", "本文關鍵字：", "相關搜尋：", "熱門關鍵字："))
        mark = draw.pick((",", "，", "、", " ", "|", ","))
        lines.insert(draw.choice((len(lines), len(lines), 1)), label + mark.join(words[1:]))
    return joined(lines, separator)


KINDS = [
    Kind("repeats", "titles, paragraphs, bylines and fragments twice, cut titles", LANGUAGES, with_byline, repeats, (),
         even),
    # Whether a brand belongs there is for the bold profile to judge.
    Kind("keyword-noise", "lists of keywords and brands before lines, in the `thorough` profile", CHINESE, keep,
         keyword_noise, ("--profile", "thorough"), even),
]
