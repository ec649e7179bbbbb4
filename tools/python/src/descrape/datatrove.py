"""A step for datatrove."""

from __future__ import annotations

import contextlib
from itertools import islice
from typing import Any

from datatrove.pipeline.base import PipelineStep
from datatrove.utils.typeshelper import StatHints

from . import _cleaner


class DescrapeCleaner(PipelineStep):
    """Cleans the text of documents.

    Its statistics are `total`, `forwarded` and `dropped` as every step has them, and `changed`. With `drop_empty`,
    a document of which nothing is left is dropped with the reason `empty`, and goes to `exclusion_writer` where
    there is one. `settings` are the arguments of `Cleaner`.
    """

    name = "🧽 Descrape"
    type = "✂️ - FORMAT"

    def __init__(self, *, drop_empty: bool = False, exclusion_writer: Any = None, **settings: Any) -> None:
        super().__init__()
        self.cleaner = _cleaner.Cleaner(**settings)
        self.drop_empty = drop_empty
        self.exclusion_writer = exclusion_writer

    def run(self, data: Any, rank: int = 0, world_size: int = 1) -> Any:
        """Called by the executor."""
        source = iter(data)
        with self.exclusion_writer or contextlib.nullcontext() as writer:
            while block := list(islice(source, 128)):
                with self.track_time("batch"):
                    texts = self.cleaner.clean_many([document.text for document in block])
                for document, text in zip(block, texts):
                    self.stat_update(StatHints.total)
                    if text != document.text:
                        self.stat_update("changed")
                        document.text = text
                    if text or not self.drop_empty:
                        self.stat_update(StatHints.forwarded)
                        self.update_doc_stats(document)
                        yield document
                        continue
                    self.stat_update(StatHints.dropped, "dropped_empty")
                    if self.exclusion_writer:
                        document.metadata["filter_reason"] = "empty"
                        writer.write(document, rank)
