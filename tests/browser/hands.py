"""What a person does with a browser at the counter."""

from __future__ import annotations

import re

from playwright._impl._api_structures import SetCookieParam
from playwright.sync_api import Page, expect

from tests.build import PASSWORD

SESSIONS: dict[str, SetCookieParam] = {}  # of the one house of this process
LANGUAGES = {"zh": "zh-hans", "en": "en"}


def sign_in(page: Page, number: str) -> None:
    """Signs in by the form, whoever was there before."""
    page.context.clear_cookies(name="anju_session")
    page.goto("/sign-in")
    page.fill("[name=staff_number]", number)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("F8")


def enter(page: Page, number: str) -> None:
    """This person from the next page on. By the form only the first time: a password is meant to be slow to check."""
    if number not in SESSIONS:
        sign_in(page, number)
        begun = next(each for each in page.context.cookies() if each.get("name") == "anju_session")
        SESSIONS[number] = cookie("anju_session", str(begun.get("value")))
    page.context.clear_cookies(name="anju_session")
    page.context.add_cookies([SESSIONS[number]])


def speak(page: Page, language: str) -> None:
    """The pages in Chinese or English from now on."""
    page.context.add_cookies([cookie("anju_language", LANGUAGES[language])])


def cookie(name: str, value: str) -> SetCookieParam:
    return {"name": name, "value": value, "domain": "127.0.0.1", "path": "/"}


def take(page: Page, step: str, leg: int | None = None, **typed: str) -> None:
    """Opens a step's form on the case page, fills it in and sends it with F8."""
    anchor = page.locator(f"#{step}-{leg}" if leg else f"#{step}")
    if anchor.get_attribute("open") is None:
        anchor.locator("summary").first.click()
    for name, value in typed.items():
        field = anchor.locator(f"[name='{name}']").first
        kind = field.evaluate("element => element.type")
        if kind == "checkbox":
            anchor.locator(f"[name='{name}'][value='{value}']").check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        anchor.locator("button[data-key=F8]").click()


def state(page: Page) -> str:
    return page.locator(".case__head .state").inner_text()


def see_state(page: Page, words: str) -> None:
    expect(page.locator(".case__head .state")).to_have_text(words)


def number_of(page: Page) -> str:
    expect(page).to_have_url(re.compile(r"/cases/YL-KF1-\d{6}-\d{4}$"))
    return page.url.rpartition("/")[2]


def registered(page: Page) -> str:
    """A suggestion with a promise, taken at the desk."""
    page.goto("/register")
    page.fill("[name=place]", "3-2-1201")
    page.select_option("[name=speaker]", "owner")
    page.select_option("[name=grade]", "suggestion")
    page.fill("[name=content]", "建议在三栋加一个垃圾桶")
    page.fill("[name=phone]", "13812345678")
    page.fill("[name=told]", "已记下")
    page.fill("[name=promise]", "周五前回话")
    page.fill("[name=promise_by]", "2036-01-01T10:00")
    with page.expect_navigation():
        page.keyboard.press("F8")
    return number_of(page)


def called(page: Page, content: str, typed: str = "zxm") -> None:
    """Somebody is found by the box, and says something."""
    page.goto("/register?new=1")
    page.keyboard.press("F2")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.locator("[name=content]")).to_be_focused()
    page.keyboard.type(content)


def sticking_out(page: Page) -> list[str]:
    """What reaches over the right edge where the window can be scrolled sideways: nothing should."""
    found: list[str] = page.evaluate(
        """() => {
            const root = document.documentElement
            if (root.scrollWidth <= root.clientWidth) return []
            const out = [...document.querySelectorAll("body *")].filter(
                each => each.getBoundingClientRect().right > root.clientWidth && each.checkVisibility())
            return out.map(each => `${each.tagName}.${each.className} ${each.textContent.trim().slice(0, 40)}`)
        }"""
    )
    return found
