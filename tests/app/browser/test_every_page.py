"""Every page in both themes, at desk and phone width: no error, no stranger, accessible, no sideways scroll, light."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote

import pytest

from tests.app.browser.conftest import Visit, watch

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PLAN = "lam-dong/ubnd/2024/kh/4655"
PAGES = {
    "hoi": "/",
    "tra-loi": f"/?hoi={quote('Sở Công Thương phải làm gì, bao giờ xong?')}",
    "khong-tim-thay": f"/?hoi={quote('Ai chịu trách nhiệm xây sân bay?')}",
    "van-ban": "/van-ban",
    "mot-van-ban": f"/van-ban/{PLAN}",
    "cau-trich": f"/van-ban/{PLAN}?tu=837&den=1298#trich-dan",
    "van-ban-chua-co": "/van-ban/dang/tw/2012/nq/20",
    "chon-duong": "/duong-can-cu",
    "duong-can-cu": f"/duong-can-cu/{PLAN}?den=dang/tw/2012/nq/20",
    "phan-cong": "/phan-cong",
    "danh-sach": "/phan-cong?xem=danh-sach",
    "tien-do": "/tien-do",
    "sparql": "/sparql",
    "ket-qua": f"/sparql?truy_van={quote('SELECT * { ?s ?p ?o } LIMIT 5')}",
    "chat-luong": "/chat-luong",
    "nap": "/nap",
    "api": "/docs",
    "tu-vung": "/ontology",
}
"""Name of the picture → address."""
HEAVIEST = 1_500_000
FIRST_PAGE = 250_000
NOT_OURS = ["#yasgui", "#api"]
"""What vendored editors draw; what stands around them is ours."""


@pytest.fixture(scope="session")
def axe() -> str:
    """Return the script of axe-core that comes with its Python package."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    script = Path(str(package.__file__)).with_name("axe.min.js")
    if not script.is_file():
        pytest.skip("this axe-playwright-python ships no axe.min.js")
    return script.read_text(encoding="utf-8")


@pytest.fixture(params=[("light", 1280), ("dark", 1280), ("light", 360), ("dark", 360)], ids=lambda p: f"{p[0]}-{p[1]}")
def screen(request: pytest.FixtureRequest, chromium: Browser, site: str) -> Iterator[tuple[str, Visit]]:
    """Open a page of one theme and width."""
    theme: Literal["light", "dark"] = request.param[0]
    context = chromium.new_context(viewport={"width": request.param[1], "height": 800}, color_scheme=theme)
    yield f"{theme}-{request.param[1]}", watch(context, site)
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_whole(name: str, screen: tuple[str, Visit], axe: str) -> None:
    look, visit = screen
    visit.open(PAGES[name])
    visit.keep(f"{name}-{look}")
    visit.check()
    assert visit.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert visit.bytes <= (FIRST_PAGE if name == "hoi" else HEAVIEST)
    assert violations(visit, axe) == []


def violations(visit: Visit, axe: str) -> list[str]:
    """Return what axe-core finds wrong: rule and the first place of each."""
    visit.page.evaluate(axe)
    found: dict[str, Any] = visit.page.evaluate(
        "(notOurs) => axe.run({ exclude: notOurs.filter((one) => document.querySelector(one)) })", NOT_OURS
    )
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary'][:300]}"
        for one in found["violations"]
    ]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_reads_without_scripts(name: str, chromium: Browser, site: str) -> None:
    context = chromium.new_context(java_script_enabled=False)
    visit = watch(context, site)
    visit.open(PAGES[name])
    assert len(visit.page.inner_text("main")) > 40
    visit.check()
    context.close()
