"""Readings in brackets and commas before marks, as sites put them in."""

import re
from collections import Counter
from functools import cache

from .damage import (CHINESE, HAN, Kind, changed, glossed_readings, keep, readings, simple_to_traditional, somewhere,
                     traditional)

MARKS = "，、。"
SITE_MARK = re.compile("[，、。]")
CONTROLS = "\x05\x06\x07\x08"
# ASCII for fullwidth, as some sites fold it on bytes before anything else.
FOLDED = [(mark.encode("gbk"), bytes([ord(mark) - 0xFEE0])) for mark in "？：；"]
INITIALS = {
    "zh": "ㄓ", "ch": "ㄔ", "sh": "ㄕ", "b": "ㄅ", "p": "ㄆ", "m": "ㄇ", "f": "ㄈ", "d": "ㄉ", "t": "ㄊ", "n": "ㄋ", "l": "ㄌ",
    "g": "ㄍ", "k": "ㄎ", "h": "ㄏ", "j": "ㄐ", "q": "ㄑ", "x": "ㄒ", "r": "ㄖ", "z": "ㄗ", "c": "ㄘ", "s": "ㄙ",
}
FINALS = {
    "a": "ㄚ", "o": "ㄛ", "e": "ㄜ", "ai": "ㄞ", "ei": "ㄟ", "ao": "ㄠ", "ou": "ㄡ", "an": "ㄢ", "en": "ㄣ", "ang": "ㄤ",
    "eng": "ㄥ", "er": "ㄦ", "ong": "ㄨㄥ", "i": "ㄧ", "ia": "ㄧㄚ", "ie": "ㄧㄝ", "iao": "ㄧㄠ", "iu": "ㄧㄡ",
    "ian": "ㄧㄢ", "in": "ㄧㄣ", "iang": "ㄧㄤ", "ing": "ㄧㄥ", "iong": "ㄩㄥ", "u": "ㄨ", "ua": "ㄨㄚ", "uo": "ㄨㄛ",
    "uai": "ㄨㄞ", "ui": "ㄨㄟ", "uan": "ㄨㄢ", "un": "ㄨㄣ", "uang": "ㄨㄤ", "ü": "ㄩ", "üe": "ㄩㄝ", "üan": "ㄩㄢ",
    "ün": "ㄩㄣ", "": "",
}
WHOLE = {"yi": "i", "ya": "ia", "ye": "ie", "yao": "iao", "you": "iu", "yan": "ian", "yin": "in", "yang": "iang",
         "ying": "ing", "yong": "iong", "wu": "u", "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui", "wan": "uan",
         "wen": "un", "wang": "uang", "weng": "ong", "yu": "ü", "yue": "üe", "yuan": "üan", "yun": "ün"}
TONED = {}
for _plain, _toned in (("a", "āáǎà"), ("e", "ēéěè"), ("i", "īíǐì"), ("o", "ōóǒò"), ("u", "ūúǔù"), ("ü", "ǖǘǚǜ")):
    TONED.update({toned: (_plain, tone) for tone, toned in enumerate(_toned, 1)})


def toneless(syllable):
    """A syllable without its tone, and the tone (0 for none)."""
    tone, letters = 0, []
    for letter in syllable:
        plain, here = TONED.get(letter, (letter, 0))
        letters.append(plain)
        tone = here or tone
    return "".join(letters), tone


def bopomofo(syllable):
    """The syllable in Bopomofo, or None where it has no such form."""
    plain, tone = toneless(syllable)
    initial = next((plain[:size] for size in (2, 1) if plain[:size] in INITIALS), "")
    final = WHOLE.get(plain) or plain[len(initial):]
    if initial in ("j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    if initial in ("zh", "ch", "sh", "r", "z", "c", "s") and final == "i":
        final = ""
    if plain in WHOLE:
        initial = ""
    if final not in FINALS or not initial and not final:
        return None
    mark = "˙" if tone == 0 else ("", "", "ˊ", "ˇ", "ˋ")[tone]
    return ("˙" if tone == 0 else "") + INITIALS.get(initial, "") + FINALS[final] + ("" if tone == 0 else mark)


@cache
def frequent():
    """Traditional characters whose Simplified form is one of the 3,755 frequent ones of GB 2312."""
    table = glossed_readings()
    rows = (bytes((row, cell)).decode("gb2312", "ignore") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF))
    forms = (simple_to_traditional().get(ord(character), "") for character in rows if character)
    return sorted(form for form in forms if form in table)


def site_pairs(draw, text):
    """The characters that a site glosses, in the order of its list; None where the text has too few of them."""
    table = glossed_readings()
    counts = Counter(character for character in text if character in table)
    if len(counts) < 4:
        return None
    size = round(3 * (179 / 3) ** draw.random())
    # A site's list is of frequent characters: most of those that stand in a text are in a long list.
    ranked = sorted(counts, key=lambda character: (draw.random() ** (1 / counts[character]), character), reverse=True)
    chosen = ranked[:max(3, round(size * draw.uniform(0.4, 0.9)))]
    absent = draw.sample(frequent(), max(0, size - len(chosen)))
    chosen += [character for character in absent if character not in chosen]
    draw.shuffle(chosen)
    return [(character, table[character]) for character in chosen]


def gloss(text, draw):
    """At all occurrences of some characters; padded in one family."""
    pairs = site_pairs(draw, text)
    if pairs is None:
        return None
    padding = " " if draw.often(0.15) else ""
    return changed(text, text.translate({ord(character): f"{character}({reading}{padding})"
                                         for character, reading in pairs}))


