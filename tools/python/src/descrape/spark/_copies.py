"""Copies and near copies of documents, found as the command finds them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from ..corpus import copy_facts, thousandths
from ._clean import check
from ._near import near_copies


def copies(
    frame: Any,
    text: str = "text",
    order: str | Sequence[str] = "id",
    *,
    kind: str = "near",
    similarity: float = 0.8,
    keep: str = "first",
) -> Any:
    """The documents that are copies of others, and so go: the same ones as with `descrape corpus --dedup`.

    The frame that comes out has the columns `order`, by which each document that goes is known; `kept`, which has
    those of the document that stays in its place (a structure, where there are several); `reason`, "exact-duplicate"
    or "near-duplicate"; and `similarity` from 0 to 1. Those that stay are `frame.join(copies, order, "left_anti")`.

    text   -- the column of clean texts
    order  -- the column, or columns, by which documents are told apart and ordered: no two may have the same, and
              none null. With `keep` "first" and the order of files and records, it is the command's order
    kind   -- "exact" for the same texts, byte for byte, or "near"
    similarity -- the share of their shingles, from 0.5 to 1, that near copies have in common
    keep   -- which of several copies stays: the "first" by `order`, or the "longest"

    Near copies are found in steps that are kept in the directory that `spark.sparkContext.setCheckpointDir` names,
    which all executors must see. This runs jobs, and returns when the copies are known. Texts are read once, and for
    "exact" without such a directory twice. Shuffled are 300 bytes of each document twice, 28 bytes for each of its
    bands (32 at 0.8), and 16 for each pair that shares one, of which there are five at most for each band, some ten
    times. Documents that chains of such pairs join are decided by one task, which holds 300 bytes of each.
    """
    from pyspark.sql import functions as F

    if kind not in ("exact", "near"):
        raise ValueError(f'kind is "exact" or "near", not {kind!r}')
    if keep not in ("first", "longest"):
        raise ValueError(f'keep is "first" or "longest", not {keep!r}')
    least = thousandths(similarity)
    names = [order] if isinstance(order, str) else list(order)
    check(frame, text, *names)
    if kind == "near" and not has_checkpoints(frame):
        raise ValueError(
            "near copies need a directory that all executors see; name it with spark.sparkContext.setCheckpointDir"
        )
    facts = _kept(_facts(frame, text, names, has_sketch=kind == "near", is_longest=keep == "longest"))
    if has_checkpoints(frame) and facts.select("id").distinct().count() < facts.count():
        raise ValueError(f"documents are not told apart by {', '.join(names)}: some have the same")
    # Of the same texts the first; structures are ordered by their first fields.
    firsts = facts.groupBy("high", "low").agg(F.min(F.struct(*facts.drop("high", "low").columns)).alias("first"))
    firsts = firsts.select("high", "low", "first.*")
    if kind == "near":
        # Numbers in the order of ranks, which are smaller than what a rank may be made of.
        firsts = _kept(firsts.orderBy("id").withColumn("number", F.monotonically_increasing_id()))
    heads = firsts.select("high", "low", F.col("id").alias("kept"))
    same = facts.select("id", "high", "low").join(heads, ["high", "low"]).where("id <> kept").select("id", "kept")
    found = same.select("id", "kept", F.lit("exact-duplicate").alias("reason"), F.lit(1000).alias("similarity"))
    if kind == "near":
        near = near_copies(firsts.select("number", "sketch"), least)
        one = firsts.select("number", "id")
        other = firsts.select(F.col("number").alias("kept"), F.col("id").alias("stays"))
        near = _kept(near.join(one, "number").join(other, "kept").select("id", "stays", "similarity"))
        # What is an exact copy of one that goes is a near copy of the one that stays.
        gone = near.select(F.col("id").alias("kept"), "stays", F.col("similarity").alias("alike"))
        found = same.join(gone, "kept", "left").select(
            "id",
            F.coalesce("stays", "kept").alias("kept"),
            F.when(F.col("stays").isNull(), "exact-duplicate").otherwise("near-duplicate").alias("reason"),
            F.coalesce("alike", F.lit(1000)).alias("similarity"),
        )
        found = found.union(near.select("id", "stays", F.lit("near-duplicate").alias("reason"), "similarity"))
    kept = F.struct(*(F.col(f"kept.{_quoted(name)}") for name in names))
    return found.select(
        *(F.col(f"id.{_quoted(name)}") for name in names),
        (F.col(f"kept.{_quoted(names[0])}") if len(names) == 1 else kept).alias("kept"),
        "reason",
        (F.col("similarity") / 1000).alias("similarity"),
    )


def _quoted(name: str) -> str:
    return f"`{name.replace('`', '``')}`"


def has_checkpoints(frame: Any) -> bool:
    """Whether there is a directory for checkpoints."""
    return frame.sparkSession.sparkContext.getCheckpointDir() is not None


def _kept(frame: Any) -> Any:
    """The frame, made once for all that use it, where there is a place for that."""
    return frame.checkpoint() if has_checkpoints(frame) else frame


def _facts(frame: Any, text: str, names: list[str], *, has_sketch: bool, is_longest: bool) -> Any:
    """What documents are told apart by, without those that are nobody's copies: `id`, which orders them by rank, and
    the rest."""
    from pyspark.sql import functions as F
    from pyspark.sql.types import BinaryType, LongType, StructType

    columns = frame.select(F.struct(*(F.col(_quoted(name)) for name in names)).alias("names"), F.col(_quoted(text)))
    schema = StructType().add("names", columns.schema["names"].dataType)
    for name in ("length", "high", "low"):
        schema = schema.add(name, LongType())
    if has_sketch:
        schema = schema.add("sketch", BinaryType())

    def looked(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        for batch in batches:
            found = copy_facts(batch.column(1), sketch=has_sketch)
            arrays = [batch.column(0), *found.flatten()]
            batch = pyarrow.RecordBatch.from_arrays(arrays, schema.names)
            yield batch.filter(arrays[1].is_valid())

    facts = columns.mapInArrow(looked, schema)
    rank = -F.col("length") if is_longest else F.lit(0).cast("bigint")
    rest = ["high", "low", "sketch"] if has_sketch else ["high", "low"]
    return facts.select(F.struct(rank.alias("rank"), *(F.col(f"names.{_quoted(n)}") for n in names)).alias("id"), *rest)
