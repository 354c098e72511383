"""Published test vectors of the chain's form `v1`: a second verifier is checked against these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Vector:
    """`given` to the function called `of`; the canonical bytes that are hashed, as text; the digest, in hex.

    For `canonical` the digest is the plain SHA-256 of the bytes; for `head_mac` it is the HMAC under the key.
    """

    of: str
    given: tuple[object, ...]
    text: str
    digest: str


KEY = bytes(range(32))
SALT = bytes(range(16))
FIRST = "0" * 64
HASH = "0123456789abcdef" * 4

VECTORS: tuple[Vector, ...] = (
    Vector("canonical", (None,), "null", "74234e98afe7498fb5daf1f36ac2d78acc339464f950703b8c019892f982b90b"),
    Vector("canonical", (True,), "true", "b5bea41b6c623f7c09f1bf24dcae58ebab3c0cdd90ad966bc43a45b44867e12b"),
    Vector("canonical", (1,), "1", "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b"),
    Vector("canonical", ("1",), '"1"', "391552c099c101b131feaf24c5795a6a15bc8ec82015424e0d2b4274a369a0bf"),
    Vector(
        "canonical",
        (Decimal("1.50"),),
        '["decimal","1.5"]',
        "c9db5a3339062123357e023bd70e514f8fd0b062845f795fa08d0e53389cb4dc",
    ),
    Vector(
        "canonical",
        ("cafe\u0301 安居",),
        '"café 安居"',
        "bb0cad8205c6a39c667b24e01eb97ab6e0e8af7f5332e16a55ef633da1c20a8a",
    ),
    Vector(
        "canonical",
        (datetime(2026, 11, 23, 7, 10, 0, 250_000, tzinfo=UTC),),
        '["at","2026-11-23T07:10:00.250000Z"]',
        "6bb8790016af573d706fff5d31c8d57a73c249780e7dcf021f89655b8b1403de",
    ),
    Vector(
        "canonical",
        (date(2026, 11, 23),),
        '["day","2026-11-23"]',
        "33d510074eeadb3bf1f53b9f3aa73b6fd911b11ae631842213075e7a225d7c35",
    ),
    Vector(
        "canonical",
        ((1, ("a", None)),),
        '["list",1,["list","a",null]]',
        "2298fb92342a37159044cb79b52fac45f2a3a4944fbfb2a03e9eb37af9082db6",
    ),
    Vector(
        "canonical",
        ({"b": 1, "a": {"安": False}},),
        '{"a":{"安":false},"b":1}',
        "6c08d5c19d0a6ff9a76b9f89859ea2945a3778be6f08e4cc9cca982bdbf0a1b4",
    ),
    Vector(
        "fact_digest",
        (SALT, "content", "路灯不亮"),
        '["list","anju","v1","fact","000102030405060708090a0b0c0d0e0f","content","路灯不亮"]',
        "84b7f7270acf65a9acbddb5a02cb44262569013320644b9518cc9fe18d6a3214",
    ),
    Vector(
        "fact_digest",
        (b"", "score", "satisfied"),
        '["list","anju","v1","fact","","score","satisfied"]',
        "9e54d4a2cc74da552d646da0239e5ca3030d936303537c9d0bf49d3c693f5279",
    ),
    Vector(
        "entry_hash",
        (FIRST, {"case": "YL-KF1-202611-0063", "step": "register", "version": "v1"}),
        '["list","anju","v1","entry","' + FIRST + '",{"case":"YL-KF1-202611-0063","step":"register","version":"v1"}]',
        "dd4210b329568aba1ec37f9dfeeee2581ae18492836134c44a2bc16476cd216e",
    ),
    Vector(
        "entry_hash",
        (HASH, {"facts": {"content": HASH}, "leg": None, "position": 2}),
        '["list","anju","v1","entry","' + HASH + '",{"facts":{"content":"' + HASH + '"},"leg":null,"position":2}]',
        "8eeb85821440f4da5d7738e4cc2d9eabf5f8c3b0e093c8e3c95d166f628a571a",
    ),
    Vector(
        "request_digest",
        ({"path": "/cases", "score": 5},),
        '["list","anju","v1","request",{"path":"/cases","score":5}]',
        "e9970a37ecade2b5a7b31db04ed20412f92e66cef4db4930458e1d9b9e7c7d26",
    ),
    Vector(
        "answer_digest",
        ({"status": 303, "to": "/cases/YL-KF1-202611-0063"},),
        '["list","anju","v1","answer",{"status":303,"to":"/cases/YL-KF1-202611-0063"}]',
        "78298cfb56203f084af3a8bf70d90398d9a8be4dbe9bd4558a03ec30ffea2a6a",
    ),
    Vector(
        "head_mac",
        (KEY, "YL", 2, HASH),
        '["list","anju","v1","head","YL",2,"' + HASH + '"]',
        "156b7f69fd9eaa72b679e852971146be09e1fcb3df5b5a25ff08fbdf558fdb85",
    ),
)
