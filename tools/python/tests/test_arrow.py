import gc
import random

import pandas
import polars
import pyarrow
import pytest

import descrape

VALUES = [
    "caf&eacute;",
    None,
    "plain",
    "",
    "\u4e2d\u6587\u200b and a text that is longer than twelve bytes &amp; more",
    None,
    "&lt;",
]
CLEAN = ["café", None, "plain", "", "\u4e2d\u6587 and a text that is longer than twelve bytes & more", None, "<"]
TYPES = [pyarrow.string(), pyarrow.large_string(), pyarrow.string_view()]


@pytest.fixture(scope="module")
def cleaner():
    return descrape.Cleaner()


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_pyarrow(cleaner, kind):
    array = pyarrow.array(VALUES, kind)
    for start in range(len(VALUES) + 1):
        for end in range(start, len(VALUES) + 1):
            clean = cleaner.clean_arrow(array[start:end])
            clean.validate(full=True)
            assert clean.type == kind and clean.to_pylist() == CLEAN[start:end]
    chunked = pyarrow.chunked_array([array, array[2:2], array[1:5]])
    clean = cleaner.clean_arrow(chunked)
    clean.validate(full=True)
    assert clean.type == kind and clean.to_pylist() == CLEAN + CLEAN[1:5]
    assert cleaner.clean_arrow(pyarrow.chunked_array([], kind)).type == kind


@pytest.mark.parametrize("kind", TYPES, ids=str)
def test_structures(cleaner, kind):
    clean = cleaner.clean_arrow(pyarrow.array(VALUES, kind), journal=True)
    clean.validate(full=True)
    assert [field.name for field in clean.type] == ["text", "edits", "journal"]
    rows = clean.to_pylist()
    assert [row["text"] for row in rows] == CLEAN
    for row, raw, text in zip(rows, VALUES, CLEAN):
        assert (row["edits"] > 0) == (raw != text) == (row["journal"] is not None)
        if raw is not None:
            assert cleaner.restore(row["text"], row["journal"]) == raw
    assert cleaner.clean_arrow(pyarrow.array(VALUES, kind), edits=True).type.num_fields == 2


def test_random_arrays(cleaner):
    dice = random.Random(3)
    for _ in range(200):
        values = [
            dice.choice([None, "", "x&amp;y" * dice.randrange(9), "\u4e2d" * dice.randrange(50)])
            for _ in range(dice.randrange(200))
        ]
        array = pyarrow.array(values, dice.choice(TYPES))
        start = dice.randrange(len(values) + 1)
        clean = cleaner.clean_arrow(array[start:])
        clean.validate(full=True)
        assert clean.to_pylist() == cleaner.clean_many(values[start:])


def test_other_types(cleaner):
    for array in (
        pyarrow.array([1, 2]),
        pyarrow.array([b"x"]),
        pyarrow.array(["x"]).dictionary_encode(),
        pyarrow.array([["x"]]),
    ):
        with pytest.raises(descrape.ArrowError, match="taken"):
            cleaner.clean_arrow(array)
    with pytest.raises((TypeError, descrape.ArrowError)):
        cleaner.clean_arrow(pyarrow.table({"text": ["x"]}))
    for wrong in (3, "text", object()):
        with pytest.raises(TypeError):
            cleaner.clean_arrow(wrong)


def test_polars(cleaner):
    series = polars.Series("text", VALUES)
    clean = cleaner.clean_arrow(series)
    assert isinstance(clean, polars.Series) and clean.name == "text" and clean.to_list() == CLEAN
    parts = polars.concat([series, series[1:4]], rechunk=False)
    assert parts.n_chunks() == 2 and cleaner.clean_arrow(parts).to_list() == CLEAN + CLEAN[1:4]
    assert cleaner.clean_arrow(series[:0]).to_list() == []


@pytest.mark.parametrize(
    "kind", [object, "string[python]", "string[pyarrow]", pandas.ArrowDtype(pyarrow.string())], ids=str
)
def test_pandas(cleaner, kind):
    series = pandas.Series(VALUES, index=range(10, 17), name="text", dtype=kind)
    clean = cleaner.clean_arrow(series)
    assert clean.dtype == series.dtype and clean.name == "text" and list(clean.index) == list(range(10, 17))
    assert [None if pandas.isna(value) else value for value in clean] == CLEAN
    assert series.iloc[0] == VALUES[0]


def test_lists(cleaner):
    assert cleaner.clean_arrow(VALUES) == CLEAN


class Foreign:
    """An array of a library that nobody has heard of."""

    def __init__(self, array):
        self.array = array

    def __arrow_c_array__(self, requested_schema=None):
        return self.array.__arrow_c_array__(requested_schema)


def test_protocol(cleaner):
    clean = cleaner.clean_arrow(Foreign(pyarrow.array(VALUES)))
    assert pyarrow.array(clean).to_pylist() == CLEAN
    with pytest.raises(ValueError, match="taken"):
        pyarrow.array(clean)
    stream = type("Stream", (), {"__arrow_c_stream__": lambda self, requested_schema=None: data.__arrow_c_stream__()})()
    data = pyarrow.chunked_array([VALUES, VALUES[1:3]])
    clean = cleaner.clean_arrow(stream)
    assert pyarrow.chunked_array(clean).to_pylist() == CLEAN + CLEAN[1:3]


def test_nothing_is_left_behind(cleaner):
    gc.collect()
    before = pyarrow.total_allocated_bytes()
    for _ in range(300):
        array = pyarrow.array(VALUES * 100)
        cleaner.clean_arrow(array)
        cleaner.clean_arrow(Foreign(array))
        cleaner.clean_arrow(Foreign(array)).__arrow_c_array__()
        cleaner.clean_arrow(polars.Series(VALUES))
        with pytest.raises(descrape.ArrowError):
            cleaner.clean_arrow(pyarrow.array([1]))
    del array
    gc.collect()
    assert pyarrow.total_allocated_bytes() == before
    from descrape import _arrow

    assert not _arrow._kept
