"""Kinds of text that no package has: tutorials with code as people paste it, songs, plays, threads, logs, lists, and
articles about what furniture is made of."""

import collections
import random
import re

from harm_sources import reading_table

LETTERS = {"zh": r"[\u4e00-\u9fff]", "ja": r"[\u3040-\u30ff\u4e00-\u9fff]", "ko": r"[\uac00-\ud7a3]",
           "en": r"[A-Za-z ]"}
# How a tutorial leads over to code, what it calls that and says of it, in sentences of its own.
SAYS = {
    "zh": ("例如，可以这样写：", "完整的代码如下：", "先看一段简单的程序：", "把下面几行加到文件里：", "运行结果是：",
           "<br> 标签用来换行，它没有结束标签 </br>。", "模板里的 {{ name }} 会换成变量的值。", "如果 a < b 且 b > c，就返回 true。",
           "List<String> 表示字符串的列表。", "选择器 .note { color: red } 让文字变红。", "函数 f(x) 的导数记作 f'(x)。",
           "论坛里写 [b]粗体[/b] 就能得到粗体字。", "用 document.getElementById(\"box\") 取得元素。",
           "&lt;p&gt; 是转义以后的段落标签。", "onclick=\"run()\" 是写在标签里的事件处理程序。"),
    "ja": ("たとえば、次のように書きます。", "コードは以下のとおりです：", "まず簡単な例を見てみましょう。", "次の行をファイルに追加します：",
           "実行結果は次のようになります：", "<br> タグは改行を表し、終了タグはありません。", "テンプレートの {{ name }} は変数の値に置き換わります。",
           "a < b かつ b > c のとき true を返します。", "List<String> は文字列のリストです。",
           "セレクタ .note { color: red } は文字を赤くします。", "&lt;p&gt; はエスケープされた段落タグです。",
           "要素は document.querySelector(\"#box\") で取得します。"),
    "ko": ("예를 들면 다음과 같습니다.", "전체 코드는 다음과 같습니다:", "먼저 간단한 예제를 봅시다.", "아래 내용을 파일에 추가합니다:",
           "실행 결과는 다음과 같습니다:", "<br> 태그는 줄바꿈을 나타내며 닫는 태그가 없습니다.", "템플릿의 {{ name }} 은 변수 값으로 바뀝니다.",
           "a < b 이고 b > c 이면 true 를 돌려줍니다.", "List<String> 은 문자열 목록입니다.",
           "선택자 .note { color: red } 는 글자를 빨갛게 만듭니다.", "&lt;p&gt; 는 이스케이프된 문단 태그입니다.",
           "요소는 document.querySelector(\"#box\") 로 얻습니다."),
    "en": ("For example, one can write:", "The complete code is this:", "Let us look at a short program first:",
           "Add these lines to the file:", "It prints the following:", "The <br> tag breaks a line and has no end tag.",
           "{{ name }} in a template becomes the value of the variable.", "If a < b and b > c, true is returned.",
           "List<String> is a list of strings.", "The rule .note { color: red } makes the text red.",
           "&lt;p&gt; is the tag of a paragraph after escaping.", "Write to Ann Lee <ann@example.org> for a copy.",
           "document.getElementById(\"box\") finds the element.", "Props in JSX go as {props.name}, in braces."),
}
# Running text about what menus, share lines and bylines are about; some lines are as short as those.
MENTIONS = {
    "zh": ("她把照片分享到微信朋友圈，一天之内就有三百多人点赞。", "上一篇文章里，我们谈到了春天的播种；这一篇说说夏天的灌溉。",
           "来源：《诗经·小雅》", "首页 > 设置 > 隐私，是打开这个开关的路径。", "版权所有者有权许可他人复制其作品。", "记者问：“下一步呢？”",
           "他说：“阅读全文需要十分钟。”", "扫描二维码就能付款，这在十年前没有人想得到。", "责任编辑的工作，是对每一个字负责。",
           "联系我们的人很多，留下来的人很少。", "点击量从每天三百上升到三万，编辑部却高兴不起来。", "网站地图是写给搜索引擎看的。",
           "关键词：气候变化，粮食安全，适应", "作者：不详。据考证，此诗作于唐代。", "登录以后，他发现账号已经被人改过。",
           "未经许可，任何人不得进入施工现场。", "新闻、财经、体育，三个栏目的编辑挤在一间屋子里。"),
    "ja": ("撮った写真をSNSでシェアしたところ、一日で三百人から反応があった。", "前の記事では種まきについて書いたが、今回は水やりの話をする。",
           "出典：『万葉集』巻一", "ホーム > 設定 > プライバシーの順に開くと、この項目がある。", "著作権は創作の時点で発生する。",
           "「続きを読む」を押すまで、答えは見えない。", "会社概要を書くのは、思ったより難しい仕事だ。", "お問い合わせは一日に二百件を超えた。",
           "コメント欄を閉じたのは、去年の秋のことである。", "関連記事を集めた資料集は、図書館に置かれている。"),
    "ko": ("찍은 사진을 페이스북에 공유했더니 하루 만에 삼백 명이 반응했다.", "이전 글에서는 씨뿌리기를 다루었고 이번에는 물주기를 이야기한다.",
           "출처: 『삼국유사』 권2", "홈 > 설정 > 개인정보 순서로 열면 이 항목이 있다.", "저작권은 창작한 때부터 발생한다.",
           "‘더보기’를 눌러야 답이 보인다.", "회사소개를 쓰는 일은 생각보다 어려웠다.", "댓글창을 닫은 것은 지난가을의 일이다.",
           "관련기사를 모은 자료집은 도서관에 있다.", "기자는 로그인 기록을 하나하나 살펴보았다."),
    "en": ("She shared the picture on Facebook, and three hundred people liked it within a day.",
           "The previous article dealt with sowing; this one is about water.", "Source: Domesday Book, folio 12",
           "Home > Settings > Privacy is where the switch is found.", "Copyright arises when a work is made.",
           "“Read more,” said the button, and nobody did.", "Contact us, the sign said, but there was no telephone.",
           "Comments were closed in the autumn of that year.", "Related articles are kept in a box under the stairs.",
           "Log in, log out: he did nothing else all morning.", "We use cookies at tea, and biscuits at no time.",
           "All rights reserved to the crown were sold in 1604.", "By Ann Lee"),
}
TITLES = {"zh": "学习笔记", "ja": "学習ノート", "ko": "학습 노트", "en": "Notes on learning"}
NAMES = {"zh": ("甲", "乙", "王生", "老妇"), "ja": ("太郎", "花子", "老人", "娘"), "ko": ("철수", "영희", "노인", "소녀"),
         "en": ("ANNA", "PETER", "FIRST GUARD", "THE KING")}
