#!/usr/bin/env python3
"""Gives the same damaged and clean texts to other cleaners, and measures what they restore, what they spoil and how
fast they are.

Where a tool leaves more to repair than there was, its share is negative and stays so. A tool that cannot be installed,
breaks down or takes too long is told apart, with the reason.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
from collections import namedtuple
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
if not __package__:
    sys.path[:1] = [str(HERE.parent), str(HERE.parent / "bench")]
import wheels  # noqa: E402
from evaluation import harm, inject, program, prose, score  # noqa: E402

# A tool: its name, the one in cleaners.py, its environment and what pip installs there, and what is run.
Peer = namedtuple("Peer", "name cleaner folder requirement what")
DATATROVE = ("peer-datatrove", "datatrove[processing]==0.10.1 ftfy==6.3.1 spacy==3.8.18")
PEERS = [
    Peer("ftfy", "ftfy", *wheels.FTFY, "`fix_text` of ftfy 6.3.1"),
    Peer("datatrove, ftfy", "datatrove-ftfy", *DATATROVE, "`FTFYFormatter` of datatrove 0.10.1"),
    Peer("datatrove, symbols", "datatrove-symbols", *DATATROVE, "`SymbolLinesFormatter` of datatrove 0.10.1"),
    Peer("datatrove, C4", "datatrove-c4", *DATATROVE, "`C4QualityFilter` of datatrove 0.10.1, which drops pages"),
    Peer("autocorrect", "autocorrect", "peer-autocorrect", "autocorrect_py==2.14.0",
         "`format` of autocorrect_py 2.14.0"),
    Peer("JioNLP", "jionlp", "peer-jionlp", "jionlp==1.5.31", "`clean_text` of jionlp 1.5.31"),
    Peer("clean-text", "clean-text", "peer-clean-text", "clean-text==0.7.1",
         "`clean` of clean-text 0.7.1, neither lowering case nor going to ASCII"),
    # aiohttp and ray are imported and not asked for.
    Peer("data-juicer", "data-juicer", "peer-data-juicer",
         "py-data-juicer==1.6.1 ftfy==6.3.1 aiohttp==3.14.5 ray==2.60.0",
         "`fix_unicode_mapper`, `punctuation_normalization_mapper` and `whitespace_normalization_mapper` of "
         "py-data-juicer 1.6.1"),
]
OURS = "Descrape"
DOCUMENTS, STARTING, LIMIT = 15, 120, 60
# Clean text beside the documents: short files of each category of harm.py that is not prose.
OTHERS, LONGEST = 3, 6000
# How much the program gets at least to measure its speed, in bytes.
ENOUGH = 40_000_000


class Broken(Exception):
    """A tool that ended by itself or was ended, with the state and the reason."""

    def __init__(self, state, reason):
        super().__init__(reason)
        self.state, self.reason = state, reason


class Child:
    """A tool in a process of its own."""

    def __init__(self, python, cleaner):
        self.errors = tempfile.TemporaryFile()
        self.process = subprocess.Popen([python, HERE / "cleaners.py", cleaner], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=self.errors, cwd=tempfile.gettempdir())
        with self.limit(STARTING) as is_late:
            self.read(is_late)

    def limit(self, seconds):
        return Limit(self.process, seconds)

    def read(self, is_late):
        line = self.process.stdout.readline()
        if line.endswith(b"\n"):
            return json.loads(line)
        code = self.process.wait()
        if is_late.is_set():
            raise Broken("timed out", "no answer in time")
        self.errors.seek(0)
        said = self.errors.read().decode("utf-8", "replace").strip().split("\n")[-1]
        raise Broken("crashed", (said or f"exit status {code}")[:200])

    def answers(self, texts, seconds):
        """What becomes of each text."""
        found = []
        with self.limit(seconds) as is_late:
            for text in texts:
                try:
                    self.process.stdin.write(program.jsonl([text]))
                    self.process.stdin.flush()
                except BrokenPipeError:
                    pass  # The reason is found while reading.
                found.append(self.read(is_late))
        return found

    def close(self):
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout, self.errors):
            try:
                pipe.close()
            except BrokenPipeError:
                pass


class Limit:
    """Ends a process after some seconds, unless it is left before."""

    def __init__(self, process, seconds):
        self.is_late = threading.Event()
        self.timer = threading.Timer(seconds, self.end, [process])

    def end(self, process):
        self.is_late.set()
        process.kill()

    def __enter__(self):
        self.timer.start()
        return self.is_late

    def __exit__(self, *_):
        self.timer.cancel()


def of_peer(peer, sets):
    """The answers of a tool for each set of texts, or why there are none; the row's start."""
    python, reason = wheels.install(peer.folder, peer.requirement)
    if python is None:
        return {"state": "not installed", "reason": reason}, {}
    child, answers = None, {}
    for name, texts in sets.items():
        try:
            child = child or Child(python, peer.cleaner)
        except Broken as broken:
            return {"state": "does not start", "reason": broken.reason}, {}
        try:
            answers[name] = child.answers(texts, LIMIT)
        except Broken as broken:
            child.close()
            child, answers[name] = None, broken
    if child:
        child.close()
    took = size = 0
    for name, found in answers.items():
        if not isinstance(found, Broken):
            took += sum(answer["seconds"] for answer in found)
            size += sum(len(text.encode("utf-8", "replace")) for text in sets[name])
    return {"state": "measured", "speed": size / 1e6 / took if took else None}, answers


