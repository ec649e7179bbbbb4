internal import DescrapeText

/// The words that tell what program text is: the language's own, those of a page's document, and those of known
/// widgets.
enum ScriptWords {
  /// Words that may stand beside another word in a program.
  private static let keywords = WordTable([
    "var", "let", "const", "function", "return", "if", "else", "for", "while", "do", "new", "typeof", "instanceof",
    "in",
    "of", "void", "delete", "throw", "try", "catch", "finally", "switch", "case", "break", "default", "async", "await",
    "continue", "with", "class", "extends",
  ])

  /// Widgets, counters, players and advertisements that sites put on their pages: names that prose does not use.
  private static let widgets = WordTable([
    "_bd_share", "bdshare", "bdSnsKey", "bds_config", "bdText", "share.baidu.com", "jiathis", "addthis", "stLight",
    "sharethis",
    "share.js", "qq_share", "wb_share", "wx_share", "weibo_share", "weixin_share", "wechat_share", "shareTo(",
    "shareto(",
    "shareTo", "service.weibo.com", "sns.qzone", "_hmt", "hm.baidu.com", "h.js%3F", "cnzz", "_czc", "51yes", "51.la",
    "LA.init", "linksubmit", "push.zhanzhang", "_bdhmProtocol", "slotbydup", "cpro_id", "cpro_", "BAIDU_CLB", "tanx_",
    "google-analytics", "googletagmanager", "GoogleAnalyticsObject", "dataLayer", "gtag(", "_gaq", "ga('",
    "__gaTracker",
    "_gat", "googletag", "google_ad", "adsbygoogle", "_paq", "fbq(", "fbAsyncInit", "connect.facebook.net", "FB.init",
    "twitter-wjs", "platform.twitter.com", "disqus_", "_comscore", "_qevents", "_sf_async", "taboola", "outbrain",
    "changyan", "duoshuo", "uyan", "onMenuShare", "wx.config", "wx.ready", "wxData", "jwplayer(", "SWFObject",
    "swfobject", "CKobject", "ckplayer", "videojs(", "TCPlayer", "OA_show", "swfobj", "addVariable(", "yaCounter",
    "VK.init", "VK.Widgets",
    "Ya.share", "mc.yandex", "Kakao.init", "wcs_do", "chartbeat", "NREUM", "_wpemojiSettings", "a2a_config",
    "amzn_assoc", "criteo", "quantserve", "hotjar", "_satellite", "_tmr", "top.mail.ru", "@context", "__NUXT__",
    "__INITIAL_STATE__", "__NEXT_DATA__",
  ])

  /// What a page's script says to the page.
  private static let page = WordTable([
    "document.", "getElementById(", "getElementsByTagName(", "getElementsByClassName(", "querySelector",
    "addEventListener(",
    "window.", "window[", "location.", "navigator.", "encodeURIComponent(", "unescape(", "$(document)", "$(function",
    "$(\"",
    "$('", "$(this)", "$(e.target)", "$(window)", "jQuery", "addClass(", "removeClass(", "hasClass(", "appendChild(",
    "insertBefore(", "parentNode", "text/javascript", ".attr(", ".css(", "ready(", ".click(", ".on(", "onclick",
    "onload",
    "innerHTML", "function(", "function (", "createElement(", "setTimeout(", "setInterval(", "console.log(", "$.ajax(",
    "$.get", "$.post(", "parseInt(", "setAttribute(", "alert(", ".html(", ".show(", ".hide(", "Script", "new Date",
    "Math.random(",
  ])

  /// Properties of style rules, each with the colon or the dash behind it.
  private static let properties = WordTable([
    "margin", "padding", "color", "font", "width", "height", "display", "float", "position", "background", "border",
    "text-align", "line-height", "overflow", "z-index", "clear", "top", "left", "right", "bottom", "list-style",
    "cursor",
    "opacity", "vertical-align", "max-width", "min-height", "text-decoration", "text-indent", "visibility",
    "box-shadow", "box", "flex", "align", "justify", "orphans", "widows", "word", "text", "min-width", "max-height",
    "animation", "object-fit", "zoom", "filter", "table-layout", "direction",
    "white-space", "word-break", "letter-spacing", "content", "transition", "transform", "text-overflow", "outline",
  ])

  private static let bigProperties = WordTable([
    "MARGIN", "PADDING", "COLOR", "FONT", "WIDTH", "HEIGHT", "DISPLAY", "BACKGROUND", "BORDER", "FONT-SIZE",
    "FONT-FAMILY", "FONT-WEIGHT", "TEXT-ALIGN", "TEXT-INDENT", "TEXT-DECORATION", "LINE-HEIGHT", "MARGIN-LEFT",
    "MARGIN-RIGHT", "MARGIN-TOP", "MARGIN-BOTTOM", "PADDING-LEFT", "PADDING-RIGHT", "PADDING-TOP", "PADDING-BOTTOM",
    "WHITE-SPACE", "LETTER-SPACING", "WORD-SPACING", "TEXT-TRANSFORM", "BACKGROUND-COLOR", "VERTICAL-ALIGN",
  ])

