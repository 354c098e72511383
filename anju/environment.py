"""What the machine says: the ANJU_* settings, each checked, and the secrets of the installation.

Standard library only. A setting that is unknown or malformed stops the start with a sentence.
"""

from __future__ import annotations

import locale
import os
import secrets
import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from anju.procedure.words import Language, Words


class Malformed(Exception):
    """A setting cannot be used; says which, why, and the mend."""

    def __init__(self, words: Words, **values: object) -> None:
        super().__init__(words.say(language(), **values))


@dataclass(frozen=True, slots=True)
class Setting:
    """One ANJU_* variable: what it is when left out, and what it means."""

    name: str
    default: str
    words: Words


SETTINGS = (
    Setting(
        "ANJU_DATA",
        "var",
        Words("数据目录: 数据库, 附件, 密钥", "data directory: database, attachments, keys"),
    ),
    Setting(
        "ANJU_DATABASE_URL",
        "",
        Words("postgres:// 地址; 留空用 SQLite", "postgres:// address; empty: SQLite"),
    ),
    Setting(
        "ANJU_BIND",
        "127.0.0.1",
        Words("监听地址; 0.0.0.0 向局域网开放", "address to listen at; 0.0.0.0 opens it"),
    ),
    Setting("ANJU_HOSTS", "", Words("允许的主机名, 用逗号分开", "host names answered to, separated by commas")),
    Setting("ANJU_TLS", "no", Words("前面有 TLS 代理 (yes/no)", "a TLS front stands before it (yes/no)")),
    Setting(
        "ANJU_TRAINING", "no", Words("首次启动时设为培训用公司 (yes/no)", "the first start makes a training company")
    ),
    Setting("ANJU_LANGUAGE", "", Words("命令行语言 (zh/en)", "language of the commands (zh/en)")),
)
OWN = {setting.name: setting for setting in SETTINGS}

UNKNOWN = Words(
    "不认识的设置 {name}; 可用的设置: {known}。请改正或删去它。",
    "Unknown setting {name}; known are {known}. Correct or remove it.",
)
YES_OR_NO = Words("{name} 只能是 yes 或 no, 现在是 {value}。", "{name} must be yes or no, not {value}.")
ZH_OR_EN = Words("{name} 只能是 zh 或 en, 现在是 {value}。", "{name} must be zh or en, not {value}.")
NOT_AN_ADDRESS = Words(
    "ANJU_DATABASE_URL 应写作 postgres://用户:密码@主机:端口/数据库。",
    "ANJU_DATABASE_URL must read postgres://user:password@host:port/database.",
)
NO_DIRECTORY = Words("不能使用数据目录 {path}: {why}。", "The data directory {path} cannot be used: {why}.")
SHORT_KEY = Words(
    "密钥文件 {path} 不完整, 请从备份恢复。", "The key file {path} is cut short; restore it from a backup."
)


def language() -> Language:
    """The language of the terminal: ANJU_LANGUAGE, else the locale; Chinese where neither tells."""
    said = os.environ.get("ANJU_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    if not said and os.name == "nt":
        said = locale.getlocale()[0] or ""
    return "en" if said.lower().startswith(("en", "c.", "posix")) or said == "C" else "zh"


def check_names() -> None:
    """Refuse a misspelt setting: left unnoticed, it would silently not hold."""
    for name in sorted(os.environ):
        if name.startswith("ANJU_") and name not in OWN:
            raise Malformed(UNKNOWN, name=name, known=", ".join(OWN))
    if os.environ.get("ANJU_LANGUAGE", "") not in ("", "zh", "en"):
        raise Malformed(ZH_OR_EN, name="ANJU_LANGUAGE", value=os.environ["ANJU_LANGUAGE"])


def text(name: str) -> str:
    """The value of a setting, or its default."""
    return os.environ.get(name, "").strip() or OWN[name].default


def yes(name: str) -> bool:
    """A setting that is yes or no."""
    value = text(name).lower()
    if value not in ("yes", "no"):
        raise Malformed(YES_OR_NO, name=name, value=text(name))
    return value == "yes"


def names(name: str) -> list[str]:
    """A setting that lists names separated by commas."""
    return [part.strip() for part in text(name).split(",") if part.strip()]


def data_directory() -> Path:
    """The data directory, made if missing, closed to other users of the machine."""
    path = Path(text("ANJU_DATA")).expanduser().absolute()
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Malformed(NO_DIRECTORY, path=path, why=error.strerror or error) from error
    return path


def secret(path: Path) -> bytes:
    """The key kept in a file, made once with mode 600 even when several processes start together."""
    if not path.exists():
        draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):  # another process was first: its key stands
            os.link(draft, path)
        draft.unlink()
    key = path.read_text(encoding="ascii").strip()
    if len(key) < 64:
        raise Malformed(SHORT_KEY, path=path)
    return bytes.fromhex(key)


def postgres(url: str) -> dict[str, object]:
    """Django's words for a postgres:// address; what follows `?` goes to the driver."""
    parts = urlsplit(url)
    options: dict[str, str] = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or unquote(parts.hostname or "")
    try:
        port = options.pop("port", "") or str(parts.port or "")
    except ValueError as error:
        raise Malformed(NOT_AN_ADDRESS) from error
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in ("postgres", "postgresql") or not name or "/" in name:
        raise Malformed(NOT_AN_ADDRESS)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": port,
        "OPTIONS": options,
    }


def local_addresses() -> list[str]:
    """The addresses of this machine in its own network, for phones beside the desk."""
    found: list[str] = []
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # a datagram socket sends nothing by connecting
        found.append(str(probe.getsockname()[0]))
    with suppress(OSError):  # the name of the machine may not be known to itself
        found += [str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)]
    return sorted({address for address in found if not address.startswith(("127.", "0."))})