def processor_seconds(command, data):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    program.run(command, data)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def of_program(path, options, sets, kinds):
    """The same of the program, which may have options for a class. Its speed includes reading and writing JSON."""
    answers = {name: [{"text": text} for text in program.cleaned(path, [*kinds.get(name, ()), *options], texts)]
               for name, texts in sets.items()}
    lines = b"".join(program.jsonl(texts) for texts in sets.values() if not isinstance(texts[0], bytes))
    times = ENOUGH // len(lines) + 1
    command = [path, *options, "--format", "jsonl"]
    took = processor_seconds(command, lines * times) - processor_seconds(command, lines)
    return {"state": "measured", "speed": len(lines) * (times - 1) / 1e6 / took}, answers


def distances(entry):
    damaged, out, clean = entry
    return score.distance(damaged, clean), score.distance(out, clean)


def judged(texts, clean, found, compared, pool):
    """What became of a set: characters wrong before and after in the pages that were kept, and what was lost."""
    if found is None:
        return {"state": "text only"}
    if isinstance(found, Broken):
        return {"state": found.state, "reason": found.reason}
    # A page on which a tool fails is as it was.
    entries = [(damaged, answer.get("text", damaged), wanted) for damaged, answer, wanted in zip(texts, found, clean)
               if "dropped" not in answer]
    # Many tools cut the line feed at the end, which is a matter of form.
    entries = [tuple(compared(text).rstrip("\n") for text in entry) for entry in entries]
    pairs = list(pool.map(distances, entries, chunksize=8))
    failures = [answer["failed"] for answer in found if "failed" in answer]
    return {"state": "measured", "documents": len(found), "dropped": len(found) - len(entries),
            "failed": len(failures), **({"reason": failures[0]} if failures else {}),
            "before": sum(before for before, _ in pairs), "after": sum(after for _, after in pairs),
            "characters": sum(len(wanted) for _, _, wanted in entries)}


def clean_sets(cases, folder, seed):
    """Clean text to count harm in: the documents as they were before all damage, and code, tables and the like."""
    documents = {case.document.id: prose.text_of(case.document) for some in cases.values() for case in some}
    found = {}
    for category, name, text in harm.chosen(4, seed, folder / "harm"):
        if not category.startswith("prose") and not name.startswith("made/") and len(text) <= LONGEST:
            found.setdefault(category, []).append(text)
    return {"prose": list(documents.values()), "other": [text for some in found.values() for text in some[:OTHERS]]}


def run(cases, path, folder, arguments, only=None):
    """The figures of the program and its peers for the cases of each class. The folder is the cache."""
    count = getattr(arguments, "peer_documents", DOCUMENTS)
    cases = {name: some[:count] for name, some in cases.items()}
    clean = clean_sets(cases, folder, arguments.seed)
    sets = {("class", name): [case.damaged for case in some] for name, some in cases.items()}
    wanted = {("class", name): [case.clean for case in some] for name, some in cases.items()}
    for name, texts in clean.items():
        sets["harm", name] = wanted["harm", name] = texts
    kinds = {("class", name): inject.KINDS[name].options for name in cases}
    options = [*(["--profile", arguments.profile] if getattr(arguments, "profile", None) else []),
               *getattr(arguments, "options", [])]
    texts_only = {key: texts for key, texts in sets.items() if not isinstance(texts[0], bytes)}
    rows = {}
    with ProcessPoolExecutor(2) as pool:
        for peer in [None, *PEERS]:
            if peer and only and peer.cleaner not in only:
                continue
            row, answers = of_peer(peer, texts_only) if peer else of_program(path, options, sets, kinds)
            row["what"] = peer.what if peer else program.version(path)
            if row["state"] == "measured":
                for key, texts in sets.items():
                    compared = inject.KINDS[key[1]].compared if key[0] == "class" else str
                    row.setdefault(key[0], {})[key[1]] = judged([*map(program.text_of, texts)], wanted[key],
                                                                answers.get(key), compared, pool)
            rows[peer.name if peer else OURS] = row
            print(f"evaluate: {peer.name if peer else OURS}: {row['state']}", file=sys.stderr, flush=True)
    return Result({"documents": count, "limit": LIMIT, "classes": list(cases), "rows": rows,
                   "clean": {name: {"documents": len(texts), "characters": sum(map(len, texts))}
                             for name, texts in clean.items()}})


