"""An operator for data-juicer: importing this registers `descrape_mapper`.

A recipe finds it through a file of one line, `import descrape.data_juicer`:

custom_operator_paths: [descrape_operator.py]
process:
  - descrape_mapper:
      profile: standard
"""

from __future__ import annotations

from typing import Any

from data_juicer.ops.base_op import OPERATORS, Mapper

from ._cleaner import Cleaner


@OPERATORS.register_module("descrape_mapper")
class DescrapeMapper(Mapper):
    """Undoes what scraping did to the text of samples."""

    _batched_op = True

    def __init__(
        self, profile: str = "standard", to: str | None = None, config: str | None = None, *args: Any, **kwargs: Any
    ) -> None:
        """
        Initialization method.

        :param profile: lossless, standard or thorough
        :param to: the script to convert to, such as hans
        :param config: the path of a TOML file with more settings
        :param args: extra args
        :param kwargs: extra args
        """
        super().__init__(*args, **kwargs)
        self.cleaner = Cleaner(profile, to, config)

    def process_batched(self, samples: dict[str, list]) -> dict[str, list]:
        """Cleans the texts of a batch."""
        samples[self.text_key] = self.cleaner.clean_many(samples[self.text_key])
        return samples
