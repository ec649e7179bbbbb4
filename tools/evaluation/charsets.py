"""Texts read in the wrong encoding, and texts in an encoding that nobody told."""

from .damage import ACCENTED, EAST_ASIAN, Kind, keep

CHARSETS = {
    "zh-hans": ("gb18030", "gbk", "utf-8"), "zh-hant": ("big5", "gb18030", "utf-8"),
    "ja": ("shift_jis", "euc_jp", "utf-8"), "ko": ("euc_kr", "utf-8"),
}
LATIN = ("cp1252", "latin-1")


def as_latin(data, name):
    """Bytes as Latin-1, or as browsers read cp1252: what it leaves undefined are controls."""
    if name == "latin-1":
        return data.decode("latin-1")
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in data)


def misread(text, written, read):
    """`text` written in one encoding and read in another, or None where that loses something."""
    try:
        data = text.encode(written)
        if read in LATIN:
            return as_latin(data, read)
        made = data.decode(read)
        return made if made.encode(read) == data and made != text else None
    except UnicodeError:
        return None


# UTF-8 by many ways, and each East Asian encoding as Latin-1 or as another that takes all its bytes.
WAYS = {
    "zh-hans": [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("gbk", "latin-1"), ("gbk", "cp1252"), ("utf-8", "gb18030"),
                ("utf-8", "gb18030"), ("gbk", "euc_kr"), ("gbk", "big5hkscs")],
    "zh-hant": [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("big5", "latin-1"), ("big5", "cp1252"), ("big5", "gb18030"),
                ("utf-8", "gb18030")],
    "ja": [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("euc_jp", "latin-1"), ("shift_jis", "latin-1"),
           ("shift_jis", "cp1252"), ("euc_jp", "gb18030"), ("utf-8", "cp932")],
    "ko": [("utf-8", "cp1252"), ("utf-8", "latin-1"), ("euc_kr", "latin-1"), ("euc_kr", "cp1252"),
           ("euc_kr", "gb18030")],
}
TWICE = [("utf-8", "cp1252"), ("utf-8", "latin-1")]


def language_of(text):
    """The language of a text, as far as its encodings go."""
    if any("\uac00" <= character <= "\ud7a3" for character in text):
        return "ko"
    if any("\u3040" <= character <= "\u30ff" for character in text):
        return "ja"
    if not any("\u4e00" <= character <= "\u9fff" for character in text):
        return "latin"
    return "zh-hans" if can_encode(text, "gb2312") else "zh-hant"


def can_encode(text, charset):
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def parts_misread(text, draw, change):
    """The whole text or single paragraphs, misread; None where nothing can be."""
    if draw.often(0.6):
        made = change(text)
        if made is not None:
            return made
    lines = text.split("\n")
    long = [index for index, line in enumerate(lines) if len(line) >= 12]
    if not long:
        return None
    # A few paragraphs, or up to half of them: a page put together from two sources.
    chosen = draw.sample(long, draw.randint(1, max(1, len(long) // 2)))
    is_changed = False
    for index in chosen:
        made = change(lines[index])
        if made is not None and made != lines[index]:
            lines[index], is_changed = made, True
    return "\n".join(lines) if is_changed else None


def once(text, draw):
    language = language_of(text)
    ways = WAYS.get(language, TWICE)
    for _ in range(6):
        written, read = draw.choice(ways)
        made = parts_misread(text, draw, lambda part: misread(part, written, read))
        if made is not None and made != text:
            return made
    return None


def twice(text, draw):
    first, second = draw.choice(TWICE), draw.choice(TWICE)

    def change(part):
        made = misread(part, *first)
        return None if made is None or made == part else misread(made, *second)

    return parts_misread(text, draw, change)


def wrong_charset(text, draw):
    """The bytes of a text in an encoding that is not told; no byte order mark half of the time."""
    language = language_of(text)
    names = [name for name in CHARSETS[language] if name != "utf-8"] + ["utf-16"]
    if language == "zh-hans":
        names.append("hz")
    name = draw.choice(names)
    if name == "utf-16":
        name, mark = draw.choice((("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")))
        return (mark if draw.often(0.5) else b"") + text.encode(name)
    return text.encode(name) if can_encode(text, name) else None


KINDS = [
    Kind("mojibake-once", "read in a wrong encoding once, whole or single paragraphs: `é¢˜`, `ÔÚ`",
         EAST_ASIAN + ACCENTED, keep, once),
    Kind("mojibake-twice", "UTF-8 read as cp1252 or Latin-1 twice", EAST_ASIAN + ACCENTED, keep, twice),
    Kind("wrong-charset", "raw bytes in GB18030, Big5, EUC-JP, Shift_JIS, EUC-KR, UTF-16 or HZ; `--charset auto`",
         EAST_ASIAN, keep, wrong_charset, ("--charset", "auto")),
]
