"""Cleans columns of Parquet files, batch by batch."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

from ._cleaner import Cleaner
from ._part import PartFile
from .errors import DescrapeError

#: The key of a file's metadata that says what it was made of.
MARK = b"descrape"
#: How much of a file is lost at most when its cleaning is stopped: bytes of the input, unpacked, and a row group.
SEGMENT_BYTES = 256 << 20


class ParquetError(DescrapeError):
    """A file cannot be cleaned as asked."""


def clean(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str],
    columns: Sequence[str],
    cleaner: Cleaner,
    *,
    batch_rows: int = 8192,
    segment_bytes: int = SEGMENT_BYTES,
    say: Callable[[str], None] = lambda message: None,
) -> int:
    """Cleans columns of a Parquet file, or of all in a folder and the folders in it, and returns how many files were
    written.

    A file appears whole or not at all: it is written beside its place, brought to the disk, and renamed. Files that
    are there already and were made of the same input by the same configuration are left alone, so that a run that
    was stopped goes on when it is started again. A large file goes on with the row groups of the input that follow
    on the last `segment_bytes` that were finished; until then its part lies beside its place. Memory is that of a
    batch and of what the reader of Parquet needs for one row group.

    Raises ParquetError for columns that are not there or no texts, and what the system says about files.
    """
    source, target = Path(source), Path(target)
    if not source.is_dir():
        pairs = [(source, target)]
    else:
        if target.resolve() == source.resolve() or source.resolve() in target.resolve().parents:
            raise ParquetError(f"{target} is inside of what is read")
        pairs = [(path, target / path.relative_to(source)) for path in sorted(source.rglob("*.parquet"))]
        if not pairs:
            raise ParquetError(f"there is no .parquet file in {source}")
    written = 0
    for given, place in pairs:
        mark = _mark(given, columns, cleaner)
        if place.exists():
            if place.samefile(given):
                raise ParquetError(f"{given} is both input and output")
            if _mark_of(place) == mark:
                say(f"{place} is there already")
                continue
        place.parent.mkdir(parents=True, exist_ok=True)
        _clean_file(given, place, columns, cleaner, mark, batch_rows, segment_bytes)
        written += 1
        say(f"{place} is written")
    return written


def _mark(source: Path, columns: Sequence[str], cleaner: Cleaner) -> bytes:
    """What the output depends on."""
    facts = source.stat()
    settings = json.dumps([cleaner._settings, cleaner.description], sort_keys=True).encode()
    mark = {
        "version": cleaner.description["version"],
        "columns": sorted(columns),
        "settings": hashlib.sha256(settings).hexdigest()[:16],
        "size": facts.st_size,
        "modified": facts.st_mtime_ns,
    }
    return json.dumps(mark, sort_keys=True).encode()


def _mark_of(path: Path) -> bytes | None:
    try:
        return (pyarrow.parquet.read_metadata(path).metadata or {}).get(MARK)
    except (OSError, pyarrow.ArrowException):
        # No Parquet file, or a damaged one: it is made anew.
        return None


def _is_text(kind: Any) -> bool:
    return pyarrow.types.is_string(kind) or pyarrow.types.is_large_string(kind)


def _segments(metadata: Any, size: int) -> list[list[int]]:
    """The row groups in runs of at least `size` bytes; one run at least."""
    runs: list[list[int]] = [[]]
    left = size
    for number in range(metadata.num_row_groups):
        if left <= 0:
            runs.append([])
            left = size
        runs[-1].append(number)
        left -= metadata.row_group(number).total_byte_size
    return runs


def _clean_file(
    source: Path,
    target: Path,
    columns: Sequence[str],
    cleaner: Cleaner,
    mark: bytes,
    batch_rows: int,
    segment_bytes: int,
) -> None:
    with pyarrow.parquet.ParquetFile(source, pre_buffer=False) as file:
        schema = file.schema_arrow
        for column in columns:
            place = schema.get_field_index(column)
            if place < 0:
                raise ParquetError(f"{source} has no column {column!r}, but {', '.join(schema.names)}")
            if not _is_text(schema.field(place).type):
                raise ParquetError(f"column {column!r} of {source} is {schema.field(place).type}, and no text")
        codec = "snappy"
        if file.num_row_groups and file.metadata.num_columns:
            codec = file.metadata.row_group(0).column(0).compression.lower()
        codec = "none" if codec == "uncompressed" else codec
        schema = schema.with_metadata({**(schema.metadata or {}), MARK: mark})
        segments = _segments(file.metadata, segment_bytes)
        # The same bytes come out of a run that was stopped, so all that they depend on is in the key.
        key = {"mark": mark.decode(), "rows": batch_rows, "bytes": segment_bytes, "pyarrow": pyarrow.__version__}
        part = PartFile(target.with_name(target.name + ".part"), key)
        try:
            for groups in segments[part.segments :]:
                with part.segment(schema, codec, is_last=groups is segments[-1]) as writer:
                    for batch in file.iter_batches(batch_size=batch_rows, row_groups=groups):
                        writer.write_batch(_clean_batch(batch, schema, columns, cleaner))
            part.finish(target)
        except BaseException:
            part.stop()
            raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _clean_batch(batch: Any, schema: Any, columns: Sequence[str], cleaner: Cleaner) -> Any:
    arrays = [
        cleaner.clean_arrow(array) if name in columns else array
        for name, array in zip(batch.schema.names, batch.columns)
    ]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)
