"""The passes over a corpus on a standalone cluster, of which a worker is killed in the middle of the job."""

import json
import os
import shutil
import signal

import pytest

import corpora

pytest.importorskip("pyspark")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java", allow_module_level=True)

from cluster import Cluster, is_below, wait_for  # noqa: E402

JOB = os.path.join(os.path.dirname(__file__), "cluster_job.py")


def test_a_killed_worker(tmp_path):
    pages = corpora.make(2500)
    expected = corpora.by_command(pages, tmp_path / "command", "--site-lines", "--dedup", "near")
    folder = tmp_path / "job"
    folder.mkdir()
    corpora.write(pages, folder / "pages.jsonl")
    with Cluster(tmp_path) as cluster:
        job = cluster.run("job", cluster.environment["PYSPARK_PYTHON"], JOB, cluster.master, folder)
        # Lines are counted, and tasks that read the pages once more are to be in the middle of it.
        checkpoints = folder / "checkpoints"
        wait_for("the first checkpoint", lambda: cluster.check(job) and list(checkpoints.glob("*/rdd-*/part-*")), 240)
        (folder / "hold").touch()

        def task_of(worker):
            waiting = [int(path.name) for path in (folder / "waiting").iterdir()]
            return [process for process in waiting if is_below(process, worker.pid)]

        victim, other = cluster.workers
        tasks = wait_for("a task on each worker", lambda: cluster.check(job) and task_of(other) and task_of(victim))
        # Its executor and the Python processes go with it, as they do when a machine goes.
        executors = [process for process in cluster.members() if is_below(process, victim.pid)]
        assert set(tasks) < set(executors)
        os.killpg(victim.pid, signal.SIGKILL)
        cluster.kill(executors)
        assert victim.wait(30) == -signal.SIGKILL
        (folder / "go").touch()
        assert job.wait(400) == 0, cluster.said("job")[-4000:]
        assert other.poll() is None
        assert list((folder / "again").iterdir()), "no task was run again"
    assert not cluster.members()
    texts = [json.loads(line) for line in open(folder / "texts.jsonl", encoding="utf-8")]
    removed = [json.loads(line) for line in open(folder / "removed.jsonl", encoding="utf-8")]
    assert len(texts) + len(removed) == len(pages)
    assert {row["id"]: row["text"] for row in texts} == expected.texts
    removed = {row["id"]: (row["kept"], row["reason"], row["similarity"]) for row in removed}
    assert removed == expected.removed and corpora.groups_of(removed) == expected.groups
    for page in texts:
        assert {key: page[key] for key in ("id", "url", "folder")} == {
            key: value for key, value in pages[page["id"]]._asdict().items() if key != "text"
        }
