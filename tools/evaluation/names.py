"""Names, addresses and values for scripts that no list can know: put together at random, in several ways of writing.

Where there is a choice among wordings, each half has its own.
"""

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
REMARKS = {
    "zh-hans": "点击分享 获取数据 判断是否登录 统计代码 返回顶部 图片懒加载 初始化 广告位".split(),
    "zh-hant": "點擊分享 取得資料 判斷是否登入 統計代碼 回到頂部 圖片延遲載入 初始化 廣告版位".split(),
    "ja": "シェアボタン データ取得 ログイン判定 アクセス解析 トップへ戻る 画像の遅延読み込み 初期化 広告枠".split(),
    "ko": "공유하기 데이터조회 로그인여부 방문통계 맨위로 이미지지연로딩 초기화 광고영역".split(),
    "en": ["share buttons", "get the data", "check login", "page stats", "back to top", "lazy images", "init",
           "ad slot"],
}
CLASSES = "_share -btn _item -close Share -icon _box -wrap -qr _link".split()
EVENTS = "click load mouseover scroll touchstart resize mouseleave change".split()


class Writer:
    """Who writes a script: the names that are in use, the way of writing, and what the page is about."""

    def __init__(self, draw, language, title, sentence):
        self.draw, self.title, self.sentence = draw, title, sentence
        self.labels = LABELS.get(language, LABELS["en"])
        self.remarks = REMARKS.get(language, REMARKS["en"])
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
