"""Puts the library and OpenCC's dictionaries into the wheel; builds them first where this is a checkout with Swift."""

import os
import subprocess
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LibraryHook(BuildHookInterface):
    """Adds `libdescrape.so` and `descrape.data`, and names the platform that they are for."""

    def initialize(self, version, build_data):
        """Called by hatchling before it collects the files."""
        root = Path(self.root).parent.parent
        folder = os.environ.get("DESCRAPE_LIBRARY_FOLDER")
        if folder is None:
            subprocess.run([root / "tools" / "build-library"], check=True)
            folder = root / ".build" / "library"
        for name in ("libdescrape.so", "descrape.data"):
            path = Path(folder) / name
            if path.exists():
                build_data["force_include"][str(path)] = f"descrape/{name}"
            elif name == "libdescrape.so":
                raise FileNotFoundError(f"{path} is not there; build it with tools/build-library")
        build_data["force_include"][str(root / "LICENSE")] = "descrape/LICENSE"
        build_data["pure_python"] = False
        build_data["tag"] = f"py3-none-linux_{os.uname().machine}"
