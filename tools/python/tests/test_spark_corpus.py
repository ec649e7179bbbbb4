"""The passes over a corpus in Spark, beside the command: the same texts, removals and groups. On two local threads;
with the usual options they run on a cluster, in test_spark_cluster.py."""

import os
import shutil
import sys

import pytest

import corpora

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)


@pytest.fixture(scope="module")
def spark(tmp_path_factory):
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.shuffle.partitions": "3",
        # Small batches, so that lists of known lines change within them and between them.
        "spark.sql.execution.arrow.maxRecordsPerBatch": "70",
    }
    builder = SparkSession.builder.master("local[2]")
    for key, value in settings.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def pages():
    return corpora.make(2000)


@pytest.fixture(scope="module")
def frame(spark, pages):
    kinds = "id bigint, text string, url string, folder string"
    return spark.createDataFrame([tuple(page) for page in pages], kinds).repartition(4)


@pytest.fixture
def checkpoints(spark, tmp_path):
    spark.sparkContext.setCheckpointDir(str(tmp_path / "checkpoints"))


@pytest.fixture
def no_checkpoints(spark):
    # The session is shared, and Python has no other way to forget the directory.
    spark.sparkContext._jsc.setCheckpointDir(None)


def removed_of(frame):
    return {row.id: (row.kept, row.reason, row.similarity) for row in frame.collect()}


def test_near_without_sites(frame, pages, tmp_path, checkpoints, monkeypatch):
    import descrape.spark
    from descrape.spark import _near

    options = ("--dedup", "near", "--similarity", "0.6", "--keep", "longest")
    expected = corpora.by_command(pages, tmp_path, *options)
    assert sum(reason == "near-duplicate" for _, reason, _ in expected.removed.values()) > 200
    assert max(map(len, expected.groups)) > 50
    found = descrape.spark.corpus(frame, "text", "id", dedup="near", similarity=0.6, keep="longest")
    assert removed_of(found.removed) == expected.removed
    assert {row.id: row.text for row in found.texts.collect()} == expected.texts
    # The same where sets are too large, and where several calls decide.
    monkeypatch.setattr(_near, "_LARGEST", 20)
    monkeypatch.setattr(_near, "_BUCKET", 100)
    clean = descrape.spark.clean(frame, "text")
    assert removed_of(descrape.spark.copies(clean, similarity=0.6, keep="longest")) == expected.removed


def test_exact_on_sites(spark, frame, pages, tmp_path, no_checkpoints):
    """With other thresholds and settings, without checkpoints, and with an order of two columns."""
    import descrape.spark
    from pyspark.sql import functions as F

    options = ("--site-lines", "--site-count", "3", "--site-share", "10", "--site-line-length", "60")
    expected = corpora.by_command(pages, tmp_path, *options, "--dedup", "exact", "--profile", "lossless")
    assert len(expected.removed) > 50
    assert {reason for _, reason, _ in expected.removed.values()} == {"exact-duplicate"}
    halves = frame.withColumn("high", F.floor(F.col("id") / 100)).withColumn("low id", F.col("id") % 100)
    found = descrape.spark.corpus(
        halves, "text", ["high", "low id"], url="url", site="folder", count=3, share=10, longest=60, broadcast=True,
        dedup="exact", profile="lossless",
    )  # fmt: skip
    removed = {
        row["high"] * 100 + row["low id"]: (row.kept["high"] * 100 + row.kept["low id"], row.reason, row.similarity)
        for row in found.removed.collect()
    }
    assert removed == expected.removed and corpora.groups_of(removed) == expected.groups
    assert {row.id: row.text for row in found.texts.collect()} == expected.texts


def test_known_lines_of_other_documents(spark, frame, pages, tmp_path):
    import descrape.spark

    first, second = pages[::2], pages[1::2]
    counts = str(tmp_path / "counts.db")
    corpora.by_command(first, tmp_path / "first", "--site-lines", "--save-site-lines", counts)
    expected = corpora.by_command(second, tmp_path / "second", "--site-lines-from", counts)
    known = descrape.spark.known_lines(frame.where("id % 2 = 0"), "text", url="url", site="folder")
    known.write.parquet(str(tmp_path / "known"))
    known = spark.read.parquet(str(tmp_path / "known"))
    assert known.count() > 10
    clean = descrape.spark.site_lines(
        frame.where("id % 2 = 1"), "text", url="url", site="folder", known=known
    )
    texts = {row.id: row.text for row in clean.collect()}
    assert texts == expected.texts
    plain = {row.id: row.text for row in descrape.spark.clean(frame.where("id % 2 = 1"), "text").collect()}
    assert sum(plain[number] != text for number, text in texts.items()) > 300
    assert clean.schema == frame.schema


def test_few_documents(spark, checkpoints):
    import descrape.spark

    kinds = "id string, text string, url string"
    found = descrape.spark.corpus(spark.createDataFrame([], kinds), url="url")
    assert found.texts.count() == found.removed.count() == 0
    rows = [("b", "the same", None), ("a", "the same", None), ("c", None, "https://a.org"), ("d", "", "https://a.org")]
    found = descrape.spark.corpus(spark.createDataFrame(rows, kinds), url="url")
    assert removed_of(found.removed) == {"b": ("a", "exact-duplicate", 1.0)}
    assert sorted(row.id for row in found.texts.collect()) == ["a", "c", "d"]
    with pytest.raises(ValueError, match="told apart"):
        descrape.spark.copies(spark.createDataFrame([*rows, ("a", "another", None)], kinds))
    found = descrape.spark.corpus(spark.createDataFrame(rows, kinds), dedup=None)
    assert found.removed is None and found.texts.count() == 4


def test_components(spark, checkpoints):
    """Against sets that are joined one pair after the other."""
    import random

    from descrape.spark._components import components

    dice = random.Random(9)
    chain = [(number + 1, number) for number in range(1000, 1300)]
    pairs = {*chain, *(tuple(sorted(dice.sample(range(400), 2), reverse=True)) for _ in range(250))}
    least = {}

    def find(number):
        while least.setdefault(number, number) != number:
            number = least[number]
        return number

    for one, other in pairs:
        one, other = sorted((find(one), find(other)))
        least[other] = one
    found = components(spark.createDataFrame(sorted(pairs), "from bigint, to bigint")).collect()
    assert {row.number: row.component for row in found} == {number: find(number) for number in least}
    assert len(found) == len(least) and len({find(number) for number in least}) > 20


def test_wrong_arguments(spark, frame, no_checkpoints):
    import descrape
    import descrape.spark

    for words, call in {
        "no column": lambda: descrape.spark.copies(frame, "body"),
        "which site": lambda: descrape.spark.site_lines(frame),
        "from 2": lambda: descrape.spark.site_lines(frame, url="url", count=1),
        "0 to 100": lambda: descrape.spark.site_lines(frame, url="url", share=101),
        "1 to 4096": lambda: descrape.spark.site_lines(frame, url="url", longest=5000),
        "0.5 to 1": lambda: descrape.spark.copies(frame, similarity=0.4),
        "setCheckpointDir": lambda: descrape.spark.copies(frame),
        "kind is": lambda: descrape.spark.copies(frame, kind="both"),
        "keep is": lambda: descrape.spark.copies(frame, keep="last"),
    }.items():
        with pytest.raises(ValueError, match=words):
            call()
    with pytest.raises(descrape.ConfigurationError):
        descrape.spark.site_lines(frame, url="url", profile="standart")
