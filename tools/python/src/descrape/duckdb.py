"""Cleaning in DuckDB.

descrape.duckdb.register(connection)
connection.execute("SELECT descrape_clean(text) FROM 'pages.parquet'")
"""

from __future__ import annotations

from typing import Any

from ._cleaner import Cleaner


def register(connection: Any, name: str = "descrape_clean", **settings: Any) -> None:
    """Adds a function of SQL that cleans texts, vector by vector through Arrow. `settings` are the arguments of
    `Cleaner`."""
    cleaner = Cleaner(**settings)
    # DuckDB counts parameters, those with a default as well.
    connection.create_function(name, lambda texts: cleaner.clean_arrow(texts), ["VARCHAR"], "VARCHAR", type="arrow")
