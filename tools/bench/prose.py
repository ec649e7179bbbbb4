"""Made-up Chinese prose in any amount: people, places and events that do not exist, from a vocabulary of its own.

The same seed gives the same text. Sentences are drawn from patterns whose places are filled at random, with numbers,
dates and Latin words among them, so that hardly any two are alike.
"""

import random
import re

SURNAMES = "林陳黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐周葉蘇莊呂江何蕭羅高潘簡朱鍾游彭詹胡施沈余盧梁趙顏柯翁魏孫戴"
GIVEN = "明德文山雲海青松雨晴書雅思遠志偉家豪淑芬俊傑美玲建國春梅秋月嘉寧曉東永康子涵若蘭景行知遙長風錦繡靜怡慧敏寶珠"
PLACES = """雲溪縣 松嶺區 白沙鎮 青石灣 望月橋 鹿鳴谷 三岔河 銀杏里 長樂坊 柳塘鄉 鐵爐村 龍眼渡 南屏山 北堤路 竹園社區 東關老街 石榴園 梅子埔
楓樹坪 鹽田港 蘆葦蕩 紅磚廠 稻香村 半月島 風車嶺 桂花巷 鐘樓廣場 水門街 沙棗林 溫泉鎮 古渡口 玉帶湖 棲霞里 鳳尾村 獅頭岩 燈塔角""".split()
BODIES = """圖書館 文化館 農業技術站 水利所 氣象站 博物館 第二中學 鐵路車站 衛生院 手藝人協會 合作社 公園管理處 讀書會 消防隊 植物園 老人活動中心
廣播站 測繪隊 歷史學會 環境監測站 青年劇團 漁業公會 茶葉研究室 道路養護隊 電影資料館 修船廠 兒童樂園 天文臺 紡織工坊 郵政支局""".split()
PROJECTS = """舊橋修繕工程 雨水花園計畫 夜間巴士路線 縣誌整理工作 河岸步道 茶園灌溉改造 鐘樓維修 社區廚房 流動書車 古樹普查 稻田養魚試驗 垃圾分類站
舊廠房改造 海堤加固 風力發電試點 漁港清淤 口述歷史採集 種子保存計畫 學校操場翻新 鐵道自行車道 無障礙坡道 山林防火巡查 民謠錄音計畫 濕地觀鳥屋""".split()
RESULTS = """進展比預想的順利 還需要三個月才能完工 得到了鄰近幾個村子的響應 留下了完整的圖紙和記錄 節約了將近一半的費用 讓孩子們多了一個去處 仍有兩處細節要重新測量
吸引了外地的師傅前來學習 把多年沒有人走的小路重新連了起來 為明年的春耕預備了足夠的水 讓老屋的屋頂不再漏雨 引起了研究者的興趣 經過了兩輪公開討論
受到遊客的歡迎 使往返的時間縮短了一個鐘頭 補上了檔案裡缺失的幾頁 證明了老辦法仍然管用 沒有影響周圍住戶的休息 給後來的人提供了參考""".split()
TOPICS = """怎樣保護老樹 夏季防洪 手工造紙的傳承 兒童閱讀 道路照明 農產品運輸 遊客接待 舊書回收 舞臺燈光 漁船編號 節約用電 學校午餐 古井水質 鄉土教材 種植結構
冬季取暖 公共座椅 鳥類遷徙 方言記錄 雨季行車 鐘錶修理 織布機的改良 茶葉分級 夜市衛生 堤岸綠化 檔案數位化 樂器製作 山路標誌 救護車調度 鹽田復曬""".split()
THINGS = """一張手繪的地圖 兩箱舊信件 幾把修好的椅子 一臺老式放映機 三十多種豆類的種子 一套完整的測量數據 剛印好的節目單 一口乾淨的水井 許多褪色的照片
一艘翻新的木船 半個世紀前的帳簿 一盞銅製的油燈 自己編的竹籃 一架走音的鋼琴 沒有寫完的日記 十二塊刻著花紋的石板 一條長長的紅圍巾 新烤的芝麻燒餅""".split()
VERBS = "整理 介紹 展出 比較 研究 登記 搬運 修補 收藏 討論 測量 記錄 翻譯 清點 描繪 拍攝 歸還 檢查".split()
MANNERS = """一步一步地 不慌不忙地 按照原來的順序 在鄰居的幫助下 利用週末的時間 冒著小雨 用最簡單的工具 同幾位老師傅一起 第一次完整地 反覆而仔細地
分三個階段 憑著記憶 依照舊照片 當著大家的面 趕在颱風來臨之前 連續好幾個晚上""".split()
SAYINGS = """東西修好了還要有人用 慢一點不要緊，錯了才麻煩 水往哪裡流，路就往哪裡開 老辦法不一定是壞辦法 我們只是把門打開，走進來的是大家 先把帳算清楚再動手
孩子喜歡，這件事就值得做 樹比人活得長，要替它想遠一點 數字不會騙人，可是要看得懂 沒有圖紙就去問老人 每一塊磚都有它的位置 把名字寫下來，別人才找得到""".split()
WORDS = "GPS Wi-Fi PDF LED USB Python CAD QR ISO 3D DNA pH".split()
SCENES = """清晨的霧還沒有散 街上的店鋪剛剛開門 雨停以後空氣裡有泥土的味道 遠處傳來渡船的汽笛聲 院子裡曬滿了辣椒和玉米 燈一盞接一盞地亮起來 風把旗子吹得獵獵作響
孩子們在石階上排成一列 鍋裡的湯冒著熱氣 橋下的水比往年淺了許多 窗臺上擺著三盆蘭花 鐘聲敲了九下 田裡的稻穗已經彎了腰 廣播裡正在播送潮汐時間""".split()

