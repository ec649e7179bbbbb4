import os
import subprocess
import sys

import pyarrow
import pyarrow.parquet as parquet
import pytest

import descrape
from conftest import generate
from descrape import parquet as work


def write(path, texts, **options):
    table = pyarrow.table({"id": list(range(len(texts))), "text": texts, "title": texts})
    parquet.write_table(table.replace_schema_metadata({"own": "kept"}), path, **options)
    return table


def run(*arguments, **options):
    command = [sys.executable, "-m", "descrape", "parquet", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, **options)


def test_a_file(tmp_path):
    texts = generate(3000)
    table = write(tmp_path / "in.parquet", texts, row_group_size=1000, compression="zstd")
    result = run(tmp_path / "in.parquet", tmp_path / "out.parquet", "--column", "text", "--batch-rows", 700)
    assert result.returncode == 0, result.stderr
    clean = parquet.read_table(tmp_path / "out.parquet")
    cleaner = descrape.Cleaner()
    assert clean["text"].to_pylist() == cleaner.clean_many(texts)
    assert clean["title"].to_pylist() == texts and clean["id"] == table["id"]
    assert clean.schema.metadata[b"own"] == b"kept" and clean.schema.types == table.schema.types
    facts = parquet.read_metadata(tmp_path / "out.parquet")
    assert facts.row_group(0).column(0).compression == "ZSTD"
    assert sorted(os.listdir(tmp_path)) == ["in.parquet", "out.parquet"]


def test_going_on(tmp_path):
    source, target = tmp_path / "in", tmp_path / "out"
    (source / "deep").mkdir(parents=True)
    for name in ("a", "deep/b", "c"):
        write(source / f"{name}.parquet", generate(200))
    first = run(source, target)
    assert first.returncode == 0 and first.stderr.count("is written") == 3
    before = {path: path.read_bytes() for path in target.rglob("*.parquet")}
    # What a stopped run left: one file missing, one half written, one damaged.
    (target / "c.parquet").unlink()
    (target / "c.parquet.part").write_bytes(b"half")
    (target / "a.parquet").write_bytes(before[target / "a.parquet"][:-100])
    second = run(source, target)
    assert second.returncode == 0 and second.stderr.count("is written") == 2
    assert second.stderr.count("there already") == 1
    assert {path: path.read_bytes() for path in target.rglob("*") if path.is_file()} == before
    # Another configuration, or another input, is another output.
    assert run(source, target, "--profile", "lossless").stderr.count("is written") == 3
    write(source / "c.parquet", generate(201))
    assert run(source, target, "--profile", "lossless").stderr.count("is written") == 1


def test_wrong_use(tmp_path):
    write(tmp_path / "in.parquet", ["x"])
    assert run(tmp_path / "in.parquet", tmp_path / "out", "--column", "nope").returncode == 3
    assert run(tmp_path / "in.parquet", tmp_path / "out", "--column", "id").returncode == 3
    assert run(tmp_path / "in.parquet", tmp_path / "in.parquet").returncode == 3
    assert run(tmp_path / "no.parquet", tmp_path / "out").returncode == 3
    assert run(tmp_path / "in.parquet", tmp_path / "out", "--profile", "nope").returncode == 2
    assert run(tmp_path / "in.parquet").returncode == 2
    (tmp_path / "bad.parquet").write_bytes(b"PAR1 nothing PAR1")
    assert run(tmp_path / "bad.parquet", tmp_path / "out").returncode == 3
    assert not (tmp_path / "out").exists()


def test_whole_or_not_at_all(tmp_path, monkeypatch):
    write(tmp_path / "in.parquet", generate(100))
    (tmp_path / "out.parquet").write_bytes(b"from before")
    cleaner, calls = descrape.Cleaner(), []

    def failing(*arguments):
        calls.append(arguments)
        if len(calls) == 3:
            raise OSError("no space")
        return original(*arguments)

    original = work._clean_batch
    monkeypatch.setattr(work, "_clean_batch", failing)
    with pytest.raises(OSError, match="no space"):
        work.clean(tmp_path / "in.parquet", tmp_path / "out.parquet", ["text"], cleaner, batch_rows=10)
    assert (tmp_path / "out.parquet").read_bytes() == b"from before"
    assert sorted(os.listdir(tmp_path)) == ["in.parquet", "out.parquet"]


