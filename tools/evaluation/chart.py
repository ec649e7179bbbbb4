#!/usr/bin/env python3
"""Draws the figures of a run as one SVG: a column for each tool, a bar for each class, and the harm below."""

import argparse
import json
import math
import sys
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.dont_write_bytecode = True
if not __package__:
    sys.path[:1] = [str(HERE.parent), str(HERE.parent / "bench")]
from evaluation.peers import OURS, rate, share  # noqa: E402

RESULTS = HERE / "results.json"
TARGET = HERE.parents[1] / "Sources/Descrape/Descrape.docc/Resources/evaluation.svg"
LABELS, COLUMN, ROW, TOP = 146, 88, 25, 84
# Of a column: where its zero line is, how long a bar of 100 % is, and how far a bar below zero may go.
ZERO, WHOLE, BELOW = 23, 58, 18
STYLE = """svg { font: 15px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; background: #ffffff; }
text { fill: #1f2328; } .head { font-weight: 600; } .end { text-anchor: end; } .mid { text-anchor: middle; }
.name { font-size: 14px; } .small { font-size: 13px; } .dim { fill: #59636e; }
.stripe { fill: #f3f5f7; } .zero { stroke: #818b98; } .whole { stroke: #d1d9e0; stroke-dasharray: 2 3; }
.ours { fill: #0969da; } .peer { fill: #818b98; } .bad { fill: #d1242f; }
.drop { fill: none; stroke: #818b98; stroke-width: 1.5; stroke-dasharray: 3 2; }
@media (prefers-color-scheme: dark) {
svg { background: #0d1117; } text { fill: #f0f6fc; } .dim { fill: #a9b4c0; }
.stripe { fill: #161b22; } .zero { stroke: #7d8590; } .whole { stroke: #3d444d; }
.ours { fill: #4493f8; } .peer { fill: #8b949e; } .bad { fill: #ff7b72; } .drop { stroke: #8b949e; } }"""
TITLE = "What Descrape and other cleaners restore of damaged text, and what they change in clean text"


def text(x, y, what, kind=""):
    return f'<text x="{x:g}" y="{y:g}"' + (f' class="{kind}"' if kind else "") + f">{escape(what)}</text>"


def rectangle(x, y, width, kind, hint="", height=11):
    hint = f"<title>{escape(hint)}</title>" if hint else ""
    return f'<rect x="{x:.1f}" y="{y:g}" width="{max(1.5, width):.1f}" height="{height}" class="{kind}">{hint}</rect>'


def percent(value):
    return f"{value:.1%}".replace("-0.0%", "0.0%")


def restored_bar(x, y, tool, name, cell):
    """The bar of a class: to the left where the text has become worse, cut with a mark at the edge of the column."""
    zero, top = x + ZERO, y + 7
    if cell["state"] != "measured":
        return [text(zero + WHOLE / 2, y + 17, cell["state"], "small mid dim")]
    if cell["dropped"]:
        lost = cell["dropped"] / cell["documents"]
        return [rectangle(zero, top, WHOLE * lost, "drop", f"{tool}, {name}: {percent(lost)} of the pages dropped")]
    value = share(cell)
    if value is None:
        return [text(zero + WHOLE / 2, y + 17, "-", "mid dim")]
    hint = f"{tool}, {name}: {percent(value)}"
    if abs(value) < 0.005:
        return []
    if value >= 0:
        return [rectangle(zero, top, WHOLE * value, "ours" if tool == OURS else "peer", hint)]
    length = min(BELOW, -value * WHOLE)
    parts = [rectangle(zero - max(1.5, length), top, length, "bad", hint)]
    if -value * WHOLE > BELOW:
        # The bar goes on beyond the edge: a gap and a tip.
        edge = zero - BELOW
        parts = [rectangle(edge + 6, top, BELOW - 6, "bad", hint),
                 f'<path d="M{edge + 4:g} {top}v11l-6 -5.5z" class="bad"/>']
    return parts


