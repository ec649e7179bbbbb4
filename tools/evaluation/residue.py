"""Scripts that an extractor left in the text, whole or cut."""

import re

from .damage import EAST_ASIAN, Kind, even, keep
from .scripts import Author, lines_of, minified

LANGUAGES = (*EAST_ASIAN, "en")


def language_of(text):
    """Whose words furniture has: of the languages of the documents."""
    if re.search("[\uac00-\ud7a3]", text):
        return "ko"
    if re.search("[\u3040-\u30ff]", text):
        return "ja"
    if not re.search("[\u4e00-\u9fff]", text):
        return "en"
    return "zh-hant" if sum(map(text.count, "們個這為國學會說時來")) > sum(map(text.count, "们个这为国学会说时来")) else "zh-hans"


def separator_of(text):
    """What stands between the paragraphs of a text."""
    return "\n\n" if "\n\n" in text.strip("\n") else "\n"


def paragraphs_of(text):
    """The title and the paragraphs; a text that has been glossed and folded has them as well."""
    return re.split(r"\n+", text.strip("\n"))


def put(draw, text, pieces, places=("foot", "foot", "foot", "head", "middle", "last")):
    """The text with pieces on lines of their own: at the foot, below the title, between two paragraphs, or above the
    last of them."""
    separator = separator_of(text)
    lines = text.strip("\n").split(separator)
    for piece in pieces:
        place = draw.choice(places)
        last = len(lines)
        at = {"foot": last, "head": min(1, last), "top": 0, "last": max(1, last - 1)}.get(place)
        at = draw.randint(min(2, last), last) if at is None else at
        # The lines of a piece stand close; some extractors put an empty line between any two.
        lines.insert(at, piece if separator == "\n" or draw.often(0.7) else piece.replace("\n", "\n\n"))
    return separator.join(lines) + "\n"


def tokens(line):
    """The places where a token begins."""
    return [found.start() for found in re.finditer(r"[\w$]+|[^\w\s]", line)]


