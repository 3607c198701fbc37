"""How a chart leaves Python: a specification, a picture and a sentence.

JupyterLab draws the first offline, GitHub and print show the second, screen readers and terminals read the third.
Nothing is registered, and Altair is not imported, before `enable` is called.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
import os
import re
import struct
import zlib
from collections.abc import Iterator, Mapping
from typing import Any
from xml.sax.saxutils import quoteattr

from sdvdata.errors import SdvdataError

__all__ = [
    "MIME",
    "ChartError",
    "alt_text_of",
    "changes",
    "enable",
    "for_phone",
    "hash_of",
    "mimebundle",
    "picture",
    "picture_wanted",
    "stamp_of",
    "svg",
]

MIME = "application/vnd.vegalite.v5+json"
"""The only Vega-Lite type that JupyterLab 4 draws. Altair 6 writes version 6; our charts use only what 5 knows."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
COMPILER = "5.8"  # vl-convert's nearest to JupyterLab's 5.6: pictures show what the live chart shows
SCALE = 1.5
SWITCH = "SDVDATA_PICTURE"
KEYWORD = b"sdvdata-spec"
RENDERER = "sdvdata"

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class ChartError(SdvdataError):
    """A chart that can't be drawn honestly or legibly; the message says why and what to do."""


def changes(wide: Any, phone: Any, path: str = "") -> dict[str, Any]:
    """Return what has another value in the layout for a phone, by its path in the specification.

    Examples
    --------
    >>> changes({"width": 700, "layer": [{"mark": "bar"}]}, {"width": 360, "layer": [{"mark": "bar"}]})
    {'/width': 360}
    """
    if wide == phone:
        return {}
    if isinstance(wide, dict) and isinstance(phone, dict) and set(wide) == set(phone):
        pairs = [(str(key), wide[key], phone[key]) for key in wide]
    elif isinstance(wide, list) and isinstance(phone, list) and len(wide) == len(phone):
        pairs = [(str(place), one, other) for place, (one, other) in enumerate(zip(wide, phone, strict=True))]
    else:
        return {path: phone}
    return {name: value for key, one, other in pairs for name, value in changes(one, other, f"{path}/{key}").items()}


