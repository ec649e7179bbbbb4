"""Checks the injectors against damage as sites make it, and the distance against its plain definition."""

import random
import re
import sys

from . import article, chart, furniture, glossing, harm, inject, peers, residue, score
from .damage import CHARACTERS, Draw, even, keep, readings
from .prose import Document, text_of

PARAGRAPHS = {
    "zh-hans": ("县里办起读书会，大家都说：“这样的晚上真好！”……后来人越来越多（最多时有六十位），门口还排起了队。",
                "老师傅陈明把经验写成册子，图纸、数据、价格都在里面——他认为，学习应当从动手开始；对吗？当然对。",
                "今年春天，《山里的灯》在长桥镇首演。导演说，时间、场地和资金都不够，但是没有一个人说要放弃。",
                "会议决定：一、继续修路；二、开放图书馆；三、给每个学校购买两百本书。结果会在八月发布。",
                "国际航线开通以后，来这里的游客多了三成，发展农业与旅游业的计划也有了着落，机场还在扩建。"),
    "ja": ("図書館が主催する読書会に、町の人びとが集まりました。はじめは十人でしたが、いまでは五十人です。",
           "先生は「毎日すこしずつ書くことが大切です」と話し、ノートをもう一冊くばりました。"),
    "ko": ("도서관에서 여는 책 모임에 마을 사람들이 모였습니다. 처음에는 열 명이었지만 지금은 쉰 명이 넘습니다.",
           "선생님은 날마다 조금씩 쓰는 것이 중요하다고 말하며 공책을 한 권 더 나누어 주었습니다."),
    "de": ("Für den Lesekreis in der Bücherei kamen später viele Leute – am Ende waren es mehr als fünfzig.",
           "Die Lehrerin erklärte, dass man jeden Tag ein wenig schreiben müsse, und schenkte „jedem“ ein Heft."),
    "en": ("People of the town came to the reading circle in the library. There were ten of them at first.",
           "The teacher said that it was important to write a little every day, and gave out one more notebook."),
}
TITLES = {"zh-hans": "读书会开到了山里", "ja": "山の読書会", "ko": "산골 책 모임", "de": "Lesekreis in den Bergen",
          "en": "A reading circle in the mountains"}
# What the bytes of a site made of a text: the characters glossed, in their order, and the marks that get a comma.
SHIFTED = [
    ("因為他們覺得", "驗", "", "因?yàn)樗麄冇X得"),
    ("重要動力。與", "獎", "", "重要?jiǎng)恿ΑEc"),
    ("日報", "報請", "", "日?qǐng)?bào)"),
    ("。現", "現", "，、。", "?，F(xiàn)"),
]
# Classes that only add to a text.
ADDED = ("script-residue", "markup-residue", "foot-blocks", "menus", "repeats", "keyword-noise")
# What is there once a text is damaged and was not before; bytes are read as Latin-1.
SIGNS = {
    "gloss": r"[\u4e00-\u9fff]\([a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]* ?\)", "byte-shift": r"\?|[\ue000-\uf8ff]",
    "comma": ",[，、。]", "control-noise": r"[\x05-\x08]{3,5}[，。；：、]", "toneless-gloss": r"[\u4e00-\u9fff]\([a-zü]+\)",
    "bopomofo-gloss": r"[(（][\u3105-\u3129˙]+[ˊˇˋ]?[)）]", "folding": r"[,:;?!()]", "flattened-marks": r"\.{3}|--|[\"']",
    "conversion": "[縣後學時間]", "entities": r"#[xX]?\w+;|&\w+;", "invisible": "[\u00a0\u00ad\u200b\u200c\u2060\ufeff]",
    "radicals": r"[\u0300-\u036f\u1100-\u11ff\u2e80-\u2fdf\u3099\uf900-\ufaff]", "hard-wrap": r"[^\n]\n[^\n]",
    "spaced-han": r"[\u4e00-\u9fff] [\u4e00-\u9fff]", "ideographic-space": "[\u4e00-\u9fff]\u3000+[\u4e00-\u9fff]",
    "mojibake-once": r"[\x80-\xff]|[\u4e00-\u9fff\uac00-\ud7a3]{3}", "mojibake-twice": r"[ÂÃ].",
    "wrong-charset": r"[\x80-\xff]|~\{",
    "mixture": ".", "script-residue": r"[{}();$%=\"']", "markup-residue": r"<|&lt;|\\u003|\{|:|\[",
    "foot-blocks": "\n", "menus": "\n", "repeats": ".", "keyword-noise": ".",
}


