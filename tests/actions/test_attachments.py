"""§7.1.8 — Pictures: drawn anew, kept under their digest, journaled like any other step."""

from __future__ import annotations

import hashlib
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from anju.actions import attachments
from anju.gateways import storage
from anju.procedure.words import Refused
from anju.records.models import Attachment, Case
from tests.build import Centre
from tests.thread import Thread

CAMERA = "SecretCamera"


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 200), orientation: int = 6) -> bytes:
    """A picture as a phone makes it: with the camera's name, and turned on its side."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = CAMERA, orientation
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, exif=exif)
    return out.getvalue()


@pytest.fixture
def made(centre: Centre, settings: object, tmp_path: Path) -> Thread:
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    found = Thread(centre)
    found.register()
    return found


@pytest.mark.parametrize(("kind", "ending"), [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp")])
def test_7_1_8_a_picture_is_kept_without_what_it_tells_besides(made: Thread, kind: str, ending: str) -> None:
    content = picture(kind)
    assert CAMERA.encode() in content
    attachments.attach(made.doing("front"), number=made.number, content=content, name=r"C:\photos\灯 坏了.JPEG")
    row = Attachment.objects.get(case__number=made.number)
    kept = storage.read(row.digest)
    assert row.name == f"灯 坏了.{ending}"
    assert row.digest == hashlib.sha256(kept).hexdigest() == storage.digest_of(row.digest)
    assert CAMERA.encode() not in kept
    with Image.open(io.BytesIO(kept)) as seen:
        assert seen.size == (200, 320)  # stood upright
        assert not seen.getexif()


def test_7_1_8_a_large_picture_is_made_smaller(made: Thread) -> None:
    _, drawn = attachments.redrawn(picture(size=(6000, 3000), orientation=1))
    with Image.open(io.BytesIO(drawn)) as seen:
        assert seen.size == (4096, 2048)


def bomb(width: int, height: int) -> bytes:
    """A few bytes that say they are a very large picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Only JPEG, PNG or WebP"),
        (b"<svg onload='x'/>", "Only JPEG, PNG or WebP"),
        (b"GIF89a" + b"\0" * 100, "Only JPEG, PNG or WebP"),
        (picture()[:900], "Only JPEG, PNG or WebP"),
        (bomb(20_000, 20_000), "too many pixels"),
        (bomb(8_000, 8_000), "too many pixels"),
        (b"\xff\xd8" + b"\0" * (15 * 1024 * 1024), "at most 15 MB, this one has 16 MB"),
    ],
    ids=["nothing", "svg", "gif", "cut short", "a bomb", "a poster", "too many bytes"],
)
def test_7_1_8_what_is_no_picture_is_refused_with_a_sentence(made: Thread, content: bytes, told: str) -> None:
    with pytest.raises(Refused, match=told) as refusal:
        attachments.attach(made.doing("front"), number=made.number, content=content, name="x.png")
    assert refusal.value.field == "file"
    assert list(storage.digests()) == []
    assert not Attachment.objects.exists()


def test_7_1_8_strangers_find_no_case_and_leave_no_file(made: Thread) -> None:
    with pytest.raises(Case.DoesNotExist):
        attachments.attach(made.doing("stranger"), number=made.number, content=picture(), name="x.jpg")
    assert list(storage.digests()) == []


def test_a_double_click_attaches_once(made: Thread) -> None:
    doing = made.doing("front")
    first = attachments.attach(doing, number=made.number, content=picture(), name="x.jpg")
    assert attachments.attach(doing, number=made.number, content=picture(), name="x.jpg") == first
    assert Attachment.objects.count() == 1


def test_a_file_is_kept_once_and_taken_away_for_good(made: Thread, settings: object) -> None:
    digest = storage.keep(b"content")
    assert storage.keep(b"content") == digest
    assert list(storage.digests()) == [digest]
    storage.remove(digest)
    storage.remove(digest)
    assert storage.digest_of(digest) is None
    assert storage.digest_of("../../secret.key") is None
    with pytest.raises(FileNotFoundError):
        storage.read(digest)


def test_a_file_that_was_damaged_is_mended_when_it_comes_again(made: Thread) -> None:
    digest = storage.keep(b"content")
    storage._path(digest).write_bytes(b"conten")
    assert storage.keep(b"content") == digest == storage.digest_of(digest)