def harm_bar(x, y, tool, cell):
    """The harm as a number and a bar, which grows with its logarithm: full at 10,000 of 10,000."""
    zero, value = x + ZERO, rate(cell)
    if cell["state"] != "measured" or value is None:
        said = "all dropped" if cell["state"] == "measured" and cell["dropped"] else cell["state"]
        return [text(zero + WHOLE / 2, y + 17, said, "small mid dim")]
    number = f"{value:.2f}" if value < 10 else f"{value:,.0f}"
    width = WHOLE * min(1, math.log10(1 + value) / 4)
    return [text(zero, y + 15, number, "small"), rectangle(zero, y + 20, width, "ours" if tool == OURS else "bad",
                                                           f"{tool}: {number} of 10,000 characters", 6)]


def headings(tools):
    for number, tool in enumerate(tools):
        x = LABELS + number * COLUMN + COLUMN / 2
        words, kind = tool.split(", "), "mid name head" if tool == OURS else "mid name"
        for line, word in enumerate(words):
            yield text(x, TOP - 12 - 18 * (len(words) - 1 - line), word, kind)


def drawn(data):
    """The SVG of a run's figures."""
    rows = {name: row for name, row in data["rows"].items() if row["state"] == "measured"}
    width = LABELS + len(rows) * COLUMN + 8
    parts, y = [text(8, 26, "Restored share of damaged text", "head"), *headings(rows)], TOP
    for number, name in enumerate(data["classes"]):
        if number % 2 == 0:
            parts.append(f'<rect x="0" y="{y}" width="{width}" height="{ROW}" class="stripe"/>')
        parts.append(text(LABELS + 6, y + 17, name, "end"))
        y += ROW
    lines = [f'<path d="M{LABELS + n * COLUMN + offset} {TOP}V{y}" class="{kind}"/>' for n in range(len(rows))
             for offset, kind in ((ZERO, "zero"), (ZERO + WHOLE, "whole"))]
    for number, (tool, row) in enumerate(rows.items()):
        for line, name in enumerate(data["classes"]):
            parts += restored_bar(LABELS + number * COLUMN, TOP + line * ROW, tool, name, row["class"][name])
    parts += lines
    y += 22
    for line in ("Solid line: nothing restored. Dotted line: all restored. Left of the solid line, in red: the text "
                 "is worse than before;", "a tip means that the bar goes on. Dashed outline: share of the pages that "
                 "the filter dropped."):
        parts.append(text(8, y, line, "small dim"))
        y += 18
    y += 22
    parts.append(text(8, y, "Harm: characters changed for 10,000 of clean text (bars grow with the logarithm)", "head"))
    y += 12
    for name, title in (("prose", "prose"), ("other", "code and others")):
        parts.append(text(LABELS + 6, y + 20, title, "end"))
        for number, (tool, row) in enumerate(rows.items()):
            parts += harm_bar(LABELS + number * COLUMN, y, tool, row["harm"][name])
        y += 36
    for name, row in data["rows"].items():
        if name not in rows:
            parts.append(text(8, y + 14, f"{name}: {row['state']}", "small dim"))
            y += 18
    y += 8
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {y}" role="img" '
            f'aria-labelledby="title desc">\n<title id="title">{escape(TITLE)}</title>\n'
            f'<desc id="desc">{escape(said(rows))}</desc>\n<style>{STYLE}</style>\n' + "\n".join(parts) + "\n</svg>\n")


def said(rows):
    """The picture in words."""
    sentences = []
    for tool, row in rows.items():
        values = {name: share(cell) for name, cell in row["class"].items()}
        values = {name: value for name, value in values.items() if value is not None}
        dropped = sum(cell.get("dropped", 0) for cell in row["class"].values())
        mean = f" restores {percent(sum(values.values()) / len(values))} of a class in the mean" if values else ""
        if dropped:
            mean = f" drops {dropped} of {sum(cell.get('documents', 0) for cell in row['class'].values())} pages"
        harm = rate(row["harm"]["prose"])
        spoilt = f" and changes {harm:.2f} of 10,000 characters of clean prose" if harm is not None else ""
        sentences.append(f"{tool}{mean}{spoilt}.")
    return " ".join(sentences)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", type=Path, nargs="?", default=RESULTS, help="JSON of peers.py or of tools/evaluate")
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    data = json.loads(arguments.figures.read_text(encoding="utf-8"))
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(drawn(data.get("peers", data)), encoding="utf-8")


if __name__ == "__main__":
    main()