SHORT = {"zh": ("是。", "不。", "什么？", "是的，大人。"), "ja": ("はい。", "いいえ。", "なに？", "そうです。"),
         "ko": ("네.", "아니요.", "뭐라고?", "그렇습니다."), "en": ("Yes.", "No.", "What?", "Ay, my lord.")}
LA = {"zh": "啦啦啦，啦啦啦", "ja": "ラララ、ラララ", "ko": "랄랄라 랄랄라", "en": "La la la, la la la"}


def prose_lines(groups):
    """Sentences of each language, as they stand on lines of prose."""
    found = {}
    for language, letters in LETTERS.items():
        pattern = re.compile(letters)
        # What stands on many pages, such as who translated them, would come twice where it should not.
        counts = collections.Counter(line.strip() for document in groups["prose " + language][:400]
                                     for line in document[2].splitlines())
        lines = [line for line, count in counts.items()
                 if count == 1 and 12 < len(line) < (200 if language == "en" else 90) and line[-1:] in "。.!?！？"
                 and not re.search(r"[\\<>{}|]|^\.", line)]
        found[language] = [line for line in lines if len(pattern.findall(line)) > len(line) * 0.6]
    return {language: lines for language, lines in found.items() if len(lines) > 60}


def snippets(groups, category, rng, count):
    """Whole pieces of code, a few lines each, as tutorials quote them."""
    found = []
    documents = groups[category] or [["", "", ""]]
    for _ in range(count * 30):
        blocks = [part for part in re.split(r"\n\s*\n", rng.choice(documents)[2]) if part.strip()]
        start = rng.randrange(max(1, len(blocks)))
        piece = "\n\n".join(blocks[start:start + rng.randint(1, 3)])
        balanced = all(piece.count(a) == piece.count(b) for a, b in ("()", "[]", "{}"))
        if balanced and 2 <= piece.count("\n") <= 24 and len(found) < count and max(map(len, piece.split("\n"))) < 140:
            found.append(piece)
    return found


def tutorial(rng, language, lines, codes):
    """Sentences and code in turns: fenced, indented, or pasted as it is."""
    way = rng.choice(("fence", "indent", "bare", "bare"))
    parts = [f"{TITLES[language]} {rng.randint(1, 40)}"]
    says = SAYS[language]
    leads = [say for say in says if say[-1] in ":："] or says[:4]
    for kind, code in rng.sample(codes, min(len(codes), rng.randint(3, 7))):
        parts += rng.sample(lines, rng.randint(1, 3)) + rng.sample(says, rng.randint(0, 2)) + [rng.choice(leads)]
        if way == "fence":
            code = f"```{kind}\n{code}\n```"
        elif way == "indent":
            code = "\n".join("    " + line if line else line for line in code.split("\n"))
        parts.append(code)
    parts.append(rng.choice(lines))
    return rng.choice(("\n\n", "\n")).join(parts) + "\n"


