"""The figures of a saved run in the documentation: the tables of Evaluation.md and the chart beside it."""

import collections
import json
import re

from . import chart, harm, peers, report, score
from .damage import ROOT

RESULTS = ROOT / "tools/evaluation/results.json"
ARTICLE = ROOT / "Sources/Descrape/Descrape.docc/Evaluation.md"
BEGIN, END = "<!-- evaluation -->\n", "<!-- /evaluation -->\n"


def save(data, path=RESULTS):
    """Writes the figures as JSON, an innermost object on each line."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    text = re.sub(r"\{[^{}\[\]]*\}", lambda found: re.sub(r"\s*\n\s*", " ", found[0]), text)
    path.write_text(text + "\n", encoding="utf-8")


def restored(data):
    return report.table({name: score.Tally(*(row[field] for field in score.Tally._fields))
                         for name, row in data["classes"].items()})


def spoilt(data):
    """The categories of clean text, all languages of prose and of code together."""
    groups = collections.defaultdict(collections.Counter)
    for name, row in data["harm"]["rows"].items():
        groups[name.split(" ")[0]].update(row)
    groups["**all**"] = sum(groups.values(), collections.Counter())
    # A run saved before lines were counted has none of them.
    has_lines = any("lines" in row for row in data["harm"]["rows"].values())
    lines = [f"| Clean text | MB | Documents | Changed | Edits | Per 10,000 |{' Lines lost |' * has_lines} Rightful "
             "| Normalizing |", "| --- |" + " ---: |" * (7 + has_lines)]
    for name, row in groups.items():
        lost = f" {row['lost']} |" if has_lines else ""
        lines.append(f"| {name} | {row['bytes'] / 1e6:.1f} | {row['documents']} | {row['changed']} | {row['edits']} | "
                     f"{harm.Result.rate(row):.2f} |{lost} "
                     f"{row['rightful']} | {row['normalizing']} |")
    return "\n".join(lines)


def generated(data):
    """What stands between the markers."""
    return "\n\n".join([
        f"Measured on {data['date']} with {data['program']}: profile `{data['profile']}`, half `{data['split']}`, seed "
        f"{data['seed']}, up to {data['documents']} documents of each class.",
        "### Restored", restored(data), "### Harm", spoilt(data), "### Beside other cleaners",
        f"![{chart.TITLE}](Resources/{chart.TARGET.name})", peers.Result(data["peers"]).markdown()])


def renewed(text, data):
    """The article with its figures; None where the markers are not there."""
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    return f"{before}{begin}\n{generated(data)}\n{end}{after}" if begin and end else None


def load():
    return json.loads(RESULTS.read_text(encoding="utf-8"))


def write():
    """Brings the article and the chart up to the saved figures."""
    data = load()
    text = renewed(ARTICLE.read_text(encoding="utf-8"), data)
    if text is None:
        return f"{ARTICLE.relative_to(ROOT)} has no markers for the figures"
    ARTICLE.write_text(text, encoding="utf-8")
    chart.TARGET.parent.mkdir(parents=True, exist_ok=True)
    chart.TARGET.write_text(chart.drawn(data["peers"]), encoding="utf-8")
    return None


def check():
    """What is not as the saved figures have it."""
    data = load()
    text = ARTICLE.read_text(encoding="utf-8")
    if renewed(text, data) != text:
        yield f"{ARTICLE.relative_to(ROOT)} does not have the figures of {RESULTS.name}; tools/evaluate --redraw"
    if chart.TARGET.read_text(encoding="utf-8") != chart.drawn(data["peers"]):
        yield f"{chart.TARGET.name} does not have the figures of {RESULTS.name}; tools/evaluate --redraw"
