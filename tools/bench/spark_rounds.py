"""What tools/bench/pipelines runs beside itself: cleaning in Spark with local workers, a round for each line of input.

usage: spark_rounds.py WORKERS FILE.jsonl
"""

import os
import sys
import tempfile
import time

from pyspark.sql import SparkSession
from pyspark.sql import functions as F

import descrape.spark

workers, path = sys.argv[1:]
os.environ["PYSPARK_PYTHON"] = sys.executable
builder = SparkSession.builder.master(f"local[{workers}]")
for key, value in {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": workers,
    "spark.sql.files.openCostInBytes": "0",
    "spark.sql.files.maxPartitionBytes": "8m",
}.items():
    builder = builder.config(key, value)
spark = builder.getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
with tempfile.TemporaryDirectory() as folder:
    # Parquet, so that reading is little; eight tasks, so that starting them is little too.
    texts = spark.read.schema("text string").json(path)
    for _ in range(3):
        texts = texts.union(texts)
    texts.repartition(8).write.parquet(folder + "/texts")
    texts = spark.read.parquet(folder + "/texts")
    size = texts.agg(F.sum(F.octet_length("text"))).first()[0]
    total = F.sum(F.octet_length("text"))
    print(size, flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        descrape.spark.clean(texts, "text").agg(total).first()
        print(time.perf_counter() - start, flush=True)
spark.stop()
