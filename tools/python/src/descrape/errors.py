"""What can go wrong. Everything raised here is a `DescrapeError`."""

from __future__ import annotations


class DescrapeError(Exception):
    """The root of all errors of this package."""


class ConfigurationError(DescrapeError, ValueError):
    """A profile, a target or a setting is wrong; the message says what would be right."""


class JournalError(DescrapeError, ValueError):
    """A journal is none, or does not belong to the text."""


class ArrowError(DescrapeError, ValueError):
    """An Arrow array is damaged, or of a type that is not taken."""


class NotUnicodeError(DescrapeError, ValueError):
    """A text has a surrogate without its other half, so that it cannot be written as UTF-8.

    `Cleaner(errors="replace")` replaces it by U+FFFD instead.
    """


class LibraryError(DescrapeError):
    """The library cannot be loaded, is of another version, or refused a call."""


_BY_STATUS = {2: ConfigurationError, 3: JournalError, 4: ArrowError}


def error(status: int, message: str) -> DescrapeError:
    """The error for a status of the library."""
    return _BY_STATUS.get(status, LibraryError)(message)
