"""Wheels from PyPI in virtual environments of their own, under .build-bench/."""

import subprocess
import sys
from pathlib import Path

CACHE = Path(__file__).resolve().parents[2] / ".build-bench"
OPENCC = ("opencc", "opencc==1.4.2")
ZHCONV = ("zhconv-rs", "zhconv-rs==0.4.2")
FTFY = ("ftfy", "ftfy==6.3.1")


def install(folder, requirement):
    """A Python that has the wheels, named apart by spaces, and no reason; or no Python and the reason why not."""
    place = CACHE / folder
    python, done = place / "bin/python", place / "done"
    if not done.exists() or done.read_text(encoding="utf-8") != requirement:
        print(f"installing {requirement}", file=sys.stderr, flush=True)
        pip = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *requirement.split()]
        try:
            for command in ([sys.executable, "-m", "venv", "--clear", place], pip):
                subprocess.run(command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL,
                               timeout=900)
        except subprocess.CalledProcessError as problem:
            lines = [line.strip() for line in problem.stderr.split("\n") if line.strip()] or ["no reason given"]
            return None, next((line for line in lines if line.startswith("ERROR:")), lines[-1])[:200]
        except (subprocess.TimeoutExpired, OSError) as problem:
            return None, f"{type(problem).__name__} while installing"
        done.write_text(requirement, encoding="utf-8")
    return python, None


def python_with(folder, requirement):
    """A Python that has the wheels; None when they cannot be had."""
    return install(folder, requirement)[0]


def needed(tool, folder, requirement):
    """The same, ending the program when PyPI is out of reach."""
    return python_with(folder, requirement) or sys.exit(f"{tool}: {requirement} could not be installed from PyPI")