PATTERNS = [
    lambda r: f"{date(r)}，{place(r)}{body(r)}召開了關於{topic(r)}的座談會，{person(r)}、{person(r)}等{r.randint(3, 60)}人參加。",
    lambda r: f"{person(r)}說：“{saying(r)}。”",
    lambda r: f"“{saying(r)}，”{place(r)}的{person(r)}{manner(r)}{verb(r)}著{thing(r)}，“{saying(r)}。”",
    lambda r: f"{place(r)}的{project(r)}{result(r)}，{body(r)}的記錄顯示，前後共用了{r.randint(2, 400)}天。",
    lambda r: f"{scene(r)}，{person(r)}{manner(r)}{verb(r)}了{thing(r)}。",
    lambda r: f"《{place(r)}{project(r)}報告》第{r.randint(1, 40)}頁寫道，"
              f"{topic(r)}與{topic(r)}不能分開來看；{result(r)}。",
    lambda r: f"據{body(r)}統計，{r.randint(1950, 2024)}年{place(r)}共有{number(r)}戶人家，比上一年增加了{r.uniform(0.1, 9.9):.1f}%。",
    lambda r: f"從{place(r)}到{place(r)}的路有{r.uniform(1, 60):.1f}公里，{person(r)}走了{r.randint(1, 9)}個小時。",
    lambda r: f"為了{topic(r)}，{body(r)}準備了{thing(r)}、{thing(r)}和{thing(r)}。",
    lambda r: f"有人問{topic(r)}到底有什麼用？{person(r)}沒有直接回答，只是{manner(r)}{verb(r)}{thing(r)}。",
    lambda r: f"{project(r)}分為{r.randint(2, 9)}個部分：{topic(r)}、{topic(r)}、{topic(r)}，其餘的留到明年。",
    lambda r: f"{scene(r)}；{scene(r)}。",
    lambda r: f"他們用 {r.choice(WORDS)} 和 {r.choice(WORDS)} 核對了{thing(r)}，誤差不超過 {r.randint(1, 30)} 厘米。",
    lambda r: f"{body(r)}（{place(r)}）從{clock(r, 6, 10)}開放到{clock(r, 16, 21)}，{topic(r)}的展覽在{r.randint(2, 5)}樓。",
    lambda r: f"和{place(r)}相比，{place(r)}在{topic(r)}方面{result(r)}！",
    lambda r: f"{person(r)}今年{r.randint(19, 92)}歲，{manner(r)}{verb(r)}{thing(r)}已經{r.randint(2, 50)}年了，{result(r)}。",
    lambda r: f"至於{topic(r)}，{body(r)}的意見是：{result(r)}，{saying(r)}。",
    lambda r: f"這件事{result(r)}——{person(r)}在信裡這樣寫。",
]