def share(cell):
    """The restored share of a cell; None where there is none, or nothing was damaged."""
    return 1 - cell["after"] / cell["before"] if cell["state"] == "measured" and cell["before"] else None


def rate(cell):
    """Characters changed for 10,000 clean ones; None where there are none."""
    return 10_000 * cell["after"] / cell["characters"] if cell["state"] == "measured" and cell["characters"] else None


def shown(cell, figure, digits):
    """A cell as the table has it."""
    if cell["state"] != "measured":
        return cell["state"]
    value = figure(cell)
    text = "-" if value is None else f"{value + 0:.{digits}f}".replace("-0." + "0" * digits, "0." + "0" * digits)
    dropped = f"drops {cell['dropped']} of {cell['documents']}" if cell["dropped"] else ""
    failed = f"fails on {cell['failed']}" if cell["failed"] else ""
    return "; ".join(part for part in (dropped, failed, text if value is not None or not dropped else "") if part)


class Result:
    """The figures: `data` is what JSON keeps."""

    def __init__(self, data):
        self.data = data

    def markdown(self):
        """A row for each class, a column for each tool; what is to be said about them is below."""
        data = self.data
        measured = {name: row for name, row in data["rows"].items() if row["state"] == "measured"}
        lines = ["| | " + " | ".join(measured) + " |", "| --- |" + " ---: |" * len(measured)]
        for name in data["classes"]:
            lines.append(f"| `{name}` | " + " | ".join(
                shown(row["class"][name], share, 3) for row in measured.values()) + " |")
        for name, title in (("prose", "harm, prose"), ("other", "harm, code and others")):
            lines.append(f"| {title} | " + " | ".join(
                shown(row["harm"][name], rate, 2) for row in measured.values()) + " |")
        lines.append("| MB/s | " + " | ".join(
            f"{row['speed']:.{0 if row['speed'] >= 10 else 1}f}" if row["speed"] else "-"
            for row in measured.values()) + " |")
        prose_set, other = data["clean"]["prose"], data["clean"]["other"]
        lines += ["", f"Each row has the first {data['documents']} documents of the class, or all where there are "
                  "fewer. Harm is the characters changed for 10,000 of clean text: "
                  f"{prose_set['documents']} documents of prose with {prose_set['characters']:,} characters, and "
                  f"{other['documents']} short files of code, tables and the like with {other['characters']:,}. "
                  f"A tool has {data['limit']} s for each row. Dropped pages count in no figure, nor does a line feed "
                  "at the end.", ""]
        for name, row in data["rows"].items():
            cells = [*row.get("class", {}).values(), *row.get("harm", {}).values()]
            if row["state"] == "measured":
                reasons = dict.fromkeys(f"{cell['state'] if cell['state'] != 'measured' else 'fails'}: {cell['reason']}"
                                        for cell in cells if "reason" in cell)
            else:
                reasons = [f"{row['state']}: {row['reason']}"]
            lines.append(f"* **{name}** is {row['what']}." + "".join(f" {reason}." for reason in reasons))
        return "\n".join(lines) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--classes", metavar="A,B", default=",".join(inject.KINDS), help="only these classes")
    parser.add_argument("--tools", metavar="A,B", help="only these: " + ", ".join(peer.cleaner for peer in PEERS))
    parser.add_argument("--documents", dest="peer_documents", type=int, default=DOCUMENTS, help="of each class")
    parser.add_argument("--split", choices=prose.SPLITS, default="reported")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--program", default=HERE.parents[1] / ".build/release/descrape")
    parser.add_argument("--json", metavar="FILE", type=Path, help="the figures as JSON")
    arguments = parser.parse_args()
    documents = prose.load()
    cases = {name: inject.cases(inject.KINDS[name], documents, arguments.split, arguments.seed,
                                arguments.peer_documents) for name in arguments.classes.split(",")}
    result = run(cases, arguments.program, wheels.CACHE, arguments, (arguments.tools or "").split(",")
                 if arguments.tools else None)
    print(result.markdown(), end="")
    if arguments.json:
        arguments.json.write_text(json.dumps(result.data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