def song(rng, language, lines):
    """Verses and a refrain, which comes again in full, and lines sung twice."""
    short = [re.split(r"[，。、,.!?！？；;]", line)[0] for line in rng.sample(lines, 24)]
    short = [line for line in short if line]
    refrain = rng.sample(short, 2) + ([LA[language]] * rng.randint(1, 3))
    out = [rng.choice(short), ""]
    for _ in range(rng.randint(2, 4)):
        verse = rng.sample(short, 4)
        out += verse + ([verse[-1]] if rng.random() < 0.4 else []) + [""] + refrain + [""]
    return "\n".join(out + refrain * rng.randint(1, 2)) + "\n"


def play(rng, language, lines):
    """Speakers who say little, the same again at times."""
    form = rng.choice(("{}. {}" if language == "en" else "{}：{}", "{}: {}", "{}\n{}\n"))
    names, out = NAMES[language], []
    for turn in range(50):
        says = rng.choice(SHORT[language]) if rng.random() < 0.45 else rng.choice(lines)
        out.append(form.format(names[turn % 2 if rng.random() < 0.8 else rng.randrange(len(names))], says))
    return "\n".join(out) + "\n"


def thread(rng, language, lines):
    """Posts that quote each other, with the same signature."""
    out, last = [f"Re: {rng.choice(lines)}"], None
    names = NAMES[language]
    wrote = {"zh": "{} 写道：", "ja": "{} さんは書きました：", "ko": "{} 님이 썼습니다:", "en": "{} wrote:"}[language]
    for number in range(14):
        post = rng.sample(lines, rng.randint(1, 4))
        if last and rng.random() < 0.7:
            out += ["", wrote.format(names[number % 4]), *("> " + line for line in last)]
        out += ["", *post, "", "--", names[(number + 1) % 4]]
        last = post
    return "\n".join(out) + "\n"


def log(rng, lines):
    """What programs write: times, addresses, traces, the same again and again."""
    form, out = rng.randrange(4), []
    for number in range(120):
        clock = f"{number // 60 + 8:02}:{number % 60:02}:{rng.randrange(60):02}"
        if form == 0:
            out.append(f"May  3 {clock} host sshd[{rng.randint(100, 999)}]: "
                       + rng.choice(("Connection closed by 10.0.0.7 port 22", "Accepted publickey for ann",
                                     "last message repeated 2 times")))
        elif form == 1:
            out.append(f'10.0.0.{rng.randrange(9)} - - [03/May/2021:{clock} +0200] "GET /a/{rng.randrange(5)}.js?v=1 '
                       f'HTTP/1.1" 200 {rng.randrange(5) * 100} "-" "Mozilla/5.0 (X11; Linux x86_64)"')
        elif form == 2:
            out.append(rng.choice((f"{clock} ERROR [main] c.e.App - {rng.choice(lines)[:40]}",
                                   "    at c.e.App.run(App.java:12)", "    at c.e.App.main(App.java:7)",
                                   "Caused by: java.lang.NullPointerException",
                                   "\t... 12 more", f"{clock} INFO {{\"id\": {rng.randrange(3)}, \"ok\": true}}")))
        else:
            out.append(rng.choice(("$ make test", "ok", "ok", "PASS", "Loading...", f"[{number}/120] Building C object",
                                   "warning: unused variable 'i' [-Wunused]", "  File \"a.py\", line 3, in f")))
    return "\n".join(out) + "\n"


def listing(rng, lines):
    """Contents, links with what they are, terms, timetables with the same entry at many times."""
    nouns = sorted({re.split(r"[，。、,. ]", line)[0][:14] for line in rng.sample(lines, 60)} - {""})
    form = rng.randrange(4)
    if form == 0:
        return "".join(f"{i // 5 + 1}.{i % 5 + 1} {rng.choice(nouns)} {'.' * 20} {i * 3 + 1}\n" for i in range(40))
    if form == 1:
        return "".join(f"* [{noun}](https://example.org/{i}/) - {rng.choice(lines)}\n" for i, noun in enumerate(nouns))
    if form == 2:
        return "".join(f"{noun}\nhttps://www.example.org/{i}.html\n\n" for i, noun in enumerate(nouns))
    return "".join((rng.choice(nouns[:3]) if i % 3 else f"{8 + i // 6:02}:{i % 6}0") + "\n" for i in range(90))


