"""Cleans columns of batches, in whatever shape a library has them."""

from __future__ import annotations

from typing import Any

from ._cleaner import Cleaner


class Columns:
    """A function that cleans some columns of a batch and leaves the others: for `map` of Hugging Face datasets with
    `batched=True`, and for `map_batches` of Ray.

        dataset.map(descrape.Columns("text"), batched=True, num_proc=2)
        dataset.with_format("arrow").map(descrape.Columns("text"), batched=True)
        ray_dataset.map_batches(descrape.Columns("text"), batch_format="pyarrow")

    A batch is a mapping of columns to lists or arrays, a pyarrow table or record batch, or a pandas data frame. The
    arguments behind the columns are those of `Cleaner`. It pickles.
    """

    def __init__(self, *names: str, **settings: Any) -> None:
        self.names = names
        self.cleaner = Cleaner(**settings)

    def __call__(self, batch: Any) -> Any:
        """The batch with its columns clean."""
        if hasattr(batch, "set_column"):
            for name in self.names:
                place = batch.schema.get_field_index(name)
                batch = batch.set_column(place, name, self.cleaner.clean_arrow(batch.column(place)))
            return batch
        batch = batch.copy() if hasattr(batch, "copy") else dict(batch)
        for name in self.names:
            column = batch[name]
            if type(column).__module__ == "numpy":
                import numpy

                batch[name] = numpy.array(self.cleaner.clean_many(column.tolist()), dtype=object)
            elif hasattr(column, "dtype"):
                batch[name] = self.cleaner.clean_arrow(column)
            else:
                batch[name] = self.cleaner.clean_many(column)
        return batch
