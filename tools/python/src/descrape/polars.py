"""Cleaning in Polars: importing this gives expressions of texts a namespace.

import descrape.polars

frame.with_columns(polars.col("text").descrape.clean(to="hans"))
"""

from __future__ import annotations

from typing import Any

import polars

from ._cleaner import Cleaner


@polars.api.register_expr_namespace("descrape")
class DescrapeExpressions:
    """What stands behind `.descrape` of an expression."""

    def __init__(self, expression: polars.Expr) -> None:
        self._expression = expression

    def clean(self, **settings: Any) -> polars.Expr:
        """The texts clean; nulls stay nulls. `settings` are the arguments of `Cleaner`."""
        return self._expression.map_batches(Cleaner(**settings).clean_arrow, return_dtype=polars.String)
