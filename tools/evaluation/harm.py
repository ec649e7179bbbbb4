#!/usr/bin/env python3
"""Counts what the program changes in text that is clean: edits for 10,000 characters, lines lost for 10,000
lines, and the worst of them to read.

The text is fetched from Debian's packages and PyPI into .build-bench/harm/ and cleaned as whole documents. Line ends
and Form C are counted apart, as normalizing; every other edit is a judgement, and counts as harm unless
rightful.tsv lists it (document, rule, reason) as the repair of real damage.
"""

import argparse
import collections
import concurrent.futures
import json
import random
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE))
from harm_made import made  # noqa: E402
from harm_sources import gathered  # noqa: E402

CACHE = HERE.parents[1] / ".build-bench"
NORMALIZING = {"line-endings", "normal-form"}
# Which categories a bar of harm-limits.tsv is for.
PARTS = {"overall": ("",), "prose": ("prose",), "code": ("code",), "poems": ("poems", "lyrics", "drama"),
         "tutorials": ("tutorials", "references"),
         "other": ("changelogs", "chat", "dictionaries", "legal", "lists", "locales", "logs", "mathematics",
                   "parallel", "readers", "tables", "threads")}


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


class Result:
    """What was changed: a row for each category, counts for each rule, and the documents with their edits."""

    def __init__(self):
        self.rows = collections.defaultdict(lambda: collections.Counter())
        self.rules, self.worst, self.losses = collections.Counter(), [], []

    @property
    def per_ten_thousand(self):
        return self.rate(sum(self.rows.values(), collections.Counter()))

    @staticmethod
    def rate(row):
        return row["edits"] * 10_000 / max(1, row["characters"])

    @staticmethod
    def lines_rate(row):
        """Lines lost for 10,000 that are not blank."""
        return row["lost"] * 10_000 / max(1, row["lines"])

    def failures(self):
        """The bars that are not kept, one sentence for each."""
        for line in (HERE / "harm-limits.tsv").read_text().splitlines()[1:]:
            part, edits, lines = line.split("\t")
            row = sum((r for c, r in self.rows.items() if c.startswith(PARTS[part])), collections.Counter())
            for bar, value, what in ((edits, self.rate(row), "edits for 10,000 characters"),
                                     (lines, self.lines_rate(row), "lines of 10,000 lost")):
                if bar != "-" and value > float(bar):
                    yield f"{part}: {value:.2g} {what}, at most {bar}"

    def markdown(self, show=20):
        out = ["| Text | MB | Documents | Changed | Edits | Per 10,000 | Lines lost | Per 10,000 | Rightful "
               "| Normalizing |", "| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |"]
        rows = sorted(self.rows.items())
        for name, r in rows + [("**all**", sum(self.rows.values(), collections.Counter()))]:
            out.append(f"| {name} | {r['bytes'] / 1e6:.2f} | {r['documents']} | {r['changed']} | {r['edits']} | "
                       f"{self.rate(r):.2f} | {r['lost']} | {self.lines_rate(r):.2f} | {r['rightful']} "
                       f"| {r['normalizing']} |")
        out += ["", "| Stage | Rule | Text | Edits |", "| --- | --- | --- | --: |"]
        out += [f"| {s} | {r} | {c} | {n} |" for (s, r, c), n in self.rules.most_common()]
        if self.losses:
            out += ["", "Lines lost:", ""]
        for category, name, line, edit in self.losses[:3 * show]:
            out.append(f"* {category}, {name}, line {edit['line']}: {edit['stage']}/{edit['rule']} "
                       f"({edit['confidence']}): {line.strip()[:120]!r}")
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


def lines_lost(raw, edits):
    """The lines of the text that are gone for the most part, each with the edit that begins on it or before."""
    gone, touched = bytearray(len(raw)), {}
    for edit in edits:
        start, size = edit["offset"], len(edit["removed"].encode())
        if size > 2 * len(edit["inserted"].strip().encode()):
            gone[start:start + size] = b"\1" * size
            at = raw.rfind(b"\n", 0, start) + 1
            while at < start + size:
                touched.setdefault(at, edit)
                at = raw.find(b"\n", at) + 1 or len(raw)
    for at, edit in touched.items():
        line = raw[at:raw.find(b"\n", at) % (len(raw) + 1)]
        if line.strip() and 2 * sum(gone[at:at + len(line)]) > len(line):
            yield line.decode("utf-8", "ignore"), edit


def run(program, folder, arguments):
    """Cleans the documents, which are kept under the folder, and explains the changed ones."""
    megabytes, seed = getattr(arguments, "megabytes", 48), getattr(arguments, "seed", 1)
    documents = chosen(megabytes, seed, folder / "harm")
    rightful = {tuple(line.split("\t")[:2]) for line in (HERE / "rightful.tsv").read_text().splitlines()[1:]}
    lines = "".join(json.dumps({"text": d[2]}, ensure_ascii=False) + "\n" for d in documents)
    options = ["--profile", arguments.profile] if getattr(arguments, "profile", None) else []
    cleaned = subprocess.run([program, *options, "--format", "jsonl"], input=lines.encode(), check=True,
                             stdout=subprocess.PIPE)
    after = [json.loads(line)["text"] for line in cleaned.stdout.decode().split("\n") if line]
    assert len(after) == len(documents), "a document was lost"

    def explain(text):
        done = subprocess.run([program, "explain", *options, "--format", "json"], input=text.encode(), check=True,
                              stdout=subprocess.PIPE)
        return json.loads(done.stdout)["edits"]

    result = Result()
    changed = [d for d, text in zip(documents, after) if d[2] != text]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        edits_of = {d[1]: e for d, e in zip(changed, pool.map(explain, (d[2] for d in changed)))}
    for category, name, text in documents:
        raw, row = text.encode(), result.rows[category]
        row.update(documents=1, characters=len(text), bytes=len(raw),
                   lines=sum(1 for line in text.split("\n") if line.strip()))
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
            lost = list(lines_lost(raw, harmful))
            row.update(changed=1, lost=len(lost))
            result.losses += [(category, name, line, edit) for line, edit in lost]
            # Many edits in a short document are the worst.
            result.worst.append((len(harmful) / (len(text) + 2000) ** 0.5, name, category, harmful))
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", default=HERE.parents[1] / ".build/release/descrape")
    parser.add_argument("--profile", metavar="NAME", help="the program's profile")
    parser.add_argument("--megabytes", type=float, default=48, help="how much text")
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