def cut(draw, lines, share=0.35):
    """Lines without some of the beginning, of the end or of both, as a parser that stopped leaves them."""
    lines = list(lines)
    if draw.often(share):
        # The parser takes the rest of a script up to some `>` or `<` for a tag.
        lines = lines[draw.randrange(max(1, len(lines) * 2 // 3)):]
        starts = tokens(lines[0])
        if len(starts) > 4 and draw.often(0.6):
            lines[0] = lines[0][draw.choice(starts[:len(starts) * 2 // 3]):]
    if draw.often(share):
        lines = lines[:len(lines) - draw.randrange(max(1, len(lines) * 2 // 3))]
        if len(lines[-1]) > 24 and draw.often(0.6):
            lines[-1] = lines[-1][:draw.randrange(len(lines[-1]) // 3, len(lines[-1]))]
    return [line for line in lines if line.strip()]


def title_cut(draw, lines, title):
    """One line that begins in the middle of a title that stands in a string of it; None where none does."""
    line = " ".join(line.strip() for line in lines)
    at = line.find(title)
    if at < 0 or len(title) < 6:
        return None
    return line[at + draw.randint(1, len(title) * 2 // 3):]


def template(author):
    """What a template engine was to replace."""
    draw, one, two = author.draw, author.name(), author.name()
    label = draw.pick(author.labels)
    return draw.pick((
        [f"{{{{{one}.{two}}}}}"], [f"{{{{#if {one}}}}}", f"{{{{{one}.{two}}}}} {label}", "{{/if}}"],
        [f"<%= {one}.{two} %>"], [f"<% if ({one}) {{ %>", f"<%= {two} %> {label}", "<% } %>"],
        [f"${{{one}.{two}}}"], [f"<%for(var i=0;i<{one}.length;i++){{%>", f"<%={one}[i].{two}%>", "<%}%>"],
        [f"{{{{ {one} | {two}('en') }}}}"], [f"{{{{each {one} as v i}}}}", f"{{{{v.{two}}}}} {label}", "{{/each}}"],
        [f"{{% if {one}.{two} %}}", f"{{{{ {one}.{two}|escape }}}}", "{% endif %}"],
        [f"${{{one}}}", f"${{{two}.{draw.randint(0, 9)}}}"],
        [f"<!--#include virtual=\"/{one}/{two}.html\"-->"], [f"<%@ page {one}=\"{two}\" %>"],
        [f"{{${one}.{two}}}", f"{{/{two}}}"], [f"[!--{one}.{two}--]", f"[!--{two}--]"]))


def bare_json(author):
    """An object in JSON, as search engines are given it."""
    author.quote = '"'
    body = lines_of(author.pairs(author.draw.randint(3, 8), '"'), author.draw.choice(("  ", "")), 1)
    kind = author.draw.pick(("NewsArticle", "Article", "BlogPosting", "WebPage"))
    return ["{", *([f'"@type": "{kind}",'] if author.draw.often(0.5) else []), *body, "}"]


def attribute(author):
    """An event handler or an address that ran out of its tag."""
    draw, name = author.draw, author.name()
    return [draw.pick((f'onclick="{name}({draw.randint(1, 99)})"', f"javascript:{name}();",
                       f'onload="{name}(this, \'{author.word()}\')"', f"javascript:void({name}())",
                       f'" onerror="this.src=\'{author.url()}\'" />', f"javascript:window.open('{author.url()}');",
                       f'href="javascript:;" onclick="return {name}(this)">', f"onmouseover='{name}.show()'>"))]


def script(draw, language, title, paragraphs):
    """The lines of one script."""
    author = Author(draw, language, title, draw.choice(paragraphs)[:60].rstrip())
    what = draw.random()
    if what < 0.1:
        return template(author)
    if what < 0.2:
        return cut(draw, bare_json(author))
    if what < 0.25:
        return attribute(author)
    lines = lines_of(author.written(), draw.choice(("  ", "    ", "\t", "", "")))
    # An author may have left a comment, and the tag itself is at times not taken for one.
    if draw.often(0.1):
        lines.insert(0, draw.pick((f"// {author.word()} {author.name()}", f"/* {author.word()} start */",
                                   f"//{draw.pick(author.remarks)}", f"/** {author.name()} */")))
    if author.is_minified:
        lines = [minified(lines)]
    elif draw.often(0.3):
        lines = [" ".join(line.strip() for line in lines)]
    if draw.often(0.1):
        lines = ["<script>", *lines, "</script>"]
    return cut(draw, lines)


def glued(draw, text, lines, title):
    """The text with a script on the line of a paragraph, in most cases the last one."""
    line = (title_cut(draw, lines, title) if draw.often(0.4) else None) or " ".join(part.strip() for part in lines)
    separator = separator_of(text)
    made = text.strip("\n").split(separator)
    at = len(made) - 1 if draw.often(0.6) else draw.randrange(min(1, len(made) - 1), len(made))
    made[at] += draw.choice(("", " ", " ")) + line
    return separator.join(made) + "\n"


def script_residue(text, draw):
    """One to three scripts: on lines of their own, behind a paragraph, or behind the end of a cut title."""
    title, *paragraphs = paragraphs_of(text)
    language, made = language_of(text), text
    for _ in range(draw.choice((1, 1, 2, 3))):
        lines = script(draw, language, title, paragraphs or [title])
        if not lines:
            continue
        way = draw.random()
        if way < 0.2:
            made = glued(draw, made, lines, title)
        elif way < 0.35 and (line := title_cut(draw, lines, title)):
            made = put(draw, made, [line])
        else:
            made = put(draw, made, ["\n".join(lines)])
    return made if made != text else None


KINDS = [
    Kind("script-residue", "scripts whole or cut, on lines of their own or behind a paragraph: `})})();`", LANGUAGES,
         keep, script_residue, (), even),
]
