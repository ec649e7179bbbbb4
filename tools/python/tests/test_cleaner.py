import multiprocessing
import os
import pickle
import random
import subprocess
import sys
import threading
import time

import pytest

import descrape

RAW = "caf&eacute; \u200bna\u00c3\u00afve\r\n"
CLEAN = "café naïve\n"


def test_clean():
    assert descrape.clean(RAW) == CLEAN
    text = "clean as it is"
    assert descrape.clean(text) is text
    assert descrape.clean("") == ""
    # A zero byte ends no text; it is a character that means nothing.
    assert descrape.clean("a\0b &amp; \U0001f600") == "ab & \U0001f600"
    assert descrape.clean("\u81fa\u7063\u7684\u96fb\u8166", to="hans") == "\u53f0\u6e7e\u7684\u7535\u8111"


@pytest.mark.parametrize("wrong", [None, 3, b"bytes", ["list"]])
def test_other_types(wrong):
    cleaner = descrape.Cleaner()
    for call in (cleaner.clean, cleaner.clean_with_journal, cleaner.explain, cleaner.survey):
        with pytest.raises((TypeError, AttributeError)):
            call(wrong)
    if wrong is not None:
        with pytest.raises((TypeError, AttributeError)):
            cleaner.clean_many([wrong])


def test_many():
    cleaner = descrape.Cleaner()
    texts = [RAW, None, "plain", "", RAW * 3]
    assert cleaner.clean_many(texts) == [CLEAN, None, "plain", "", CLEAN * 3]
    assert cleaner.clean_many(iter([])) == []
    many = [RAW if number % 3 else f"plain {number}" for number in range(5000)]
    assert cleaner.clean_many(many) == [cleaner.clean(text) for text in many]
    assert many[1] == RAW, "the given list stays as it is"


def test_lone_surrogates():
    cleaner = descrape.Cleaner()
    for call in (cleaner.clean, cleaner.clean_with_journal, cleaner.explain, cleaner.survey):
        with pytest.raises(descrape.NotUnicodeError, match="character 2"):
            call("ab\ud800c")
    with pytest.raises(descrape.NotUnicodeError):
        cleaner.clean_many(["fine", "\udfff"])
    replacing = descrape.Cleaner(errors="replace")
    assert replacing.clean("ab\ud800c&amp;") == "ab\ufffdc&"
    assert replacing.clean("ab\udc80c") == "ab\ufffdc"
    assert replacing.clean("\ud83d\ude00") == "\U0001f600"
    assert replacing.clean_many(["\ud800", "ok", None]) == ["\ufffd", "ok", None]


def test_any_string_comes_back():
    dice = random.Random(7)
    strict, replacing = descrape.Cleaner(), descrape.Cleaner(errors="replace")
    for _ in range(3000):
        text = "".join(
            chr(dice.choice([dice.randrange(0x110000), dice.randrange(0x3000), 0xD800 + dice.randrange(0x800)]))
            for _ in range(dice.randrange(12))
        )
        assert isinstance(replacing.clean(text), str)
        try:
            cleaned = strict.clean_with_journal(text)
        except descrape.NotUnicodeError:
            continue
        assert strict.restore(cleaned.text, cleaned.journal) == text
        assert strict.clean(text) == cleaned.text
        assert strict.clean(cleaned.text) == cleaned.text


def test_configuration(tmp_path):
    assert descrape.Cleaner("lossless").description["profile"] == "lossless"
    path = tmp_path / "descrape.toml"
    path.write_text('profile = "lossless"\nskip = ["entities"]\n')
    for config in (path, str(path), {"profile": "lossless", "skip": ["entities"]}):
        cleaner = descrape.Cleaner(config=config)
        assert cleaner.description["profile"] == "lossless"
        assert cleaner.clean("a&amp;b") == "a&amp;b"
    assert descrape.Cleaner("standard", config=path).description["profile"] == "standard"
    stage = next(s["id"] for s in descrape.Cleaner().description["stages"])
    assert [s["id"] for s in descrape.Cleaner(config={"only": stage}).description["stages"]] == [stage]
    for wrong in (
        {"set": {"gloss": {"no such": 1}}},
        {"proffle": "x"},
        {"skip": ["no-such"]},
        {"profile": 'a"\n\x7fb'},
    ):
        with pytest.raises(descrape.ConfigurationError):
            descrape.Cleaner(config=wrong)
    with pytest.raises(descrape.ConfigurationError, match='did you mean "standard"'):
        descrape.Cleaner("standart")
    with pytest.raises(descrape.ConfigurationError, match="hans"):
        descrape.Cleaner(to="hanz")
    with pytest.raises(FileNotFoundError):
        descrape.Cleaner(config=tmp_path / "missing.toml")
    with pytest.raises(ValueError):
        descrape.Cleaner(errors="ignore")


