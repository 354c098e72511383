"""`anju serve`: the whole house, from one command."""

from __future__ import annotations

from typing import IO, Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandParser
from django.db import connection

from anju.cli.house import House, is_free, parts
from anju.cli.lock import Taken, hold
from anju.cli.preparing import prepare
from anju.cli.verb import Stopped, Verb
from anju.environment import language, local_addresses
from anju.procedure.posts import Post
from anju.procedure.words import Words
from anju.records.models import Appointment, Installation

from .web import add_address

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - only where ANJU_BIND says so
SERVED_ALREADY = Words(
    "数据目录 {path} 已有一个 anju serve 在运行; 先停止它, 或用 ANJU_DATA 另指目录。",
    "Another anju serve already works on {path}; stop it first, or name another ANJU_DATA.",
)
PORT_TAKEN = Words(
    "端口 {port} 已被占用; 换一个, 例如 PORT={other}。",
    "Port {port} is taken; choose another, for example PORT={other}.",
)
NO_PORT = Words("端口应在 1 到 65535 之间, 现在是 {port}。", "A port is a number from 1 to 65535, not {port}.")
SERVING = Words("安居已启动: http://{host}:{port}", "Anju is served at http://{host}:{port}")
NEARBY = Words(
    "同一网络中的手机和电脑: http://{host}:{port}",
    "for phones and PCs in the same network: http://{host}:{port}",
)
NOBODY = Words(
    "还没有系统管理员。请在另一终端设立: anju administrator",
    "There is no system administrator yet. Make the first in another terminal: anju administrator",
)
TRAINING = Words("这是培训用公司, 不要录入真实住户。", "This is a training company: enter no real residents.")
FELL = Words(
    "{part} 已停止 (代码 {code}), 其余部分也随之停止。原因见上文; 改正后重新运行 anju serve。",
    "The {part} has stopped (code {code}), and all else with it. The reason stands above.",
)
SLOW = Words("网页服务一分钟内没有启动。", "The web server did not start within a minute.")
STOPPED = Words("安居已停止。", "Anju has stopped.")


class Command(Verb):
    words = Words("启动安居: 网页, 后台任务, 时钟", "Start Anju: web, worker and clock")

    def add_arguments(self, parser: CommandParser) -> None:
        add_address(parser)

    def handle(self, *args: Any, bind: str, port: int, **options: Any) -> None:
        with self.alone():
            check_port(bind, port)
            prepare()
            call_command("collectstatic", interactive=False, verbosity=0)
            connection.close()
            house = House()
            house.listen_to_signals()
            try:
                self.stay(house, bind, port)
            finally:
                house.stop()
        self.tell(STOPPED)

    def alone(self) -> IO[str]:
        """Hold the lock of the data directory."""
        try:
            return hold(settings.DATA / "serve.lock")
        except Taken as taken:
            raise Stopped(SERVED_ALREADY, path=settings.DATA) from taken

    def stay(self, house: House, bind: str, port: int) -> None:
        """Serve until the end is asked for."""
        missing = to_begin_with()
        house.start(parts(bind, port))
        if house.ready((EVERYWHERE.get(bind, bind), port)):
            self.announce(bind, port, missing)
        elif not house.fallen() and not house.ending.is_set():
            raise Stopped(SLOW)
        if fallen := house.watch():
            raise Stopped(FELL, part=fallen.words.say(language()), code=fallen.process.returncode)

    def announce(self, bind: str, port: int, missing: list[Words]) -> None:
        """Say where it is served, and what is missing to begin."""
        self.tell(SERVING, host=EVERYWHERE.get(bind, bind), port=port)
        if bind in EVERYWHERE:
            for host in local_addresses():
                self.tell(NEARBY, host=host, port=port)
        for words in missing:
            self.tell(words)


def to_begin_with() -> list[Words]:
    """What whoever starts the house is to know of this installation."""
    training = Installation.objects.filter(training=True).exists()
    nobody = not Appointment.objects.filter(post=Post.ADMINISTRATOR).exists()
    connection.close()
    return [words for words, holds in ((TRAINING, training), (NOBODY, nobody)) if holds]


def check_port(bind: str, port: int) -> None:
    """Refuse a port that cannot be listened at."""
    if not 0 < port < 65536:
        raise Stopped(NO_PORT, port=port)
    if not is_free((bind, port)):
        raise Stopped(PORT_TAKEN, port=port, other=port + 1 if port < 65535 else 8000)
