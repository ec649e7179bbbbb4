import Testing

@testable import DescrapeText

/// Sources of several languages with text of their authors in them, beside text that only looks like it here and there.
@Suite struct SourceLookTests {
  @Test(arguments: [
    "# -*- coding=utf-8 -*-\nimport re\n\nclass 提取器(object):\n    \"\"\" 从文本中提取时间 \"\"\"\n    def run(self, text):\n"
      + "        # 先去掉 空格\n        text = text.strip()\n        if not text:\n            return None\n        return text\n",
    "{% extends \"base.html\" %}\n{% block title %}主页{% endblock %}\n<div class=\"a\">\n<li>{{ user.name }}</li>\n{% if x %}\n&rsaquo;\n"
      + "{% endif %}\n</div>\n",
    "\\chapter{绪论}\n\\section{背景}\n本文研究的是 “网络” 的结构。\n\\begin{figure}\n\\end{figure}\n结论见后。\n",
    "module Greeting\n  def self.hello(name)\n    puts \"Hello, #{name}\"\n    @count += 1\n    \"&lt;b&gt;\"\n  end\nend\n",
    "mat!(\n    match_basic_3,\n    r\"abc\",\n    r\"xabcy\",\n    Some((1, 4)),\n    Some((0, 4))\n);\n",
  ])
  func knowsASource(_ text: String) {
    let isSource = SourceLook.isSource(text.utf8Span.span)
    #expect(isSource, "\(text)")
  }

  @Test(arguments: [
    "  他走进院子，看见一棵树。\n  树下有一口井。\n  井边没有人。\n  天快黑了。\n",
    "- 第一项：买米\n- 第二项：买菜\n- 第三项：做饭\n- 第四项：洗碗\n",
    "<p>今天下雨，大家都没有出门。</p>\n<p>&nbsp;&nbsp;晚上雨停了。</p>\n<p>明天见。</p>\n<p>完</p>\n<br>\n",
    "# 标题\n\n安装以后运行下面的命令：\n\n    pip install foo\n\n然后打开浏览器，就能看到页面。\n\n# 结束\n\n谢谢阅读，再见。\n",
    "分享到：\n$(function(){\n  var a = 1;\n});\n本报讯 昨天下午，全市学校开始放假，学生们陆续回家，车站里人很多。\n记者在现场看到，秩序良好。\n"
      + "市民们表示，今年的安排比往年更好，希望以后也这样。\n",
    // Nothing stands before the first semicolon, not even a line end.
    ";",
    "If you want to go,\nlet me know before noon.\nFor those who stay, there will be tea.\nWith best wishes,\nAnna\n",
  ])
  func knowsText(_ text: String) {
    let isSource = SourceLook.isSource(text.utf8Span.span)
    #expect(!isSource, "\(text)")
  }
}
