"""Undoes what scraping did to text.

    >>> import descrape
    >>> descrape.clean("a&amp;b")
    'a&b'

`Cleaner` has all that can be set, batches, Arrow arrays, explanations and journals. What fits a pipeline is in
modules of its own:
`descrape.columns` for datasets and Ray, `descrape.datatrove`, `descrape.spark`, `descrape.polars`, `descrape.duckdb`.
"""

from ._cleaner import Cleaned, Cleaner, Edit, clean
from ._version import __version__
from .columns import Columns
from .errors import (
    ArrowError,
    ConfigurationError,
    DescrapeError,
    JournalError,
    LibraryError,
    NotUnicodeError,
)

__all__ = [
    "ArrowError",
    "Cleaned",
    "Cleaner",
    "Columns",
    "ConfigurationError",
    "DescrapeError",
    "Edit",
    "JournalError",
    "LibraryError",
    "NotUnicodeError",
    "__version__",
    "clean",
]
