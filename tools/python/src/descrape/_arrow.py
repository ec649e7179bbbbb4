"""Arrow arrays through the C Data Interface: by PyCapsules, so that no library is needed but the one that made them."""

from __future__ import annotations

import ctypes
from ctypes import byref, c_char_p, c_void_p
from typing import Any

from ._library import JOURNAL, STRUCT, ArrowArray, ArrowArrayStream, ArrowSchema, checked, library

_get_pointer = ctypes.pythonapi.PyCapsule_GetPointer
_get_pointer.restype, _get_pointer.argtypes = c_void_p, [ctypes.py_object, c_char_p]
# The same for a capsule that is about to go, which must not get a new reference.
_peek = ctypes.PYFUNCTYPE(c_void_p, c_void_p, c_char_p)(("PyCapsule_GetPointer", ctypes.pythonapi))
_new_capsule = ctypes.pythonapi.PyCapsule_New
_destructor = ctypes.PYFUNCTYPE(None, c_void_p)
_new_capsule.restype, _new_capsule.argtypes = ctypes.py_object, [c_void_p, c_char_p, _destructor]

#: The names of capsules, and what they hold. Memory is kept here until the capsule goes.
_KINDS = {b"arrow_schema": ArrowSchema, b"arrow_array": ArrowArray, b"arrow_array_stream": ArrowArrayStream}
_kept: dict[int, Any] = {}


def release(structure: Any) -> None:
    """Releases a structure, unless somebody has moved it away."""
    if structure.release:
        ctypes.CFUNCTYPE(None, c_void_p)(structure.release)(ctypes.addressof(structure))


def _destructor_of(name: bytes):
    def destroy(capsule: int) -> None:
        structure = _kept.pop(_peek(capsule, name), None)
        if structure is not None:
            release(structure)

    return _destructor(destroy)


_DESTRUCTORS = {name: _destructor_of(name) for name in _KINDS}


def _capsule(structure: Any, name: bytes) -> Any:
    """A capsule that takes the structure over."""
    moved = type(structure)()
    ctypes.pointer(moved)[0] = structure
    structure.release = None
    address = ctypes.addressof(moved)
    _kept[address] = moved
    return _new_capsule(address, name, _DESTRUCTORS[name])


class Array:
    """An Arrow array from the library. Whoever takes it through the protocol takes it away; that goes once."""

    def __init__(self) -> None:
        self.array, self.schema = ArrowArray(), ArrowSchema()

    def __del__(self) -> None:
        release(self.array)
        release(self.schema)

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]:
        """The Arrow PyCapsule interface; the type cannot be chosen."""
        if not self.array.release:
            raise ValueError("the array was taken already")
        return _capsule(self.schema, b"arrow_schema"), _capsule(self.array, b"arrow_array")


class Stream:
    """A stream of Arrow arrays, cleaned as it is read. Whoever takes it through the protocol takes it away; that
    goes once."""

    def __init__(self, cleaner: Any) -> None:
        self.stream = ArrowArrayStream()
        self._cleaner = cleaner

    def __del__(self) -> None:
        release(self.stream)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        """The Arrow PyCapsule interface; the type cannot be chosen."""
        if not self.stream.release:
            raise ValueError("the stream was taken already")
        return _capsule(self.stream, b"arrow_array_stream")


def call(function: Any, *arguments: Any) -> Any:
    """Calls a function that takes numbers and arrays, the latter with their schemas, and gives an array: a pyarrow
    array where the first one was that, and otherwise an `Array`."""
    expanded, kept, is_pyarrow = [], [], None
    for argument in arguments:
        if isinstance(argument, int):
            expanded.append(argument)
            continue
        if not hasattr(argument, "__arrow_c_array__"):
            raise TypeError(f"{type(argument).__name__} is no Arrow array; of one in chunks take the chunks")
        if is_pyarrow is None:
            is_pyarrow = type(argument).__module__.partition(".")[0] == "pyarrow"
        schema, array = argument.__arrow_c_array__()
        # The capsules own what the pointers lead to.
        kept += [schema, array]
        expanded += [_get_pointer(array, b"arrow_array"), _get_pointer(schema, b"arrow_schema")]
    result, message = Array(), c_void_p()
    status = function(*expanded, byref(result.array), byref(result.schema), byref(message))
    checked(status, message)
    if not is_pyarrow:
        return result
    import pyarrow

    return pyarrow.array(result)


