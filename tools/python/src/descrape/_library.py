"""The functions of `descrape.h` through ctypes. The library is loaded when it is first needed, not on import."""

from __future__ import annotations

import ctypes
import functools
import os
from ctypes import POINTER, byref, c_char_p, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p
from pathlib import Path

from .errors import LibraryError, error

ABI_VERSION = 1
JOURNAL = 1
STRUCT = 2
URLS = 4
SKETCH = 8


class Text(ctypes.Structure):
    """`descrape_text`."""

    _fields_ = [
        ("data", c_void_p),
        ("length", c_size_t),
        ("journal", c_void_p),
        ("journal_length", c_size_t),
        ("edits", c_uint64),
        ("bad_sequences", c_uint64),
        ("changed", c_uint32),
        ("reserved", c_uint32),
    ]


class Batch(ctypes.Structure):
    """`descrape_batch`."""

    _fields_ = [
        ("count", c_size_t),
        ("data", c_void_p),
        ("offsets", POINTER(c_uint64)),
        ("changed", POINTER(c_uint8)),
        ("edits", POINTER(c_uint64)),
        ("journals", c_void_p),
        ("journal_offsets", POINTER(c_uint64)),
    ]


class ArrowSchema(ctypes.Structure):
    """A schema of the Arrow C Data Interface; what a field points at is nobody's business here."""

    _fields_ = [
        ("format", c_void_p),
        ("name", c_void_p),
        ("metadata", c_void_p),
        ("flags", c_int64),
        ("n_children", c_int64),
        ("children", c_void_p),
        ("dictionary", c_void_p),
        ("release", c_void_p),
        ("private_data", c_void_p),
    ]


class ArrowArray(ctypes.Structure):
    """An array of the Arrow C Data Interface."""

    _fields_ = [
        ("length", c_int64),
        ("null_count", c_int64),
        ("offset", c_int64),
        ("n_buffers", c_int64),
        ("n_children", c_int64),
        ("buffers", c_void_p),
        ("children", c_void_p),
        ("dictionary", c_void_p),
        ("release", c_void_p),
        ("private_data", c_void_p),
    ]


class ArrowArrayStream(ctypes.Structure):
    """A stream of the Arrow C Stream Interface."""

    _fields_ = [
        ("get_schema", c_void_p),
        ("get_next", c_void_p),
        ("get_last_error", c_void_p),
        ("release", c_void_p),
        ("private_data", c_void_p),
    ]


_SIGNATURES = {
    "descrape_abi_version": (c_uint32, []),
    "descrape_version": (c_char_p, []),
    "descrape_free": (None, [c_void_p]),
    "descrape_cleaner_new": (c_int32, [c_char_p, c_char_p, c_char_p, POINTER(c_void_p), POINTER(c_void_p)]),
    "descrape_cleaner_describe": (c_char_p, [c_void_p]),
    "descrape_cleaner_free": (None, [c_void_p]),
    "descrape_clean": (c_int32, [c_void_p, c_char_p, c_size_t, c_uint32, c_void_p, c_void_p]),
    "descrape_text_free": (None, [c_void_p]),
    "descrape_clean_batch": (
        c_int32,
        [c_void_p, c_size_t, c_void_p, c_void_p, c_uint32, POINTER(POINTER(Batch)), c_void_p],
    ),
    "descrape_batch_free": (None, [POINTER(Batch)]),
    "descrape_explain": (
        c_int32,
        [c_void_p, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_size_t), c_void_p],
    ),
    "descrape_survey": (
        c_int32,
        [c_void_p, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_size_t), c_void_p],
    ),
    "descrape_restore": (
        c_int32,
        [c_char_p, c_size_t, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_size_t), c_void_p],
    ),
    "descrape_clean_arrow": (c_int32, [c_void_p, c_void_p, c_void_p, c_uint32, c_void_p, c_void_p, c_void_p]),
    "descrape_clean_arrow_stream": (c_int32, [c_void_p, c_void_p, c_uint32, c_void_p, c_void_p]),
    "descrape_site_numbers_arrow": (c_int32, [c_void_p] * 2 + [c_uint32] + [c_void_p] * 3),
    "descrape_site_lines_arrow": (c_int32, [c_void_p] * 4 + [c_uint32] + [c_void_p] * 3),
    "descrape_clean_sites_arrow": (c_int32, [c_void_p] * 7 + [c_uint32] + [c_void_p] * 3),
    "descrape_copy_facts_arrow": (c_int32, [c_void_p] * 2 + [c_uint32] + [c_void_p] * 3),
    "descrape_sketch_bands_arrow": (c_int32, [c_void_p] * 2 + [c_uint32] + [c_void_p] * 3),
    "descrape_sketch_similarities_arrow": (c_int32, [c_void_p] * 7),
    "descrape_settle_copies_arrow": (c_int32, [c_void_p] * 6 + [c_uint32] + [c_void_p] * 3),
}


@functools.lru_cache(maxsize=None)
def library() -> ctypes.CDLL:
    """The loaded library: the one beside this file, or the one that DESCRAPE_LIBRARY names."""
    path = os.environ.get("DESCRAPE_LIBRARY") or str(Path(__file__).with_name("libdescrape.so"))
    try:
        loaded = ctypes.CDLL(path)
    except OSError as problem:
        raise LibraryError(f"{path} cannot be loaded: {problem}") from problem
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(loaded, name, None)
        if function is None:
            raise LibraryError(f"{path} has no function {name}: it is older than this package")
        function.restype = result
        function.argtypes = arguments
    version = loaded.descrape_abi_version()
    if version != ABI_VERSION:
        raise LibraryError(f"{path} has version {version} of the interface; this package needs {ABI_VERSION}")
    return loaded


def checked(status: int, message: c_void_p) -> None:
    """Raises what a status says, and frees its message."""
    if status == 0:
        return
    text = ctypes.string_at(message.value).decode() if message.value else f"the library refused it ({status})"
    library().descrape_free(message)
    raise error(status, text)


def answer(function, *arguments) -> bytes:
    """Calls a function that hands over memory, and returns a copy of it."""
    place, length, message = c_void_p(), c_size_t(), c_void_p()
    checked(function(*arguments, byref(place), byref(length), byref(message)), message)
    try:
        return ctypes.string_at(place, length.value)
    finally:
        library().descrape_free(place)
