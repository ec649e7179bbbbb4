"""Wheels from PyPI in virtual environments of their own, under .build-bench/."""

import subprocess
import sys
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".build-bench"
OPENCC = ("opencc", "opencc==1.4.2")
ZHCONV = ("zhconv-rs", "zhconv-rs==0.4.2")
FTFY = ("ftfy", "ftfy==6.3.1")


def python_with(folder, requirement):
    """A Python that has the wheel, installed when it is missing; None when PyPI is out of reach."""
    place = CACHE / folder
    python, done = place / "bin/python", place / "done"
    if not done.exists() or done.read_text(encoding="utf-8") != requirement:
        print(f"installing {requirement}", file=sys.stderr, flush=True)
        try:
            subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True, capture_output=True)
            subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", requirement],
                           check=True, capture_output=True, stdin=subprocess.DEVNULL)
        except (subprocess.CalledProcessError, OSError):
            return None
        done.write_text(requirement, encoding="utf-8")
    return python


def needed(tool, folder, requirement):
    """The same, ending the program when PyPI is out of reach."""
    return python_with(folder, requirement) or sys.exit(f"{tool}: {requirement} could not be installed from PyPI")
