"""The baseline: an empty answer of Django behind the same server, with the workers and threads of `anju web`."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path


def nothing(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"", headers={"Content-Length": "0"})


urlpatterns = [path("", nothing)]


def application(*_: Any) -> WSGIHandler:
    import django

    settings.configure(ROOT_URLCONF=__name__, MIDDLEWARE=[], SECRET_KEY="none", ALLOWED_HOSTS=["*"])
    django.setup()
    return WSGIHandler()


if __name__ == "__main__":
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    Granian(
        "tests.bench.empty:application", address="127.0.0.1", port=int(sys.argv[1]), interface=Interfaces.WSGI,
        workers=2, blocking_threads=2, http=HTTPModes.http1, log_level=LogLevels.error,
    ).serve(target_loader=application, wrap_loader=False)  # fmt: skip
