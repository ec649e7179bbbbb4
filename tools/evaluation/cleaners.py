"""Runs one other cleaner in its own environment: `python cleaners.py NAME` answers each line of JSON with one.

A line in is {"text"}; a line out is {"text"}, {"dropped": why} or {"failed": why}, each with the processor seconds that
it took. The first line out says {"ready": seconds}. A short text goes through before, so that what a tool loads late
counts as start-up.
"""

import json
import os
import sys
import time


def ftfy():
    from ftfy import fix_text
    return fix_text


def autocorrect():
    import autocorrect_py
    return autocorrect_py.format


def jionlp():
    import jionlp
    return jionlp.clean_text


def clean_text():
    from cleantext import clean
    # The defaults are English's; these are for any language.
    return lambda text: clean(text, lower=False, to_ascii=False)


def datatrove_ftfy():
    from datatrove.pipeline.formatters import FTFYFormatter
    return FTFYFormatter().format


def datatrove_symbols():
    from datatrove.pipeline.formatters import SymbolLinesFormatter
    return SymbolLinesFormatter().format


def datatrove_c4():
    from datatrove.data import Document
    from datatrove.pipeline.filters import C4QualityFilter
    kept = C4QualityFilter()

    def judge(text):
        page = Document(text=text, id="page")
        verdict = kept.filter(page)
        is_kept, why = verdict if isinstance(verdict, tuple) else (verdict, "")
        return page.text if is_kept else {"dropped": why}
    return judge


def data_juicer():
    from data_juicer.ops import OPERATORS
    names = ("fix_unicode_mapper", "punctuation_normalization_mapper", "whitespace_normalization_mapper")
    mappers = [OPERATORS.modules[name]() for name in names]

    def apply(text):
        for mapper in mappers:
            text = mapper.process_batched({mapper.text_key: [text]})[mapper.text_key][0]
        return text
    return apply


CLEANERS = {"ftfy": ftfy, "autocorrect": autocorrect, "jionlp": jionlp, "clean-text": clean_text,
            "datatrove-ftfy": datatrove_ftfy, "datatrove-symbols": datatrove_symbols, "datatrove-c4": datatrove_c4,
            "data-juicer": data_juicer}


def answer(function, text):
    try:
        made = function(text)
    except Exception as problem:  # A tool's failure is a figure.
        return {"failed": f"{type(problem).__name__}: {problem}"[:200]}
    if isinstance(made, dict):
        return made
    return {"text": made} if isinstance(made, str) else {"failed": f"a {type(made).__name__} came out"}


def main():
    # What a tool prints goes to standard error, even from below Python.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    sys.path.pop(0)  # The modules beside this one have names that tools may want.
    function = CLEANERS[sys.argv[1]]()
    answer(function, "A line to begin with.\n一行文字，先走一遍。\n")
    print(json.dumps({"ready": time.process_time()}), file=out, flush=True)
    for line in sys.stdin.buffer:
        text = json.loads(line)["text"]
        begin = time.process_time()
        made = answer(function, text)
        print(json.dumps({**made, "seconds": time.process_time() - begin}), file=out, flush=True)


if __name__ == "__main__":
    main()
