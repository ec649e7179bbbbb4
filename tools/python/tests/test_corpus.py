"""The kernels of the passes over a corpus."""

import gc
import random

import pyarrow
import pytest

import descrape
from descrape import corpus

TYPES = [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()]
FOOT = "Seven elephants walk over the plain\nNine herons stand beside the river\nTwo owls wait in the old barn\n"
BODY = "The article is long enough to be a paragraph, and says what no other page of this site says at all: "
TEXTS = [BODY + "one.\n" + FOOT, BODY + "two.\n" + FOOT, None, "", " \n\t\n", FOOT, "x"]
NAMES = ["a.org", "a.org", "a.org", "a.org", "a.org", "", None]


@pytest.fixture(scope="module")
def cleaner():
    return descrape.Cleaner()


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_sites(kind):
    numbers = corpus.site_numbers(pyarrow.array(NAMES, kind))
    numbers.validate(full=True)
    assert numbers.type == pyarrow.int64() and numbers.null_count == 2 and len(set(numbers[:5].to_pylist())) == 1
    urls = ["https://www.A.org:80/x", "//a.org", "b.org", None, "http://b.org", "", "x:"]
    by_url = corpus.site_numbers(pyarrow.array(urls, kind), urls=True).to_pylist()
    assert by_url[:2] == numbers[:2].to_pylist() and by_url[4] not in (None, by_url[0])
    assert [number is None for number in by_url] == [False, False, True, True, False, True, True]


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_site_lines(cleaner, kind):
    texts, sites = pyarrow.array(TEXTS, kind), corpus.site_numbers(pyarrow.array(NAMES))
    pages = corpus.site_lines(texts, sites)
    pages.validate(full=True)
    rows = pages.to_pylist()
    assert [len(row["keys"]) for row in rows] == [4, 4, 0, 0, 0, 0, 0]
    assert [row["document"] is None for row in rows] == [False, False, True, True, True, True, True]
    shared = set(rows[0]["keys"]) & set(rows[1]["keys"])
    assert len(shared) == 3 and all(key < 0 for key in shared)
    assert (rows[0]["document"] ^ sites[0].as_py() << 32) & 0xFFFFFFFF_00000000 == 0
    known = pyarrow.array([list(shared)] * len(TEXTS), pyarrow.list_(pyarrow.int64()))
    clean = corpus.clean_sites(cleaner, texts, sites, known)
    assert clean.type == kind
    assert clean.to_pylist() == [BODY + "one.\n", BODY + "two.\n", *cleaner.clean_arrow(texts).to_pylist()[2:]]
    # Slices, and lists that are null.
    clean = corpus.clean_sites(cleaner, texts[1:], sites[1:], pyarrow.array([list(shared), *[None] * 5], known.type))
    assert clean.to_pylist()[0] == BODY + "two.\n" and clean.to_pylist()[4] == FOOT
    rows = corpus.clean_sites(cleaner, texts, sites, known, journal=True).to_pylist()
    assert cleaner.restore(rows[1]["text"], rows[1]["journal"]) == TEXTS[1] and rows[1]["edits"] > 0
    assert not corpus.site_lines(texts, sites, longest=1).to_pylist()[0]["keys"]


def test_copies():
    dice = random.Random(5)
    words = ["".join(dice.choices("abcdefghij", k=6)) for _ in range(300)]
    one, other = " ".join(words), " ".join(words[:-20] + ["another"] * 20)
    texts = pyarrow.array([one, other, one, None, "", "?!", "short"])
    facts = corpus.copy_facts(texts)
    facts.validate(full=True)
    rows = facts.to_pylist()
    assert [row["length"] for row in rows] == [len(one), len(other), len(one), None, None, None, 5]
    prints = [(row["high"], row["low"]) for row in rows]
    assert prints[0] == prints[2] != prints[1] and prints[3] == (None, None)
    assert corpus.copy_facts(texts, sketch=False).type.num_fields == 3
    sketches = facts.field("sketch")
    # For a lesser likeness there are more bands, of fewer bytes each.
    counts = []
    for similarity in (0.5, 0.8, 1.0):
        bands = corpus.sketch_bands(sketches, similarity)
        bands.validate(full=True)
        bands = bands.to_pylist()
        assert bands[0] == bands[2] and len(bands[0]) == len(bands[1]) and bands[3:] == [[]] * 4
        counts.append(len(bands[0]))
    assert counts[0] > counts[1] > counts[2]
    others = pyarrow.concat_arrays([sketches[1:], sketches[:1]])
    alike = corpus.sketch_similarities(sketches, others).to_pylist()
    assert 800 < alike[0] < 1000 and alike[0] == alike[1] and alike[2:6] == [None] * 4
    assert corpus.sketch_similarities(sketches, sketches).to_pylist()[:3] == [1000] * 3
    large = pyarrow.array(sketches.to_pylist(), pyarrow.large_binary())
    assert corpus.sketch_similarities(large, others).to_pylist() == alike


