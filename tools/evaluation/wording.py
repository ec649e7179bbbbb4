"""What sites write around their articles, as a grammar for each language.

`name: a ¦ b ¦ c` are the ways to write a thing, of which each half of the documents has every other one. In them `{name}`
is another thing, `{name:2-5: }` so many different ones of it with a space between, and `⏎` ends a line. The wording is not
taken from what the program knows.
"""

TEXTS = {}
TEXTS["zh-hans"] = """
place: 临江市 ¦ 东湖区 ¦ 云岭县 ¦ 青川镇 ¦ 南屏新区 ¦ 海宁湾 ¦ 白鹭洲 ¦ 西塘街道
thing: 春季招聘会 ¦ 旧城改造 ¦ 防汛演练 ¦ 中小学体检 ¦ 冬季供暖 ¦ 小麦收割 ¦ 社区养老 ¦ 地铁二号线 ¦ 图书漂流 ¦ 垃圾分类
verb: 启动 ¦ 顺利完成 ¦ 全面推进 ¦ 迎来 ¦ 如何破解难题：看 ¦ 今起开展 ¦ 专题部署 ¦ 持续升温：聚焦
title: {place}{verb}{thing} ¦ {place}{thing}见闻 ¦ {thing}那些事儿，你知道几件？ ¦ {place}召开{thing}工作会议 ¦ 图说：{place}的{thing} ¦ 关于{thing}的通知 ¦ {thing}有了新变化 ¦ {place}：{thing}{n}天记
site: {place}新闻网 ¦ {place}在线 ¦ {place}日报社 ¦ {place}热线 ¦ 乐享文库 ¦ 远山资讯 ¦ 百味书屋 ¦ 小城论坛
name: 陈立 ¦ 王晓敏 ¦ 赵一鸣 ¦ 李春燕 ¦ 周海 ¦ 孙佳 ¦ 何文涛 ¦ 吴雪
net: 微信 ¦ 新浪微博 ¦ QQ空间 ¦ QQ好友 ¦ 朋友圈 ¦ 人人网 ¦ 豆瓣 ¦ 腾讯微博 ¦ 复制链接 ¦ 贴吧
cat: 新闻 ¦ 国内 ¦ 财经 ¦ 体育 ¦ 教育 ¦ 汽车 ¦ 房产 ¦ 文化 ¦ 视频 ¦ 图片 ¦ 科技 ¦ 健康 ¦ 旅游 ¦ 娱乐 ¦ 公告公示 ¦ 政务公开 ¦ 产品中心 ¦ 党建工作 ¦ 招商加盟 ¦ 行业动态
about: 关于我们 ¦ 联系我们 ¦ 网站地图 ¦ 广告服务 ¦ 法律声明 ¦ 加入我们 ¦ 友情链接 ¦ 意见反馈 ¦ 隐私政策 ¦ 诚聘英才
share: 分享到：{net:2-5: } ¦ 分享至 {net:2-4:、} ¦ 把这篇文章分享给朋友：{net:2-4: } ¦ 转发到{net:2-3: | } ¦ 用微信扫码二维码⏎分享至好友和朋友圈 ¦ 觉得不错，分享一下：{net:2-4: } ¦ —分享— ¦ 一键分享
links: 上一篇：{title}⏎下一篇：{title} ¦ 上一条：{title} 下一条：{title} ¦ 上一篇：没有了⏎下一篇：{title} ¦ 前一篇：{title}⏎后一篇：{title} ¦ « 上一篇 {title}⏎{title} 下一篇 » ¦ 阅读下一篇：{title} ¦ 上一篇：{title}⏎下一篇：已经是最后一篇 ¦ 下一篇：{title}
related: 相关阅读⏎{title:3-5:⏎} ¦ 相关新闻：⏎{title:2-5:⏎} ¦ 猜你喜欢⏎{title:3-6:⏎} ¦ 延伸阅读⏎{title:2-4:⏎} ¦ 热门文章⏎{title:3-5:⏎} ¦ 推荐阅读：⏎{title:2-4:⏎} ¦ 本类最新⏎{title:3-5:⏎} ¦ 更多精彩内容⏎{title:2-5:⏎}
counter: 浏览：{n} ¦ 阅读次数：{n} ¦ 点击量：{n} 评论：{d} ¦ 浏览次数：{n}次 ¦ 阅读({n}) 评论({d}) 收藏 ¦ 已有{n}人阅读 ¦ 点赞 {d} ¦ 访问量：{n}
tools: 字号：大 中 小 ¦ 【打印本页】【关闭窗口】 ¦ 返回顶部 ¦ [字体：大 中 小] ¦ 【大 中 小】【打印】【关闭】 ¦ 返回列表 ¦ 收藏本页 打印 纠错 ¦ 回到首页
rights: Copyright © {y}-{y2} {site} 版权所有 ¦ 版权所有：{site} 未经授权禁止转载 ¦ © {y2} {site} All Rights Reserved. ¦ 主办单位：{site} 技术支持：远山资讯 ¦ {site}版权所有 京ICP备{n8}号-{d} ¦ 沪公网安备{n8}号 ¦ 备案号：粤ICP备{n8}号 ¦ 增值电信业务经营许可证：B2-{n8}
notice: 声明：本文由{site}整理发布，转载请注明出处。 ¦ 免责声明：以上内容仅代表作者个人观点，与{site}无关，请读者自行核实。 ¦ 本站部分内容来自互联网，如有侵权请联系我们删除。 ¦ 特别声明：本文为转载稿，如涉及版权问题，请与本站联系。 ¦ 凡注明“来源：{site}”的作品，未经许可不得转载。 ¦ 未经许可，不得以任何形式复制本页内容。
app: 扫描二维码，关注{site}公众号 ¦ 扫一扫下载手机客户端 ¦ 微信搜索“{site}”，每天获取新鲜资讯 ¦ 打开APP，阅读体验更佳 ¦ 下载{site}客户端 ¦ 长按识别二维码关注我们 ¦ 扫码关注 不错过每一条消息 ¦ 手机看新闻，请用浏览器扫码
login: 登录后才能发表评论 ¦ 您需要登录后才可以回帖 登录 | 立即注册 ¦ 发表评论⏎昵称：⏎验证码：⏎提交 ¦ 已有账号？登录 | 忘记密码 ¦ 网友评论（{d}）⏎暂无评论，快来抢沙发！ ¦ 我要评论⏎文明上网，理性发言⏎发布 ¦ 最新评论 共{d}条⏎查看全部评论 ¦ 请先登录，再点赞
more: 阅读全文>> ¦ 展开阅读全文 ¦ 查看更多 ¦ 点击查看原文 ¦ [详细] ¦ 更多>> ¦ 未完待续，点击下一页继续阅读 ¦ 余下全文
cookie: 本网站使用Cookie以提升您的浏览体验，继续浏览即表示您同意我们的Cookie政策。⏎同意 ¦ 我们使用cookie来改善服务。接受全部 拒绝 ¦ 为了更好的体验，请允许本站使用Cookie。⏎知道了 ¦ 您的浏览器版本过低，请升级后访问。
tags: 标签：{thing:2-4: } ¦ 本文标签：{thing:1-3:,} ¦ Tags：{thing:1-3: } ¦ 标签: {thing:2-3: | }
caption: 图片 ¦ 点击查看大图 ¦ （图片来源于网络） ¦ [图片] ¦ 图片来源：网络 ¦ 点击放大
crumb: 当前位置：首页 > {cat} > {cat} ¦ 您现在的位置：{site} >> {cat} >> 正文 ¦ 首页 / {cat} / {cat} / 详情 ¦ 首页-{cat}-正文 ¦ {site} > {cat} > 正文 ¦ 你的位置：首页»{cat}»{cat} ¦ 所在位置: 首页 > {cat} > 内容 ¦ 首页 › {cat} › 文章
menu: 首页 {cat:5-11: } ¦ 首页⏎{cat:4-10:⏎} ¦ {cat:5-9: | } ¦ 网站首页 | {cat:4-8: | } ¦ 首页|{cat:5-9:|} ¦ {cat:5-9: · } ¦ {cat:6-10:⏎} ¦ 主页　{cat:4-8:　}
foot: {about:3-6: | } ¦ {about:3-6: } ¦ {about:3-5:⏎} ¦ {about:3-6: - }
header: 设为首页 | 加入收藏 ¦ 登录 | 注册 ¦ 今天是{y2}年{m}月{d}日 星期三 ¦ 欢迎光临{site}！ ¦ 全国咨询热线：400-{n}-{n} ¦ 搜索 ¦ 收藏本站 ¦ 手机版 | 无障碍
pages: 首页 上一页 1 2 3 4 下一页 尾页 ¦ 共{d}页 上一页 1 2 3 下一页 ¦ [1] [2] [3] [下一页] ¦ 上一页 1 2 3 4 5 下一页
byline: 来源：{site} 作者：{name} ¦ 作者：{name}　编辑：{name} ¦ 来源：{site} ¦ （责任编辑：{name}） ¦ {y2}年{m}月{d}日 来源：{site} ¦ 记者 {name}
bylines: 来源：{site}⏎作者：{name}⏎编辑：{name}
keyword: {thing}下载 ¦ {site}登录 ¦ {thing}官网 ¦ {place}手机版 ¦ {thing}平台 ¦ {thing}直播 ¦ {place}娱乐 ¦ {thing}注册
"""
TEXTS["zh-hant"] = """
place: 臨江市 ¦ 東湖區 ¦ 雲嶺鄉 ¦ 青川鎮 ¦ 南屏里 ¦ 海寧灣 ¦ 白鷺洲 ¦ 西塘區
thing: 春季徵才博覽會 ¦ 舊城更新 ¦ 防汛演習 ¦ 學童健檢 ¦ 國樂節 ¦ 稻米收割 ¦ 社區長照 ¦ 捷運三號線 ¦ 二手書市集 ¦ 資源回收
verb: 啟動 ¦ 圓滿落幕：回顧 ¦ 全力推動 ¦ 迎接 ¦ 登場！看 ¦ 今起開辦 ¦ 加碼補助 ¦ 人氣爆棚：直擊
title: {place}{verb}{thing} ¦ {place}{thing}花絮 ¦ {thing}懶人包一次看 ¦ {place}舉辦{thing}說明會 ¦ 圖輯：{place}的{thing} ¦ {thing}報名須知 ¦ {thing}有新規定 ¦ {place}：{thing}第{d}天
site: {place}新聞網 ¦ {place}時報 ¦ {place}電子報 ¦ 晨光日報 ¦ 樂活誌 ¦ 遠山資訊網 ¦ 百味書屋 ¦ 小鎮週刊
name: 陳立 ¦ 王曉敏 ¦ 趙一鳴 ¦ 李春燕 ¦ 周海 ¦ 孫佳 ¦ 何文濤 ¦ 吳雪
net: LINE ¦ Facebook ¦ 臉書 ¦ Twitter ¦ 微博 ¦ Threads ¦ 噗浪 ¦ Email ¦ 複製連結 ¦ WhatsApp
cat: 要聞 ¦ 政治 ¦ 財經 ¦ 運動 ¦ 教育 ¦ 地方 ¦ 房產 ¦ 文化 ¦ 影音 ¦ 專題 ¦ 科技 ¦ 健康 ¦ 旅遊 ¦ 娛樂 ¦ 最新消息 ¦ 活動訊息 ¦ 產品介紹 ¦ 線上服務 ¦ 下載專區 ¦ 常見問題
about: 關於我們 ¦ 聯絡我們 ¦ 網站導覽 ¦ 廣告刊登 ¦ 隱私權政策 ¦ 人才招募 ¦ 服務條款 ¦ 意見信箱 ¦ 著作權聲明 ¦ 資訊安全政策
share: 分享到：{net:2-5: } ¦ 分享至 {net:2-4:、} ¦ 分享這則新聞：{net:2-4: } ¦ 分享給好友 {net:2-3: | } ¦ 用LINE傳送 ¦ 喜歡這篇嗎？分享出去：{net:2-4: } ¦ —分享— ¦ 按讚分享
links: 上一篇：{title}⏎下一篇：{title} ¦ 上一則：{title} 下一則：{title} ¦ 上一篇：沒有了⏎下一篇：{title} ¦ 前一篇：{title}⏎後一篇：{title} ¦ « 上一篇 {title}⏎{title} 下一篇 » ¦ 閱讀下一篇 ¦ 上一篇文章：{title}⏎下一篇文章：{title} ¦ 下一則：{title}
related: 相關新聞⏎{title:3-5:⏎} ¦ 延伸閱讀：⏎{title:2-5:⏎} ¦ 你可能也喜歡⏎{title:3-6:⏎} ¦ 看更多⏎{title:2-4:⏎} ¦ 熱門文章⏎{title:3-5:⏎} ¦ 編輯推薦⏎{title:2-4:⏎}
counter: 瀏覽：{n} ¦ 瀏覽人次：{n} ¦ 點閱數：{n} 回應：{d} ¦ 瀏覽次數：{n}次 ¦ 人氣({n}) 留言({d}) ¦ 已有{n}人閱讀 ¦ 讚 {d} ¦ 點閱率：{n}
tools: 字級：大 中 小 ¦ 【友善列印】【關閉視窗】 ¦ 回頁首 ¦ [字體：大 中 小] ¦ 轉寄 列印 收藏 ¦ 回列表 ¦ 回上一頁 ¦ 回到首頁
rights: Copyright © {y}-{y2} {site} 版權所有 ¦ 版權所有：{site} 未經授權不得轉載 ¦ © {y2} {site} All Rights Reserved. ¦ 主辦單位：{site} 地址：{place}中山路{d}號 ¦ {site}版權所有 轉載必究 ¦ 本網站最佳瀏覽解析度為1024x768
notice: 本文由{site}授權刊登，未經同意請勿轉載。 ¦ 免責聲明：文章內容僅代表作者個人立場，與{site}無關。 ¦ 本站部分內容來自網路，如有侵權請來信告知。 ¦ 著作權所有，非經同意，不得轉載。
app: 掃描QR Code加入{site}好友 ¦ 立即下載APP，新聞不漏接 ¦ 追蹤{site}粉絲團，掌握最新消息 ¦ 用App看新聞，享受更佳體驗 ¦ 訂閱{site}電子報 ¦ 加入會員，天天抽好禮
login: 登入後才能留言 ¦ 請先登入 | 註冊會員 ¦ 發表留言⏎暱稱：⏎驗證碼：⏎送出 ¦ 已有帳號？登入 | 忘記密碼 ¦ 留言（{d}）⏎目前尚無留言 ¦ 我要留言⏎請遵守留言板規範⏎送出
more: 繼續閱讀>> ¦ 閱讀全文 ¦ 看更多 ¦ 點我看原文 ¦ (more...) ¦ 更多>>
cookie: 本網站使用Cookie以提供更好的瀏覽體驗，繼續使用即表示您同意我們的Cookie政策。⏎同意 ¦ 我們使用cookie改善服務。接受 拒絕 ¦ 為提供更好的服務，本站使用Cookies。⏎我知道了 ¦ 您的瀏覽器不支援JavaScript，部分功能可能無法使用。
tags: 標籤：{thing:2-4: } ¦ 文章標籤：{thing:1-3:,} ¦ Tags：{thing:1-3: } ¦ 關鍵字: {thing:2-3: | }
caption: 圖片 ¦ 點圖放大 ¦ （圖片來源：網路） ¦ [圖片] ¦ 圖／翻攝網路 ¦ 看大圖
crumb: 目前位置：首頁 > {cat} > {cat} ¦ 您的位置：{site} >> {cat} >> 內文 ¦ 首頁 / {cat} / {cat} / 詳細內容 ¦ 首頁-{cat}-內文 ¦ {site} > {cat} > 內文 ¦ 現在位置：首頁»{cat}»{cat} ¦ 首頁 › {cat} › 文章 ¦ 所在位置: 首頁 > {cat}
menu: 首頁 {cat:5-11: } ¦ 首頁⏎{cat:4-10:⏎} ¦ {cat:5-9: | } ¦ 回首頁 | {cat:4-8: | } ¦ 首頁|{cat:5-9:|} ¦ {cat:5-9: · } ¦ {cat:6-10:⏎} ¦ 首頁　{cat:4-8:　}
foot: {about:3-6: | } ¦ {about:3-6: } ¦ {about:3-5:⏎} ¦ {about:3-6: · }
header: 登入 | 註冊 ¦ 跳到主要內容區 ¦ 加入會員 | 購物車 ¦ 歡迎光臨{site}！ ¦ 客服專線：0800-{n} ¦ 搜尋 ¦ English | 繁體中文 ¦ 網站搜尋
pages: 第一頁 上一頁 1 2 3 4 下一頁 最末頁 ¦ 共{d}頁 上一頁 1 2 3 下一頁 ¦ [1] [2] [3] [下一頁] ¦ 上一頁 1 2 3 4 5 下一頁
byline: 來源：{site} 作者：{name} ¦ 作者：{name}　編輯：{name} ¦ 來源：{site} ¦ （責任編輯：{name}） ¦ {y2}年{m}月{d}日 來源：{site} ¦ 記者{name}／{place}報導
bylines: 來源：{site}⏎作者：{name}⏎編輯：{name}
keyword: {thing}下載 ¦ {site}登入 ¦ {thing}官網 ¦ {place}手機版 ¦ {thing}平台 ¦ {thing}直播 ¦ {place}娛樂 ¦ {thing}註冊
"""
TEXTS["ja"] = """
place: 青葉市 ¦ 港南区 ¦ 北沢村 ¦ 美浜町 ¦ 白石市 ¦ 中川町 ¦ 東原区 ¦ 大滝村
thing: 秋の収穫祭 ¦ 図書館まつり ¦ 防災訓練 ¦ 無料健康診断 ¦ 駅前の再開発 ¦ 写真コンテスト ¦ 子ども食堂 ¦ 古本市 ¦ 雪まつり ¦ 料理教室
title: {place}で{thing}、{d}日から ¦ {thing}に行ってきました ¦ 【募集】{place}の{thing} ¦ {thing}の申し込み方法まとめ ¦ {place}の{thing}が人気の理由 ¦ {thing}、来場者{n}人に ¦ 写真で見る{thing} ¦ {place}、{thing}を見直しへ
site: {place}新聞 ¦ {place}ナビ ¦ まちかど通信 ¦ 青空ニュース ¦ くらしの手引き ¦ ひだまりブログ ¦ 株式会社やまびこ ¦ 週刊みなと
name: 佐藤健一 ¦ 山田花子 ¦ 高橋直樹 ¦ 小林由美 ¦ 中村翔 ¦ 加藤恵 ¦ 渡辺誠 ¦ 伊藤さくら
net: ツイート ¦ シェア ¦ はてブ ¦ LINEで送る ¦ Facebook ¦ Pocket ¦ X ¦ リンクをコピー ¦ Pinterest ¦ メールで送る
cat: ニュース ¦ 国内 ¦ 経済 ¦ スポーツ ¦ 教育 ¦ 地域 ¦ コラム ¦ 文化 ¦ 動画 ¦ 写真 ¦ IT・科学 ¦ 健康 ¦ 旅行 ¦ エンタメ ¦ お知らせ ¦ イベント ¦ 製品情報 ¦ 採用情報 ¦ よくある質問 ¦ アクセス
about: 会社概要 ¦ お問い合わせ ¦ サイトマップ ¦ 広告掲載について ¦ プライバシーポリシー ¦ 採用情報 ¦ 利用規約 ¦ 特定商取引法に基づく表記 ¦ ヘルプ ¦ 運営者情報
share: この記事をシェアする：{net:2-5: } ¦ シェアする {net:2-4: } ¦ SNSで共有 {net:2-4: | } ¦ {net:3-5: } ¦ この記事が気に入ったらシェアしてください {net:2-4: } ¦ {net:3-5:⏎}
links: 前の記事：{title}⏎次の記事：{title} ¦ « 前の記事 {title} 次の記事 {title} » ¦ 次の記事へ：{title} ¦ 前へ {title}⏎次へ {title} ¦ ← {title}⏎{title} → ¦ ＜ 前の記事へ 次の記事へ ＞ ¦ 一覧へ戻る ¦ 記事一覧に戻る
related: 関連記事⏎{title:3-5:⏎} ¦ あわせて読みたい⏎{title:2-5:⏎} ¦ 人気の記事⏎{title:3-6:⏎} ¦ こちらもおすすめ⏎{title:2-4:⏎} ¦ 最近の投稿⏎{title:3-5:⏎} ¦ 注目の記事⏎{title:2-4:⏎} ¦ アクセスランキング⏎{title:3-5:⏎} ¦ 関連ニュース：⏎{title:2-4:⏎}
counter: 閲覧数：{n} ¦ コメント({d}) トラックバック(0) ¦ いいね！{d} ¦ {n} views ¦ コメント {d}件 ¦ アクセス数 {n} ¦ {n}回閲覧 ¦ シェア数：{d}
tools: ページの先頭へ ¦ このページを印刷する ¦ 文字サイズ 小 中 大 ¦ ページトップへ戻る ¦ 印刷用ページ ¦ ▲このページのトップへ ¦ ブックマークに追加 ¦ 閉じる
rights: Copyright © {y}-{y2} {site} All Rights Reserved. ¦ © {y2} {site} ¦ 記事・写真の無断転載を禁じます。 ¦ Copyright (C) {site}. All rights reserved. ¦ 当サイトに掲載されている文章・画像の無断使用を禁止します。 ¦ 著作権は{site}に帰属します 無断転載禁止
notice: 本記事は{site}の許可を得て掲載しています。無断転載はご遠慮ください。 ¦ ※掲載情報は公開時点のものです。最新の情報は公式サイトでご確認ください。 ¦ 当サイトの情報により生じた損害について、{site}は一切の責任を負いません。 ¦ ※当サイトはアフィリエイト広告を利用しています。
app: 公式アプリをダウンロード ¦ {site}のLINE友だち登録はこちら ¦ 公式Xをフォローする ¦ メルマガ登録はこちらから ¦ アプリで読むともっと便利 ¦ {site}をフォローしよう！
login: コメントを残すにはログインしてください ¦ コメントを残す⏎メールアドレスが公開されることはありません。⏎名前⏎メール⏎コメントを送信 ¦ ログイン | 会員登録 ¦ コメントを投稿する⏎お名前⏎本文⏎投稿 ¦ コメントはまだありません ¦ この記事へのコメント（{d}）
more: 続きを読む ¦ もっと見る ¦ 続きを読む >> ¦ 記事全文を読む ¦ この記事は会員限定です。残り{n}文字 ¦ 次ページへ続く
cookie: 当サイトでは利便性向上のためCookieを使用しています。⏎同意する ¦ このサイトはクッキーを使用しています。閲覧を続けることで同意したとみなされます。⏎OK ¦ サイトの利用を続けることで、Cookieの使用に同意するものとします。⏎閉じる ¦ JavaScriptを有効にしてご利用ください。
tags: タグ：{thing:2-4: } ¦ カテゴリー：{cat}⏎タグ：{thing:1-3:, } ¦ キーワード: {thing:1-3: } ¦ カテゴリ: {cat} ¦ #{thing:1-3: #} ¦ Tags: {thing:1-3:, }
caption: 画像 ¦ 画像をクリックすると拡大します ¦ 写真 ¦ 拡大画像を見る ¦ （画像はイメージです） ¦ 画像：Pixabay
crumb: ホーム > {cat} > {cat} ¦ トップ > {cat} > 記事 ¦ HOME » {cat} » {cat} ¦ TOP / {cat} / 詳細 ¦ 現在地：ホーム > {cat} ¦ {site} > {cat} > {cat} ¦ トップページ ＞ {cat} ＞ {cat} ¦ ホーム › {cat} › 記事
menu: ホーム {cat:5-9: } ¦ トップ⏎{cat:4-9:⏎} ¦ {cat:5-9: | } ¦ HOME | {cat:4-8: | } ¦ {cat:6-10:⏎} ¦ トップ｜{cat:4-8:｜} ¦ メニュー⏎{cat:4-8:⏎} ¦ {cat:5-9: ／ }
foot: {about:3-6: | } ¦ {about:3-6: } ¦ {about:3-5:⏎} ¦ {about:3-6:｜}
header: 本文へスキップ ¦ ログイン 新規登録 ¦ メニュー ¦ サイト内検索 ¦ カートを見る ¦ 本文へ移動 ¦ ようこそ ゲスト様 ¦ Language 日本語 English
pages: 前へ 1 2 3 4 次へ ¦ 最初 前へ 1 2 3 次へ 最後 ¦ 1 / {d} 次のページ ¦ ‹ 1 2 3 4 5 ›
byline: 文：{name} ¦ 取材・文＝{name} ¦ {y2}年{m}月{d}日 {site} ¦ 執筆者：{name} ¦ （{name}） ¦ 投稿者：{name}
bylines: 文：{name}⏎写真：{name}⏎編集：{name}
keyword: {thing}通販 ¦ {site}激安 ¦ {thing}口コミ ¦ {place}無料 ¦ {thing}ランキング ¦ {thing}予約
"""
TEXTS["ko"] = """
place: 푸른시 ¦ 남강구 ¦ 은빛군 ¦ 해솔읍 ¦ 새벌시 ¦ 가람구 ¦ 달맞이군 ¦ 한내면
thing: 가을 축제 ¦ 도서관 행사 ¦ 재난 대비 훈련 ¦ 무료 건강검진 ¦ 구도심 재개발 ¦ 사진 공모전 ¦ 마을 식당 ¦ 벼룩시장 ¦ 눈꽃 축제 ¦ 요리 교실
title: {place}, {thing} 연다 ¦ {thing} 현장을 가다 ¦ {place} {thing} 참가자 모집 ¦ {thing} 신청 방법 총정리 ¦ {place} {thing} '인기' ¦ {thing}에 {n}명 몰려 ¦ [포토] {place} {thing} ¦ {place} {thing} 달라진다
site: {place}신문 ¦ {place}뉴스 ¦ 골목통신 ¦ 하늘일보 ¦ 생활길잡이 ¦ 햇살블로그 ¦ (주)메아리 ¦ 주간나루
name: 김민수 ¦ 이지은 ¦ 박준호 ¦ 최유진 ¦ 정하늘 ¦ 강서연 ¦ 조현우 ¦ 윤가람
net: 페이스북 ¦ 트위터 ¦ 카카오톡 ¦ 카카오스토리 ¦ 네이버 블로그 ¦ 밴드 ¦ URL 복사 ¦ 라인 ¦ 이메일 ¦ 핀터레스트
cat: 뉴스 ¦ 정치 ¦ 경제 ¦ 스포츠 ¦ 교육 ¦ 지역 ¦ 오피니언 ¦ 문화 ¦ 동영상 ¦ 포토 ¦ IT·과학 ¦ 건강 ¦ 여행 ¦ 연예 ¦ 공지사항 ¦ 이벤트 ¦ 제품소개 ¦ 고객센터 ¦ 자료실 ¦ 커뮤니티
about: 회사소개 ¦ 찾아오시는 길 ¦ 사이트맵 ¦ 광고문의 ¦ 개인정보처리방침 ¦ 인재채용 ¦ 이용약관 ¦ 청소년보호정책 ¦ 제휴문의 ¦ 이메일무단수집거부
share: 공유하기 {net:2-5: } ¦ 기사 공유 {net:2-4: | } ¦ SNS 공유: {net:2-4: } ¦ {net:3-5: }으로 공유 ¦ 이 글 공유하기: {net:2-4:, } ¦ {net:3-5:⏎} ¦ 기사보내기 {net:2-4: } ¦ 공유 {net:2-3:⏎}
links: 이전글: {title}⏎다음글: {title} ¦ 이전 기사 {title} 다음 기사 {title} ¦ 다음글 {title} ¦ ◀ 이전글 {title}⏎▶ 다음글 {title} ¦ 이전글 이전글이 없습니다.⏎다음글 {title} ¦ 목록으로 ¦ 이전글 | 목록 | 다음글 ¦ 다음 기사 보기: {title}
related: 관련기사⏎{title:3-5:⏎} ¦ 많이 본 기사⏎{title:3-6:⏎} ¦ 이 기사도 추천해요⏎{title:2-5:⏎} ¦ 최신 글⏎{title:2-4:⏎} ¦ 실시간 인기 뉴스⏎{title:3-5:⏎} ¦ 관련 글 더보기⏎{title:2-4:⏎}
counter: 조회수 {n} ¦ 조회 {n} | 추천 {d} ¦ 좋아요 {d} ¦ 댓글 {d}개 ¦ 조회: {n} 댓글: {d} ¦ 공감 {d} 비공감 {d2}
tools: 글자크기 가 가 가 ¦ 인쇄하기 ¦ 맨 위로 ¦ 본문 글씨 키우기 ¦ 스크랩 프린트 ¦ 목록보기
rights: Copyright ⓒ {site} 무단 전재 및 재배포 금지 ¦ 저작권자 © {site} 무단전재 및 재배포금지 ¦ ⓒ {y2} {site} All rights reserved. ¦ <저작권자ⓒ{site}. 무단 전재-재배포 금지> ¦ 본 기사의 저작권은 {site}에 있습니다. ¦ COPYRIGHT(C) {site} ALL RIGHTS RESERVED
notice: 본 콘텐츠는 {site}의 저작물이며 무단 복제를 금합니다. ¦ 이 글의 내용은 필자 개인의 의견이며 {site}의 입장과 다를 수 있습니다. ¦ 제보는 카카오톡 {site}로 보내주세요. ¦ 이 포스팅은 제휴 활동의 일환으로 수수료를 제공받을 수 있습니다.
app: {site} 앱을 다운로드하세요 ¦ 카카오톡에서 {site}를 검색해 채널을 추가하세요 ¦ 네이버에서 {site} 구독하기 ¦ QR코드를 스캔하세요 ¦ ▶ {site} 뉴스레터 신청 ¦ 앱에서 더 편하게 보세요
login: 로그인 후 댓글을 작성할 수 있습니다. ¦ 댓글쓰기⏎이름⏎비밀번호⏎등록 ¦ 로그인 | 회원가입 ¦ 댓글을 입력하세요⏎0/{n} 등록 ¦ 등록된 댓글이 없습니다. ¦ 전체 댓글 {d}
more: 더보기 ¦ 기사 전문 보기 ¦ 자세히 보기 > ¦ 계속 읽기 ¦ 전체보기 ¦ 원문 보기
cookie: 이 사이트는 쿠키를 사용합니다. 계속 이용하면 쿠키 사용에 동의하는 것으로 간주됩니다.⏎동의 ¦ 더 나은 서비스를 위해 쿠키를 사용합니다.⏎확인 ¦ 쿠키 설정을 변경할 수 있습니다.⏎모두 허용 거부 ¦ 자바스크립트를 사용할 수 없습니다.
tags: 태그: {thing:2-4:, } ¦ #{thing:1-3: #} ¦ TAG {thing:1-3: } ¦ 태그 | {thing:1-3:, }
caption: 이미지 확대보기 ¦ 사진 ¦ [사진=게티이미지] ¦ 사진 크게 보기 ¦ 이미지 ¦ 클릭하면 확대됩니다
crumb: 홈 > {cat} > {cat} ¦ Home > {cat} > 기사 ¦ 현재 위치: 홈 > {cat} > {cat} ¦ HOME » {cat} » {cat} ¦ 메인 / {cat} / 상세 ¦ {site} > {cat} ¦ 현재위치 홈 › {cat} › {cat} ¦ HOME > {cat} > {cat} > 본문
menu: 홈 {cat:5-9: } ¦ 메뉴⏎{cat:4-9:⏎} ¦ {cat:5-9: | } ¦ HOME | {cat:4-8: | } ¦ {cat:6-10:⏎} ¦ 홈 · {cat:4-8: · } ¦ 전체메뉴⏎{cat:4-8:⏎} ¦ {cat:5-9: / }
foot: {about:3-6: | } ¦ {about:3-6: } ¦ {about:3-5:⏎} ¦ {about:3-6: · }
header: 본문 바로가기 ¦ 로그인 회원가입 ¦ 메뉴 바로가기 ¦ 검색 ¦ 즐겨찾기 추가 ¦ 전체메뉴 열기 ¦ 장바구니 마이페이지 ¦ 통합검색
pages: 이전 1 2 3 4 다음 ¦ 처음 이전 1 2 3 다음 맨끝 ¦ 1 / {d} 다음 페이지 ¦ ‹ 1 2 3 4 5 ›
byline: {name} 기자 ¦ [{site} {name} 기자] ¦ {place}=뉴스 {name} 기자 ¦ 글 {name} 사진 {name} ¦ 기사입력 {y2}.{m}.{d} ¦ 승인 {y2}.{m}.{d} {name} 기자
bylines: {name} 기자⏎사진 {name}⏎편집 {name}
keyword: {thing} 추천 ¦ {site} 무료 ¦ {thing} 후기 ¦ {place} 최저가 ¦ {thing} 예약 ¦ {thing} 순위
"""
TEXTS["en"] = """
place: Millbrook ¦ Harlow Bay ¦ Cedar County ¦ Northfield ¦ East Linden ¦ Port Aldon ¦ Greywater ¦ Ashby Hill
thing: harvest festival ¦ library fair ¦ flood drill ¦ free health checks ¦ main street rebuild ¦ photo contest ¦ community kitchen ¦ book swap ¦ winter market ¦ cooking class
title: {place} opens its {thing} ¦ What to expect from the {thing} ¦ {d} things to know about the {thing} ¦ {place} votes on {thing} ¦ How we planned the {thing} in {place} ¦ {thing} draws {n} visitors ¦ Photos: {place} and its {thing} ¦ Why {place} needs a {thing}
site: {place} Herald ¦ {place} Online ¦ The Corner Post ¦ Tin Roof Media ¦ Daily Lantern ¦ Slow Kitchen Blog ¦ Wrenfield Inc. ¦ {place} Weekly
name: Dana Whitlock ¦ Omar Reyes ¦ Ruth Calder ¦ admin ¦ Priya Nand ¦ Tom Ashwell ¦ Lena Ortiz ¦ Staff Writer
net: Facebook ¦ Twitter ¦ LinkedIn ¦ Pinterest ¦ Reddit ¦ WhatsApp ¦ Tumblr ¦ Email ¦ Print ¦ Copy link
cat: News ¦ Local ¦ Business ¦ Sports ¦ Opinion ¦ Lifestyle ¦ Politics ¦ Culture ¦ Video ¦ Photos ¦ Tech ¦ Health ¦ Travel ¦ Food ¦ Events ¦ Shop ¦ Products ¦ Support ¦ Blog ¦ Podcasts
about: About Us ¦ Contact Us ¦ Site Map ¦ Advertise ¦ Privacy Policy ¦ Careers ¦ Terms of Use ¦ Help ¦ Accessibility ¦ Cookie Settings
share: Share this: {net:2-5: } ¦ Share on {net:1-1:}⏎Share on {net:1-1:} ¦ {net:3-5: } ¦ Tweet Share Pin It ¦ Share this article {net:2-4: | } ¦ {net:3-5:⏎} ¦ Spread the word: {net:2-4:, } ¦ Click to share on {net} (Opens in new window)
links: Previous: {title}⏎Next: {title} ¦ « {title}⏎{title} » ¦ Previous post {title} Next post {title} ¦ ← {title} {title} → ¦ Next article: {title} ¦ Older posts Newer posts ¦ Previous Article⏎{title}⏎Next Article⏎{title} ¦ Back to list
related: Related articles⏎{title:3-5:⏎} ¦ You may also like⏎{title:2-5:⏎} ¦ Recent posts⏎{title:3-6:⏎} ¦ More from {site}⏎{title:2-4:⏎} ¦ Most read⏎{title:3-5:⏎} ¦ Recommended for you⏎{title:2-4:⏎} ¦ Trending now⏎{title:3-5:⏎} ¦ See also:⏎{title:2-4:⏎}
counter: {n} views ¦ {d} Comments ¦ {n} shares ¦ {d} likes ¦ Views: {n} ¦ Comments ({d})
tools: Back to top ¦ Print this page ¦ Text size A A A ¦ Scroll to top ¦ Print Email PDF ¦ Save to reading list
rights: Copyright © {y}-{y2} {site}. All rights reserved. ¦ © {y2} {site} ¦ All content copyright {site}. Powered by WordPress ¦ ©{y}–{y2} {site}. All Rights Reserved. Designed by Tin Roof Media ¦ This material may not be published, broadcast or redistributed without permission. ¦ No part of this site may be reproduced without written permission of {site}.
notice: This article originally appeared on {site} and is republished with permission. ¦ The views expressed are those of the author and do not reflect those of {site}. ¦ This post may contain affiliate links. Read our disclosure policy. ¦ {site} is not responsible for the content of external sites.
app: Download our app ¦ Sign up for our newsletter ¦ Get the {site} app on iOS and Android ¦ Subscribe to our newsletter⏎Your email address⏎Subscribe ¦ Follow us on {net:2-3:, } ¦ Scan the QR code to read on your phone
login: Leave a Reply⏎Your email address will not be published. Required fields are marked *⏎Name *⏎Email *⏎Post Comment ¦ You must be logged in to post a comment. ¦ Log in or register to post comments ¦ Log In | Sign Up ¦ Be the first to comment ¦ Comments are closed. ¦ Add a comment⏎Name⏎Message⏎Submit ¦ Sign in to continue reading⏎Forgot your password?
more: Read more ¦ Continue reading → ¦ Read full article ¦ Show more ¦ Read More » ¦ View all
cookie: We use cookies to improve your experience. By continuing to use this site, you agree to our cookie policy.⏎Accept ¦ This website uses cookies.⏎Accept all Reject ¦ By using this website you consent to our use of cookies.⏎Got it! Learn more ¦ Please enable JavaScript to view this page.
tags: Tags: {thing:2-4:, } ¦ Filed Under: {cat:1-2:, } ¦ Posted in {cat:1-2:, } | Tagged {thing:1-3:, } ¦ Filed under: {cat} Tagged with: {thing:1-3:, }
caption: Image ¦ Click to enlarge ¦ Photo: Getty Images ¦ View larger image ¦ Advertisement ¦ (Image credit: Shutterstock)
crumb: Home > {cat} > {cat} ¦ Home » {cat} » {cat} ¦ You are here: Home / {cat} / {cat} ¦ {site} › {cat} › {cat} ¦ Home / {cat} / {cat} ¦ You are here: Home > {cat} ¦ Home | {cat} | {cat} ¦ {site} > {cat} > {cat}
menu: Home {cat:5-9: } ¦ Menu⏎{cat:4-9:⏎} ¦ {cat:5-9: | } ¦ Home | {cat:4-8: | } ¦ {cat:6-10:⏎} ¦ Home · {cat:4-8: · } ¦ Home⏎{cat:4-8:⏎} ¦ {cat:5-9: / }
foot: {about:3-6: | } ¦ {about:3-6: } ¦ {about:3-5:⏎} ¦ {about:3-6: · }
header: Skip to content ¦ Log in Register ¦ Toggle navigation ¦ Search ¦ Skip to main content ¦ Subscribe Log in ¦ Your cart is empty ¦ Search for:
pages: Previous 1 2 3 4 Next ¦ First « 1 2 3 » Last ¦ Page 1 of {d} Next ¦ ‹ 1 2 3 4 5 ›
byline: By {name} ¦ Posted by {name} on {m}/{d}/{y2} ¦ Written by {name} ¦ By {name}, {site} ¦ {name} | {site} ¦ Author: {name}
bylines: By {name}⏎Photos by {name}⏎Edited by {name}
keyword: {thing} online ¦ {site} login ¦ buy {thing} ¦ {place} cheap ¦ {thing} reviews ¦ {thing} free
"""
