"""Lines that recur on a site: counted by one pass over a frame, removed by another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .._cleaner import Cleaner
from ..corpus import SITE_MASK, clean_sites, site_lines as page_lines, site_numbers
from ._arrow_udf import arrow_udf
from ._clean import check

#: Columns that are added on the way.
_SITE, _KEY, _KNOWN = "descrape_site", "descrape_site_key", "descrape_known"


def known_lines(
    frame: Any,
    text: str = "text",
    *,
    site: str | None = None,
    url: str | None = None,
    count: int = 5,
    share: int = 20,
    longest: int = 1000,
    **settings: Any,
) -> Any:
    """Counts the lines of raw documents on each site, and gives those that are known: a frame of `site`, a number,
    and `keys`.

    The documents are cleaned to be counted. What comes out is small (8 bytes for each line that is known), can be
    written to Parquet, and be given to `site_lines` for other documents of the same sites. Arguments are those of
    `site_lines`.
    """
    from pyspark.sql import Window, functions as F

    _check_thresholds(count, share, longest)
    cleaner = Cleaner(**settings)

    def counted(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        for batch in batches:
            sites, texts = batch.columns
            found = page_lines(cleaner.clean_arrow(texts), sites, longest=longest)
            yield pyarrow.RecordBatch.from_arrays(found.flatten(), ["document", "keys"])

    pages = numbered(frame, text, site=site, url=url).select(_SITE, text)
    pages = pages.where(F.col(_SITE).isNotNull()).mapInArrow(counted, "document bigint, keys array<bigint>")
    site_of = F.shiftrightunsigned("document", 32)
    # The document as such stands among its lines under its site's number; keys of lines are negative, which that is
    # not.
    entries = pages.where(F.col("document").isNotNull()).select(
        "document", F.explode(F.concat("keys", F.array(site_of))).alias("key")
    )
    counts = entries.distinct().groupBy("key").agg(
        F.count("*").alias("documents"), F.min(site_of).alias("site")
    )
    of_site = Window.partitionBy("site")
    counts = counts.where((F.col("key") >= 0) | (F.col("documents") >= count)).withColumn(
        "all", F.max(F.when(F.col("key") >= 0, F.col("documents"))).over(of_site)
    )
    known = counts.where((F.col("key") < 0) & (F.col("documents") * 100 >= F.col("all") * share))
    return known.groupBy("site").agg(F.collect_list("key").alias("keys"))


def site_lines(
    frame: Any,
    text: str = "text",
    *,
    site: str | None = None,
    url: str | None = None,
    known: Any = None,
    count: int = 5,
    share: int = 20,
    longest: int = 1000,
    broadcast: bool = False,
    **settings: Any,
) -> Any:
    """The frame with a column of texts clean, and without the lines that recur on their sites: the same texts as from
    `descrape corpus --site-lines`.

    text    -- the column of raw texts
    url     -- a column of URLs; the host is the site
    site    -- a column of names of sites, for documents without a URL or for all. The command takes a file's folder,
               with `/` in front. A document without either counts nowhere, and keeps its lines
    known   -- lines that are known already, as `known_lines` gives them; without it the lines of this frame are counted
    count, share, longest -- a line is known when it stands in so many documents of its site that are not copies of
               each other, and in so many of a hundred; longer ones, in bytes, are not counted
    broadcast -- sends the known lines to all executors, which saves a shuffle of the texts; they have to fit in memory
    settings -- the arguments of `Cleaner`

    Nothing runs before the frame is used. Documents are cleaned twice, once to be counted. Counting shuffles 16 bytes
    for each of the first and last 128 lines of each document; removing joins the texts with the known lines of their
    site, of which there are 256 / share at most, with the share as a fraction.
    """
    from pyspark.sql import functions as F

    if known is None:
        known = known_lines(
            frame, text, site=site, url=url, count=count, share=share, longest=longest, **settings
        )
    cleaner = Cleaner(**settings)
    columns = frame.columns

    def cleaned(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        for batch in batches:
            arrays = [batch.column(name) for name in columns]
            place = columns.index(text)
            arrays[place] = clean_sites(cleaner, arrays[place], batch.column(_SITE), batch.column(_KNOWN))
            schema = pyarrow.schema([batch.schema.field(name) for name in columns])
            yield pyarrow.RecordBatch.from_arrays(arrays, schema=schema)

    raw = numbered(frame, text, site=site, url=url)
    # Documents without a site match nothing; with one key all of them would come to one task.
    lonely = -1 - F.pmod(F.xxhash64(text), F.lit(1 << 20))
    raw = raw.withColumn(_KEY, F.coalesce(F.col(_SITE).bitwiseAND(F.lit(SITE_MASK)), lonely))
    known = known.select(F.col("site").alias(_KEY), F.col("keys").alias(_KNOWN))
    joined = raw.join(F.broadcast(known) if broadcast else known, _KEY, "left")
    return joined.drop(_KEY).mapInArrow(cleaned, frame.schema)


def numbered(frame: Any, text: str, *, site: str | None, url: str | None) -> Any:
    """The frame with the numbers of the documents' sites."""
    from pyspark.sql import functions as F

    if site is None and url is None:
        raise ValueError("nothing says which site a document is from; give url= or site=")
    check(frame, *(name for name in (text, site, url) if name is not None))
    numbers = []
    if url is not None:
        numbers.append(arrow_udf(_numbers_of_urls, "bigint")(url))
    if site is not None:
        numbers.append(arrow_udf(_numbers_of_names, "bigint")(site))
    return frame.withColumn(_SITE, F.coalesce(*numbers))


def _numbers_of_names(names: Any) -> Any:
    return site_numbers(names)


def _numbers_of_urls(urls: Any) -> Any:
    return site_numbers(urls, urls=True)


def _check_thresholds(count: int, share: int, longest: int) -> None:
    if count < 2:
        raise ValueError(f"count is a number from 2 on, not {count}")
    if not 0 <= share <= 100:
        raise ValueError(f"share is a number from 0 to 100, not {share}")
    if not 1 <= longest <= 4096:
        raise ValueError(f"longest is a number from 1 to 4096, not {longest}")
