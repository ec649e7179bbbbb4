"""The same documents through every door: one hash. Each test is an example of how a pipeline is hooked up."""

import json
import os
import struct
import subprocess
import sys

import pyarrow
import pytest

import descrape
from conftest import ROOT, digest


def test_command(documents, expected):
    program = os.environ.get("DESCRAPE_PROGRAM", str(ROOT / ".build/release/descrape"))
    lines = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in documents)
    result = subprocess.run([program, "--format", "jsonl"], input=lines.encode(), capture_output=True, check=True)
    assert digest(json.loads(line)["text"] for line in result.stdout.decode().splitlines()) == expected


def test_command_as_a_pipe(documents, expected):
    """`rdd.pipe` and any other language: one line in, one line out, escaped or not."""
    program = os.environ.get("DESCRAPE_PROGRAM", str(ROOT / ".build/release/descrape"))
    with subprocess.Popen([program, "--format", "jsonl"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        output, _ = process.communicate("".join(json.dumps({"text": text}) + "\n" for text in documents).encode())
    assert digest(json.loads(line)["text"] for line in output.decode().splitlines()) == expected


def test_c(documents, expected):
    program = os.environ.get("DESCRAPE_C_PROGRAM", str(ROOT / ".build/library/program"))
    raws = [text.encode() for text in documents]
    given = b"".join(struct.pack("<I", len(raw)) + raw for raw in raws)
    output = subprocess.run([program, "clean"], input=given, capture_output=True, check=True).stdout
    texts, place = [], 0
    while place < len(output):
        (length,) = struct.unpack_from("<I", output, place)
        texts.append(output[place + 4 : place + 4 + length].decode())
        place += 4 + length
    assert digest(texts) == expected


def test_many(documents, expected):
    assert digest(descrape.Cleaner().clean_many(documents)) == expected


@pytest.mark.parametrize("kind", [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()], ids=str)
def test_arrow(documents, expected, kind):
    assert digest(descrape.Cleaner().clean_arrow(pyarrow.array(documents, kind)).to_pylist()) == expected


def test_pandas(documents, expected):
    import pandas

    assert digest(descrape.Cleaner().clean_arrow(pandas.Series(documents))) == expected


def test_polars(documents, expected):
    import polars

    import descrape.polars  # noqa: F401

    frame = polars.DataFrame({"text": documents})
    assert digest(frame.with_columns(polars.col("text").descrape.clean())["text"]) == expected
    lazy = frame.lazy().select(polars.col("text").descrape.clean(profile="lossless")).collect()
    assert digest(lazy["text"]) != expected


def test_duckdb(documents, expected):
    import duckdb

    import descrape.duckdb

    connection = duckdb.connect()
    descrape.duckdb.register(connection)
    pages = pyarrow.table({"id": range(len(documents)), "text": documents})  # noqa: F841
    rows = connection.execute("SELECT descrape_clean(text) FROM pages ORDER BY id").fetchall()
    assert digest(row[0] for row in rows) == expected
    assert connection.execute("SELECT descrape_clean(NULL)").fetchone() == (None,)


@pytest.mark.parametrize("is_arrow", [False, True], ids=["lists", "arrow"])
def test_datasets(documents, expected, is_arrow, tmp_path, monkeypatch):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    import datasets

    dataset = datasets.Dataset.from_dict({"text": documents, "id": range(len(documents))})
    if is_arrow:
        dataset = dataset.with_format("arrow")
    clean = dataset.map(descrape.Columns("text"), batched=True, num_proc=2).with_format(None)
    assert digest(clean["text"]) == expected and clean["id"][:] == list(range(len(documents)))


def test_datatrove(documents, expected, tmp_path):
    from datatrove.executor import LocalPipelineExecutor
    from datatrove.pipeline.readers import JsonlReader
    from datatrove.pipeline.writers import JsonlWriter

    from descrape.datatrove import DescrapeCleaner

    (tmp_path / "in").mkdir()
    for part in range(2):
        with open(tmp_path / "in" / f"{part}.jsonl", "w", encoding="utf-8") as file:
            # datatrove's reader leaves empty texts out.
            for number, text in enumerate(documents[part::2]):
                file.write(json.dumps({"id": str(number * 2 + part), "text": text or "&#8203;"}) + "\n")
    executor = LocalPipelineExecutor(
        pipeline=[
            JsonlReader(str(tmp_path / "in")),
            DescrapeCleaner(drop_empty=True, exclusion_writer=JsonlWriter(str(tmp_path / "dropped"), compression=None)),
            JsonlWriter(str(tmp_path / "out"), compression=None),
        ],
        tasks=2,
        workers=2,
        logging_dir=str(tmp_path / "logs"),
    )
    executor.run()
    found = {}
    for path in (tmp_path / "out").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found[int(row["id"])] = row["text"]
    dropped = [
        json.loads(line) for path in (tmp_path / "dropped").glob("*.jsonl") for line in path.read_text().splitlines()
    ]
    assert {row["metadata"]["filter_reason"] for row in dropped} == {"empty"}
    empty = [number for number in range(len(documents)) if number not in found]
    assert len(dropped) == len(empty)
    assert digest(found.get(number, "") for number in range(len(documents))) == expected
    stats = json.loads((tmp_path / "logs" / "stats.json").read_text())
    step = next(entry["stats"] for entry in stats if "Descrape" in entry["name"])
    assert step["total"] in (len(documents), {"total": len(documents)}) or step["total"]["total"] == len(documents)


def test_ray(documents, expected, monkeypatch):
    import ray

    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    monkeypatch.setenv("RAY_USAGE_STATS_ENABLED", "0")
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False, logging_level="error")
    try:
        for shape in ("pyarrow", "pandas", "numpy"):
            dataset = ray.data.from_arrow(pyarrow.table({"id": range(len(documents)), "text": documents}))
            rows = dataset.map_batches(descrape.Columns("text"), batch_format=shape).take_all()
            rows.sort(key=lambda row: row["id"])
            assert digest(row["text"] for row in rows) == expected
    finally:
        ray.shutdown()


#: A recipe of data-juicer. Its list of own operators names files; one that imports the package is enough.
RECIPE = """
project_name: descrape
dataset_path: {folder}/in.jsonl
export_path: {folder}/out.jsonl
np: 2
custom_operator_paths: [{folder}/descrape_operator.py]
process:
  - descrape_mapper:
      profile: standard
"""
#: What `dj-process --config` does, but for one thing: after each operator data-juicer empties the memory of models on
#: the graphics card, and installs torch (5 GB) to do so where there is none.
PROCESS = """
import sys
from data_juicer.ops import base_op
base_op.free_models = lambda: None
from data_juicer.config import init_configs
from data_juicer.core import DefaultExecutor
DefaultExecutor(init_configs(["--config", sys.argv[1]])).run()
"""


def test_data_juicer(documents, expected, tmp_path):
    (tmp_path / "recipe.yaml").write_text(RECIPE.format(folder=tmp_path))
    (tmp_path / "descrape_operator.py").write_text("import descrape.data_juicer\n")
    with open(tmp_path / "in.jsonl", "w", encoding="utf-8") as file:
        for number, text in enumerate(documents):
            file.write(json.dumps({"id": number, "text": text}) + "\n")
    # Whatever else it would like to install, it must not: the tests need no network.
    own = {"HF_HOME": str(tmp_path / "hf"), "DATA_JUICER_CACHE_HOME": str(tmp_path / "cache"), "HF_HUB_OFFLINE": "1"}
    offline = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": "", "UV_OFFLINE": "1"}
    command = [sys.executable, "-c", PROCESS, str(tmp_path / "recipe.yaml")]
    result = subprocess.run(command, cwd=tmp_path, env=os.environ | own | offline, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr[-3000:]
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    rows.sort(key=lambda row: row["id"])
    assert digest(row["text"] for row in rows) == expected


def test_data_juicer_operator(documents, expected):
    from data_juicer.ops.base_op import OPERATORS

    import descrape.data_juicer  # noqa: F401

    mapper = OPERATORS.modules["descrape_mapper"](profile="standard", text_key="body")
    samples = mapper.process_batched({"body": documents, "text": documents})
    assert digest(samples["body"]) == expected and samples["text"] is documents
