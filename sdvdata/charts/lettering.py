"""Where words go: how wide a text is, where it breaks, and which place beside a point is free.

Knows nothing of charts. The widths are those of Arial, Helvetica and Liberation Sans, so that labels can be laid out
without a browser and come out the same on every machine.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["LINE_HEIGHT", "Box", "Label", "Spot", "crossed", "place", "text_width", "wrap"]

LINE_HEIGHT = 1.25
"""Line height as a multiple of the font size."""

SLACK = 1.04
"""Readers without Arial get a slightly wider letter; the boxes leave room for it."""

_WIDTHS = {
    191: "'",
    222: "ijl",
    260: "|",
    278: " !,./:;I[\\]ft",
    333: "-()`r·",
    355: '"',
    389: "*",
    469: "^",
    500: "Jckszvxy",
    556: "#$?_0123456789Labdeghnopqu–",
    584: "+<=>~×±≥≤≈",
    611: "FTZø",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQØ",
    833: "Mm",
    889: "%æ",
    944: "W",
    1000: "—…Æ→",
    1015: "@",
}
_WIDTH_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters}

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels; y grows downwards."""


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Width in pixels of one line of text.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Font size in pixels.
    bold : bool
        Bold letters are about 7 % wider.

    Returns
    -------
    float
        Pixels, with a little slack.

    Examples
    --------
    >>> round(text_width("Skåne", 16), 1)
    47.2
    """
    units = 0
    for letter in text:
        width = _WIDTH_OF.get(letter)
        if width is None:  # å is as wide as a, É as E
            width = _WIDTH_OF.get(unicodedata.normalize("NFD", letter)[0], 600)
        units += width
    return units / 1000 * size * SLACK * (1.07 if bold else 1.0)


def wrap(text: str, size: float, width: float, *, lines: int | None = None, bold: bool = False) -> list[str]:
    """Break a text into lines that are no wider than `width`.

    Parameters
    ----------
    text : str
        Any text; runs of white space count as one space, thin spaces keep their words together.
    size, width : float
        Font size and largest width of a line, in pixels.
    lines : int, optional
        The most lines allowed; what does not fit is cut and marked with an ellipsis.
    bold : bool
        Whether the text is bold.

    Returns
    -------
    list of str
        At least one line; a word wider than a line (an address, say) is broken.

    Examples
    --------
    >>> wrap("investment frame proposed to the council", 16, 130)
    ['investment frame', 'proposed to the', 'council']
    >>> wrap("investment frame proposed to the council", 16, 130, lines=2)
    ['investment frame', 'proposed to…']
    >>> wrap("about 50\u2009000 users", 16, 70)
    ['about', '50\u2009000', 'users']
    """

    def fits(line: str) -> bool:
        return text_width(line, size, bold=bold) <= width

    done: list[str] = []
    line = ""
    # A thin space groups the digits of a number: no line ends there.
    for word in re.split(r"[ \t\n\r]+", text.strip()):
        trial = f"{line} {word}" if line else word
        if fits(trial):
            line = trial
            continue
        if line:
            done.append(line)
        while not fits(word) and len(word) > 1:
            cut = next(n for n in range(len(word) - 1, 0, -1) if n == 1 or fits(word[:n]))
            done.append(word[:cut])
            word = word[cut:]
        line = word
    if line or not done:
        done.append(line)
    if lines is not None and len(done) > lines:
        done = done[:lines]
        last = done[-1]
        while last and not fits(f"{last}…"):
            # Whole words go first; a single word that is too wide loses letters.
            last = last.rpartition(" ")[0] or last[:-1]
        done[-1] = f"{last}…"
    return done


@dataclass(frozen=True)
class Label:
    """A text that belongs to the point (x, y), in pixels."""

    lines: tuple[str, ...]
    x: float
    y: float
    size: float

    @cached_property
    def width(self) -> float:
        """Width of the widest line."""
        return max(text_width(line, self.size) for line in self.lines)

    @cached_property
    def height(self) -> float:
        """Height of all lines."""
        return len(self.lines) * self.size * LINE_HEIGHT


@dataclass(frozen=True)
class Spot:
    """Where a label goes: its left upper corner, the end of its leader line if it needs one, and what that costs.

    The cost is the distance from the point in pixels, and more where the leader line crosses something.
    """

    left: float
    top: float
    leader: tuple[float, float] | None
    cost: float


_Boxes = NDArray[np.float64]  # one box a row


def _array(boxes: Sequence[Box]) -> _Boxes:
    return np.array(boxes, dtype=np.float64).reshape(-1, 4)


def _meet(some: _Boxes, others: _Boxes) -> NDArray[np.bool_]:
    """Which of some boxes (rows) overlap which of the others (columns)."""
    a, b = some[:, None, :], others[None, :, :]
    overlap: NDArray[np.bool_] = (
        (a[..., 0] < b[..., 2]) & (b[..., 0] < a[..., 2]) & (a[..., 1] < b[..., 3]) & (b[..., 1] < a[..., 3])
    )
    return overlap


def crossed(x0: float, y0: float, x1: float, y1: float, *, half: float = 1.5) -> list[Box]:
    """Boxes that a straight line from (x0, y0) to (x1, y1) covers.

    Parameters
    ----------
    x0, y0, x1, y1 : float
        Ends of the line in pixels.
    half : float
        Half the width of the line.

    Returns
    -------
    list of Box
        One box for an upright or level line, small steps for a slanting one.

    Examples
    --------
    >>> crossed(0, 0, 0, 50)
    [(-1.5, -1.5, 1.5, 51.5)]
    """
    if x0 == x1 or y0 == y1:
        return [(min(x0, x1) - half, min(y0, y1) - half, max(x0, x1) + half, max(y0, y1) + half)]
    steps = max(2, round(max(abs(x1 - x0), abs(y1 - y0)) / 6))
    points = [(x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps) for n in range(steps + 1)]
    return [(x - half, y - half, x + half, y + half) for x, y in points]


CROSSING = 120.0
"""What it costs to draw a leader line over a mark: as much as being so many pixels further away."""


_ACROSS, _DOWN = (grid.ravel() for grid in np.meshgrid(np.arange(-240.0, 241.0, 15.0), np.arange(-240.0, 241.0, 12.0)))


def _places(label: Label, width: float, height: float, gap: float) -> tuple[NDArray[np.float64], _Boxes]:
    """Places inside the frame, nearest first: distance from the point, and box."""
    x, y, w, h = label.x, label.y, label.width, label.height
    # Beside a point reads best, then above and below; further away every place is as good as its distance.
    close = [
        (x + gap, y - h / 2),
        (x - gap - w, y - h / 2),
        *((left, y - gap - h) for left in (x - w / 2, x - 4, x - w + 4)),
        *((left, y + gap) for left in (x - w / 2, x - 4, x - w + 4)),
    ]
    left, top = x + _ACROSS - w / 2, y + _DOWN - h / 2
    beside = np.maximum(np.maximum(left - x, x - left - w), 0)
    above = np.maximum(np.maximum(top - y, y - top - h), 0)
    distance = np.hypot(beside, above)
    far = distance > gap + 4
    left = np.concatenate([[a for a, _ in close], left[far]])
    top = np.concatenate([[b for _, b in close], top[far]])
    distance = np.concatenate([np.arange(len(close)) / 10, distance[far]])
    inside = (left >= 0) & (left <= width - w) & (top >= 0) & (top <= height - h)
    left, top, distance = left[inside], top[inside], distance[inside]
    order = np.argsort(distance, kind="stable")
    boxes = np.stack([left, top, left + w, top + h], axis=1)
    return distance[order], boxes[order]


def _leader(label: Label, left: float, top: float, gap: float) -> tuple[float, float] | None:
    """End of the line from the point to the label, None where the label is near enough without."""
    end = (
        min(max(label.x, left - 2), left + label.width + 2),
        min(max(label.y, top + 2), top + label.height - 2),
    )
    return None if math.dist(end, (label.x, label.y)) <= gap + 4 else end


def place(
    labels: Sequence[Label],
    obstacles: Iterable[Box],
    *,
    width: float,
    height: float,
    gap: float = 11,
) -> list[Spot] | None:
    """Give every label the cheapest free place inside a frame.

    Parameters
    ----------
    labels : sequence of Label
        In order of importance; the first chooses first.
    obstacles : iterable of Box
        What no label may cover.
    width, height : float
        The frame in pixels.
    gap : float
        Distance from a point to a label beside it.

    Returns
    -------
    list of Spot or None
        A spot per label; None if some label finds no place.

    Examples
    --------
    >>> place([Label(("a",), 50, 50, 16), Label(("b",), 52, 50, 16)], [], width=100, height=100)
    [Spot(left=61.0, top=40.0, leader=None, cost=0.0), Spot(left=31.74816, top=40.0, leader=None, cost=0.1)]
    """
    marks = _array(list(obstacles))
    words = lines = _array([])
    spots: list[Spot] = []
    for label in labels:
        distances, boxes = _places(label, width, height, gap)
        blocked = np.zeros(len(boxes), dtype=np.bool_)
        for taken in (marks, words, lines):
            blocked |= _meet(boxes, taken).any(axis=1)
        best: tuple[Spot, Box, _Boxes] | None = None
        for n in np.flatnonzero(~blocked):
            distance = float(distances[n])
            if best is not None and distance >= best[0].cost:
                break  # whatever follows is further away
            left, top = float(boxes[n, 0]), float(boxes[n, 1])
            end = _leader(label, left, top, gap)
            steps = _array([])
            cost = distance
            if end is not None:
                steps = _array(crossed(label.x, label.y, *end, half=1))
                if _meet(steps, words).any():
                    continue
                # The first steps lie on the label's own mark.
                away = steps[np.hypot(steps[:, 0] - label.x, steps[:, 1] - label.y) > gap + 2]
                cost += CROSSING * sum(int(_meet(away, taken).any(axis=0).sum()) for taken in (marks, lines))
            if best is None or cost < best[0].cost:
                best = (Spot(left, top, end, cost), (left, top, left + label.width, top + label.height), steps)
        if best is None:
            return None
        spots.append(best[0])
        words = np.vstack([words, _array([best[1]])])
        lines = np.vstack([lines, best[2]])
    return spots
