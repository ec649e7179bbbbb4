"""Readers of what packages hold: web pages, help pages, manual pages, catalogues, as lines of running text."""

import gettext
import gzip
import html
import json
import re
import tempfile
import zipfile
from html.parser import HTMLParser

BLOCKS = set("""
    address article aside blockquote body br caption dd desc details div dl dt figcaption footer h1 h2 h3 h4 h5 h6 head
    header hr html info item li main nav note ol p page section steps subtitle summary table tbody td terms th thead
    title tr ul
""".split())
HIDDEN = {"script", "style", "pre", "code", "screen", "svg", "math", "template"}


class TextOf(HTMLParser):
    """The text of a page, a line for each block, and the tag that each line stands in."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines, self.tags, self.pieces, self.hidden, self.tag = [], [], [], [], ""

    def end_line(self, tag=""):
        self.lines.append("".join(self.pieces))
        self.tags.append(self.tag)
        self.pieces.clear()
        self.tag = tag

    def handle_starttag(self, tag, attrs):
        if tag in HIDDEN and tag != "code":
            self.hidden.append(tag)
        if tag in BLOCKS or tag in HIDDEN and tag != "code":
            self.end_line(tag)

    def handle_endtag(self, tag):
        if tag in self.hidden:
            del self.hidden[self.hidden.index(tag):]
        if tag in BLOCKS:
            self.end_line()

    def handle_data(self, data):
        if not self.hidden:
            self.pieces.append(data)


def blocks_of(data):
    """The blocks of a page as pairs of a tag and a line."""
    reader = TextOf()
    reader.feed(data.decode("utf-8", "ignore"))
    reader.close()
    reader.end_line()
    return [(tag, joined(line)) for tag, line in zip(reader.tags, reader.lines)]


def of_html(data):
    return [line for _, line in blocks_of(data)]


def joined(text):
    """A paragraph whose source was wrapped, as one line: no space where the break stood between two ideographs."""
    text = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef])\s*\n\s*(?=[\u3000-\u9fff\uff00-\uffef])", "", text)
    return re.sub(r"[ \t\r\n]+", " ", text)


def of_catalog(data):
    with tempfile.TemporaryFile() as file:
        file.write(data)
        file.seek(0)
        try:
            catalog = gettext.GNUTranslations(file)
        except (OSError, ValueError):
            return []
    # The entry of the empty text is the head of the catalogue. A catalogue holds what nobody translated, as well.
    texts = [text for key, text in catalog._catalog.items() if key]
    return [line for text in texts for line in of_markup(text)]


def of_markup(text):
    """A message's lines, without the marks that programs put in."""
    return re.sub(r"<[^<>\n]*>", "", html.unescape(text)).split("\n")


def of_manual(data):
    """The text of a manual page: running lines joined, requests and fonts dropped."""
    text, is_code = [], False
    for line in data.decode("utf-8", "ignore").split("\n"):
        if line.startswith((".nf", ".EX", ".fi", ".EE")):
            is_code = line.startswith((".nf", ".EX"))
        if line.startswith((".", "'")):
            text.append("\n\n")
        elif not is_code:
            text.append(line + "\n")
    plain = re.sub(r"\\f(\[\w*\]|\(..|.)|\\[,/&|^%:]|\\s[-+]?\d+|\\\*\(?..?", "", "".join(text))
    plain = plain.replace("\\-", "-").replace("\\ ", " ").replace("\\e", "\\")
    return [joined(paragraph) for paragraph in re.split(r"\n{2,}", plain)]


def of_strings(data):
    """The values of `key = value` lines, as Fluent and properties files have them."""
    lines = data.decode("utf-8", "ignore").split("\n")
    values = [re.sub(r"^\s*[\w.-]+\s*=\s*", "", line) for line in lines if not line.lstrip().startswith("#")]
    return [line for value in values for line in of_markup(value.strip())]


def of_json(data):
    try:
        values = json.loads(data)
    except ValueError:
        return []
    texts = values.values() if isinstance(values, dict) else []
    return [line for text in texts if isinstance(text, str) for line in of_markup(text)]


def of_extension(data):
    with tempfile.TemporaryFile() as file:
        file.write(data)
        with zipfile.ZipFile(file) as archive:
            names = [name for name in archive.namelist() if name.endswith((".ftl", ".properties"))]
            return [line for name in names for line in of_strings(archive.read(name))]


def of_text(data):
    return re.sub(r"\x1b\[[0-9;]*m", "", data.decode("utf-8", "ignore")).split("\n")


def lines_of(name, data):
    """The lines of a file, by its name."""
    if name.endswith(".gz"):
        name, data = name[:-3], gzip.decompress(data)
    if re.search(r"/man\d/", name):
        return of_manual(data)
    readers = {"html": of_html, "xhtml": of_html, "page": of_html, "utf8": of_html, "mo": of_catalog, "json": of_json,
               "xpi": of_extension, "txt": of_text}
    suffix = name.rpartition(".")[2]
    if "/fortunes/" in name and "." not in name.rpartition("/")[2]:
        return of_text(data)
    return readers[suffix](data) if suffix in readers else []
