"""Tables in Markdown, and what their figures are held to."""


def milliseconds(seconds):
    if seconds < 0.02:
        return f"{seconds * 1000:.1f} ms"
    return f"{seconds * 1000:.0f} ms" if seconds < 2 else f"{seconds:.1f} s"


def mebibytes(value):
    return f"{value:.1f} MiB" if value < 20 else f"{value:.0f} MiB"


class Bound:
    """A figure may be so much at most. An aim is a bound that the project works towards."""

    missed = []

    def __init__(self, limit, unit="", aim=None):
        self.limit, self.unit, self.aim = limit, unit, aim

    def judge(self, name, value):
        """`≤ 1.5`, `≤ 1.5, aim ≤ 1.3 missed`, `≤ 1.5 missed`."""
        words = []
        for limit, kind in [(self.limit, ""), (self.aim, "aim ")]:
            if limit is None:
                continue
            word = f"{kind}≤ {limit:g}{self.unit}"
            if value > limit:
                word += " **missed**"
                Bound.missed.append(f"{name}: {value:.2f}{self.unit}, {kind}≤ {limit:g}{self.unit}")
            words.append(word)
        return ", ".join(words)


def ratio(value):
    """Two digits that say something, also of a ratio far below one."""
    return f"{value:.2f}" if value >= 0.1 else f"{value:.2g}" if value >= 0.001 else f"{value:.1g}"


def table(heads, rows, words=1):
    """A table whose first columns are words and whose other ones are figures, set to the right."""
    lines = [heads, ["---"] * words + ["--:"] * (len(heads) - words), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