def _clean_array(cleaner: Any, data: Any, flags: int) -> Any:
    return call(library().descrape_clean_arrow, cleaner._handle, data, flags)


def _clean_stream(cleaner: Any, data: Any, flags: int) -> Stream:
    capsule = data.__arrow_c_stream__()
    result, message = Stream(cleaner), c_void_p()
    pointer = _get_pointer(capsule, b"arrow_array_stream")
    status = library().descrape_clean_arrow_stream(
        cleaner._handle, pointer, flags, byref(result.stream), byref(message)
    )
    checked(status, message)
    return result


def clean(cleaner: Any, data: Any, *, edits: bool, journal: bool) -> Any:
    """See `Cleaner.clean_arrow`."""
    flags = (STRUCT if edits or journal else 0) | (JOURNAL if journal else 0)
    if isinstance(data, (list, tuple)):
        if flags:
            raise TypeError("edits and journals of a list come from clean_with_journal, text by text")
        return cleaner.clean_many(data)
    library_name = type(data).__module__.partition(".")[0]
    if library_name == "pandas":
        return _clean_pandas(cleaner, data, flags)
    if library_name == "polars":
        import polars

        return polars.Series(data.name, polars.Series(_clean_stream(cleaner, data, flags)))
    if library_name == "pyarrow":
        return _clean_pyarrow(cleaner, data, flags)
    if hasattr(data, "__arrow_c_array__"):
        return _clean_array(cleaner, data, flags)
    if hasattr(data, "__arrow_c_stream__"):
        return _clean_stream(cleaner, data, flags)
    raise TypeError(f"{type(data).__name__} is no Arrow array, series or list")


def _clean_pyarrow(cleaner: Any, data: Any, flags: int) -> Any:
    import pyarrow

    if isinstance(data, pyarrow.ChunkedArray):
        chunks = [_clean_pyarrow(cleaner, chunk, flags) for chunk in data.chunks]
        if not chunks:
            chunks = [_clean_pyarrow(cleaner, pyarrow.array([], data.type), flags)]
        return pyarrow.chunked_array(chunks)
    if isinstance(data, pyarrow.Array):
        return _clean_array(cleaner, data, flags)
    if hasattr(data, "__arrow_c_stream__"):
        return _clean_stream(cleaner, data, flags)
    raise TypeError(f"{type(data).__name__} is no array; take a column of it")


def _clean_pandas(cleaner: Any, data: Any, flags: int) -> Any:
    import pandas

    if not isinstance(data, pandas.Series):
        raise TypeError(f"{type(data).__name__} is no series; take a column of it")
    if data.dtype == object and not flags:
        # Missing values are of many kinds; each stays what it is.
        values = data.tolist()
        texts = cleaner.clean_many(value if isinstance(value, str) else None for value in values)
        texts = [value if text is None else text for text, value in zip(texts, values)]
        return pandas.Series(texts, index=data.index, name=data.name, dtype=object)
    import pyarrow

    array = pyarrow.array(data, from_pandas=True)
    if isinstance(array, pyarrow.ChunkedArray):
        array = array.combine_chunks() if array.num_chunks != 1 else array.chunk(0)
    clean = _clean_pyarrow(cleaner, array, flags)
    if flags:
        return pandas.DataFrame(pyarrow.Table.from_struct_array(clean).to_pandas().to_dict("series")).set_index(
            data.index
        )
    return pandas.Series(
        pandas.array(clean.to_pylist(), dtype=data.dtype)
        if str(data.dtype) == "string[python]"
        else clean.to_pandas().astype(data.dtype).array,
        index=data.index,
        name=data.name,
    )
