"""Chapter cases: attach a picture. It is drawn anew, so that nothing but what one sees is kept."""

from __future__ import annotations

import io
import re
import warnings

from PIL import Image, ImageOps, UnidentifiedImageError

from anju.gateways import storage
from anju.procedure.words import Refused, Words
from anju.records.models import Case

from .cases import Doing, take
from .journal import Answer

CLAUSE = "7.1.8"
MOST_BYTES = 15 * 1024 * 1024
MOST_PIXELS = 60_000_000  # what a good phone takes; more is a bomb or a poster
LONGEST_SIDE = 4096
QUALITY = 88
NAME_LENGTH = 120
KINDS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp"}

TOO_BIG = Words(
    "图片不能超过 15 MB，这一张有 {size} MB。请压缩后再传。",
    "A picture may have at most 15 MB, this one has {size} MB; make it smaller and try again.",
)
TOO_MANY_PIXELS = Words(
    "图片的像素太多，不能打开。请缩小后再传。",
    "The picture has too many pixels to be opened; make it smaller and try again.",
)
NO_PICTURE = Words(
    "只能添加 JPEG、PNG 或 WebP 图片，这个文件不是，或已损坏。",
    "Only JPEG, PNG or WebP pictures can be attached; this file is none, or it is damaged.",
)


def attach(doing: Doing, *, number: str, content: bytes, name: str, seen: int | None = None) -> Answer:
    """§7.1.8: adds a picture to a case. Raises Case.DoesNotExist for strangers before anything is stored.

    The file is on the disk before the act is: an act without its file could not be.
    """
    Case.objects.visible_to(doing.by, doing.now).only("pk").get(number=number)
    kind, drawn = redrawn(content)
    facts = {"file_name": _named(name, kind), "digest": storage.keep(drawn)}
    return take(doing, number=number, step="attach", facts=facts, seen=seen)


def redrawn(content: bytes) -> tuple[str, bytes]:
    """The kind and the bytes of the same picture, upright, within bounds, with no word of place, phone or time."""
    if len(content) > MOST_BYTES:
        raise Refused(CLAUSE, TOO_BIG, "file", size=-(-len(content) // (1024 * 1024)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own bound is lower
        try:
            with Image.open(io.BytesIO(content), formats=tuple(KINDS)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise Refused(CLAUSE, TOO_MANY_PIXELS, "file")
                return _drawn(picture)
        except Image.DecompressionBombError as bomb:
            raise Refused(CLAUSE, TOO_MANY_PIXELS, "file") from bomb
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as damage:
            raise Refused(CLAUSE, NO_PICTURE, "file") from damage


def _drawn(picture: Image.Image) -> tuple[str, bytes]:
    kind = KINDS[picture.format or ""]
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a large JPEG is read at a fraction of its size
    clean: Image.Image = ImageOps.exif_transpose(picture)
    transparent = kind != "jpg" and (clean.mode in ("RGBA", "LA", "PA") or "transparency" in clean.info)
    clean = clean.convert("RGBA" if transparent else "RGB")
    clean.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new(clean.mode, clean.size)
    bare.paste(clean)
    out = io.BytesIO()
    if kind == "png":
        bare.save(out, "PNG", optimize=False)
    else:
        bare.save(out, "JPEG" if kind == "jpg" else "WEBP", quality=QUALITY)
    return kind, out.getvalue()


def _named(name: str, kind: str) -> str:
    """The name the person gave, as one printable line without a path, ending as the kind of file it is."""
    stem = re.split(r"[/\\]", name)[-1].rpartition(".")[0] or name
    stem = "".join(char for char in stem if char.isprintable()).strip(" .")[:NAME_LENGTH]
    return f"{stem or 'picture'}.{kind}"