def test_explain_and_restore():
    cleaner = descrape.Cleaner()
    text = "\u4e2d\u6587 x&amp;y \u200bz"
    edits = cleaner.explain(text)
    assert [(edit.stage, edit.removed, edit.inserted) for edit in edits] == [
        ("entities", "&amp;", "&"),
        ("invisible", "\u200b", ""),
    ]
    for edit in edits:
        assert text[edit.start : edit.end] == edit.removed
        assert 0 < edit.confidence <= 100 and edit.why and edit.line == 1
    cleaned = cleaner.clean_with_journal(text)
    assert cleaned.edits == 2 and cleaner.restore(cleaned.text, cleaned.journal) == text
    assert cleaner.clean_with_journal("plain") == ("plain", 0, None)
    assert cleaner.restore("plain", None) == "plain"
    for journal in ("", "{}", "nonsense", cleaned.journal[:-1], cleaned.journal.replace("x", "y")):
        with pytest.raises(descrape.JournalError):
            cleaner.restore(cleaned.text + "!", journal)


def test_survey():
    facts = descrape.Cleaner().survey("\u4e2d\u6587, English\n")
    assert facts["han"] == 2 and facts["lines"] == 1 and facts["looks-like-code"] is False
    assert descrape.Cleaner(to="hans").survey("\u81fa\u7063")["script"] == "traditional"


def _in_a_worker(arguments):
    cleaner, text = arguments
    return [cleaner.clean(text) for _ in range(200)][-1], descrape.clean(text)


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_processes(method):
    cleaner = descrape.Cleaner("lossless", config={"skip": ["entities"]})
    assert pickle.loads(pickle.dumps(cleaner)).clean("&amp;\r\n") == "&amp;\n"
    # The library is loaded and has been used before the fork.
    cleaner.clean(RAW)
    with multiprocessing.get_context(method).Pool(2) as pool:
        results = pool.map(_in_a_worker, [(cleaner, "&amp;\r\n")] * 8)
    assert results == [("&amp;\n", "&\n")] * 8


def test_threads():
    cleaner, problems = descrape.Cleaner(), []

    def work():
        for _ in range(500):
            if cleaner.clean(RAW) != CLEAN or cleaner.clean_many([RAW, "x"]) != [CLEAN, "x"]:
                problems.append("not clean")

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems


def test_interpreter_is_free_meanwhile():
    cleaner, ticks, text = descrape.Cleaner(), [], "\u4e2d\u6587&amp;\n" * 400_000
    done = threading.Event()

    def count():
        while not done.is_set():
            ticks.append(time.perf_counter())
            time.sleep(0.002)

    counter = threading.Thread(target=count)
    counter.start()
    start = time.perf_counter()
    cleaner.clean(text)
    end = time.perf_counter()
    done.set()
    counter.join()
    # The other thread went on in the middle of the call as well.
    span = end - start
    assert any(start + span / 4 < tick < end - span / 4 for tick in ticks)


def test_import_loads_nothing():
    code = "import descrape, sys; print(any('libdescrape' in line for line in open('/proc/self/maps')))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "False\n"


def test_a_library_that_is_not_there():
    code = "import descrape\ntry: descrape.clean('x')\nexcept descrape.LibraryError as problem: print('refused')"
    environment = {**os.environ, "DESCRAPE_LIBRARY": "/nowhere/lib.so"}
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert result.stdout == "refused\n"


def test_memory_does_not_grow():
    cleaner = descrape.Cleaner()

    def pages():
        with open("/proc/self/statm") as file:
            return int(file.read().split()[1])

    def work(rounds):
        for _ in range(rounds):
            cleaner.clean(RAW * 50)
            cleaner.clean_with_journal(RAW)
            cleaner.clean_many([RAW] * 20)
            cleaner.explain(RAW)
            with pytest.raises(descrape.JournalError):
                cleaner.restore("x", "{}")

    work(300)
    before = pages()
    work(3000)
    assert (pages() - before) * os.sysconf("SC_PAGE_SIZE") < 4 << 20
