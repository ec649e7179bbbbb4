"""JavaScript that no list can know: made from a grammar, with names put together at random, in several ways of writing.

A script is a list of statements: a string, or a Block. The names, addresses and texts in them are drawn anew for each
document, and where there is a choice among wordings each half has its own.
"""

import re
from collections import namedtuple

# Parts of a statement with braces, each a head and the statements in it (`if (…) {…} else {…}`), and what is behind.
Block = namedtuple("Block", "parts tail", defaults=("",))

SYLLABLES = """ba ke lo mi tu sha zon ri vel dax qu pon gri fe jo nu lar wim ti kso bra cle du fy gan hex il jaz kri lum
    mo nel ost pra quo rin sil tra uv wex yon zu bik chal dor er fin gop hul ink""".split()
COMMON = """share page item list content title url img user data conf init load show click box tab top nav log track
    view node count scroll time type key slide hot news read more comment login pic video player zan host""".split()
TOP = "com cn net io org com.cn cc jp co.kr tv".split()
LABELS = {
    "zh-hans": "复制成功 请输入内容 加载中 点赞成功 网络异常 请先登录 已收藏 操作失败 展开全文 暂无数据".split(),
    "zh-hant": "複製成功 請輸入內容 載入中 已按讚 網路異常 請先登入 已收藏 操作失敗 展開全文 暫無資料".split(),
    "ja": "コピーしました 入力してください 読み込み中 送信しました エラーです ログインしてください 保存済み 失敗しました".split(),
    "ko": "복사되었습니다 입력하세요 불러오는중 추천했습니다 오류입니다 로그인하세요 저장됨 실패했습니다".split(),
    "en": ["Copied!", "Please enter a comment", "Loading...", "Thank you", "Network error", "Sign in first", "Saved",
           "Something went wrong"],
}
CLASSES = "_share -btn _item -close Share -icon _box -wrap -qr _link".split()
EVENTS = "click load mouseover scroll touchstart resize mouseleave change".split()


