"""Markup that an extractor left in the text: tags, comments, style sheets, escaped HTML, BBCode, shortcodes.

A tag that ends a line in a browser stands where a line of the clean text ends.
"""

import re

from .damage import Kind, even, keep, somewhere
from .residue import LANGUAGES, language_of, paragraphs_of, put, separator_of
from .scripts import Author

PROPERTIES = ("color:#{hex}", "font-size:{n}px", "text-align:center", "margin:0 {n}px", "line-height:1.{d}",
              "font-family:Arial,sans-serif", "width:{n}0%", "background:#{hex} url(/{w}/{w}.png) no-repeat",
              "TEXT-INDENT: 2em", "display:none", "padding-left:.{d}rem", "float:left", "border:1px solid #{hex}",
              "mso-spacerun: yes", "overflow:hidden", "max-width:100%", "position:relative", "height:auto!important",
              "white-space:nowrap", "z-index:{n}", "FONT-FAMILY: 'Times New Roman'", "box-sizing:border-box",
              "letter-spacing:normal", "-webkit-box-flex:1", "transition:all .{d}s ease", "orphans:2")
SELECTORS = (".{w}-{w}", "#{w}", ".{w} li", "body", ".{w} a:hover", "div.{w}", ".{w} .{w}-{w} span", "a:link,a:visited",
             ".{w}::before", "ul.{w} > li", "p.MsoNormal", "table.{w} td", "#{w} h2,#{w} h3", ".{w}.{w}-on",
             "img", "@media (max-width:{n}00px)", ".{w}[data-{w}]", "html,body")
INLINE = ("b", "span", "strong", "font", "a", "i", "em", "u", "SPAN", "FONT", "st1", "label", "B", "mark")
BLOCKS = ("p", "div", "P", "DIV", "section", "li", "td", "h2", "article", "blockquote")


class Page:
    """What the tags of one page are made of."""

    def __init__(self, draw, text):
        self.draw = draw
        self.title, *self.paragraphs = paragraphs_of(text)
        self.author = Author(draw, language_of(text), self.title, self.title)
        self.quote = draw.choice(('"', '"', '"', "'", ""))

    def fill(self, pattern):
        draw = self.draw
        values = {"w": self.author.word, "n": lambda: str(draw.randint(1, 40)), "d": lambda: str(draw.randint(1, 9)),
                  "hex": lambda: "".join(draw.choices("0123456789abcdef", k=draw.choice((3, 6))))}
        return re.sub(r"\{(w|n|d|hex)\}", lambda found: values[found[1]](), pattern)

    def styles(self, count, gap=""):
        return f";{gap}".join(self.fill(self.draw.pick(PROPERTIES)) for _ in range(count))

    def attribute(self):
        draw, word = self.draw, self.author.word
        name, value = draw.pick((
            ("class", word()), ("class", f"{word()}-{word()}"), ("style", self.styles(draw.randint(1, 3))),
            ("style", self.styles(1)), ("id", f"{word()}_{draw.randint(1, 99)}"), ("id", word()),
            ("data-" + word(), str(draw.randint(0, 9999))), (f"data-{word()}-id", word()),
            ("align", "center"), ("dir", "ltr"), ("lang", "EN-US"), ("role", word())))
        # A value with anything but letters is quoted on all pages.
        quote = self.quote or ("" if value.isalnum() else '"')
        return name, f" {name}={quote}{value.replace(quote, '') if quote else value}{quote}"

    def attributes(self, most=3):
        """No name twice."""
        return "".join(dict(self.attribute() for _ in range(self.draw.randint(0, most))).values())

    def around(self, name):
        """The tags to be put around something."""
        more = f' href="{self.author.url()}"' + self.draw.pick((' target="_blank"', "", ' rel="nofollow"', ' title=""'))
        return f"<{name}{more if name == 'a' else ''}{self.attributes()}>", f"</{name}>"

    def image(self):
        draw = self.draw
        alt = draw.choice(("", self.title, self.author.word() + ".jpg"))
        size = f' width="{draw.randint(100, 900)}"' if draw.often(0.5) else ""
        return f'<img src="{self.author.url()}" alt="{alt}"{size}{self.attributes(2)}{draw.choice((">", " />", "/>"))}'