FORMULAS = ("f(x) = a(x - b)^2 + c", "A = {x | x > 0 && x < 9}", "P(A|B) = P(AB) / P(B)", "[0, 1) x (a, b]",
            "{1, 2, ..., n}", "x_{i+1} = x_i - f(x_i) / f'(x_i)", "\\frac{a}{b} < \\sum_{i=0}^{n} a_i",
            "g: R -> R; g(x) := |x|", "((a + b) * c) / d", "O(n log n) <= O(n^2)", "M = {x | x² < 4}",
            "E[X] = ∫ x p(x) dx", "a < b => f(a) < f(b)", "$y = 2x + 1$")


def mathematics(rng, lines):
    """Formulas on lines of their own and in sentences."""
    parts = []
    for line in rng.sample(lines, 16):
        parts += [line] + rng.sample(FORMULAS, rng.randint(0, 3))
        if rng.random() < 0.4:
            parts.append(f"{line[:-1]}（{rng.choice(FORMULAS)}）{line[-1]}")
    return "\n".join(parts) + "\n"


def parallel(rng, lines, others):
    """Two languages line by line, with names and numbers that both share."""
    parts = []
    for one, two in zip(rng.sample(lines, 24), rng.sample(others, 24)):
        same = rng.choice(("Debian", "2008", "GNU/Linux", "3.14", "X11"))
        parts += [one, two] if rng.random() < 0.75 else [same, same]
    return "\n".join(parts) + "\n"


def article(rng, language, lines):
    """Running text with sentences on sharing, links and rights in it, and a byline."""
    title, *parts = rng.sample(lines, 25)
    for sentence in rng.sample(MENTIONS[language], min(8, len(MENTIONS[language]))):
        parts.insert(rng.randrange(2, len(parts) - 2), sentence)
    return rng.choice(("\n\n", "\n")).join([title[:20], *parts]) + "\n"


def made(groups, rng, folder):
    """All of them, around real sentences and code."""
    yield from chinese(groups, rng, folder)
    sentences = prose_lines(groups)
    rng = random.Random(rng.random())
    kinds = (("js", "code js/ts"), ("css", "code css/html"), ("html", "code css/html"), ("python", "code python"))
    codes = [(kind, code) for kind, category in kinds for code in snippets(groups, category, rng, 40)]
    for language, lines in sentences.items():
        for number in range(100):
            yield [f"tutorials {language}", f"made/tutorial-{language}-{number}.md",
                   tutorial(rng, language, lines, codes)]
        for number in range(30):
            yield ["lyrics", f"made/song-{language}-{number}", song(rng, language, lines)]
            yield ["drama", f"made/play-{language}-{number}", play(rng, language, lines)]
            yield ["threads", f"made/thread-{language}-{number}", thread(rng, language, lines)]
            yield ["logs", f"made/log-{language}-{number}", log(rng, lines)]
            yield ["mathematics", f"made/math-{language}-{number}", mathematics(rng, lines)]
            yield ["parallel", f"made/parallel-{language}-{number}", parallel(rng, lines, sentences["en"])]
            yield ["lists", f"made/list-{language}-{number}", listing(rng, lines)]
            yield [f"prose {language}", f"made/article-{language}-{number}", article(rng, language, lines)]


def chinese(groups, rng, folder):
    """Readers, subtitles, mail and tables around sentences in Chinese."""
    lines = [line for d in groups["prose zh"][:400] for line in d[2].splitlines() if 12 < len(line) < 80
             and sum("\u4e00" <= c <= "\u9fff" for c in line) > len(line) / 2]
    readings = reading_table(folder)
    read = readings and (lambda line: "".join(f"{c}({readings[c]})" if c in readings else c for c in line))
    for number in range(20 if len(lines) > 20 else 0):
        pick = rng.choices(lines, k=40)
        if read:
            yield ["readers", f"made/reader-{number}", "\n".join(map(read, pick)) + "\n"]
        yield ["chat", f"made/subtitles-{number}.srt", "".join(
            f"{i}\n00:{i:02}:01,200 --> 00:{i:02}:04,800\n{line}\n\n" for i, line in enumerate(pick, 1))]
        yield ["chat", f"made/mail-{number}", "From: a@example.org\nSubject: Re: " + pick[0] + "\n\n" + "".join(
            f"> > {line}\n> {pick[0]}\n{line}\n" for line in pick) + "-- \nA. Person\n"]
        yield ["tables", f"made/table-{number}.csv", "".join(
            f"{i},{line[:8]},{i * 37 % 101}.{i % 10},,\"{line}\"\n" for i, line in enumerate(pick))]
        yield ["tables", f"made/table-{number}.md", "| 编号 | 内容 | 数 |\n| --- | --- | --- |\n" + "".join(
            f"| {i} | {line} | {i * 7} |\n" for i, line in enumerate(pick))]
