"""Packages from Debian and PyPI, fetched to be read and not installed."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

TOOL = Path(sys.argv[0]).name


def run(command, folder, what):
    """Whether a command could be done; the reason is told when not."""
    result = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        lines = (result.stderr.strip() or "no reason given").split("\n")
        reasons = [line for line in lines if re.match(r"E(RROR)?:", line)]
        print(f"{TOOL}: {what}: {(reasons or lines)[-1].strip()}", file=sys.stderr)
    return result.returncode == 0


def debian(folder, names):
    """The Debian packages of these names that could be had, in the order of the names."""
    for program in ("apt-get", "dpkg-deb"):
        if not shutil.which(program):
            sys.exit(f"{TOOL}: there is no {program}; the prose comes from Debian's packages")
    get = ["apt-get", "-qq", "-o", "APT::Sandbox::User=root"]
    every = [*get, "download", *names]
    # The lists of packages may be missing, or older than what the archive has.
    is_done = run(every, folder, "all packages at once") or (
        os.geteuid() == 0 and run([*get, "update"], folder, "the lists of packages") and run(every, folder, "again"))
    if not is_done:
        for name in names:
            run([*get, "download", name], folder, f"{name} is left out")
    paths = sorted(folder.glob("*.deb"), key=lambda path: names.index(path.name.split("_")[0]))
    return paths or sys.exit(f"{TOOL}: no package could be fetched; `apt-get update` as root may help")


def pypi(folder, requirements):
    """Fetches wheels and source distributions from PyPI, without what they need."""
    pip = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps", "--no-input"]
    for requirement in requirements:
        run([*pip, requirement], folder, f"{requirement} is left out")


def files_of(path):
    """The name and a reader of the bytes of each file of a Debian package."""
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", path], stdout=subprocess.PIPE) as unpack:
        with tarfile.open(fileobj=unpack.stdout, mode="r|") as archive:
            for member in archive:
                if member.isfile():
                    yield member.name, lambda member=member: archive.extractfile(member).read()