def document(language):
    paragraphs = list(PARAGRAPHS[language])
    return Document(f"test/{language}", "test", language, "tuning", TITLES[language], paragraphs, "\n\n")


def plain_distance(first, second):
    before = list(range(len(second) + 1))
    for number, character in enumerate(first, 1):
        row = [number]
        for column, other in enumerate(second):
            row.append(min(before[column + 1] + 1, row[column] + 1, before[column] + (character != other)))
        before = row
    return before[-1]


def applied(text, steps):
    pieces, at = [], 0
    for place, taken, put in steps:
        if text[place:place + len(taken)] != taken:
            return None
        pieces += [text[at:place], put]
        at = place + len(taken)
    return "".join(pieces) + text[at:]


def check_distance(fail):
    chance = random.Random(1)
    for _ in range(400):
        first, second = ("".join(chance.choices("abc。", k=chance.randint(0, 12))) for _ in range(2))
        if score.distance(first, second) != plain_distance(first, second):
            fail(f"the distance of {first!r} and {second!r} is {plain_distance(first, second)}")
        steps = score.edits(first, second)
        for made in (steps, score.join(steps)):
            if applied(first, made) != second:
                fail(f"the edits from {first!r} do not make {second!r}: {made}")
        if len(steps) != plain_distance(first, second):
            fail(f"{first!r} to {second!r} takes {plain_distance(first, second)} edits, not {len(steps)}")
    tally = score.score("發(fā)展,、創新", "發展,、創新", "發展、創新")
    if (tally.damage, tally.rest, tally.right, tally.missed, tally.wrong, tally.harm) != (5, 1, 4, 1, 0, 0):
        fail(f"a document half restored is judged {tally}")
    tally = score.score("一,、二三", "一、二", "一、二三")
    if (tally.right, tally.wrong, tally.harm) != (1, 1, 1):
        fail(f"a document with a character lost is judged {tally}")


def check_shifts(fail):
    for text, glossed, commas, expected in SHIFTED:
        pairs = [(character, readings()[character][0]) for character in glossed]
        made = glossing.nfkc_folded(glossing.shift(text, pairs, commas)[0]).replace(",", "，")
        if made != expected.replace(",", "，"):
            fail(f"{text} should be {expected} by bytes, not {made}")
    for syllable, expected in zip("fā xué zhì lǜ yuán de".split(), "ㄈㄚ ㄒㄩㄝˊ ㄓˋ ㄌㄩˋ ㄩㄢˊ ˙ㄉㄜ".split()):
        if glossing.bopomofo(syllable) != expected:
            fail(f"{syllable} should be {expected}, not {glossing.bopomofo(syllable)}")


