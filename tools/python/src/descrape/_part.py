"""A Parquet file on its way: what is finished of it outlives a stop."""

from __future__ import annotations

import io
import json
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet

MAGIC = b"PAR1"


class PartFile:
    """A file that is written in segments, each brought to the disk before the next.

    A segment is what a Parquet writer makes, row groups and a footer about them, with offsets that count from the
    start of the file. The footer at the end is about all row groups; readers see no other, and pass over those in
    between. So nothing is read or packed twice, and a file of one segment is like any other.

    A log beside the file says where its segments end. With another `key` in it, or beside a file that is not as it
    says, all begins anew.
    """

    def __init__(self, path: Path, key: dict[str, Any]) -> None:
        self._path, self._key = path, key
        self._log = path.with_name(path.name + ".json")
        self._ends = self._finished()
        self._file = open(path, "r+b" if self._ends else "w+b")
        self._file.truncate(self._start)

    @property
    def segments(self) -> int:
        """How many segments are finished."""
        return len(self._ends)

    @contextmanager
    def segment(self, schema: Any, codec: str, is_last: bool) -> Iterator[Any]:
        """A writer for the next segment. What follows on a segment that is not the last may be stopped at any time."""
        start = self._start
        self._file.seek(start)
        with pyarrow.PythonFile(_Behind(self._file, start), mode="w") as sink:
            with pyarrow.parquet.ParquetWriter(sink, schema, compression=codec) as writer:
                # A writer takes its offsets from the stream, and accepts none but a new one.
                left = max(start - len(MAGIC), 0)
                zeros = bytes(min(left, 1 << 24))
                while left > 0:
                    left -= sink.write(zeros[:left])
                yield writer
        self._file.flush()
        end = self._file.tell()
        metadata = _footer(self._file, end)
        for number in range(metadata.num_row_groups):
            if not start <= metadata.row_group(number).column(0).data_page_offset < end:
                raise pyarrow.ArrowInvalid(f"pyarrow {pyarrow.__version__} cannot go on in a file; take a newer one")
        self._ends.append(end)
        if not is_last:
            os.fsync(self._file.fileno())
            new = self._log.with_name(self._log.name + ".new")
            with open(new, "w", encoding="utf-8") as log:
                json.dump({"key": self._key, "ends": self._ends}, log)
                log.flush()
                os.fsync(log.fileno())
            os.replace(new, self._log)

    def finish(self, target: Path) -> None:
        """Brings the whole file to the disk and to its place."""
        if len(self._ends) > 1:
            whole = _footer(self._file, self._ends[0])
            for end in self._ends[1:]:
                whole.append_row_groups(_footer(self._file, end))
            footer = io.BytesIO()
            whole.write_metadata_file(footer)
            self._file.seek(self._start)
            self._file.write(footer.getvalue()[len(MAGIC) :])
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._log.unlink(missing_ok=True)
        os.replace(self._path, target)

    def stop(self) -> None:
        """Leaves what is worth going on with, and nothing else."""
        self._file.close()
        if not self._log.exists():
            self._path.unlink(missing_ok=True)

    @property
    def _start(self) -> int:
        return self._ends[-1] if self._ends else 0

    def _finished(self) -> list[int]:
        try:
            log = json.loads(self._log.read_text(encoding="utf-8"))
            if log["key"] == self._key:
                with open(self._path, "rb") as file:
                    for end in log["ends"]:
                        _footer(file, end)
                return log["ends"]
        except (OSError, ValueError, KeyError, TypeError, struct.error, pyarrow.ArrowException):
            # There is no log, or it or the file is damaged.
            pass
        self._log.unlink(missing_ok=True)
        return []


def _footer(file: Any, end: int) -> Any:
    """What the footer that ends there says."""
    tail = 4 + len(MAGIC)
    file.seek(end - tail)
    (length,) = struct.unpack("<I", file.read(4))
    file.seek(end - tail - length)
    return pyarrow.parquet.read_metadata(pyarrow.BufferReader(MAGIC + file.read(length + tail)))


class _Behind(io.RawIOBase):
    """What is written from `start` on goes into the file; what is before it is there already."""

    def __init__(self, file: Any, start: int) -> None:
        self._target, self._start, self._position = file, start, 0

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        size = memoryview(data).nbytes
        if self._position >= self._start:
            self._target.write(data)
        self._position += size
        return size
