"""How no process outlives the house: a child ends when the pipe on its stdin closes, a web worker with its
parent. Both hold after kill -9, when nobody is left to send a signal.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time

GRACE = 8.0  # seconds for a request or a task to end by itself


def live_with_the_house() -> None:
    """Called by a child of the house: end when the house ends."""
    line = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)

    def watch() -> None:
        while os.read(line, 64):  # not sys.stdin: its lock would hang the end of the interpreter
            pass
        leave()

    threading.Thread(target=watch, name="tie", daemon=True).start()


def live_with_the_parent() -> None:
    """Called by a process that multiprocessing started: end when its parent ends."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        parent.join()
        leave()

    threading.Thread(target=watch, name="tie", daemon=True).start()


def leave() -> None:
    """End in order; what has not ended then is ended, the whole group where this process leads one."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(os.getpid(), signal.SIGKILL)
    os._exit(1)
