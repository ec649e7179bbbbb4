"""The figures as a table in Markdown, and the bars that they have to reach."""

from .score import precision, recall, restored, total

HEAD = ("| Class | Restored | Precision | Recall | Exact | Harm | Documents | Characters |\n"
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")


def row(name, tally):
    """A line of the table; a share of nothing is a dash."""
    exact = f"{tally.exact / tally.documents:.2f}" if tally.documents else "-"
    harm = 10_000 * tally.harm / tally.characters if tally.characters else 0
    shares = [f"{share(tally):.4f}" if of else "-" for share, of in (
        (restored, tally.damage), (precision, tally.right + tally.wrong), (recall, tally.right + tally.missed))]
    return (f"| {name} | {' | '.join(shares)} | {exact} | {harm:.2f} "
            f"| {tally.documents} | {tally.characters} |")


def overall(tallies):
    """The figures over all: by all characters together, and as the mean of the classes."""
    pooled = restored(total(list(tallies.values())))
    return {"overall": pooled, "mean": sum(map(restored, tallies.values())) / max(1, len(tallies))}


def table(tallies):
    """A row for each class, and one over all of them."""
    rows = [row(f"`{name}`", tally) for name, tally in tallies.items()]
    if len(tallies) > 1:
        rows.append(row("**overall**", total(list(tallies.values()))))
        mean = overall(tallies)["mean"]
        rows.append(f"| **mean of the classes** | {mean:.4f} | | | | | | |")
    return "\n".join([HEAD, *rows])


def limits(path, tallies):
    """What is short of the bars of a file, a line for each. `*` stands for every class without a bar of its own."""
    bars = {}
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            name, bar = line.split("\t")
            bars[name] = float(bar)
    found = {name: restored(tally) for name, tally in tallies.items()} | overall(tallies)
    return [f"{name} is {value:.4f}, which is short of {bars.get(name, bars.get('*', 0)):g}"
            for name, value in found.items()
            if name != "mean" and value < bars.get(name, bars.get("*", 0) if name in tallies else 0)]