#: Cleans the first file into the second in segments of one row group each, and is killed at the batch of that number.
KILLED = """
import os, signal, sys
import descrape
from descrape import parquet
original, calls = parquet._clean_batch, []
def counted(*arguments):
    calls.append(1)
    if len(calls) == int(sys.argv[3]):
        os.kill(os.getpid(), signal.SIGKILL)
    return original(*arguments)
parquet._clean_batch = counted
parquet.clean(sys.argv[1], sys.argv[2], ["text"], descrape.Cleaner(), batch_rows=100, segment_bytes=1)
print(len(calls))
"""


def clean_until(number, source, target):
    """How many batches were cleaned; None when it was killed at batch `number` before it was done."""
    command = [sys.executable, "-c", KILLED, str(source), str(target), str(number)]
    result = subprocess.run(command, capture_output=True, text=True)
    assert result.returncode in (0, -9), result.stderr
    return int(result.stdout) if result.returncode == 0 else None


def test_going_on_in_a_file(tmp_path):
    import duckdb
    import polars

    texts = [f"{number} {text}" for number, text in enumerate(generate(2000))]
    source, whole, target = tmp_path / "in.parquet", tmp_path / "whole.parquet", tmp_path / "out.parquet"
    write(source, texts, row_group_size=500, compression="zstd")
    assert clean_until(0, source, whole) == 20
    assert sorted(os.listdir(tmp_path)) == ["in.parquet", "whole.parquet"]
    # Killed in the first row group of 5 batches nothing is kept, in the second one the first, and so on.
    assert [clean_until(number, source, target) for number in (3, 8, 9, 2)] == [None] * 4
    assert not target.exists()
    assert clean_until(0, source, target) == 10
    assert sorted(os.listdir(tmp_path)) == ["in.parquet", "out.parquet", "whole.parquet"]
    assert target.read_bytes() == whole.read_bytes()
    clean = parquet.read_table(target)
    assert clean["text"].to_pylist() == descrape.Cleaner().clean_many(texts)
    assert clean["id"].to_pylist() == list(range(2000)) and clean.schema.metadata[b"own"] == b"kept"
    assert polars.read_parquet(target).equals(polars.from_arrow(clean))
    rows = duckdb.sql(f"SELECT text FROM read_parquet('{target}') WHERE id = 1750").fetchall()
    assert rows == [(clean["text"][1750].as_py(),)]
    facts = parquet.read_metadata(target)
    assert [facts.row_group(number).num_rows for number in range(facts.num_row_groups)] == [100] * 20


@pytest.mark.parametrize("damage", ["log", "part", "key", "tail"])
def test_going_on_after_damage(tmp_path, damage):
    source, target, part = tmp_path / "in.parquet", tmp_path / "out.parquet", tmp_path / "out.parquet.part"
    log = tmp_path / "out.parquet.part.json"
    write(source, generate(2000), row_group_size=500)
    assert clean_until(14, source, target) is None
    if damage == "log":
        log.write_bytes(log.read_bytes()[:-4])
    elif damage == "part":
        part.write_bytes(part.read_bytes()[:2000])
    elif damage == "key":
        write(source, [text + "x" for text in generate(2000)], row_group_size=500)
    else:
        part.write_bytes(part.read_bytes() + b"from a segment that was not finished")
    assert clean_until(0, source, target) == (10 if damage == "tail" else 20)
    assert sorted(os.listdir(tmp_path)) == ["in.parquet", "out.parquet"]
    texts = parquet.read_table(source)["text"].to_pylist()
    assert parquet.read_table(target)["text"].to_pylist() == descrape.Cleaner().clean_many(texts)


def test_memory(tmp_path):
    """A file of many row groups takes no more memory than one of a few."""

    def peak(groups):
        source = tmp_path / f"{groups}.parquet"
        table = pyarrow.table({"text": generate(2000) * 5})
        with parquet.ParquetWriter(source, table.schema) as writer:
            for _ in range(groups):
                writer.write_table(table)
        code = (
            "import sys, resource, descrape.__main__ as main\n"
            "assert main.main(sys.argv[1:]) == 0\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        command = [
            sys.executable,
            "-c",
            code,
            "parquet",
            str(source),
            str(tmp_path / "out.parquet"),
            "--batch-rows",
            "2000",
        ]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)

    assert peak(40) < peak(4) + (40 << 10)
