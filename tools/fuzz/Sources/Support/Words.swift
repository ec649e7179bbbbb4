/// Configurations and dictionaries in the form of OpenCC's, small, and in words of our own.
public enum Words {
  /// One conversion, two behind a segmentation, two of which the first has keys of its own, and a union.
  public static let json = [
    "one": """
    {"normalization": [{"dict": {"type": "text", "file": "compatible.txt"}}],
     "conversion_chain": [{"dict": {"type": "group", "dicts": [
       {"type": "text", "file": "phrases.txt"}, {"type": "text", "file": "characters.txt"}]}}]}
    """,
    "two": """
    {"normalization": [{"dict": {"type": "text", "file": "compatible.txt"}}],
     "segmentation": {"type": "mmseg", "dict": {"type": "text", "file": "phrases.txt"}},
     "conversion_chain": [
       {"dict": {"type": "group", "dicts": [
         {"type": "text", "file": "phrases.txt"}, {"type": "text", "file": "characters.txt"}]}},
       {"dict": {"type": "group", "match_policy": "short_circuit", "dicts": [
         {"type": "text", "file": "regional.txt"}, {"type": "text", "file": "variants.txt"}]}}]}
    """,
    "back": """
    {"segmentation": {"type": "mmseg", "dict": {"type": "text", "file": "segments.txt"}},
     "conversion_chain": [
       {"dict": {"type": "group", "dicts": [
         {"type": "text", "file": "regional-back.txt"}, {"type": "text", "file": "variants-back.txt"}]}},
       {"dict": {"type": "group", "dicts": [
         {"type": "text", "file": "segments.txt"}, {"type": "text", "file": "characters-back.txt"}]}}]}
    """,
    "union": """
    {"conversion_chain": [{"dict": {"type": "group", "match_policy": "union", "dicts": [
       {"type": "text", "file": "variants.txt"}, {"type": "text", "file": "phrases.txt"}]}}]}
    """,
  ].mapValues { Array($0.utf8) }

  public static let dictionaries = [
    "compatible.txt": "\u{F9D8}\t发\n\u{2F800}\t丽\n",
    "phrases.txt": "头发\t頭髮 頭發\n皇后\t皇后\n里面\t裏面\n软里\t軟裏\n件里头\t件裏頭\n理发店\t理髮店\n发发\t發發\nA级\tA級\n大卫·科\t大衛·科\n",
    "characters.txt": "发\t發 髮\n里\t裏 里\n头\t頭\n件\t件\n网\t網\n𠮶\t嗰\n级\t級\n软\t軟\n理\t理\n为\t爲 為\n丽\t麗\n",
    "regional.txt": "軟件\t軟體\n網頭\t網路頭\n理\t埋\n裏軟\t裡軟軟\n",
    "variants.txt": "裏\t裡\n爲\t為\n",
    "segments.txt": "著名\t著名\n乾坤\t乾坤\n端口軟\t端口軟件\n",
    "regional-back.txt": "埠\t端口\n軟體\t軟件\n裡頭\t裏頭\n著名軟\t甲乙\n",
    "variants-back.txt": "裡\t裏\n為\t爲\n著\t着\n",
    "characters-back.txt": "裏\t里\n爲\t为\n軟\t软\n頭\t头\n乾\t干\n甲\t𠮷\n",
  ].mapValues { Array($0.utf8) }

  /// A text in which every key stands.
  public static let text = Array(
    """
    头发软件里软里面头，网头发里软件里头理发店发发为丽\u{2F800}头\u{F9D8}店 A级AA级大卫·科大卫·\u{0}𠮶⿰头发⿱⿰里
    埠軟端口軟著名軟著裡頭軟體為乾坤乾甲乙 abcdefghijklmnopqrstuvwxyz 한 é 皇后里面软里头\u{40000}件里头理发
    """.utf8)
}
