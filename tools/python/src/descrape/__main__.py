"""python -m descrape parquet IN OUT --column text"""

from __future__ import annotations

import argparse
import sys

from . import __version__
from ._cleaner import Cleaner
from .errors import DescrapeError


def main(arguments: list[str] | None = None) -> int:
    """Runs the command. Exit status: 0 done, 2 wrong use or configuration, 3 an input or an output failed."""
    parser = argparse.ArgumentParser(prog="python -m descrape", description="Undoes what scraping did to text.")
    parser.add_argument("--version", action="version", version=f"descrape {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="command")
    parquet = commands.add_parser(
        "parquet",
        help="clean columns of Parquet files",
        description="Cleans columns of a Parquet file, or of all in a folder. Files appear whole or not at all; those "
        "that are there already are left alone, and a large one goes on behind the last 256 MB that were finished, so "
        "that a stopped run goes on when it is started again.",
    )
    parquet.add_argument("input", help="a file or a folder")
    parquet.add_argument("output", help="the file or the folder to write")
    parquet.add_argument("--column", action="append", default=[], metavar="name", help="a column to clean (text)")
    parquet.add_argument("--profile", metavar="name", help="lossless, standard or thorough")
    parquet.add_argument("--to", metavar="target", help="convert the script, such as hans or s2twp")
    parquet.add_argument("--config", metavar="file", help="settings from a TOML file")
    parquet.add_argument("--batch-rows", type=int, default=8192, metavar="n", help="how many rows at once (8192)")
    parquet.add_argument("--quiet", action="store_true", help="name no files")
    options = parser.parse_args(arguments)
    if options.batch_rows < 1:
        parser.error("--batch-rows takes a number from 1 on")

    def say(message: str) -> None:
        if not options.quiet:
            print(message, file=sys.stderr)

    try:
        cleaner = Cleaner(options.profile, options.to, options.config)
    except (DescrapeError, OSError, ValueError) as problem:
        print(f"descrape: {problem}", file=sys.stderr)
        return 2
    try:
        import pyarrow

        from . import parquet as work
    except ImportError:
        print("descrape: Parquet needs pyarrow; pip install 'descrape[arrow]'", file=sys.stderr)
        return 2
    try:
        columns = options.column or ["text"]
        work.clean(options.input, options.output, columns, cleaner, batch_rows=options.batch_rows, say=say)
    except (DescrapeError, OSError, pyarrow.ArrowException) as problem:
        print(f"descrape: {problem}", file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