def place(r): return r.choice(PLACES)
def body(r): return r.choice(BODIES)
def project(r): return r.choice(PROJECTS)
def result(r): return r.choice(RESULTS)
def topic(r): return r.choice(TOPICS)
def thing(r): return r.choice(THINGS)
def verb(r): return r.choice(VERBS)
def manner(r): return r.choice(MANNERS)
def saying(r): return r.choice(SAYINGS)
def scene(r): return r.choice(SCENES)
def number(r): return f"{r.randint(1, 90)},{r.randint(0, 999):03d}"
def person(r): return r.choice(SURNAMES) + r.choice(GIVEN) + (r.choice(GIVEN) if r.random() < 0.8 else "")
def clock(r, first, last): return f"{r.randint(first, last)}:{r.randint(0, 59):02d}"
def date(r): return f"{r.randint(1, 12)}月{r.randint(1, 28)}日"


def title(r):
    """A headline with a quotation in it, long enough to be told from any other line."""
    first, second = r.sample(TOPICS, 2)
    return f"{place(r)}{body(r)}以“{first}、{second}”為題舉辦{project(r)}交流會"


# The characters above that Simplified Chinese writes differently, and how.
TRADITIONAL = (
    "乾來個們偉傑備傳兒兩別剛劇劉動區協參吳呂問單國圍園圖團報場塊壞夠孫學寧寫寶將對島嶺師帳帶幫幾廚廠廣張彎後從復憑憶應戶採據擺攝數於時曉曬書會東條棗棲楊楓業構樂樓標樣樹橋機檔檢歡歲歷歸氣沒淨淺測湯準溫滿漁"
    "濕灣為無煩熱燈燒爐獅獵環產畫當發盞監盧磚礙種節簡籃紀約紅紋紙級紡細紹結給統經綠維網緊線編縣縮織繕繡繪續羅習聞聲臨臺與興舉舊莊葉著葦蕩蕭藝蘆蘇蘭處號術衛補裡製見覽觀計訊討記許試誌誤說調談論謝謠證譯護讀讓"
    "責費資質賴趕趙車較輪輯輸辦農這連週進遊運過遙遠遷還郵鄉鄭鄰銀銅鋪鋼錄錦錯錶鍋鍾鎮鐘鐵長門開間閱關陳隊階雲電霧靜響頁頂順預頭題顏類顯風颱餅養餘館騙驗體魚鳥鳳鳴鹽麼黃點龍"
)
SIMPLIFIED = (
    "干来个们伟杰备传儿两别刚剧刘动区协参吴吕问单国围园图团报场块坏够孙学宁写宝将对岛岭师帐带帮几厨厂广张弯后从复凭忆应户采据摆摄数于时晓晒书会东条枣栖杨枫业构乐楼标样树桥机档检欢岁历归气没净浅测汤准温满渔"
    "湿湾为无烦热灯烧炉狮猎环产画当发盏监卢砖碍种节简篮纪约红纹纸级纺细绍结给统经绿维网紧线编县缩织缮绣绘续罗习闻声临台与兴举旧庄叶着苇荡萧艺芦苏兰处号术卫补里制见览观计讯讨记许试志误说调谈论谢谣证译护读让"
    "责费资质赖赶赵车较轮辑输办农这连周进游运过遥远迁还邮乡郑邻银铜铺钢录锦错表锅钟镇钟铁长门开间阅关陈队阶云电雾静响页顶顺预头题颜类显风台饼养余馆骗验体鱼鸟凤鸣盐么黄点龙"
)
TO_SIMPLIFIED = str.maketrans(TRADITIONAL, SIMPLIFIED)


class Prose:
    """Paragraphs from a pool of sentences; drawing is much faster than making each sentence anew."""

    def __init__(self, seed, sentences=60_000):
        self.random = random.Random(seed)
        self.pool = [self.random.choice(PATTERNS)(self.random) for _ in range(sentences)]

    def paragraph(self):
        """Three to eight sentences. No clause stands twice: that would be damage."""
        found, clauses = [], set()
        for sentence in self.random.choices(self.pool, k=self.random.randint(3, 8)):
            its = [clause for clause in re.split("[，。；！？]", sentence) if clause]
            if clauses.isdisjoint(its):
                found.append(sentence)
                clauses.update(its)
        return "".join(found)

    def paragraphs(self, characters):
        """Paragraphs of about so many characters together."""
        found, length = [], 0
        while length < characters:
            found.append(self.paragraph())
            length += len(found[-1])
        return found