def test_settling():
    """Against the rule, said plainly."""
    dice = random.Random(8)
    base = [dice.randrange(1, 256) for _ in range(256)]
    gone = 0
    for _ in range(60):
        count = dice.randrange(1, 40)
        sketches = [
            bytes(byte if dice.random() < 0.94 else dice.randrange(256) for byte in base) for _ in range(count)
        ]
        pairs = sorted(
            {tuple(sorted(dice.sample(range(count), 2), reverse=True)) for _ in range(3 * count) if count > 1}
        )
        array = pyarrow.array(sketches, pyarrow.binary())
        kept, alike = list(range(count)), [1000] * count
        for later in range(count):
            stay = sorted({kept[earlier] for one, earlier in pairs if one == later})
            if not stay:
                continue
            found = corpus.sketch_similarities(pyarrow.array([sketches[later]] * len(stay)), array.take(stay))
            best = max(found.to_pylist())
            if best >= 850:
                kept[later], alike[later] = stay[found.to_pylist().index(best)], best
        columns = [pyarrow.array([pair[side] for pair in pairs], pyarrow.int64()) for side in (0, 1)]
        rows = corpus.settle_copies(array, *columns, 0.85)
        rows.validate(full=True)
        assert rows.field("kept").to_pylist() == kept and rows.field("similarity").to_pylist() == alike
        gone += sum(stays != number for number, stays in enumerate(kept))
    assert 300 < gone < 1100
    for later, earlier in (([1], [1]), ([2], [0]), ([1, 0], [0, 0]), ([1], [None]), ([1], [-1]), ([1], [0, 0])):
        with pytest.raises(descrape.ArrowError):
            corpus.settle_copies(pyarrow.array([b"x", b"y"]), *map(pyarrow.array, (later, earlier)))


def test_wrong_arrays(cleaner):
    texts, numbers = pyarrow.array(["x"]), pyarrow.array([1])
    lists = pyarrow.array([[1]])
    for call in (
        lambda: corpus.site_numbers(numbers),
        lambda: corpus.site_lines(texts, texts),
        lambda: corpus.site_lines(texts, pyarrow.array([1, 2])),
        lambda: corpus.site_lines(texts, pyarrow.array([1], pyarrow.int32())),
        lambda: corpus.clean_sites(cleaner, texts, numbers, numbers),
        lambda: corpus.clean_sites(cleaner, texts, numbers, pyarrow.array([["x"]])),
        lambda: corpus.clean_sites(cleaner, texts, numbers, lists[:0]),
        lambda: corpus.copy_facts(pyarrow.array([b"x"])),
        lambda: corpus.sketch_bands(texts),
        lambda: corpus.sketch_similarities(pyarrow.array([b"x"]), pyarrow.array([b"x", b"y"])),
    ):
        with pytest.raises(descrape.ArrowError):
            call()
    for call in (
        lambda: corpus.site_lines(texts, numbers, longest=0),
        lambda: corpus.site_lines(texts, numbers, longest=4097),
        lambda: corpus.sketch_bands(pyarrow.array([b"x"]), 0.4),
        lambda: corpus.sketch_bands(pyarrow.array([b"x"]), 1.1),
    ):
        with pytest.raises(ValueError, match="number from"):
            call()
    for wrong in (["x"], "x", None, pyarrow.chunked_array([["x"]])):
        with pytest.raises(TypeError, match="no Arrow array"):
            corpus.copy_facts(wrong)
    assert corpus.sketch_similarities(pyarrow.array([b"x"]), pyarrow.array([b"x"])).to_pylist() == [0]


def test_nothing_is_left_behind(cleaner):
    gc.collect()
    before = pyarrow.total_allocated_bytes()
    for _ in range(100):
        texts, sites = pyarrow.array(TEXTS * 20), corpus.site_numbers(pyarrow.array(NAMES * 20))
        pages = corpus.site_lines(texts, sites)
        corpus.clean_sites(cleaner, texts, sites, pages.field("keys"))
        facts = corpus.copy_facts(texts)
        corpus.sketch_bands(facts.field("sketch"))
        with pytest.raises(descrape.ArrowError):
            corpus.site_lines(texts, texts)
    del texts, sites, pages, facts
    gc.collect()
    assert pyarrow.total_allocated_bytes() == before
    from descrape import _arrow

    assert not _arrow._kept
