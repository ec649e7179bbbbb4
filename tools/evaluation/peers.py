#!/usr/bin/env python3
"""Gives the same damaged and clean texts to other cleaners and compares what they restore and what they spoil.

Cases are JSON Lines {"class", "damaged", "clean"}. Where a tool leaves more to repair than there was, its share is
negative and stays so. A tool that cannot be installed has a row that says so.
"""

import argparse
import collections
import difflib
import json
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "bench"))
sys.dont_write_bytecode = True
import wheels  # noqa: E402

# Tool, what pip installs, and the expression that makes its function from a text to a text.
PEERS = [
    ("ftfy", "ftfy==6.3.1", "__import__('ftfy').fix_text"),
    ("autocorrect", "autocorrect_py", "__import__('autocorrect_py').format"),
    ("JioNLP", "jionlp", "__import__('jionlp').clean_text"),
    ("clean-text", "clean-text", "lambda t: __import__('cleantext').clean(t, lower=False, to_ascii=False)"),
    ("datatrove FTFY", "datatrove[processing] ftfy==6.3.1",
     "__import__('datatrove.pipeline.formatters', fromlist=['x']).FTFYFormatter().format"),
    ("datatrove symbol lines", "datatrove[processing]",
     "__import__('datatrove.pipeline.formatters', fromlist=['x']).SymbolLinesFormatter().format"),
    ("datatrove PII", "datatrove[processing]",
     "__import__('datatrove.pipeline.formatters', fromlist=['x']).PIIFormatter().format"),
]
WORKER = """
import json, sys, time
keep, sys.stdout = sys.stdout, sys.stderr
function = eval(sys.argv[1])
texts = json.load(sys.stdin)
out, start = [], time.monotonic()
for text in texts:
    try:
        out.append(function(text))
    except Exception:
        out.append(text)
json.dump([out, time.monotonic() - start], keep)
"""


def outputs(requirement, expression, texts):
    """What a peer makes of the texts, and its seconds; None when it is not to be had."""
    name = "peer-" + "".join(c for c in requirement if c.isalnum())
    python = wheels.python_with(name, requirement) if " " not in requirement else None
    if python is None and " " not in requirement:
        return None
    if python is None:
        python = wheels.python_with(name, requirement.split()[0])
        for extra in requirement.split()[1:] if python else ():
            subprocess.run([python, "-m", "pip", "install", "-q", extra], capture_output=True)
    if python is None:
        return None
    try:
        done = subprocess.run([python, "-c", WORKER, expression], input=json.dumps(texts), text=True,
                              capture_output=True, check=True, timeout=600)
    except subprocess.SubprocessError:
        return None
    return json.loads(done.stdout)


def ours(program, texts):
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    start = time.monotonic()
    done = subprocess.run([program, "--format", "jsonl"], input=lines, text=True, stdout=subprocess.PIPE, check=True)
    return [json.loads(line)["text"] for line in done.stdout.split("\n") if line], time.monotonic() - start


def distance(first, second):
    """Characters that differ; the evaluation's own function where it is there."""
    try:
        from score import distance as exact
        return exact(first, second)
    except ImportError:
        matcher = difflib.SequenceMatcher(None, first, second, autojunk=False)
        return sum(max(b - a, d - c) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal")


def run(program, cases, clean):
    """A row for each tool: restored share per class, edits for 10,000 characters of clean text, MB/s."""
    texts = [case["damaged"] for case in cases] + clean
    size = sum(len(text.encode()) for text in texts) / 1e6
    rows = {}
    for name, *how in [("Descrape",), *PEERS]:
        made = outputs(*how, texts) if how else ours(program, texts)
        if made is None:
            rows[name] = None
            continue
        before, after = collections.Counter(), collections.Counter()
        for case, text in zip(cases, made[0]):
            before[case["class"]] += distance(case["damaged"], case["clean"])
            after[case["class"]] += distance(text, case["clean"])
        spoilt = sum(distance(text, out) for text, out in zip(clean, made[0][len(cases):]))
        rows[name] = {"restored": {c: 1 - after[c] / max(1, before[c]) for c in before},
                      "harm": spoilt * 10_000 / max(1, sum(map(len, clean))), "speed": size / max(1e-6, made[1])}
    return rows


def markdown(rows):
    classes = list(next(row for row in rows.values() if row)["restored"])
    out = ["| Tool | " + " | ".join(classes) + " | Harm | MB/s |", "| --- |" + " --: |" * (len(classes) + 2)]
    for name, row in rows.items():
        out.append(f"| {name} | " + ("not installed |" + " |" * (len(classes) + 1) if row is None else " | ".join(
            [f"{row['restored'][c]:.3f}" for c in classes] + [f"{row['harm']:.2f}", f"{row['speed']:.1f}"]) + " |"))
    return "\n".join(out) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, help="damaged and clean texts as JSON Lines")
    parser.add_argument("--program", default=HERE.parents[1] / ".build/release/descrape")
    parser.add_argument("--clean", type=int, default=60, help="how many clean documents to count harm in")
    parser.add_argument("--json", metavar="FILE", help="write the rows as JSON, for chart.py")
    arguments = parser.parse_args()
    import harm
    documents = [d[2] for d in harm.chosen(2, 1) if len(d[2]) < 5_000][:arguments.clean]
    cases = [json.loads(line) for line in arguments.cases.read_text(encoding="utf-8").split("\n") if line]
    rows = run(arguments.program, cases, documents)
    print(markdown(rows), end="")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps(rows, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
