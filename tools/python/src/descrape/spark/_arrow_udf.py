"""Functions over Arrow arrays as expressions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def arrow_udf(function: Callable[..., Any], kind: str, columns: int = 1) -> Any:
    """An expression of `columns` columns that gives the type `kind`."""
    import pyarrow

    try:
        from pyspark.sql.functions import arrow_udf as make
    except ImportError:
        raise ImportError("the passes over a corpus need PySpark 4.1 or later") from None

    # Spark reads the types of these.
    if columns == 1:

        def called(one):
            return function(one)

        called.__annotations__ = {"one": pyarrow.Array, "return": pyarrow.Array}
    else:

        def called(one, other):
            return function(one, other)

        called.__annotations__ = {"one": pyarrow.Array, "other": pyarrow.Array, "return": pyarrow.Array}
    return make(called, kind)
