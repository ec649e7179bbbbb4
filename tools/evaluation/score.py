"""Distances between texts, and what became of a damaged text, in characters.

The distance is Levenshtein's, exact: Myers' bit-parallel algorithm in Hyyrö's form, with a Python integer as the
column, so that a text of 3,000 characters takes some milliseconds.
"""

from collections import Counter, namedtuple

# Each figure is a count of characters, except `exact` and `documents`.
Tally = namedtuple("Tally", "documents exact damage rest right wrong missed harm characters")


def columns(first, second):
    """The columns of the distance table: for each character of `second`, where it goes up and down, as bits over
    `first`, and the distance of all of `first` from `second` up to there."""
    places = {}
    for index, character in enumerate(first):
        places[character] = places.get(character, 0) | 1 << index
    size = len(first)
    mask, top = (1 << size) - 1, 1 << size >> 1
    up, down, distance = mask, 0, size
    for character in second:
        equal = places.get(character, 0)
        vertical = equal | down
        equal = (((equal & up) + up) ^ up) | equal
        rises = down | ~(equal | up) & mask
        falls = up & equal
        if rises & top:
            distance += 1
        elif falls & top:
            distance -= 1
        rises = (rises << 1 | 1) & mask
        falls = falls << 1 & mask
        up = falls | ~(vertical | rises) & mask
        down = rises & vertical
        yield up, down, distance


def common(first, second):
    """How long the common beginning and the common end of two texts are; they do not overlap."""
    limit = min(len(first), len(second))
    if first == second:
        return limit, 0
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if first[:middle] == second[:middle] else (low, middle - 1)
    start, low, high = low, 0, limit - low
    while low < high:
        middle = (low + high + 1) // 2
        same = first[len(first) - middle:] == second[len(second) - middle:]
        low, high = (middle, high) if same else (low, middle - 1)
    return start, low


def distance(first, second):
    """Levenshtein's distance."""
    start, end = common(first, second)
    first, second = first[start:len(first) - end], second[start:len(second) - end]
    if not first or not second:
        return max(len(first), len(second))
    if len(first) > len(second):
        first, second = second, first
    found = 0
    for _, _, found in columns(first, second):
        pass
    return found


def edits(first, second):
    """The fewest edits from `first` to `second`, from left to right and one character at a time: the place in
    `first`, the character taken or "", the character put or "".

    The choice among equally short ways is the same every time, so two ways from the same text
    can be compared edit by edit.
    """
    start, end = common(first, second)
    a, b = first[start:len(first) - end], second[start:len(second) - end]
    table = list(columns(a, b)) if a and b else []
    i, j, steps = len(a), len(b), []
    while i or j:
        if not i:
            steps += [(0, "", character) for character in reversed(b[:j])]
            break
        if not j:
            steps += [(place, a[place], "") for place in reversed(range(i))]
            break
        # Backwards: an equal character first, then one taken, one changed, one put.
        up, down, _ = table[j - 1]
        if a[i - 1] == b[j - 1]:
            i, j = i - 1, j - 1
            continue
        if up >> (i - 1) & 1:
            i -= 1
            steps.append((i, a[i], ""))
            continue
        # One put comes from the column to the left; it is no dearer when this row goes up from there.
        before = table[j - 2] if j > 1 else None
        falls = before is not None and before[1] >> (i - 1) & 1
        if falls:
            j -= 1
            steps.append((i, "", b[j]))
        else:
            i, j = i - 1, j - 1
            steps.append((i, a[i], b[j]))
    return [(place + start, taken, put) for place, taken, put in reversed(steps)]


def join(steps):
    """Edits with neighbours joined."""
    joined = []
    for place, taken, put in steps:
        if joined and joined[-1][0] + len(joined[-1][1]) == place:
            last = joined[-1]
            joined[-1] = (last[0], last[1] + taken, last[2] + put)
        else:
            joined.append((place, taken, put))
    return joined


def atoms(changes):
    """Edits as a multiset that can be compared: what is taken at a place, what is put there and in which order."""
    found, offsets = Counter(), Counter()
    for place, taken, put in changes:
        for offset in range(len(taken)):
            found[(place + offset, None)] += 1
        for character in put:
            found[(place, offsets[place], character)] += 1
            offsets[place] += 1
    return found


def harm_of(needed, made):
    """How many characters that were right have been changed, and how many were put where nothing was wrong."""
    touched, borders = set(), set()
    for place, taken, _ in needed:
        touched.update(range(place, place + len(taken)))
        borders.update((place, place + len(taken)))
    harm = 0
    for place, taken, put in made:
        harm += sum(spot not in touched for spot in range(place, place + len(taken)))
        if not taken and place not in borders and place not in touched:
            harm += len(put)
    return harm


def score(damaged, out, clean):
    """What became of one document."""
    damage = distance(damaged, clean)
    repair = edits(damaged, clean)
    needed = atoms(repair)
    size = sum(needed.values())
    if out == clean:
        return Tally(1, 1, damage, 0, size, 0, 0, 0, len(clean))
    if out == damaged:
        return Tally(1, 0, damage, damage, 0, 0, size, 0, len(clean))
    changes = edits(damaged, out)
    made = atoms(changes)
    right = sum((needed & made).values())
    return Tally(1, 0, damage, distance(out, clean), right, sum(made.values()) - right, size - right,
                 harm_of(repair, changes), len(clean))


def total(tallies):
    return Tally(*map(sum, zip(*tallies))) if tallies else Tally(*[0] * len(Tally._fields))


def restored(tally):
    """The restored share: 1 is all, 0 as damaged as before; below 0 the text is worse than it was."""
    return 1 - tally.rest / tally.damage if tally.damage else 1.0


def precision(tally):
    return tally.right / (tally.right + tally.wrong) if tally.right + tally.wrong else 1.0


def recall(tally):
    return tally.right / (tally.right + tally.missed) if tally.right + tally.missed else 1.0
