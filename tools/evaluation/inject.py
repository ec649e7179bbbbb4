"""The classes of damage, and the making of damaged documents."""

from collections import namedtuple

from . import charsets, copies, furniture, glossing, markup, residue, typography
from .damage import Draw, Kind, traditional
from .prose import choose, text_of

# A damaged document: text, or bytes where the class is one of raw input, and the classes that were at work.
Case = namedtuple("Case", "document damaged clean names")

SINGLE = {kind.name: kind for kind in glossing.KINDS + typography.KINDS + charsets.KINDS + residue.KINDS
          + markup.KINDS + furniture.KINDS + copies.KINDS}
# What a mixture is made of, in the order in which it comes about on real pages: the text as it was typed or taken from
# a PDF, what the page has around it, the site's glosses and commas, which spare neither menus nor scripts, what
# normalized it, what escaped it, what misread it. Flattened marks and keywords are not among them: they come back in
# the bold profile only.
ORDER = (("spaced-han", "ideographic-space", "radicals", "hard-wrap"),
         ("repeats", "foot-blocks", "menus", "script-residue", "markup-residue"),
         ("gloss", "byte-shift", "toneless-gloss"),
         ("comma", "control-noise"), ("folding",), ("entities", "invisible"), ("mojibake-once",))
# What the commonest family of sites has, and those that copy from it.
FAMILY = (("gloss", "comma"), ("gloss", "comma", "folding"), ("byte-shift", "folding"),
          ("script-residue", "gloss", "comma", "folding"), ("foot-blocks", "gloss", "comma"),
          ("repeats", "script-residue", "gloss", "comma", "folding"), ("repeats", "foot-blocks", "gloss", "folding"))
# The site's bytes bring commas of their own, and only text as GBK has it.
APART = ({"byte-shift", "comma"}, {"byte-shift", "radicals"}, {"byte-shift", "control-noise"},
         {"gloss", "spaced-han"}, {"byte-shift", "spaced-han"}, {"toneless-gloss", "spaced-han"},
         {"hard-wrap", "gloss"}, {"hard-wrap", "byte-shift"}, {"hard-wrap", "toneless-gloss"})
GLOSSED = {"gloss", "byte-shift"}


def mixed(draw):
    """The names of two to five classes that go together, in order."""
    if draw.often(0.3):
        return list(draw.choice(FAMILY))
    while True:
        steps = sorted(draw.sample(range(len(ORDER)), draw.randint(2, 4)))
        names = [draw.choice(ORDER[step]) for step in steps]
        if not any(pair <= set(names) for pair in APART):
            return names


def mixture(text, draw):
    """The clean and the damaged text, and the two to five classes."""
    names = mixed(draw)
    clean = text
    # The clean text is Traditional where glosses are.
    for prepare in ([traditional] if GLOSSED & set(names) else []) + [SINGLE[name].prepare for name in names]:
        if prepare is not traditional or clean is text:
            clean = prepare(clean)
        if clean is None:
            return None
    damaged = clean
    for name in names:
        damaged = SINGLE[name].damage(damaged, draw)
        if damaged is None:
            return None
    return clean, damaged, names


MIXTURE = Kind("mixture", "two to five of these at once, as on real pages", ("zh-hans",), None, None, (),
               markup.one_break)
KINDS = {**SINGLE, MIXTURE.name: MIXTURE}


def case(kind, document, split, seed):
    """One damaged document, or None where the document does not suit."""
    draw = Draw(f"{seed}/{split}/{kind.name}/{document.id}", split)
    text = text_of(document)
    if kind.name == "mixture":
        clean, damaged, names = mixture(text, draw) or (None, None, ())
    else:
        names = [kind.name]
        clean = kind.prepare(text)
        damaged = kind.damage(clean, draw) if clean is not None else None
    return None if damaged is None or damaged == clean else Case(document, damaged, clean, names)


def cases(kind, documents, split, seed, count):
    """Up to `count` damaged documents of a half."""
    found = []
    for document in choose(documents, split, kind.languages, seed, kind.name):
        if len(found) == count:
            break
        made = case(kind, document, split, seed)
        if made is not None:
            found.append(made)
    return found
