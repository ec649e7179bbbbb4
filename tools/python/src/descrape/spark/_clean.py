"""Cleaning each text for itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .._cleaner import Cleaner


def clean(frame: Any, *columns: str, **settings: Any) -> Any:
    """The data frame with columns of texts clean, by `mapInArrow`.

    Record batches go through the library and never through Python strings. All other columns stay as they are.
    `settings` are the arguments of `Cleaner`.

        descrape.spark.clean(frame, "text", to="hans")
    """
    check(frame, *columns)
    cleaner = Cleaner(**settings)

    def cleaned(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        for batch in batches:
            arrays = [
                cleaner.clean_arrow(array) if name in columns else array
                for name, array in zip(batch.schema.names, batch.columns)
            ]
            yield pyarrow.RecordBatch.from_arrays(arrays, schema=batch.schema)

    return frame.mapInArrow(cleaned, frame.schema)


def check(frame: Any, *columns: str) -> None:
    """Raises ValueError for a column that is not there."""
    for column in columns:
        if column not in frame.columns:
            raise ValueError(f"there is no column {column!r} among {frame.columns}")


def udf(**settings: Any) -> Any:
    """A pandas UDF of one column, for where an expression is wanted. `settings` are the arguments of `Cleaner`.

    frame.withColumn("text", descrape.spark.udf(to="hans")("text"))
    """
    import pandas
    from pyspark.sql.functions import pandas_udf

    cleaner = Cleaner(**settings)

    def cleaned(texts: pandas.Series) -> pandas.Series:
        return cleaner.clean_arrow(texts)

    # Spark reads the types here, where those of this file are texts.
    cleaned.__annotations__ = {"texts": pandas.Series, "return": pandas.Series}
    return pandas_udf(cleaned, "string")
