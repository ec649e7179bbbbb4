"""What a driver runs on the cluster of test_spark_cluster.py: the passes over a corpus, as a program of its own.

usage: cluster_job.py MASTER FOLDER FOLDER has pages.jsonl, and takes texts.jsonl and removed.jsonl. While it has
`hold` and not `go`, tasks from the fourth on that read pages wait, and say so in `waiting/`. Tasks that are not the
first ones of their kind say so in `again/`.
"""

import json
import os
import sys
import time
from pathlib import Path

from pyspark.sql import SparkSession


def held(folder):
    """A function for mapInArrow that waits where it is told to."""

    def batches(source):
        from pyspark import TaskContext

        task = TaskContext.get()
        if task.attemptNumber() > 0:
            (folder / "again" / str(task.taskAttemptId())).touch()
        end = time.monotonic() + 200
        while task.partitionId() >= 4 and (folder / "hold").exists() and not (folder / "go").exists():
            (folder / "waiting" / str(os.getpid())).touch()
            if time.monotonic() > end:
                raise TimeoutError("nobody let the task go on")
            time.sleep(0.05)
        yield from source

    return batches


def main(master, folder):
    import descrape.spark

    for name in ("waiting", "again"):
        (folder / name).mkdir()
    builder = SparkSession.builder.master(master).appName("descrape")
    settings = {
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.executor.memory": "768m",
        "spark.cores.max": "2",
        "spark.sql.shuffle.partitions": "4",
        "spark.shuffle.io.retryWait": "1s",
    }
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    try:
        spark.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
        kinds = "id bigint, text string, url string, folder string"
        pages = spark.read.schema(kinds).json(str(folder / "pages.jsonl")).repartition(8)
        found = descrape.spark.corpus(
            pages.mapInArrow(held(folder), pages.schema), "text", "id", url="url", site="folder"
        )
        for name, frame in (("removed", found.removed), ("texts", found.texts)):
            with open(folder / f"{name}.jsonl", "w", encoding="utf-8") as file:
                for row in frame.toLocalIterator():
                    file.write(json.dumps(row.asDict()) + "\n")
    finally:
        spark.stop()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
