"""The cleaner: one plan of cleaning over the library."""

from __future__ import annotations

import ctypes
import functools
import json
import os
import warnings
from collections.abc import Iterable, Mapping
from ctypes import byref, c_char_p, c_size_t, c_void_p
from itertools import islice
from typing import Any, NamedTuple, Optional, Union

from . import _arrow
from ._library import JOURNAL, Batch, Text, answer, checked, library
from .errors import NotUnicodeError

Config = Union[str, "os.PathLike[str]", Mapping[str, Any]]


class Edit(NamedTuple):
    """One change that cleaning makes."""

    stage: str
    rule: str
    #: How sure the rule is, in per cent.
    confidence: int
    #: Where it is in the raw text, in characters.
    start: int
    end: int
    #: Its line and column in the raw text, from 1.
    line: int
    column: int
    removed: str
    inserted: str
    #: What the rule saw.
    why: str


class Cleaned(NamedTuple):
    """A clean text and what was done to it."""

    text: str
    #: How many edits were made; 0 where the text was clean.
    edits: int
    #: What `restore` needs; None where nothing changed.
    journal: Optional[str]


class Cleaner:
    """Cleans texts by one configuration.

    Any number of threads may use it at once: the interpreter's lock is released while the library works. It
    pickles, and loads the library again where it is unpickled. It may be used on both sides of a fork.
    """

    def __init__(
        self,
        profile: str | None = None,
        to: str | None = None,
        config: Config | None = None,
        *,
        errors: str = "strict",
    ) -> None:
        """Makes a cleaner.

        profile -- lossless, standard (the default) or thorough
        to      -- the script to convert to, such as hans, hant-tw or s2twp
        config  -- more settings: the path of a TOML file as the command takes it, or a mapping with the same keys,
                   such as {"skip": ["gloss"], "set": {"repeats": {"minimum": 3}}}
        errors  -- what becomes of lone surrogates: "strict" raises NotUnicodeError, "replace" makes them U+FFFD

        Raises ConfigurationError for names that are not known, with the nearest known one.
        """
        if errors not in ("strict", "replace"):
            raise ValueError(f'errors is "strict" or "replace", not {errors!r}')
        self._settings = (profile, to, _toml(config), errors)
        self._open()
        note = self.description.get("note")
        if note:
            warnings.warn(note, stacklevel=2)

    def _open(self) -> None:
        profile, to, toml, errors = self._settings
        loaded = library()
        handle, message = c_void_p(), c_void_p()
        arguments = [_argument(value) for value in (profile, to, toml)]
        checked(loaded.descrape_cleaner_new(*arguments, byref(handle), byref(message)), message)
        self._handle = handle.value
        self._errors = errors
        self._free = loaded.descrape_cleaner_free
        self._clean = loaded.descrape_clean
        self._free_text = loaded.descrape_text_free

    def __del__(self) -> None:
        handle, self._handle = getattr(self, "_handle", None), None
        if handle:
            self._free(handle)

    def __reduce__(self):
        return _unpickled, (type(self), self._settings)

    def __repr__(self) -> str:
        profile, to, _, _ = self._settings
        return f"<descrape.Cleaner profile={self.description['profile']!r} to={to!r}>"

    @property
    def description(self) -> dict[str, Any]:
        """What outputs depend on: versions, the profile, the source of the script conversion, stages and their
        rules."""
        return json.loads(library().descrape_cleaner_describe(self._handle))

    def clean(self, text: str) -> str:
        """The clean text; the very same object where nothing is to be changed."""
        try:
            raw = text.encode()
        except UnicodeEncodeError as problem:
            raw = self._replaced(text, problem)
            text = raw.decode()
        found = Text()
        place = byref(found)
        if status := self._clean(self._handle, raw, len(raw), 0, place, None):
            checked(status, c_void_p())
        if not found.changed:
            return text
        try:
            return ctypes.string_at(found.data, found.length).decode()
        finally:
            self._free_text(place)

    def clean_with_journal(self, text: str) -> Cleaned:
        """The clean text, how many edits it took, and what `restore` needs to take them back."""
        raw = self._encoded(text)
        found, message = Text(), c_void_p()
        checked(self._clean(self._handle, raw, len(raw), JOURNAL, byref(found), byref(message)), message)
        if not found.changed:
            return Cleaned(raw.decode(), 0, None)
        try:
            clean = ctypes.string_at(found.data, found.length).decode()
            return Cleaned(clean, found.edits, ctypes.string_at(found.journal, found.journal_length).decode())
        finally:
            self._free_text(byref(found))

    def clean_many(self, texts: Iterable[str | None]) -> list[str | None]:
        """The clean texts, each a document of its own; None stays None. Faster than one call each."""
        result: list[str | None] = []
        source = iter(texts)
        while block := list(islice(source, 1024)):
            result += self._clean_block(block)
        return result

    def _clean_block(self, texts: list[str | None]) -> list[str | None]:
        raws = [b"" if text is None else self._encoded(text) for text in texts]
        count = len(raws)
        pointers = (c_char_p * count)(*raws)
        lengths = (c_size_t * count)(*map(len, raws))
        batch, message = ctypes.POINTER(Batch)(), c_void_p()
        status = library().descrape_clean_batch(self._handle, count, pointers, lengths, 0, byref(batch), byref(message))
        checked(status, message)
        try:
            columns = batch.contents
            offsets = columns.offsets[: count + 1]
            data = ctypes.string_at(columns.data, offsets[-1]) if offsets[-1] else b""
            for place, changed in enumerate(columns.changed[:count]):
                if changed:
                    texts[place] = data[offsets[place] : offsets[place + 1]].decode()
                elif self._errors == "replace" and texts[place] is not None:
                    texts[place] = raws[place].decode()
            return texts
        finally:
            library().descrape_batch_free(batch)

    def clean_arrow(self, data: Any, *, edits: bool = False, journal: bool = False) -> Any:
        """Cleans whole arrays of texts; what comes out is of the same library as what goes in.

        data -- a pyarrow array or chunked array, a Polars or pandas series, a list, or anything with
                `__arrow_c_array__` or `__arrow_c_stream__`; those come out as an object with the same method
        edits, journal -- gives a structure of `text`, `edits` and `journal` instead of texts alone

        Nulls stay nulls. Texts do not become Python objects on the way, but for lists and pandas' object columns.
        Raises ArrowError for other types than utf8, large_utf8 and utf8_view.
        """
        return _arrow.clean(self, data, edits=edits, journal=journal)

    def explain(self, text: str) -> list[Edit]:
        """What cleaning changes in the text, in order: where, by which rule, how sure it is, and why."""
        raw = self._encoded(text)
        found = json.loads(answer(library().descrape_explain, self._handle, raw, len(raw)))
        result, offset, position = [], 0, 0
        for edit in found["edits"]:
            position += len(raw[offset : edit["offset"]].decode())
            offset = edit["offset"]
            end = position + len(edit["removed"])
            result.append(
                Edit(
                    edit["stage"], edit["rule"], edit["confidence"], position, end, edit["line"], edit["column"],
                    edit["removed"], edit["inserted"], edit["why"],
                )
            )  # fmt: skip
        return result

    def survey(self, text: str) -> dict[str, Any]:
        """What decides about the text: how much of which script, marks and glosses it has, and what it is taken for."""
        raw = self._encoded(text)
        return json.loads(answer(library().descrape_survey, self._handle, raw, len(raw)))

    @staticmethod
    def restore(text: str, journal: str | None) -> str:
        """The raw text again, from a clean text and its journal. Raises JournalError for those that do not belong
        together."""
        if journal is None:
            return text
        raw, record = text.encode(), journal.encode()
        return answer(library().descrape_restore, raw, len(raw), record, len(record)).decode(errors="surrogateescape")

    def _encoded(self, text: str) -> bytes:
        try:
            return text.encode()
        except UnicodeEncodeError as problem:
            return self._replaced(text, problem)

    def _replaced(self, text: str, problem: UnicodeEncodeError) -> bytes:
        if self._errors == "strict":
            raise NotUnicodeError(
                f"character {problem.start} is a surrogate without its other half; "
                'Cleaner(errors="replace") replaces it'
            ) from None
        # Halves that stand side by side become the character that they are halves of, as in JSON.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").encode()