class Author:
    """Who wrote a script: the names that are in use, the way of writing, and what the page is about."""

    def __init__(self, draw, language, title, sentence):
        self.draw, self.title, self.sentence = draw, title, sentence
        self.labels = LABELS.get(language, LABELS["en"])
        self.style = draw.choice(("jquery", "iife", "es6", "var"))
        self.quote = draw.choice("'\"")
        self.is_minified = draw.often(0.35)
        self.end = "" if draw.often(0.15) and not self.is_minified else ";"
        self.is_short = draw.often(0.3)
        self.vendor = self.word()

    def word(self):
        return "".join(self.draw.pick(SYLLABLES) for _ in range(self.draw.randint(2, 3)))

    def name(self):
        """A variable, function or property."""
        draw = self.draw
        if self.is_short:
            return draw.choice("abcdefghijklmnoprstuvwxyz") + (draw.choice("abcdez123") if draw.often(0.3) else "")
        first, second = draw.pick(COMMON), draw.choice((draw.pick(COMMON), self.word(), self.vendor))
        return draw.choice((first + second.capitalize(), f"{first}_{second}", f"_{second}", first,
                            second + first.capitalize()))

    def string(self, text):
        return self.quote + text.replace("\\", "\\\\").replace(self.quote, "\\" + self.quote) + self.quote

    def url(self):
        draw = self.draw
        scheme = draw.choice(("//", "https://", "http://"))
        tail = draw.pick((".js", ".php", f".js?v={draw.randint(100, 99999)}", "", f"?id={draw.randint(1, 9999)}&t=",
                          "/api/", f"/{draw.randint(2008, 2024)}/1.jpg", ".png"))
        host = f"{draw.choice(('www', 'static', 'cdn', 's', 'js', 'm'))}.{self.word()}.{draw.choice(TOP)}"
        return f"{scheme}{host}/{self.word()}/{draw.pick(COMMON)}{tail}"

    def text(self):
        draw = self.draw
        return draw.choice((self.title, self.title, self.sentence, draw.pick(self.labels), draw.pick(self.labels)))

    def selector(self):
        draw = self.draw
        one = draw.choice("#.") + draw.pick(COMMON) + draw.pick(CLASSES)
        return one if draw.often(0.5) else f"{one} {draw.pick(('a', 'li', 'img', '.on', 'span', '.bd'))}"

    def element(self):
        if self.style == "jquery":
            return self.draw.pick((f"$({self.string(self.selector())})", "$(this)",
                                   f"$({self.string(self.selector())}).find({self.string('img')})", "$(e.target)"))
        if self.style == "es6":
            return f"document.querySelector({self.string(self.selector())})"
        return f"document.getElementById({self.string(self.draw.pick(COMMON) + self.draw.pick(CLASSES))})"

    def value(self, depth=0):
        draw = self.draw
        kind = draw.randint(0, 9)
        if kind < 2:
            return self.string(self.text())
        if kind == 2:
            return str(draw.choice((0, 1, 5, 300, 1000, draw.randint(2, 99999))))
        if kind == 3:
            return self.string(self.url())
        if kind == 4:
            return draw.pick(("window.location.href", "document.title", "navigator.userAgent", "location.protocol",
                              "encodeURIComponent(location.href)", "document.referrer", "true", "false", "null", "{}"))
        if kind == 5 and depth < 2:
            return f"{self.value(depth + 1)} + {self.value(depth + 1)}"
        if kind == 6 and depth < 2:
            return f"{self.condition()} ? {self.value(depth + 1)} : {self.value(depth + 1)}"
        if kind == 7:
            return f"{self.name()}.{self.name()}"
        if kind == 8 and self.style == "es6":
            return f"`{self.url()}${{{self.name()}.{self.name()}}}`"
        return f"{self.name()}({self.name()})"

    def condition(self):
        draw, name = self.draw, self.name()
        return draw.pick((f"typeof {name} !== {self.string('undefined')}", f"{name} == {draw.randint(0, 9)}",
                          f"{name}.length > 0 && {self.name()}", f"!{name}",
                          f"navigator.userAgent.indexOf({self.string(self.word())}) > -1",
                          f"{name} === {self.string(self.word())}", f"/{self.word()}|{self.word()}/i.test({name})",
                          f"{name} && {name}.{self.name()} != null",
                          f"{self.element()}.length", f"window.{name} || {self.name()} <= {draw.randint(1, 600)}"))

    def declare(self, value=None):
        word = self.draw.pick(("const ", "const ", "let ", "let ")) if self.style == "es6" else "var "
        return f"{word}{self.name()} = {value or self.value()}{self.end}"

    def function(self, arguments, body, tail=""):
        head = f"({arguments}) =>" if self.style == "es6" else f"function ({arguments})"
        return head, body, tail

    def simple(self):
        """A statement without braces."""
        draw, element, name = self.draw, self.element(), self.name()
        if self.style == "jquery" and draw.often(0.5):
            return element + draw.pick((".hide()", ".show()", ".addClass('on').siblings().removeClass('on')",
                                        f".attr('src', {self.value()})", f".html({self.value()})",
                                        f".css('{draw.pick(('width', 'top'))}', {draw.randint(1, 800)})",
                                        ".toggleClass('open')", f".fadeIn({draw.randint(1, 9)}00)")) + self.end
        return draw.pick((
            self.declare(), f"{name}.{self.name()} = {self.value()}{self.end}", f"{name}({self.value()}){self.end}",
            f"{element}.style.display = {self.string(draw.choice(('none', 'block')))}{self.end}",
            f"{name}.push([{self.string('_' + self.word())}, {self.value()}]){self.end}",
            f"return {draw.choice(('false', 'true', name))}{self.end}", f"{name}++{self.end}",
            f"alert({self.string(draw.pick(self.labels))}){self.end}",
            f"{name}.setAttribute({self.string('data-' + self.word())}, {self.value()}){self.end}",
            f"{element}.innerHTML = {self.value()}{self.end}"))

    def body(self, depth=0):
        """A few statements."""
        made = []
        for _ in range(self.draw.randint(1, 3)):
            made.append(self.branch(depth + 1) if depth < 2 and self.draw.often(0.25) else self.simple())
        return made

    def branch(self, depth=0):
        parts = [(f"if ({self.condition()})", self.body(depth))]
        while self.draw.often(0.4) and len(parts) < 4:
            parts.append((f"else if ({self.condition()})", self.body(depth)))
        if self.draw.often(0.4):
            parts.append(("else", self.body(depth)))
        return Block(parts)

    def handler(self):
        """Something that is to happen at an event."""
        draw, event = self.draw, self.draw.pick(EVENTS)
        argument = draw.choice(("e", "event", ""))
        head, body, _ = self.function(argument, self.body())
        if self.style == "jquery":
            before = draw.pick((f"{self.element()}.on('{event}', ", f"{self.element()}.{event}(",
                                f"$(document).on('{event}', {self.string(self.selector())}, ", "$("))
            return Block([(before + head, body)], ")" + self.end)
        if self.style == "var" and draw.often(0.5):
            return Block([(f"{draw.choice(('window', self.element()))}.on{event} = {head}", body)], self.end)
        return Block([(f"{self.element()}.addEventListener('{event}', {head}", body)], f", false){self.end}")

    def share(self):
        """A widget that shares the page: a branch for each network, by the class of what was clicked."""
        draw = self.draw
        call = draw.pick((f"shareTo{self.vendor.capitalize()}", "shareTo", "doShare", self.name()))
        parts = []
        networks = [self.word(), self.word(), self.word(), "qq", "weibo", "wechat", "line", "facebook"]
        for number, network in enumerate(draw.sample(networks, draw.randint(2, 4))):
            test = (f'$(e.target).hasClass("{network}{draw.pick(CLASSES)}")' if self.style == "jquery" else
                    draw.pick((f"e.target.className == {self.string(network)}", f"type === {self.string(network)}")))
            arguments = [self.string(network.upper()), self.string(self.title)]
            if draw.often(0.4):
                arguments.append(draw.choice(("location.href", self.string(self.url()))))
            statement = f"{call}({', '.join(arguments)}){self.end}"
            parts.append((f"{'else ' if number else ''}if ({test})", [statement]))
        head, _, _ = self.function("e", [])
        return Block([(f"{self.element()}.{'on' if self.style == 'jquery' else 'addEventListener'}('click', {head}",
                       [Block(parts)])], ")" + self.end)

    def loader(self):
        """Fetches another script."""
        node = self.name()
        made = [self.declare("document.createElement('script')").replace(" = ", f" = {node} = ", 1) if
                self.draw.often(0.1) else f"var {node} = document.createElement('script'){self.end}",
                f"{node}.async = {self.draw.choice(('true', '1', '!0'))}{self.end}",
                f"{node}.src = {self.string(self.url())}{self.end}"]
        place = self.draw.pick(("document.getElementsByTagName('head')[0]", "document.body", "document.head",
                                "(document.head || document.documentElement)"))
        return [*made, f"{place}.appendChild({node}){self.end}"]

    def track(self):
        """Counts the visit, or asks for an advertisement."""
        draw, vendor, number = self.draw, self.vendor, self.draw.randint(1000, 9999999)
        key = "".join(draw.choices("0123456789abcdef", k=32))
        return draw.pick((
            [f"var _{vendor[:3]} = _{vendor[:3]} || []{self.end}",
             f"_{vendor[:3]}.push(['_setAccount', 'UA-{number}-1']){self.end}"],
            [f"(ads{vendor} = window.ads{vendor} || []).push({{}}){self.end}"],
            [f"window.{vendor}Layer = window.{vendor}Layer || []{self.end}",
             Block([(f"function {vendor}tag()", [f"{vendor}Layer.push(arguments){self.end}"])]),
             f"{vendor}tag('js', new Date()){self.end}",
             f"{vendor}tag('config', '{vendor[:2].upper()}-{number}'){self.end}"],
            [f"{vendor}.define({{id: '{number}', container: '{vendor}_{number % 97}', size: '640,90', "
             f"display: 'inlay-fix'}}){self.end}"],
            [f'document.write(unescape("%3Cscript src=\'{self.url()}\' type=\'text/javascript\'%3E%3C/script%3E"))'
             + self.end],
            [f"var {vendor}_unit = \"{key}\"{self.end}", f"var {vendor}_width = 300, {vendor}_height = 250{self.end}"],
            [f"document.write('<script src=\"{self.url()}{key}\"><\\/script>'){self.end}"],
            [f"{vendor}_ad('slot_{number}', {draw.randint(1, 9)}){self.end}"]))

    def settings(self):
        """A configuration given to a name."""
        pairs = self.pairs(self.draw.randint(3, 7), self.draw.choice(("", self.quote)))
        target = self.draw.pick((f"var {self.name()}Config = ", f"window.__{self.vendor.upper()}__ = ",
                                 f"window._{self.vendor}_config = ", f"{self.vendor}.init("))
        return Block([(target.rstrip(" "), pairs)], (")" if target.endswith("(") else "") + self.end)

    def pairs(self, count, quote, depth=0):
        made = []
        for number in range(count):
            key, last = quote + (self.draw.pick(COMMON) if quote == '"' else self.name()) + quote, number == count - 1
            if depth < 2 and self.draw.often(0.15):
                made.append(Block([(f"{key}:", self.pairs(self.draw.randint(1, 3), quote, depth + 1))],
                                  "" if last else ","))
                continue
            value = self.json_value() if quote == '"' else self.value(1)
            made.append(f"{key}: {value}{'' if last else ','}")
        return made

    def json_value(self):
        draw = self.draw
        plain = [self.title, self.sentence, self.url(), self.word(), "2019-09-05T11:10:52", self.url()]
        return draw.choice((f'"{draw.choice(plain)}"', f'"{draw.choice(plain)}"', str(draw.randint(0, 99999)), "true",
                            "null", f'["{self.url()}"]'))

    def modern(self):
        """What frameworks have: components, promises, requests."""
        draw, name = self.draw, self.name()
        return draw.pick((
            Block([(f"const {name} = async ({self.name()}) =>",
                    [f"const res = await fetch({self.string(self.url())}){self.end}", *self.body(1)])]),
            Block([("new Vue(", ["el: '#app',", Block([("data ()", [Block([("return", self.pairs(2, ""))])])], ","),
                                 Block([("methods:", [Block([(f"{name} ()", self.body(1))])])])])], ")" + self.end),
            Block([(f"fetch({self.string(self.url())}).then(r => r.json()).then(({name}) =>", self.body(1))],
                  ")" + self.end),
            Block([(f"export default class {self.vendor.capitalize()} extends Component",
                    [Block([("constructor (props)", ["super(props);", f"this.state = {{ {self.name()}: null }};"])])])
                   ]),
            Block([("$.ajax(", ["type: 'post',", f"url: {self.string(self.url())},",
                                Block([("success: function (res)", self.body(1))])])], ")" + self.end),
            Block([("try", [self.simple()]), (f"catch ({name})", [])])))

    def written(self):
        """The statements of a script, and what stands around them."""
        draw, made = self.draw, []
        for _ in range(draw.choice((1, 1, 2, 2, 3))):
            part = draw.choice((self.share, self.share, self.loader, self.track, self.track, self.handler, self.handler,
                                self.settings, self.modern, self.branch, self.named))()
            made += part if isinstance(part, list) else [part]
        if self.style == "iife" or draw.often(0.15):
            head, tail = draw.pick((("(function ()", ")()"), ("!function (t)", "(window)"), ("(() =>", ")()"),
                                    ("$(function ()", ")"), (";(function ($, window)", ")(jQuery, window)"),
                                    ("window.onload = function ()", "")))
            made = [Block([(head, made)], tail + self.end)]
        return made

    def named(self):
        """A function."""
        arguments = ", ".join(self.name() for _ in range(self.draw.randint(0, 3)))
        return Block([(f"function {self.name()}({arguments})", self.body())])


def lines_of(statements, indent, depth=0):
    """Statements as lines."""
    lines = []
    for statement in statements:
        if isinstance(statement, str):
            lines.append(indent * depth + statement)
            continue
        for number, (head, body) in enumerate(statement.parts):
            opening = f"}} {head} {{" if number else head + (" {" if not head.endswith("(") else "{")
            lines += [indent * depth + opening, *lines_of(body, indent, depth + 1)]
        lines.append(indent * depth + "}" + statement.tail)
    return lines


LITERAL = re.compile(r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`[^`\n]*`|/[\w|]+/i)""")


def minified(lines):
    """Without what a machine does not need."""
    parts = LITERAL.split(" ".join(line.strip() for line in lines))
    return "".join(part if number % 2 else re.sub(r" ?([{}()\[\];,:=<>+*&|!?]+) ?", r"\1", part)
                   for number, part in enumerate(parts)).replace(";}", "}")
