"""A standalone cluster of Spark on 127.0.0.1: a master and workers, each a process of its own that can be killed."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pyspark

HOME = Path(pyspark.__file__).parent
#: In the environment of all that belongs to a cluster, so that nothing of it is left behind.
MARK = "DESCRAPE_TEST_CLUSTER"


def wait_for(what, found, seconds=120):
    """Waits until `found` gives something, and returns it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        value = found()
        if value:
            return value
        time.sleep(0.1)
    raise TimeoutError(f"{what} did not come within {seconds} seconds")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_listening(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def parent_of(process):
    """The process that started another one; None for one that is gone."""
    try:
        status = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return None
    return int(status.rpartition(")")[2].split()[1])


def is_below(process, ancestor):
    """Whether a process was started by another one, or by one that was."""
    while process and process != ancestor:
        process = parent_of(process)
    return process == ancestor


class Cluster:
    """A context: all of its processes are gone at its end, whatever happened."""

    def __init__(self, folder, workers=2):
        self.folder = folder
        self.count = workers
        self.workers = []
        self.processes = []
        self.environment = {
            **os.environ,
            MARK: str(folder),
            "SPARK_HOME": str(HOME),
            "SPARK_LOCAL_IP": "127.0.0.1",
            "SPARK_LOCAL_DIRS": str(folder / "local"),
            "SPARK_DAEMON_MEMORY": "256m",
            "PYSPARK_PYTHON": sys.executable,
            "PYSPARK_DRIVER_PYTHON": sys.executable,
        }

    def __enter__(self):
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        port = free_port()
        self.master = f"spark://127.0.0.1:{port}"
        master = self.run(
            "master", HOME / "bin/spark-class", "org.apache.spark.deploy.master.Master",
            "--host", "127.0.0.1", "--port", str(port), "--webui-port", str(free_port()),
        )  # fmt: skip
        wait_for("the master", lambda: self.check(master) and is_listening(port))
        for number in range(self.count):
            name = f"worker{number}"
            worker = self.run(
                name, HOME / "bin/spark-class", "org.apache.spark.deploy.worker.Worker", self.master,
                "--host", "127.0.0.1", "--port", "0", "--webui-port", "0", "--cores", "1", "--memory", "1g",
                "--work-dir", str(self.folder / name),
            )  # fmt: skip
            self.workers.append(worker)
            wait_for(name, lambda: self.check(worker) and "Successfully registered" in self.said(name))

    def log(self, name):
        return self.folder / f"{name}.log"

    def said(self, name):
        return self.log(name).read_text("utf-8", "replace")

    def run(self, name, *command):
        """Starts a process in a group of its own, with what it says in a file."""
        with open(self.log(name), "wb") as log:
            process = subprocess.Popen(
                [str(part) for part in command], stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env=self.environment, start_new_session=True,
            )  # fmt: skip
        process.name = name
        self.processes.append(process)
        return process

    def check(self, process):
        """Raises what a process said when it has ended; otherwise gives True."""
        if process.poll() is not None:
            said = self.said(process.name)[-4000:]
            raise RuntimeError(f"{process.name} ended with status {process.returncode}:\n{said}")
        return True

    def members(self):
        """All processes that belong to the cluster."""
        mark = f"{MARK}={self.folder}".encode()
        found = []
        for path in Path("/proc").glob("[0-9]*"):
            try:
                if mark in (path / "environ").read_bytes().split(b"\0"):
                    found.append(int(path.name))
            except OSError:
                # It is gone, or somebody else's.
                continue
        return found

    @staticmethod
    def kill(processes):
        for process in processes:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def stop(self):
        """Ends all processes. Again, since one may have started another meanwhile."""
        for _ in range(50):
            self.kill(self.members())
            for process in self.processes:
                process.poll()
            if not self.members():
                return
            time.sleep(0.1)
        raise RuntimeError(f"processes of {self.folder} do not end: {self.members()}")
