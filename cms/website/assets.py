"""Style sheet, script, fonts and icon of the site, named by their content so that they may be kept for ever."""

import hashlib
import re
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "assets"
_FONTS = ("fonts/be-vietnam-pro-400.woff2", "fonts/be-vietnam-pro-700.woff2")
_NAMES = (*_FONTS, "icon.svg", "site.css", "site.js")
_URL = re.compile(r'url\("([^"]+)"\)')


@cache
def addresses() -> dict[str, str]:
    """Asset name → its address."""
    return {name: address for name, (address, _data) in _assets().items()}


@cache
def files() -> dict[str, bytes]:
    """File of the page folder → its bytes."""
    return {address.lstrip("/"): data for address, data in _assets().values()}


@cache
def _assets() -> dict[str, tuple[str, bytes]]:
    found: dict[str, tuple[str, bytes]] = {}
    for name in _NAMES:
        data = (_FOLDER / name).read_bytes()
        if name.endswith(".css"):  # it comes after what it names
            text = _URL.sub(lambda match: f'url("{found[match.group(1)][0]}")', data.decode())
            data = text.encode()
        stem, _dot, ending = Path(name).name.rpartition(".")
        digest = hashlib.blake2b(data, digest_size=5).hexdigest()
        found[name] = (f"/assets/{stem}.{digest}.{ending}", data)
    return found