def replace_bytes(data, pairs):
    """The site's way: on the bytes of GBK, pair by pair, without regard to character borders."""
    for character, reading in pairs:
        source = character.encode("gbk")
        data = data.replace(source, source + f"({reading})".encode("gbk"))
    return data


def add_commas(data, marks=MARKS):
    """A comma before two of three marks, counted on, on bytes, one kind of mark after the other."""
    counter = 0

    def change(found):
        nonlocal counter
        counter += 1
        return (b"," if counter % 3 else b"") + found[0]

    for mark in marks:
        data = re.sub(re.escape(mark.encode("gbk")), change, data)
    return data


def decode(data):
    """GBK as a site reads it, and how many pairs could not be read: a lead byte and the byte behind it are one `?`."""
    pieces, at, lost = [], 0, 0
    while at < len(data):
        byte = data[at]
        if byte < 0x80:
            pieces.append(chr(byte))
            at += 1
            continue
        pair = data[at:at + 2]
        try:
            if byte in (0x80, 0xFF) or len(pair) < 2 or pair[1] < 0x40:
                raise ValueError
            pieces.append(pair.decode("gb18030"))
            at += 2
        except ValueError:
            lost += 1
            pieces.append("?")
            # The end of a line is left where it is.
            at += 1 if len(pair) < 2 or pair[1] == 0x0A else 2
    return "".join(pieces), lost


def shift(text, pairs, commas="", folded=()):
    """The text as a site's bytes make it, and how many pairs of bytes were lost."""
    data = text.encode("gbk")
    for source, mark in folded:
        data = data.replace(source, mark)
    return decode(add_commas(replace_bytes(data, pairs), commas))


def byte_shift(text, draw):
    """Glosses and commas on bytes. Texts without a hit across two characters do not count."""
    try:
        text.encode("gbk")
    except UnicodeEncodeError:
        return None
    folded = FOLDED[:draw.choice((1, 1, 2, 3))] if draw.often(0.15) else ()
    commas = draw.sample(MARKS, 3) if draw.often(0.6) else ""
    found = []
    # A short text is hit seldom: several lists are tried, so that most texts have more than one place.
    for _ in range(draw.choice((4, 8, 16))):
        pairs = site_pairs(draw, text)
        if pairs is None:
            return None
        damaged, lost = shift(text, pairs, commas, folded)
        if lost:
            found.append((lost, damaged))
    if not found:
        return None
    damaged = max(found)[1] if draw.often(0.6) else found[0][1]
    return nfkc_folded(damaged) if draw.often(0.4) else damaged


def nfkc_folded(text):
    """Fullwidth letters and marks as ASCII, as a compatibility normalization leaves them."""
    return text.translate({code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)})


def comma(text, draw):
    """Stray commas before real marks."""
    share = draw.pick((0.2, 0.25, 0.4, 0.5, 0.67, 0.67, 0.9, 1.0))
    return somewhere(draw, text, SITE_MARK, share, lambda found: "," + found[0])


def control_noise(text, draw):
    """Three to five controls before marks."""
    share = draw.pick((0.1, 0.15, 0.3, 0.4, 0.7, 0.6, 1.0, 0.9))
    return somewhere(draw, text, r"[，。；：、,.;]", share,
                     lambda found: "".join(draw.choices(CONTROLS, k=draw.randint(3, 5))) + found[0])


def toneless_gloss(text, draw):
    """Toneless readings after any characters, at random, some of them repeated."""
    share = draw.pick((0.02, 0.03, 0.05, 0.04, 0.08, 0.1))
    most = draw.pick((1, 2, 3, 3))

    def change(found):
        reading = readings().get(found[0], ("", False))[0]
        return found[0] + f"({toneless(reading)[0]})" * draw.randint(1, most) if reading else found[0]

    return somewhere(draw, text, HAN, share, change)


def bopomofo_gloss(text, draw):
    """Readings in Bopomofo after all occurrences of some characters."""
    forms = {character: bopomofo(readings().get(character, ("", False))[0]) for character in set(text)
             if HAN.match(character)}
    known = sorted(character for character, form in forms.items() if form)
    if len(known) < 8:
        return None
    chosen = draw.sample(known, min(len(known), draw.randint(6, 40)))
    brackets = "（）" if draw.often(0.4) else "()"
    return text.translate({ord(character): f"{character}{brackets[0]}{forms[character]}{brackets[1]}"
                           for character in chosen})


KINDS = [
    Kind("gloss", "readings after all occurrences of 3 to 179 characters: `發(fā)展`", ("zh-hans",), traditional, gloss),
    Kind("byte-shift", "the same on the bytes of GBK across character borders: `日?qǐng)?bào)`", ("zh-hans",),
         traditional, byte_shift),
    Kind("comma", "stray commas before the real mark: `發展,、創新`", CHINESE, keep, comma),
    Kind("control-noise", "three to five controls, U+0005 to U+0008, before marks", CHINESE, keep, control_noise),
    Kind("toneless-gloss", "toneless readings, at random and repeated: `蛋(dan)(dan)`", CHINESE, keep, toneless_gloss),
    Kind("bopomofo-gloss", "readings in Bopomofo: `發(ㄈㄚ)展`", CHINESE, keep, bopomofo_gloss),
]