def tagged_lines(page, text):
    """Paragraphs in the tags they had, or with the end tags only; some pages lose the line ends as well."""
    draw, separator = page.draw, separator_of(text)
    name, way = draw.pick(BLOCKS), draw.choice(("pair", "pair", "end", "break", "break", "own"))
    line_break = draw.pick(("<br>", "<br />", "<BR>", "<br/>", "<br clear=\"all\">", "<BR />"))
    glue = draw.choice((separator, separator, "", "\n"))
    first, *lines = text.strip("\n").split(separator)
    made = []
    for line in lines:
        opening, closing = page.around(name)
        if way == "pair":
            made.append(f"{opening}{line}{closing}")
        elif way == "end":
            made.append(line + closing)
        elif way == "own":
            made.append(f"{opening}\n{line}\n{closing}")
        else:
            made.append(line + line_break * (2 if glue == "" and draw.often(0.2) else 1))
    return first + separator + glue.join(made) + "\n"


def inline_tags(page, text):
    """Words and clauses in tags, images between."""
    draw, title = page.draw, page.title
    names = [draw.pick(INLINE) for _ in range(draw.randint(1, 3))]
    pattern = r"[\u3040-\u9fff\uac00-\ud7a3]{2,12}|(?<![^\s])[A-Za-z]{3,}(?: [a-z]{3,}){1,3}"

    def change(found):
        opening, closing = page.around(draw.choice(names))
        return f"{opening}{found[0]}{closing}"

    made = somewhere(draw, text[len(title):], pattern, draw.pick((0.02, 0.03, 0.08, 0.06, 0.15, 0.2)), change)
    made = text if made is None else title + made
    return put(draw, made, [page.image() for _ in range(draw.randint(0, 3))], ("middle", "foot", "head"))


def escaped_tags(page, text):
    """The tags of paragraphs and words, escaped in one way."""
    tagged = draw_one(page, (tagged_lines, inline_tags), text)
    ways = {"entities": lambda tag: tag.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;"),
            "half": lambda tag: tag.replace("<", "&lt;").replace(">", "&gt;"),
            "json": lambda tag: tag.replace('"', '\\"').replace("<", "\\u003c").replace(">", "\\u003e"),
            "slash": lambda tag: tag.replace('"', '\\"').replace("/", "\\/").replace("<", "\\u003C")
            .replace(">", "\\u003E")}
    way = ways[page.draw.pick(("entities", "half", "json", "slash"))]
    return re.sub(r"<[^<>]*>", lambda found: way(found[0]), tagged)


def comments(page, text):
    draw, word, label = page.draw, page.author.word, page.draw.pick(page.author.labels)
    forms = (f"<!-- {word()} -->", f"<!-- {label} -->", "<!--more-->", f"<!--{word()} begin-->",
             f"<!--[if lt IE {draw.randint(6, 9)}]>", "<![endif]-->", f"<!-- /{word()} end -->", "<!--EndFragment-->",
             f"<!-- {word()}:{{\"{word()}\":{draw.randint(1, 99)}}} -->", f"<!--{label}-->",
             f"<!--\n{word()} {word()}\n-->", f"<!-- #{word()} .{word()} -->", "<!--[if !supportLists]-->",
             "<!--StartFragment -->", f"<!-- {draw.randint(0, 999)}ms {word()} -->", "<!DOCTYPE html>",
             f"<!-- AD_{word()} -->", f"<!-- {word()}.html -->")
    made = put(draw, text, [draw.pick(forms) for _ in range(draw.randint(1, 4))], ("head", "middle", "middle", "foot"))
    if draw.often(0.4):
        made = somewhere(draw, made, r"(?<=[。！？.])\n", 0.1, lambda found: f"<!-- {word()} -->\n") or made
    return made


