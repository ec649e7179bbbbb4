"""JavaScript that no list can know: made from a grammar.

A script is a list of statements: a string, or a Block.
"""

import re
from collections import namedtuple

from .names import CLASSES, COMMON, EVENTS, Writer

# Parts of a statement with braces, each a head and the statements in it (`if (…) {…} else {…}`), and what is behind.
Block = namedtuple("Block", "parts tail", defaults=("",))


class Author(Writer):
    """What a page may have its scripts do."""

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
                                self.settings, self.modern, self.branch, self.named, self.loop, self.loop, self.switch,
                                self.packed))()
            if draw.often(0.2) and not self.is_minified:
                made.append(draw.pick(("// ", "//", "// ", "/* ")) + draw.pick(self.remarks))
                made[-1] += " */" if made[-1].startswith("/*") else ""
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

    def loop(self):
        """A list that is put together in a loop."""
        draw, item, data = self.draw, self.name(), self.name()
        tag = draw.pick(("li", "p", "dd", "div"))
        head = draw.pick((f"for (var i = 0; i < {data}.length; i++)", f"$.each({data}, function (i, {item})",
                          f"{data}.forEach(function ({item})", f"while ({item} < {draw.randint(2, 90)})"))
        row = (f"html += '<{tag} class=\"{self.word()}\"><a href=\"' + {item}.url + '\">' + {item}.title"
               f" + '</a></{tag}>'")
        tail = ")" + self.end if head.count("(") > head.count(")") else ""
        last = draw.pick(("append(html)", "innerHTML = html", "html(html)", "before(html)"))
        return [f"var html = ''{self.end}", Block([(head, [row + self.end, *self.body(2)[:1]])], tail),
                f"{self.element()}.{last}{self.end}"]

    def switch(self):
        """Cases that each do something."""
        cases = []
        for _ in range(self.draw.randint(2, 4)):
            cases += [f"case {self.string(self.word())}:", self.simple(), f"break{self.end}"]
        return Block([(f"switch ({self.name()})", [*cases, "default:", self.simple()])])

    def packed(self):
        """What was made unreadable on purpose."""
        draw = self.draw
        words = "|".join(self.word() for _ in range(draw.randint(4, 12)))
        array = ", ".join("'" + "".join(f"\\x{ord(letter):02x}" for letter in self.word()) + "'" for _ in range(4))
        return draw.pick((
            [f"eval(function(p,a,c,k,e,d){{while(c--)if(k[c])p=p.replace(new RegExp('\\\\b'+c+'\\\\b','g'),k[c]);"
             f"return p}}('0.1(2);3.4=5',{draw.randint(5, 40)},{draw.randint(5, 40)},'{words}'.split('|')))"],
            [f"var _0x{draw.randrange(4096, 65536):x}=[{array}];"],
            [f"!function(e,t){{{self.word()[0]}.exports=t()}}(this,function(){{return e({draw.randint(1, 99)})}});"],
            [f"(function(i,s,o,g,r){{i[r]=i[r]||function(){{(i[r].q=i[r].q||[]).push(arguments)}}}})"
             f"(window,document,'script','{self.url()}','{self.vendor}');"]))


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
