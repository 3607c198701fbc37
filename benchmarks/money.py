"""Restating amounts against bare pandas arithmetic, and the time of 10,000 specifications.

Run by ``python -m benchmarks.money``. The bare arithmetic looks up two index levels and two rates
for each row and multiplies value, low and high by them: the least that any restating must do.
Times are processor times, so that other work on the machine does not count.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

CURRENCY = {"SE": "SEK", "NO": "NOK"}


def _median(run: Callable[[], object], repeats: int = 7) -> float:
    times = []
    for _ in range(repeats):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return statistics.median(times)


def restating_time() -> None:
    """Measure `restate` at growing size over the bare arithmetic."""
    import pandas as pd

    import sdvdata as sd

    costs = sd.load_costs(value_status="number", currency=["SEK", "NOK"])
    dated = costs[costs["covers_start"].notna() & costs["covers_end"].notna()]
    index = sd.load("price_index", series=["se-kpi", "no-kpi"]).assign(currency=lambda f: f["country"].map(CURRENCY))
    rates = sd.load("exchange_rates", currency=["SEK", "NOK"])
    levels = index[["currency", "year", "value"]].rename(columns={"value": "level"})
    then = levels.merge(rates[["currency", "year", "per_eur"]])
    now = then[then["year"] == 2024].drop(columns="year").rename(columns={"level": "level_now", "per_eur": "rate_now"})
    krona = float(now.loc[now["currency"] == "SEK", "rate_now"].iloc[0])

    def bare(frame: pd.DataFrame) -> pd.DataFrame:
        keyed = frame.assign(year=frame["covers_start_start"].dt.year)
        both = keyed.merge(then, on=["currency", "year"], how="left").merge(now, on="currency", how="left")
        by = both["level_now"] / both["level"] * krona / both["rate_now"]
        return both.assign(a=both["value"] * by, b=both["low"] * by, c=both["high"] * by)

    for rows in (1_000, 10_000, 100_000, 400_000):
        many = pd.concat([dated] * (rows // len(dated) + 1), ignore_index=True).iloc[:rows].reset_index(drop=True)
        ours = _median(lambda many=many: sd.restate(many, currency="SEK", prices_of=2024, spend_profile="uniform"))
        least = _median(lambda many=many: bare(many))
        print(
            f"restate, {rows:>7} rows: {1000 * ours:7.1f} ms; bare pandas {1000 * least:7.1f} ms; "
            f"ratio {ours / least:4.1f}; {1e6 * ours / rows:5.2f} µs a row"
        )


def specification_time() -> None:
    """Measure `robustness` on 10,000 specifications and more."""
    import pandas as pd

    import sdvdata as sd

    base = sd.load_costs(claim_id="sdv-consultants-cost-2019")
    rows = pd.concat([base] * 60, ignore_index=True)
    rows["claim_id"] = [f"x{n}" for n in range(60)]
    rows["value"] = [1e8 + 1e6 * n for n in range(60)]
    rows.loc[30:, "currency"] = "NOK"
    rows[["covers_start", "covers_end"]] = None
    left, right = tuple(f"x{n}" for n in range(20)), tuple(f"x{n}" for n in range(30, 50))
    spreads = {str(year): {year: 1.0} for year in range(2017, 2020)}
    claim = sd.Conclusion("left is larger", left, right)

    def run() -> pd.DataFrame:
        return sd.robustness([claim], currency="SEK", prices_of=2024, profiles=spreads, costs=rows)

    count = int(run()["specifications"].iloc[0])
    print(f"robustness: {count} specifications in {_median(run, 5):.2f} s (target: 10,000 in at most 1 s)")


if __name__ == "__main__":
    restating_time()
    specification_time()
