"""Sets of numbers that chains of pairs join, by the alternating algorithm of Kiveris, Lattanzi, Mirrokni, Rastogi and
Vassilvitskii (Connected components in MapReduce and beyond, SoCC 2014): O(log² n) rounds, with no more pairs in any
of them than there were at first.
"""

from __future__ import annotations

from typing import Any


def components(pairs: Any) -> Any:
    """Of pairs `from` and `to`, in which `from` is greater: each `number` among them with the least number of its
    set, `component`."""
    from pyspark.sql import functions as F

    before = None
    while True:
        pairs = _small_star(_large_star(pairs)).checkpoint()
        # Rounds end when the pairs stay the same; they are all different, so that none is taken out by its double.
        mark = pairs.agg(F.count("*"), F.bit_xor(F.xxhash64("from", "to"))).first()
        if mark == before:
            break
        before = mark
    found = pairs.select(F.col("from").alias("number"), F.col("to").alias("component"))
    return found.union(pairs.select("to", "to").distinct()).checkpoint()


def _large_star(pairs: Any) -> Any:
    """Joins the greater neighbours of each number to the least one."""
    from pyspark.sql import functions as F

    both = pairs.union(pairs.select("to", "from"))
    least = both.groupBy("from").agg(F.least(F.min("to"), F.col("from")).alias("least"))
    greater = both.join(least, "from").where(F.col("to") > F.col("from"))
    return greater.select(F.col("to").alias("from"), F.col("least").alias("to")).distinct()


def _small_star(pairs: Any) -> Any:
    """Joins each number and its smaller neighbours to the least one."""
    from pyspark.sql import functions as F

    least = pairs.groupBy("from").agg(F.min("to").alias("least"))
    smaller = pairs.join(least, "from").where(F.col("to") > F.col("least"))
    joined = smaller.select(F.col("to").alias("from"), F.col("least").alias("to"))
    return joined.union(least.select("from", "least")).distinct()
