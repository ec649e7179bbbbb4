"""Documents that were not restored, as compact diffs.

    kind     before[-what came out-]{+what it should be+}after    xN

`missed` is damage as it was, `wrong` damage that became something else (what stood there goes below), `harm` text that
was right.
"""

import sys
import unicodedata
from collections import Counter, namedtuple

from .score import edits, join, restored

AROUND = 14
COLOURS = {"missed": "33", "wrong": "31", "harm": "35", "right": "32", "dim": "2"}
HIDDEN = {"Cc", "Cf", "Co", "Cn", "Zs", "Zl", "Zp", "Mn"}

# A place where the output differs: what came out, what it should be, what the damaged text has there, with the text
# around in the clean text and in the damaged one.
Fault = namedtuple("Fault", "kind out clean raw before after raw_before raw_after")


def shown(text):
    """Text on one line, with everything invisible written as an escape."""
    pieces = []
    for character in text:
        if character == "\n":
            pieces.append("⏎")
        elif character != " " and unicodedata.category(character) in HIDDEN:
            pieces.append(f"\\u{{{ord(character):04X}}}")
        else:
            pieces.append(character)
    return "".join(pieces)


def cut(text):
    return text if len(text) <= 90 else text[:60] + "…" + text[-25:]


def spans_of(clean, out):
    """Where the output differs, as spans of both. Two that stand close are one, the closer the less they say."""
    spans, shift = [], 0
    for place, taken, put in join(edits(clean, out)):
        span = (place, place + len(taken), place + shift, place + shift + len(put))
        shift += len(put) - len(taken)
        near = 5 if any(character.isalnum() for character in taken + put) else 1
        if spans and span[0] - spans[-1][1] < near:
            spans[-1] = (spans[-1][0], span[1], spans[-1][2], span[3])
        else:
            spans.append(span)
    return spans


def faults(damaged, out, clean):
    """All places where `out` is not what it should be."""
    steps = join(edits(clean, damaged))
    found, number, shift = [], 0, 0
    for start, end, from_out, to_out in spans_of(clean, out):
        # What the damaged text has for clean[start:end], with all edits that touch it.
        while number < len(steps) and steps[number][0] + len(steps[number][1]) < start:
            shift += len(steps[number][2]) - len(steps[number][1])
            number += 1
        first, last, from_raw, inner = start, end, start + shift, 0
        for place, taken, put in steps[number:]:
            if place > end:
                break
            if place < first:
                from_raw -= first - place
                first = place
            last = max(last, place + len(taken))
            inner += len(put) - len(taken)
        to_raw = from_raw + (last - first) + inner
        raw, wanted, came = damaged[from_raw:to_raw], clean[start:end], out[from_out:to_out]
        if raw == clean[first:last]:
            kind = "harm"
        else:
            kind = "missed" if raw == clean[first:start] + came + clean[end:last] else "wrong"
        found.append(Fault(kind, came, wanted, raw, clean[max(0, start - AROUND):start], clean[end:end + AROUND],
                           damaged[max(0, from_raw - 6):from_raw], damaged[to_raw:to_raw + 6]))
    return found


class Painter:
    """Colours where somebody looks, nothing where a program reads."""

    def __init__(self):
        self.is_on = sys.stdout.isatty()

    def __call__(self, name, text):
        return f"\x1b[{COLOURS[name]}m{text}\x1b[0m" if self.is_on and text else text


def lines_of(fault, count, paint):
    line = (f"  {fault.kind:6} {paint('dim', shown(fault.before))}[-{paint(fault.kind, shown(cut(fault.out)))}-]"
            f"{{+{paint('right', shown(cut(fault.clean)))}+}}{paint('dim', shown(fault.after))}")
    lines = [line + (f"  x{count}" if count > 1 else "")]
    if fault.kind == "wrong":
        raw = f"{shown(fault.raw_before)}|{shown(cut(fault.raw))}|{shown(fault.raw_after)}"
        lines.append(f"         was {paint('dim', raw)}")
    return lines


def listed(found, most, paint):
    """Faults, those that are alike as one, and how many are not shown."""
    counts = Counter((fault.kind, fault.out, fault.clean) for fault in found)
    firsts = {}
    for fault in found:
        firsts.setdefault((fault.kind, fault.out, fault.clean), fault)
    order = sorted(firsts, key=lambda key: (-counts[key], key[0] == "missed")) if len(firsts) > most else list(firsts)
    lines = [line for key in order[:most] for line in lines_of(firsts[key], counts[key], paint)]
    rest = sum(counts[key] for key in order[most:])
    return lines + ([f"  … and {rest} more places"] if rest else [])


def document(case, damaged, out, clean, tally, most=16):
    """One document that was not restored."""
    found = faults(damaged, out, clean)
    title = f"### {case.document.id} ({case.document.language}; {', '.join(case.names)})"
    head = (f"restored {restored(tally):.4f}: {tally.rest} of {tally.damage} characters still wrong, in {len(found)} "
            f"places; {tally.wrong} edits wrong, {tally.missed} missed, harm {tally.harm}")
    return "\n".join([title, head, *listed(found, most, Painter())])


def summary(entries, most=12):
    """What goes wrong most often in all documents of a class."""
    found = [fault for damaged, out, clean in entries for fault in faults(damaged, out, clean)]
    kinds = Counter(fault.kind for fault in found)
    head = ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()) or "none"
    counts = Counter((fault.kind, fault.out, fault.clean) for fault in found)
    firsts = {}
    for fault in found:
        firsts.setdefault((fault.kind, fault.out, fault.clean), fault)
    paint = Painter()
    lines = [line for key, count in counts.most_common(most) if count > 1
             for line in lines_of(firsts[key], count, paint)]
    return "\n".join([f"Places: {head}. The most frequent:", *lines] if lines else [f"Places: {head}."])
