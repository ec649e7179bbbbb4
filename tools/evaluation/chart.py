#!/usr/bin/env python3
"""Draws the rows of peers.py --json as one SVG: the restored share per class and tool, and the harm."""

import argparse
import html
import json
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "Sources/Descrape/Descrape.docc/Resources/evaluation.svg"
STYLE = """svg { font: 13px system-ui, sans-serif; }
text { fill: #24292f; } .axis { stroke: #8c959f; }
.ours { fill: #0969da; } .peer { fill: #8c959f; } .bad { fill: #cf222e; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } .ours { fill: #58a6ff; } .peer { fill: #6e7681; }
.bad { fill: #ff7b72; } }"""


def bar(x, y, width, share, kind):
    """A bar from the zero line; to the left, cut at -100 %, where it made things worse."""
    length = max(-1, min(1, share)) * width
    return (f'<rect class="{kind if share >= 0 else "bad"}" x="{x + min(0, length):.1f}" y="{y}" '
            f'width="{max(1, abs(length)):.1f}" height="10"/>')


def drawn(rows):
    rows = {name: row for name, row in rows.items() if row}
    classes = list(next(iter(rows.values()))["restored"])
    panels = [(f"{name}: restored share", {t: r["restored"][name] for t, r in rows.items()}) for name in classes]
    most = max([row["harm"] for row in rows.values()] + [1e-9])
    panels.append(("Harm: characters changed of 10,000 clean ones (less is better)",
                   {t: r["harm"] for t, r in rows.items()}))
    y, parts = 24, []
    for number, (title, values) in enumerate(panels):
        harm = number == len(panels) - 1
        parts.append(f'<text x="8" y="{y}" font-weight="bold">{html.escape(title)}</text>')
        top, y = y + 6, y + 20
        for tool, value in values.items():
            scaled = value / most if harm else value
            text = f"{value:.2f}" if harm else f"{value:.0%}"
            parts.append(f'<text x="170" y="{y}" text-anchor="end">{html.escape(tool)}</text>')
            parts.append(bar(290, y - 9, 100 if scaled < 0 else 240, scaled, "ours" if tool == "Descrape" else "peer"))
            parts.append(f'<text x="{296 + max(0, min(1, scaled)) * 240:.1f}" y="{y}">{text}</text>')
            y += 17
        parts.append(f'<line class="axis" x1="290" x2="290" y1="{top}" y2="{y - 8}"/>')
        y += 18
    said = "; ".join(f"{t}: " + ", ".join(f"{c} {v:.0%}" for c, v in r["restored"].items()) for t, r in rows.items())
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 600 {y}" role="img" '
            'aria-labelledby="title desc">\n'
            '<title id="title">What is restored and what is spoilt</title>\n'
            f'<desc id="desc">{html.escape(said)}</desc>\n'
            f"<style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=Path, help="what peers.py --json wrote")
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    arguments = parser.parse_args()
    arguments.output.parent.mkdir(parents=True, exist_ok=True)
    arguments.output.write_text(drawn(json.loads(arguments.rows.read_text())), encoding="utf-8")


if __name__ == "__main__":
    main()
