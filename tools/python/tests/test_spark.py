"""Spark on two local threads."""

import os
import shutil
import sys

import pytest

from conftest import digest

pyspark = pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)


@pytest.fixture(scope="module")
def spark():
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def frame(spark, documents):
    rows = list(enumerate(documents)) + [(len(documents), None)]
    return spark.createDataFrame(rows, "id int, text string").repartition(4)


def test_map_in_arrow(frame, documents, expected):
    import descrape.spark

    rows = sorted(descrape.spark.clean(frame, "text").collect())
    assert rows[-1].text is None
    assert digest(row.text for row in rows[:-1]) == expected
    with pytest.raises(ValueError, match="no column"):
        descrape.spark.clean(frame, "body")


def test_udf(frame, documents, expected):
    import descrape.spark

    rows = sorted(frame.withColumn("text", descrape.spark.udf()("text")).collect())
    assert rows[-1].text is None
    assert digest(row.text for row in rows[:-1]) == expected


def test_pipe(spark, documents, expected):
    """`rdd.pipe`: no Python package needed on the executors, only the program."""
    import json

    from conftest import ROOT

    program = os.environ.get("DESCRAPE_PROGRAM", str(ROOT / ".build/release/descrape"))
    lines = spark.sparkContext.parallelize([json.dumps({"id": i, "text": t}) for i, t in enumerate(documents)], 4)
    rows = [json.loads(line) for line in lines.pipe(f"{program} --format jsonl").collect()]
    assert digest(row["text"] for row in sorted(rows, key=lambda row: row["id"])) == expected
