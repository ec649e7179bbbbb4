"""What the figures look like: tables in Markdown, the worst documents as compact diffs, and the bars."""

import sys
import unicodedata

from .score import edits, join, precision, recall, restored, total

HEAD = ("| Class | Restored | Precision | Recall | Exact | Harm | Documents | Characters |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")


def row(name, tally):
    exact = f"{tally.exact / tally.documents:.2f}" if tally.documents else "-"
    harm = 10_000 * tally.harm / tally.characters if tally.characters else 0
    return (f"| {name} | {restored(tally):.4f} | {precision(tally):.4f} | {recall(tally):.4f} | {exact} | {harm:.2f} "
            f"| {tally.documents} | {tally.characters} |")


def overall(tallies):
    """The figures over all: by all characters together, and as the mean of the classes."""
    pooled = restored(total(list(tallies.values())))
    return {"overall": pooled, "mean": sum(map(restored, tallies.values())) / max(1, len(tallies))}


def table(tallies):
    """A row for each class, and one over all of them."""
    rows = [row(f"`{name}`", tally) for name, tally in tallies.items()]
    if len(tallies) > 1:
        rows.append(row("**overall**", total(list(tallies.values()))))
        mean = overall(tallies)["mean"]
        rows.append(f"| **mean of the classes** | {mean:.4f} | | | | | | |")
    return "\n".join([HEAD, *rows])


def limits(path, tallies):
    """What is short of the bars of a file, a line for each. `*` stands for every class without a bar of its own."""
    bars = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            name, bar = line.split("\t")
            bars[name] = float(bar)
    found = {name: restored(tally) for name, tally in tallies.items()} | overall(tallies)
    return [f"{name} is {value:.4f}, which is short of {bars.get(name, bars.get('*', 0)):g}"
            for name, value in found.items()
            if name != "mean" and value < bars.get(name, bars.get("*", 0) if name in tallies else 0)]


class Paint:
    """Colours where the output is a terminal, brackets where it is not."""

    def __init__(self, is_coloured):
        if is_coloured:
            self.marks = {"missed": ("\x1b[33m", "\x1b[0m"), "wrong": ("\x1b[31m", "\x1b[0m"),
                          "right": ("\x1b[32m", "\x1b[0m"), "dim": ("\x1b[2m", "\x1b[0m")}
        else:
            self.marks = {"missed": ("", ""), "wrong": ("", ""), "right": ("", ""), "dim": ("", "")}

    def __call__(self, name, text):
        before, after = self.marks[name]
        return before + text + after


def shown(text):
    """Text with everything invisible written as an escape."""
    pieces = []
    for character in text:
        if character == "\n":
            pieces.append("\u23ce")
        elif character != " " and unicodedata.category(character) in ("Cc", "Cf", "Co", "Cn", "Zs", "Zl", "Zp", "Mn"):
            pieces.append(f"\\u{{{ord(character):04X}}}")
        else:
            pieces.append(character)
    return "".join(pieces)


def faults(out, clean):
    """Where the output differs from the clean text, joined when less than five characters lie between: spans of
    `clean` and of `out`."""
    spans, shift = [], 0
    for place, taken, put in join(edits(clean, out)):
        span = (place, place + len(taken), place + shift, place + shift + len(put))
        shift += len(put) - len(taken)
        if spans and span[0] - spans[-1][1] < 5:
            spans[-1] = (spans[-1][0], span[1], spans[-1][2], span[3])
        else:
            spans.append(span)
    return spans


def places(first, second):
    """For each place in `first`, the place in `second` that it is aligned with."""
    found, at, shift = [], 0, 0
    for place, taken, put in join(edits(first, second)):
        found += [spot + shift for spot in range(at, place)]
        for index in range(len(taken)):
            found.append(place + shift + min(index, len(put)))
        shift += len(put) - len(taken)
        at = place + len(taken)
    return found + [spot + shift for spot in range(at, len(first) + 1)]


def verdict(wrong, wanted, raw):
    """In a word what went wrong at a place."""
    if wrong == raw:
        return "missed"
    return "harm" if raw == wanted else "wrong"


def show(case, damaged, out, tally, paint=None, around=14, most=12):
    """One document as a diff: for each fault a line of context with what came out and what was due, and, where the
    damage itself says more, the damaged text of the place."""
    paint = paint or Paint(sys.stdout.isatty())
    spans = faults(out, case.clean)
    to_raw = places(case.clean, damaged)
    lines = [f"### {case.document.id} ({case.document.language})",
             f"restored {restored(tally):.4f}; {tally.rest} of {tally.damage} characters still wrong in {len(spans)} "
             f"places; {tally.missed} edits missed, {tally.wrong} wrong, {tally.harm} harm"]
    for start, end, from_out, to_out in spans[:most]:
        wrong, wanted = out[from_out:to_out], case.clean[start:end]
        raw = damaged[to_raw[start]:to_raw[end]]
        kind = verdict(wrong, wanted, raw)
        before = case.clean[max(0, start - around):start]
        after = case.clean[end:end + around]
        name = {"missed": "missed", "harm": "wrong", "wrong": "wrong"}[kind]
        cut = [text if len(text) <= 90 else text[:60] + "…" + text[-25:] for text in (wrong, wanted, raw)]
        line = (f"  {kind:6} {paint('dim', shown(before))}"
                f"[-{paint(name, shown(cut[0]))}-]{{+{paint('right', shown(cut[1]))}+}}{paint('dim', shown(after))}")
        lines.append(line)
        if kind == "wrong":
            lines.append(f"         raw: {shown(damaged[max(0, to_raw[start] - 6):to_raw[start]])}"
                         f"|{shown(cut[2])}|{shown(damaged[to_raw[end]:to_raw[end] + 6])}")
    if len(spans) > most:
        lines.append(f"  … and {len(spans) - most} more places")
    return "\n".join(lines)