def _unpickled(kind: type[Cleaner], settings: tuple) -> Cleaner:
    cleaner = kind.__new__(kind)
    cleaner._settings = settings
    cleaner._open()
    return cleaner


def _argument(value: str | None) -> bytes | None:
    if value is None:
        return None
    if "\0" in value:
        raise ValueError("a setting has no character U+0000")
    return value.encode(errors="replace")


def _toml(config: Config | None) -> str | None:
    """The settings as TOML; a file is read here, so that a pickled cleaner does not need it."""
    if config is None:
        return None
    if not isinstance(config, Mapping):
        with open(config, encoding="utf-8") as file:
            return file.read()
    lines, tables = [], []
    for key, value in config.items():
        if isinstance(value, Mapping):
            for stage, options in value.items():
                tables.append(f"[{_key(key)}.{_key(stage)}]")
                tables += [f"{_key(name)} = {_value(option)}" for name, option in options.items()]
        else:
            lines.append(f"{_key(key)} = {_value(value)}")
    return "\n".join(lines + tables) + "\n"


def _key(key: str) -> str:
    return _value(str(key))


def _value(value: Any) -> str:
    if isinstance(value, (bool, int)):
        return json.dumps(value)
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_value(element) for element in value) + "]"
    # TOML's escapes are those of JSON, but for U+007F, which it does not take as it stands.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


@functools.lru_cache(maxsize=16)
def _shared(profile: str | None, to: str | None) -> Cleaner:
    return Cleaner(profile, to)


def clean(text: str, profile: str | None = None, to: str | None = None) -> str:
    """The clean text, by a cleaner that is made once for each profile and target. See `Cleaner`."""
    return _shared(profile, to).clean(text)
