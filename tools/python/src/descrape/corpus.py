"""What passes over a whole corpus need of each document, over Arrow arrays: with these and an engine that groups and
joins, the lines of sites and the copies of documents are found as `descrape corpus` finds them. `descrape.spark` does
so.

Arrays are pyarrow arrays, or anything else with `__arrow_c_array__`; the arrays of one call have the same length.
What comes out is a pyarrow array where a pyarrow array went in, and otherwise an object with that method. Texts are
utf8, large_utf8 or utf8_view; numbers are int64. ArrowError is raised for other types. No text becomes a Python
object.
"""

from __future__ import annotations

from typing import Any

from . import _arrow
from ._cleaner import Cleaner
from ._library import JOURNAL, SKETCH, STRUCT, URLS, library

#: The lower half of a site's number tells sites apart in counts.
SITE_MASK = 0xFFFF_FFFF


def thousandths(similarity: float) -> int:
    """A likeness between 0.5 and 1 as the library takes it. Raises ValueError for any other."""
    if not 0.5 <= similarity <= 1:
        raise ValueError(f"similarity is a number from 0.5 to 1, not {similarity}")
    # Half of a thousandth goes up, as in the command.
    return int(similarity * 1000 + 0.5)


def site_numbers(names: Any, *, urls: bool = False) -> Any:
    """The number of each document's site; null where there is none.

    names -- names of sites, of which the empty one is none
    urls  -- these are URLs instead: the site is the host in small letters, without port and `www.`
    """
    return _arrow.call(library().descrape_site_numbers_arrow, names, URLS if urls else 0)


def site_lines(texts: Any, sites: Any, *, longest: int = 1000) -> Any:
    """What is counted of clean documents: structures of `document` and `keys`.

    `document` holds the lower half of the site's number above 32 bits that copies of the document share; it is null
    where there is nothing to count. `keys` are those of the first and the last 128 lines up to `longest` bytes (4096
    at most). A line is known on a site when enough different documents have its key.

    sites -- as `site_numbers` gives them
    """
    if not 1 <= longest <= 4096:
        raise ValueError(f"longest is a number from 1 to 4096, not {longest}")
    return _arrow.call(library().descrape_site_lines_arrow, texts, sites, longest)


def clean_sites(
    cleaner: Cleaner, texts: Any, sites: Any, known: Any, *, edits: bool = False, journal: bool = False
) -> Any:
    """Cleans raw texts as `Cleaner.clean_arrow` does, and removes known lines of their sites from them.

    sites -- as `site_numbers` gives them
    known -- for each text a list of the keys of lines that are known on its site
    """
    flags = (STRUCT if edits or journal else 0) | (JOURNAL if journal else 0)
    return _arrow.call(library().descrape_clean_sites_arrow, cleaner._handle, texts, sites, known, flags)


def copy_facts(texts: Any, *, sketch: bool = True) -> Any:
    """What tells clean documents apart: structures of `length` in bytes, `high` and `low`, which are the halves of a
    fingerprint that only the same texts share, and `sketch`, 256 bytes.

    All are null for a text without a letter or digit: it is nobody's copy.
    """
    return _arrow.call(library().descrape_copy_facts_arrow, texts, SKETCH if sketch else 0)


def sketch_bands(sketches: Any, similarity: float = 0.8) -> Any:
    """The bands of sketches, as lists of hashes: two texts that share one at the same place may be as alike as
    `similarity` says. A text that is too short to be judged has none."""
    return _arrow.call(library().descrape_sketch_bands_arrow, sketches, thousandths(similarity))


def sketch_similarities(one: Any, other: Any) -> Any:
    """How alike the texts of two sketches are, in thousandths: the share of their shingles that both have."""
    return _arrow.call(library().descrape_sketch_similarities_arrow, one, other)


def settle_copies(sketches: Any, later: Any, earlier: Any, similarity: float = 0.8) -> Any:
    """Decides which documents go, by their sketches in the order in which documents are to stay: structures of
    `kept`, the place of the one that stays instead, which is a document's own where it stays itself, and `similarity`
    to it in thousandths.

    later, earlier -- the places of two documents that share a band, in the order of `later`

    A document goes when, of those that stay in place of its earlier ones, the most alike one is as like it as
    `similarity` says: so no chain of likenesses removes a document that is unlike what stays in its place.
    """
    least = thousandths(similarity)
    return _arrow.call(library().descrape_settle_copies_arrow, sketches, later, earlier, least)
