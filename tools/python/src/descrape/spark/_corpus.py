"""All that `descrape corpus` does to texts, in one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from ._clean import clean
from ._copies import copies, has_checkpoints
from ._site_lines import known_lines, site_lines


class Corpus(NamedTuple):
    """A clean corpus."""

    #: The documents that stay, with their texts clean.
    texts: Any
    #: The documents that go, as `copies` gives them; None where none were looked for.
    removed: Any


def corpus(
    frame: Any,
    text: str = "text",
    order: str | Sequence[str] = "id",
    *,
    site: str | None = None,
    url: str | None = None,
    count: int = 5,
    share: int = 20,
    longest: int = 1000,
    broadcast: bool = False,
    dedup: str | None = "near",
    similarity: float = 0.8,
    keep: str = "first",
    **settings: Any,
) -> Corpus:
    """Cleans texts, removes the lines that recur on their sites, and leaves copies out: in this order and with the
    result of `descrape corpus --site-lines --dedup near`.

    site, url, count, share, longest, broadcast -- as in `site_lines`; without `site` and `url` no lines are removed
    dedup -- "near", "exact", or None to keep all documents
    order, similarity, keep -- as in `copies`
    settings -- the arguments of `Cleaner`

    Texts are cleaned once for each pass, as in the command: to be counted, to be compared, and when `texts` is used.
    For that, exact copies need the directory for checkpoints too; without it they are cleaned once more for each use.
    Where reading and cleaning cost more than keeping, write the frame of `site_lines` to files, and give that to
    `copies`.
    """
    if site is None and url is None:
        cleaned = clean(frame, text, **settings)
    else:
        thresholds = {"count": count, "share": share, "longest": longest}
        known = known_lines(frame, text, site=site, url=url, **thresholds, **settings)
        if dedup is not None and has_checkpoints(frame):
            # Counted once for the passes that follow.
            known = known.checkpoint()
        cleaned = site_lines(frame, text, site=site, url=url, known=known, broadcast=broadcast, **settings)
    if dedup is None:
        return Corpus(cleaned, None)
    removed = copies(cleaned, text, order, kind=dedup, similarity=similarity, keep=keep)
    names = [order] if isinstance(order, str) else list(order)
    return Corpus(cleaned.join(removed.select(*names), names, "left_anti"), removed)