def for_phone(spec: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a chart's layout for a phone, or None if it has but one.

    Examples
    --------
    >>> for_phone({"width": 700, "description": "One.", "usermeta": {"phone": {"/width": 360}}})["width"]
    360
    """
    changed = spec.get("usermeta", {}).get("phone")
    if not changed:
        return None
    made: dict[str, Any] = json.loads(json.dumps({key: value for key, value in spec.items() if key != "usermeta"}))
    for path, value in changed.items():
        place: Any = made
        *way, last = path.strip("/").split("/")
        for key in way:
            place = place[int(key) if isinstance(place, list) else key]
        place[int(last) if isinstance(place, list) else last] = value
    return made


def _title_of(spec: Mapping[str, Any]) -> str:
    title = spec.get("title")
    text = (title.get("text") if isinstance(title, Mapping) else title) or "without a title"
    return " ".join(text) if isinstance(text, list) else str(text)


def alt_text_of(spec: Mapping[str, Any]) -> str:
    """Alternative text of a chart.

    Parameters
    ----------
    spec : mapping
        A Vega-Lite specification.

    Returns
    -------
    str
        Its `description`.

    Raises
    ------
    ChartError
        If it has none: a reader who can't see the chart would learn nothing.

    Examples
    --------
    >>> alt_text_of({"title": "Slip", "description": "Every plan was later than the one before."})
    'Every plan was later than the one before.'
    >>> alt_text_of({"title": "Slip"})  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    sdvdata.display.ChartError: The chart 'Slip' has no alt text. Say in a sentence or two what it shows: ...
    """
    text = spec.get("description")
    if not isinstance(text, str) or not text.strip():
        raise ChartError(
            f"The chart {_title_of(spec)!r} has no alt text. Say in a sentence or two what it shows: "
            'alt_text="…" in a function of sdvdata.charts, '
            'chart.properties(description="…") for a chart of your own.'
        )
    return " ".join(text.split())


def hash_of(spec: Mapping[str, Any]) -> str:
    """Fingerprint of a specification, whatever the order of its keys.

    Parameters
    ----------
    spec : mapping
        A Vega-Lite specification.

    Returns
    -------
    str
        sha256, 64 hexadecimal digits.

    Examples
    --------
    >>> hash_of({"a": 1, "b": 2}) == hash_of({"b": 2, "a": 1})
    True
    """
    text = json.dumps(spec, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    if not png.startswith(_SIGNATURE):
        raise ChartError("Not a PNG picture: its first eight bytes are not the PNG signature.")
    at = len(_SIGNATURE)
    while at + 12 <= len(png):
        (size,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _stamped(png: bytes, stamp: str) -> bytes:
    """The same pixels, packed tighter, with the fingerprint of what they show."""
    head: list[bytes] = []
    pixels = b""
    for kind, body in _chunks(png):
        if kind == b"IDAT":
            pixels += body
        elif kind not in (b"IEND", b"tEXt"):
            head.append(_chunk(kind, body))
    text = KEYWORD + b"\0" + stamp.encode("ascii")
    packed = zlib.compress(zlib.decompress(pixels), 9)  # vl-convert packs about a third as well
    return b"".join([_SIGNATURE, *head, _chunk(b"tEXt", text), _chunk(b"IDAT", packed), _chunk(b"IEND", b"")])


def stamp_of(png: bytes) -> str | None:
    """Fingerprint of the specification that a picture was made from.

    Parameters
    ----------
    png : bytes
        A PNG picture.

    Returns
    -------
    str or None
        What `hash_of` gave for the specification; None for a picture that is not ours.

    Raises
    ------
    ChartError
        If it is not a PNG picture.

    Examples
    --------
    >>> stamp_of(b"\\x89PNG\\r\\n\\x1a\\n") is None
    True
    """
    for kind, body in _chunks(png):
        keyword, _, text = body.partition(b"\0")
        if kind == b"tEXt" and keyword == KEYWORD:
            return text.decode("ascii")
    return None


def picture_wanted() -> bool:
    """Tell whether pictures are made: not if SDVDATA_PICTURE is `none` or vl-convert is not installed.

    Examples
    --------
    >>> picture_wanted() in (True, False)
    True
    """
    unwanted = os.environ.get(SWITCH, "").strip().lower() == "none"
    return not unwanted and importlib.util.find_spec("vl_convert") is not None


def picture(spec: Mapping[str, Any], *, scale: float = SCALE) -> bytes:
    """PNG picture of a chart, stamped with the fingerprint of its specification.

    Parameters
    ----------
    spec : mapping
        A Vega-Lite specification.
    scale : float
        Pixels of the picture per pixel of the chart.

    Returns
    -------
    bytes
        The picture. Pixels depend on the fonts of the machine: compare stamps, never pictures.

    Examples
    --------
    >>> spec = {"mark": "point", "data": {"values": [{}]}, "description": "One point."}
    >>> stamp_of(picture(spec)) == hash_of(spec)
    True
    """
    import vl_convert

    png = vl_convert.vegalite_to_png(dict(spec), vl_version=COMPILER, scale=scale)
    return _stamped(bytes(png), hash_of(spec))


def svg(spec: Mapping[str, Any]) -> str:
    """Drawing of a chart for a web page, with its alt text.

    Parameters
    ----------
    spec : mapping
        A Vega-Lite specification.

    Returns
    -------
    str
        An `<svg>` element that scales with its column and that screen readers announce as one image.

    Examples
    --------
    >>> spec = {"mark": "point", "data": {"values": [{}]}, "description": "One point."}
    >>> svg(spec).startswith('<svg role="img" aria-label="One point."')
    True
    """
    import vl_convert

    text = alt_text_of(spec)
    drawing = str(vl_convert.vegalite_to_svg(dict(spec), vl_version=COMPILER))
    # Ids count up within one process and clash when a page holds several drawings.
    prefix = f"s{hash_of(spec)[:8]}-"
    for number, name in enumerate(dict.fromkeys(re.findall(r'\bid="([^"]+)"', drawing))):
        new = f"{prefix}{number}"
        drawing = drawing.replace(f'id="{name}"', f'id="{new}"').replace(f"url(#{name})", f"url(#{new})")
    drawing = drawing[drawing.index("<svg") :]
    return drawing.replace("<svg ", f'<svg role="img" aria-label={quoteattr(text)} ', 1)


def _as_in_javascript(number: str) -> float:
    return int(float(number)) if float(number).is_integer() else float(number)


def mimebundle(spec: Mapping[str, Any], **_: Any) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """What a notebook stores of a chart: specification, picture, sentence.

    Parameters
    ----------
    spec : mapping
        A Vega-Lite specification as Altair makes it.

    Returns
    -------
    data : dict
        By MIME type: the specification (compared by nbval), a PNG picture (for GitHub; left out when the environment
        variable SDVDATA_PICTURE is `none` or vl-convert is not installed) and plain text.
    metadata : dict
        Width, height and `alt` of the picture.

    Raises
    ------
    ChartError
        If the chart has no alt text.

    Examples
    --------
    >>> data, _ = mimebundle({"mark": "point", "data": {"values": [{}]}, "description": "One point."})
    >>> data["text/plain"]
    'Chart: One point.'
    """
    text = alt_text_of(spec)
    # Through JSON once, so that what is hashed is exactly what a reader of the notebook gets; 20.0 as JavaScript writes
    # it, so that saving in JupyterLab changes no chart.
    plain = json.loads(json.dumps({**spec, "$schema": SCHEMA}), parse_float=_as_in_javascript)
    data: dict[str, Any] = {MIME: plain, "text/plain": f"Chart: {text}"}
    metadata: dict[str, dict[str, Any]] = {}
    if picture_wanted():
        png = picture(plain)
        width, height = struct.unpack(">II", png[16:24])
        data["image/png"] = base64.b64encode(png).decode("ascii")
        metadata["image/png"] = {"width": round(width / SCALE), "height": round(height / SCALE), "alt": text}
    return data, metadata


def enable() -> None:
    """Use this project's renderer for every Altair chart of this session.

    Calling it again does no harm. Nothing is registered before.

    Examples
    --------
    >>> enable()
    >>> import altair
    >>> altair.renderers.active
    'sdvdata'
    """
    import altair as alt

    alt.renderers.register(RENDERER, mimebundle)
    alt.renderers.enable(RENDERER)
