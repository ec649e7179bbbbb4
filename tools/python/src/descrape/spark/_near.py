"""Near copies among texts that are all different.

The command goes through the documents by rank and compares each with what stays in place of a few earlier ones that
share a band of its sketch with it. So what becomes of a document depends on those that chains of such pairs join it
to, and on nothing else: these are found first, and then each such set is decided by one task, in the order of ranks,
by the code of the library. Where a set is too large for that, pairs that cannot matter are taken out first.
"""

from __future__ import annotations

from typing import Any

from ..corpus import settle_copies, sketch_bands, sketch_similarities
from ._arrow_udf import arrow_udf
from ._components import components

#: So many documents that share a band are compared with each later one.
_HEADS = 4
#: About so many documents are decided by one call.
_BUCKET = 20_000
#: A set of more documents is made smaller, if that can be.
_LARGEST = 1_000_000


def near_copies(texts: Any, least: int) -> Any:
    """Of texts by `number`, in the order of ranks, and `sketch`: those that go, by `number`, with the number of the
    one that stays in `kept` and how alike they are in `similarity`, in thousandths."""
    from pyspark.sql import functions as F

    pairs = _pairs(texts, least).checkpoint()
    members = components(pairs.select(F.col("later").alias("from"), F.col("earlier").alias("to")))
    largest = members.groupBy("component").count().agg(F.max("count")).first()[0]
    if largest is not None and largest > _LARGEST:
        pairs = _without_idle(pairs, texts, least)
        members = components(pairs.select(F.col("later").alias("from"), F.col("earlier").alias("to")))
    buckets = -(-members.count() // _BUCKET) or 1
    members = members.select("number", F.pmod(F.xxhash64("component"), F.lit(buckets)).alias("bucket"))
    documents = members.join(texts, "number")
    # Under other names, or Spark would not know which of them are meant.
    pairs = pairs.join(members.select(F.col("number").alias("later"), F.col("bucket").alias("of")), "later")

    def settled(documents: Any, pairs: Any) -> Any:
        import pyarrow
        import pyarrow.compute

        documents, pairs = documents.sort_by("number"), pairs.sort_by("later")
        numbers = documents["number"].combine_chunks()
        later, earlier = (
            pyarrow.compute.index_in(pairs[name].combine_chunks(), value_set=numbers).cast(pyarrow.int64())
            for name in ("later", "earlier")
        )
        # 8 million sketches have more bytes than offsets of 32 bits reach.
        sketches = documents["sketch"].cast(pyarrow.large_binary()).combine_chunks()
        found = settle_copies(sketches, later, earlier, least / 1000)
        kept = numbers.take(found.field("kept"))
        columns = [numbers, kept, found.field("similarity")]
        table = pyarrow.table(columns, ["number", "kept", "similarity"])
        return table.filter(pyarrow.compute.not_equal(numbers, kept))

    grouped = documents.groupBy("bucket").cogroup(pairs.groupBy("of"))
    return grouped.applyInArrow(settled, "number bigint, kept bigint, similarity bigint")


def _pairs(texts: Any, least: int) -> Any:
    """The pairs that share a band: each document with the first few before it and with the one just before it."""
    from pyspark.sql import Window, functions as F

    def bands(sketches: Any) -> Any:
        return sketch_bands(sketches, least / 1000)

    hashes = texts.select("number", F.posexplode(arrow_udf(bands, "array<bigint>")("sketch")).alias("band", "hash"))
    shared = Window.partitionBy("hash", "band").orderBy("number")
    before = shared.rowsBetween(Window.unboundedPreceding, -1)
    earlier = [F.nth_value("number", place + 1).over(before) for place in range(_HEADS)]
    earlier.append(F.lag("number").over(shared))
    pairs = hashes.select(F.col("number").alias("later"), F.array(*earlier).alias("earlier"))
    return pairs.select("later", F.explode(F.array_compact("earlier")).alias("earlier")).distinct()


def _without_idle(pairs: Any, texts: Any, least: int) -> Any:
    """The pairs without those that cannot make a document go: its earlier one is in no pair as the later one, and so
    stays, but is not alike enough. Taking pairs out makes more of them idle."""
    from pyspark.sql import functions as F

    alike = arrow_udf(sketch_similarities, "bigint", 2)
    one = texts.select(F.col("number").alias("later"), F.col("sketch").alias("one"))
    other = texts.select(F.col("number").alias("earlier"), F.col("sketch").alias("other"))
    pairs = pairs.join(one, "later").join(other, "earlier")
    pairs = pairs.select("later", "earlier", (alike("one", "other") >= least).alias("alike")).checkpoint()
    count = pairs.count()
    while True:
        open_ones = pairs.select(F.col("later").alias("earlier")).distinct()
        doubtful = pairs.where(~F.col("alike")).join(open_ones, "earlier", "left_semi")
        pairs = pairs.where("alike").select("later", "earlier", "alike").unionByName(doubtful)
        pairs = pairs.repartition("later").checkpoint()
        before, count = count, pairs.count()
        if count > before * 0.98:
            return pairs.select("later", "earlier")
