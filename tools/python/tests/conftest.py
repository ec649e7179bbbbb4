"""What the tests share: documents that are generated, and their hash."""

import hashlib
import random
import struct
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

#: Pieces of text with and without damage.
PIECES = [
    "Nothing is wrong with this line. ",
    "He said it&#39;s 5 &lt; 6 &amp;&amp; 7 &gt; 6. ",
    "caf\u00c3\u00a9 and na\u00c3\u00afve ",
    "zero\u200bwidth and soft\u00adhyphen ",
    "\u4eca\u5929\u5929\u6c23\u5f88\u597d\uff0c\u6211\u5011\u53bb\u516c\u5712\u3002",
    "\u4ed6\u8bf4,\u8fd9\u662f\u771f\u7684,\u3002",
    "\u4e00\u884c\r\n\u53e6\u4e00\u884c\r\n",
    "\U0001f469\u200d\U0001f469\u200d\U0001f467 stays together. ",
    "\u767c(f\u0101)\u5c55(zh\u01cen)\u4e86\u767c(f\u0101)\u660e\u3002",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 ",
    "\n\n\n\n",
    "\u300c\u5f15\u7528\u300d&nbsp;&nbsp;",
    "<p>left over</p> ",
]


def generate(count):
    """`count` documents, the same every time: some empty, most short, some of 20 KB."""
    dice = random.Random(20)
    documents = []
    for number in range(count):
        length = 0 if number % 97 == 0 else 200 if number % 501 == 0 else dice.randint(1, 14)
        documents.append("".join(dice.choice(PIECES) for _ in range(length)))
    return documents


def digest(texts):
    """One hash of many texts, in order."""
    hasher = hashlib.sha256()
    for text in texts:
        raw = text.encode()
        hasher.update(struct.pack("<I", len(raw)))
        hasher.update(raw)
    return hasher.hexdigest()


@pytest.fixture(scope="session")
def documents():
    return generate(10_000)


@pytest.fixture(scope="session")
def expected(documents):
    """The hash that all doors must give; the engine must have had something to do."""
    import descrape

    cleaner = descrape.Cleaner()
    clean = [cleaner.clean(text) for text in documents]
    assert sum(before != after for before, after in zip(documents, clean)) > 5_000
    assert sum(before == after for before, after in zip(documents, clean)) > 100
    return digest(clean)


def pytest_addoption(parser):
    parser.addoption("--no-skips", action="store_true", help="a test that is skipped is one that failed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    report = yield
    if report.skipped and item.config.getoption("--no-skips"):
        report.outcome = "failed"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector):
    """For files that are skipped as a whole."""
    report = yield
    if report.skipped and collector.config.getoption("--no-skips"):
        report.outcome = "failed"
    return report