  static func isKeyword(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    guard range.count <= 10 else { return false }
    return keywords.holds(text, range)
  }

  /// What a statement begins with behind one that no semicolon ends.
  private static let beginnings = WordTable([
    "var", "let", "const", "function", "switch", "break", "if", "for", "return",
  ])

  static func beginsStatement(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    beginnings.holds(text, range)
  }

  static func isProperty(_ text: borrowing TextView, _ range: Range<Int>) -> Bool {
    guard range.count <= 24 else { return false }
    if properties.holds(text, range) { return true }
    // Office programs write them in capitals; browsers have names of their own.
    if text[range.lowerBound] >= 0x41, text[range.lowerBound] <= 0x5A {
      return bigProperties.holds(text, range)
    }
    if text.has("-webkit-", at: range.lowerBound) || text.has("-moz-", at: range.lowerBound)
      || text.has("-ms-", at: range.lowerBound) || text.has("mso-", at: range.lowerBound)
    {
      return true
    }
    // The long forms: `margin-left`, `font-size`, `background-color`.
    for offset in range where text[offset] == 0x2D && properties.holds(text, range.lowerBound..<offset) {
      return true
    }
    return false
  }

  /// What the language itself offers: a page's script has some of these, and few of them are its own.
  private static let idioms = WordTable([
    ".push(", ".forEach(", ".append(", ".appendTo(", ".prepend(", ".toggleClass(", ".fadeIn(", ".fadeOut(", ".each(",
    ".hover(", ".val(", ".text(", ".find(", ".parent(", ".siblings(", ".children(", ".remove(", ".length", ".then(",
    ".catch(", ".style.", ".className", ".innerText", ".textContent", ".src", ".href", ".userAgent", ".prototype",
    ".replace(", ".split(", ".indexOf(", ".substr(", ".substring(", ".toLowerCase(", ".apply(", ".call(", ".exports",
    "fetch(", "eval(", "typeof ", "RegExp(", "localStorage", "sessionStorage", "XMLHttpRequest", "clearTimeout(",
    "preventDefault(", "decodeURIComponent(", "getAttribute(", "removeChild(", "querySelectorAll(", "new Vue(",
    "export default", "await ",
    "undefined", "onerror", "onmouseover", "onmouseout", "onsubmit", "javascript:", "arguments", "this.", "e.target",
  ])

  /// How many different names of each kind stand in a stretch of program text, and what else it holds.
  struct Marks {
    var widgets = 0
    var page = 0
    var idioms = 0
    /// A string begins as an address does.
    var hasAddress = false
    /// A line holds several statements.
    var isPacked = false
  }

  /// Which places of a list have been met: as many as a list may have words.
  private struct Places {
    private var low = UInt128(0)
    private var high = UInt128(0)
    var count: Int { low.nonzeroBitCount + high.nonzeroBitCount }

    mutating func insert(_ place: Int) {
      if place < 128 { low |= 1 << UInt128(place) } else { high |= 1 << UInt128(place - 128) }
    }
  }

  /// What stands in `range`. O(n).
  static func marks(_ text: borrowing TextView, in range: Range<Int>) -> Marks {
    let (widgets, page, idioms) = (widgets, page, idioms)
    var (widgetPlaces, pagePlaces, idiomPlaces) = (Places(), Places(), Places())
    var marks = Marks()
    var signsOfLine = 0
    for offset in range {
      let byte = text[offset]
      switch byte {
      case 0x0A: signsOfLine = 0
      case 0x3B, 0x7B, 0x7D:
        signsOfLine += 1
        if signsOfLine == 5 { marks.isPacked = true }
      case 0x22, 0x27, 0x60:
        if text[orZero: offset + 1] == 0x2F && text[orZero: offset + 2] == 0x2F || text.has("http", at: offset + 1) {
          marks.hasAddress = true
        }
      default: break
      }
      guard byte > 0x20, byte < 0x80, !isASCIIWord(text[orZero: offset - 1]) || byte == 0x2E else { continue }
      guard isASCIIWord(byte) || byte == 0x5F || byte == 0x24 || byte == 0x2E || byte == 0x40 else { continue }
      widgets.find(text, at: offset) { place in
        widgetPlaces.insert(place)
        return false
      }
      page.find(text, at: offset) { place in
        pagePlaces.insert(place)
        return false
      }
      idioms.find(text, at: offset) { place in
        idiomPlaces.insert(place)
        return false
      }
    }
    (marks.widgets, marks.page, marks.idioms) = (widgetPlaces.count, pagePlaces.count, idiomPlaces.count)
    return marks
  }
}