def style_sheet(page, text):
    """CSS rules, in lines or packed, and what is left of a style when its tag was cut."""
    draw, pieces = page.draw, []
    for _ in range(draw.choice((1, 1, 2))):
        rules = []
        for _ in range(draw.randint(1, 6)):
            selector, count = page.fill(draw.pick(SELECTORS)), draw.randint(1, 4)
            if selector.startswith("@"):
                rules.append(f"{selector} {{ .{page.author.word()} {{ {page.styles(count)} }} }}")
            else:
                rules.append(draw.choice((f"{selector} {{{page.styles(count)}}}",
                                          f"{selector}{{{page.styles(count)};}}",
                                          f"{selector} {{\n  " + page.styles(count, "\n  ") + ";\n}")))
        sheet = draw.choice(("\n", "\n", " ", "")).join(rules)
        if draw.often(0.2):
            sheet = draw.pick((f"<style>{sheet}</style>", f'<style type="text/css">\n{sheet}\n</style>'))
        if draw.often(0.2):
            sheet = sheet[draw.randint(1, len(sheet) // 3):].lstrip()
        if draw.often(0.2):
            sheet = draw.pick((f'style="{page.styles(2)}">', f'{page.styles(3)}">',
                               f'class="{page.author.word()}" style="{page.styles(1)}" />', f'{page.styles(2)}" />'))
        pieces.append(sheet)
    return put(draw, text, pieces, ("head", "foot", "middle", "top", "last"))


def bbcode(page, text):
    """What a forum writes its posts in."""
    draw = page.draw
    ways = [("[b]", "[/b]"), (f"[size={draw.randint(1, 7)}]", "[/size]"),
            (f"[color={draw.choice(('red', '#0000ff', 'Navy'))}]", "[/color]"), ("[i]", "[/i]"),
            (f"[url={page.author.url()}]", "[/url]"), ("[u]", "[/u]"), ("[B]", "[/B]"),
            (f"[font={page.author.word()}]", "[/font]"), ("[align=left]", "[/align]"), ("[center]", "[/center]")]
    chosen = [draw.pick(ways) for _ in range(2)]
    separator = separator_of(text)
    first, *lines = text.strip("\n").split(separator)
    made = []
    for line in lines:
        opening, closing = draw.choice(chosen)
        if draw.often(0.3):
            line = f"{opening}{line}{closing}"
        elif draw.often(0.2):
            line = somewhere(draw, line, r"[\u3040-\u9fff\uac00-\ud7a3]{2,8}|(?<=\s)[A-Za-z]{4,}(?=\s)", 0.1,
                             lambda found: f"{opening}{found[0]}{closing}") or line
        made.append(line)
    images = [draw.pick((f"[img]{page.author.url()}[/img]", f"[attach]{draw.randint(99, 99999)}[/attach]",
                         f"[img=400,300]{page.author.url()}[/img]", f"[flash]{page.author.url()}[/flash]",
                         f"[IMG]{page.author.url()}[/IMG]", f"[attachimg]{draw.randint(99, 99999)}[/attachimg]"))
              for _ in range(draw.randint(1, 3))]
    return put(draw, separator.join([first, *made]), images, ("middle", "foot", "head"))


def markdown(page, text):
    """Images and links without a text, as converters to Markdown leave them."""
    draw, pieces = page.draw, []
    for _ in range(draw.randint(1, 4)):
        alt = draw.choice(("", "", page.title, "image", f"{page.author.word()}.png"))
        url = page.author.url()
        pieces.append(draw.pick((f"![{alt}]({url})", f"[![{alt}]({url})]({page.author.url()})", f"[]({url})",
                                 f'![{alt}]({url} "{page.title}")', f"[![]({url})](javascript:;)", f"![]({url})")))
    if draw.often(0.3):
        text = somewhere(draw, text, r"(?<=[。！？.])\n", 0.15, lambda found: f"![]({page.author.url()})\n") or text
    return put(draw, text, pieces, ("middle", "middle", "foot", "head"))


def shortcodes(page, text):
    """What WordPress and its like would have replaced."""
    draw, word, number = page.draw, page.author.word, page.draw.randint(10, 99999)
    alone = [draw.pick((f'[gallery ids="{number},{number + 1},{number + 4}"]', f"[embed]{page.author.url()}[/embed]",
                        f'[contact-form-7 id="{number}" title="{word()}"]', f'[{word()}_slider id={number}]',
                        f'[video width="640" height="360" mp4="{page.author.url()}"][/video]', f"[{word()}-ad]",
                        f'[audio src="{page.author.url()}"]', f'[{word()}_{word()} type="{word()}" limit="5"]'))
             for _ in range(draw.randint(0, 2))]
    outer = draw.pick((("[vc_row][vc_column][vc_column_text]", "[/vc_column_text][/vc_column][/vc_row]"),
                       (f'[et_pb_text admin_label="{word()}" _builder_version="4.{number % 20}"]', "[/et_pb_text]"),
                       (f'[{word()}_box style="{number % 9}"]', None), (f'[one_{word()} last="no"]', None),
                       ("[fusion_text]", "[/fusion_text]"), ("[dropcap]", "[/dropcap]")))
    opening = outer[0]
    closing = outer[1] or f"[/{re.split(r'[ ]', opening[1:])[0]}]"
    if draw.often(0.7) or not alone:
        separator = separator_of(text)
        first, *lines = text.strip("\n").split(separator)
        start = draw.randrange(len(lines))
        end = draw.randrange(start, len(lines))
        glue = draw.choice(("", "\n"))
        lines[start], lines[end] = (opening + glue + lines[start], lines[end])
        lines[end] += glue + closing
        text = separator.join([first, *lines]) + "\n"
    return put(draw, text, alone, ("middle", "foot", "head"))


def broken(page, text):
    """Tags that end with the page or lost their beginning, and empty ones on lines of their own."""
    draw = page.draw
    whole = page.around(draw.pick(BLOCKS))[0]
    image = page.image()
    sheet = f'<link rel="stylesheet" href="{page.author.url()}">'
    pieces = [draw.pick((image[:draw.randint(12, len(image) - 1)], "</div>\n</div>", "</td></tr></table>",
                         f"<div{page.attributes(2)}></div>", "<p></p>", whole, "<p>&nbsp;</p>", f"{whole}\n</ul>",
                         f"<iframe src=\"{page.author.url()}\" frameborder=\"0\"></iframe>", "</body>\n</html>",
                         f"<input type=\"hidden\" value=\"{page.author.word()}\">", "<o:p></o:p>",
                         f"<a name=\"{page.author.word()}\"></a>", sheet))
              for _ in range(draw.randint(1, 3))]
    # A tag that was cut stands at the end, or the text behind it would be in it.
    pieces.sort(key=lambda piece: not piece.endswith((">", "\n")))
    made = put(draw, text, [piece for piece in pieces if piece.endswith(">")], ("middle", "foot", "head"))
    return put(draw, made, [piece for piece in pieces if not piece.endswith(">")][:1], ("foot",))


WAYS = (tagged_lines, inline_tags, escaped_tags, comments, style_sheet, bbcode, markdown, shortcodes, broken)


def draw_one(page, ways, text):
    return page.draw.choice(ways)(page, text)


def markup_residue(text, draw):
    """One kind of markup, or a page's tags with comments or a style sheet beside them."""
    page = Page(draw, text)
    way = draw.choice((*WAYS, tagged_lines, inline_tags))
    made = way(page, text)
    if way in (tagged_lines, inline_tags, broken) and draw.often(0.3):
        made = draw_one(page, (comments, style_sheet), made)
    return made if made != text else None


def one_break(text):
    """Texts whose paragraphs end with one line feed or two: `</p>` and `<br>` do not say which."""
    return re.sub(r"\n+", "\n", even(text))


KINDS = [
    Kind("markup-residue", "tags, comments, style sheets, escaped HTML, BBCode, Markdown images, shortcodes", LANGUAGES,
         keep, markup_residue, (), one_break),
]