def check_injectors(fail):
    for name, kind in inject.KINDS.items():
        for split in ("tuning", "reported"):
            # Chance may find nothing to do in a text as short as these.
            keys = [(seed, language) for seed in range(5) for language in kind.languages if language in PARAGRAPHS]
            made = [case for seed, language in keys
                    if (case := inject.case(kind, document(language), split, seed)) is not None]
            again = [case for seed, language in keys
                     if (case := inject.case(kind, document(language), split, seed)) is not None]
            if made != again:
                fail(f"{name} is not the same twice")
            if not made:
                fail(f"{name} damages nothing ({split})")
            for case in made:
                damaged = case.damaged.decode("latin-1") if isinstance(case.damaged, bytes) else case.damaged
                if not re.search(SIGNS[name], damaged):
                    fail(f"{name} leaves no sign in {damaged!r}")
                if name in ADDED and len(damaged) <= len(case.clean):
                    fail(f"{name} adds nothing to {case.clean!r}")
                if name in ("foot-blocks", "menus") and set(case.clean.split("\n")) - set(damaged.split("\n")):
                    fail(f"{name} changes lines of the text in {damaged!r}")
                if kind.prepare is keep and case.clean != text_of(case.document):
                    fail(f"{name} changes the clean text")
    for split, other in (("tuning", (1, 3)), ("reported", (2, 4))):
        if {Draw(seed, split).pick((1, 2, 3, 4)) for seed in range(50)} != set(other):
            fail(f"{split} picks what is not its own")


def check_wording(fail):
    """All languages can say the same things, in two ways at least, and of things that there are."""
    names = {language: set(furniture.grammar(language)) for language in residue.LANGUAGES}
    for language in residue.LANGUAGES:
        for name, ways in furniture.grammar(language).items():
            if len(ways) < 2 and name != "bylines":
                fail(f"{name} is said in one way only in {language}")
            for thing, *_ in furniture.THING.findall(" ".join(ways)):
                if thing not in names[language] and thing not in furniture.NUMBERS:
                    fail(f"{name} in {language} has {thing}, which nothing says")
        missing = set.union(*names.values()) - names[language] - {"verb"}
        if missing:
            fail(f"{language} does not say {', '.join(sorted(missing))}")
    if even("\na\n \n\nb\nc\n\n") != "a\n\nb\nc\n":
        fail("empty lines are not evened out")
    raw = "an article\nof three\nlines\n".encode()
    edits = [{"offset": 11, "removed": "of three\nl", "inserted": ""}]
    if [line for line, _ in harm.lines_lost(raw, edits)] != ["of three"]:
        fail("lines lost are not counted")


def check_peers(fail):
    """The table and the chart tell apart what there is to be told apart."""
    cell = {"state": "measured", "documents": 4, "dropped": 0, "failed": 0, "before": 10, "after": 15, "characters": 90}
    for change, expected in (({}, "-0.500"), ({"before": 0}, "-"), ({"after": 10}, "0.000"),
                             ({"dropped": 4, "before": 0}, "drops 4 of 4"), ({"failed": 1}, "fails on 1; -0.500"),
                             ({"state": "crashed"}, "crashed"), ({"state": "text only"}, "text only")):
        if (made := peers.shown(cell | change, peers.share, 3)) != expected:
            fail(f"a cell with {change} is shown as {made!r}, not {expected!r}")
    measured = {"state": "measured", "what": "it", "speed": 1, "class": {"gloss": cell},
                "harm": {"prose": cell, "other": cell}}
    missing = {"state": "not installed", "what": "another", "reason": "no network"}
    sizes = {"documents": 1, "characters": 1}
    data = {"documents": 4, "limit": 60, "classes": ["gloss"], "rows": {"one": measured, "two": missing},
            "clean": {"prose": sizes, "other": sizes}}
    told = peers.Result(data).markdown() + chart.drawn(data)
    if "not installed: no network" not in told or "two: not installed" not in told:
        fail("a tool that is not installed is not told")


def run():
    """The exit status."""
    failures = []
    check_distance(failures.append)
    check_shifts(failures.append)
    check_wording(failures.append)
    check_peers(failures.append)
    failures += article.check()
    if CHARACTERS.exists():
        check_injectors(failures.append)
    else:
        print("evaluate: OpenCC's dictionaries are not installed; the injectors are not checked", file=sys.stderr)
    for failure in failures:
        print(f"evaluate: {failure}", file=sys.stderr)
    return 1 if failures else 0
