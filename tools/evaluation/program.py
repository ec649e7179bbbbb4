"""Documents through the program."""

import json
import subprocess
import sys


def run(command, data):
    result = subprocess.run(command, input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    if result.returncode != 0:
        sys.exit(f"evaluate: {' '.join(map(str, command))} ended with {result.returncode}: "
                 + result.stderr.decode(errors="replace")[:500])
    return result.stdout


def jsonl(texts):
    """Texts as JSON Lines, as the program and its peers take them."""
    return "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts).encode("utf-8")


def cleaned(program, options, texts):
    """What the program makes of the documents: one run for texts, one for each of raw bytes."""
    if texts and isinstance(texts[0], bytes):
        return [run([program, *options], text).decode("utf-8", "replace") for text in texts]
    made = run([program, *options, "--format", "jsonl"], jsonl(texts))
    outs = [json.loads(line)["text"] for line in made.decode().split("\n") if line]
    if len(outs) != len(texts):
        sys.exit(f"evaluate: {len(texts)} documents went in and {len(outs)} came out")
    return outs


def version(program):
    return run([program, "--version"], b"").decode().strip()


def text_of(damaged):
    """A damaged document as text: raw bytes as somebody reads them who takes them for UTF-8."""
    return damaged.decode("utf-8", "replace") if isinstance(damaged, bytes) else damaged
