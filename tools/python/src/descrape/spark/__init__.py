"""Descrape in Spark: cleaning, and what `descrape corpus` does over whole corpora.

    descrape.spark.clean(frame, "text", to="hans")
    descrape.spark.site_lines(frame, "text", url="url")
    descrape.spark.copies(frame, "text", "id")
    descrape.spark.corpus(frame, "text", "id", url="url")

Executors get pickled cleaners, so that the wheel has to be installed there and nothing else. Texts go through the
library in Arrow batches and never through Python strings. `clean` and `udf` work from Spark 3.3 on, the others from
4.1 on.
"""

from ._clean import clean, udf
from ._copies import copies
from ._corpus import Corpus, corpus
from ._site_lines import known_lines, site_lines

__all__ = ["Corpus", "clean", "copies", "corpus", "known_lines", "site_lines", "udf"]
