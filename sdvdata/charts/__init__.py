"""The few chart kinds of this project. A tidy frame of claims goes in, an Altair chart comes out.

A chart here can't lie about its basis: axis titles are made from the frame's own currency, price basis, VAT, unit and
milestone, and what can't share an axis (two currencies, two milestones) is an error. What can't be drawn (a claim in
words, without a day) is counted under the chart, never dropped in silence.

Everything is laid out for a column 430 pixels wide with letters of 16 and more, so that a phone which shows it 350
pixels wide still has letters of 13. A page should scale a chart to its column, never lay it out anew.
"""

from __future__ import annotations

from sdvdata.charts.choices import choices_chart
from sdvdata.charts.frames import basis_title, interval, mix_note
from sdvdata.charts.horizons import horizon_chart
from sdvdata.charts.lists import counts_chart, timeline
from sdvdata.charts.matrix import contents_matrix
from sdvdata.charts.money import money_panels
from sdvdata.charts.notices import notice_chart
from sdvdata.charts.promises import promise_chart
from sdvdata.charts.slopes import slope_chart
from sdvdata.charts.steps import budget_steps
from sdvdata.charts.style import programme_colours, programme_shapes, short_names, theme
from sdvdata.charts.tallies import tally_chart
from sdvdata.charts.tiles import tile_chart, tile_panels
from sdvdata.charts.waves import wave_chart
from sdvdata.display import ChartError, enable

__all__ = [
    "ChartError",
    "basis_title",
    "budget_steps",
    "choices_chart",
    "contents_matrix",
    "counts_chart",
    "enable",
    "horizon_chart",
    "interval",
    "mix_note",
    "money_panels",
    "notice_chart",
    "programme_colours",
    "programme_shapes",
    "promise_chart",
    "short_names",
    "slope_chart",
    "tally_chart",
    "theme",
    "tile_chart",
    "tile_panels",
    "timeline",
    "wave_chart",
]
