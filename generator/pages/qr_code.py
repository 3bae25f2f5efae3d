"""The QR code of an address, as rows of its modules."""

from functools import lru_cache
from typing import Any


@lru_cache(maxsize=64)
def cells(text: str) -> tuple[bytes, ...]:
    """Return the rows of a code without its quiet zone: a byte a module, 1 for a dark one."""
    import zxingcpp  # noqa: PLC0415 (not needed by most builds, and slow to load)

    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    image: Any = code.to_image(scale=1, add_quiet_zones=False)
    across, drawn = image.shape[0], memoryview(image).tobytes().translate(_DARK)
    return tuple(drawn[n * across : (n + 1) * across] for n in range(across))


_DARK = bytes([1]) * 255 + b"\0"
