"""What a person does with a browser at the counter."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.build import PASSWORD


def enter(page: Page, number: str) -> None:
    """Signs in, whoever was there before."""
    page.context.clear_cookies(name="anju_session")
    page.goto("/sign-in")
    page.fill("[name=staff_number]", number)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.keyboard.press("F8")


def speak(page: Page, language: str) -> None:
    """The page in Chinese or English from now on."""
    page.goto("/sign-in")
    if page.locator("html").get_attribute("lang") != ("en" if language == "en" else "zh-CN"):
        with page.expect_navigation():
            page.click("button[name=language]")


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
