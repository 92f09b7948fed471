"""What a page is looked at for: what axe finds, what is wider than the screen; and which pages the back office has."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python

from tenants.console import urls
from tests.browser.conftest import PHONE

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
# No rule that is on reads style sheets: they need not be fetched for it. Nor is any selector of an element told.
# Contrast takes three quarters of the time. It is a matter of style: text is judged once in each style, not once on each page.
VIOLATIONS = """
(known) => {
    const judged = new Set(known), found = [], marks = new Map([[null, 7]]);
    const mixed = (before, text) => {
        let high = Math.trunc(before / 2097152) ^ 0x2c9277b5, low = (before % 4294967296) ^ 0x5f356495;
        for (let place = 0; place < text.length; place++) {
            high = Math.imul(high ^ text.charCodeAt(place), 2654435761);
            low = Math.imul(low ^ text.charCodeAt(place), 1597334677);
        }
        high ^= low >>> 15;
        return (high & 2097151) * 4294967296 + (low >>> 0);
    };
    // All that decides how its text looks: its own style and that of whatever it stands on.
    const mark = (element) => {
        if (!marks.has(element)) {
            const style = getComputedStyle(element);
            marks.set(element, mixed(mark(element.parentElement), [
                element.tagName, element.className, style.color, style.backgroundColor, style.backgroundImage, style.opacity, style.filter,
                style.position, style.textShadow, style.fontSize, style.fontWeight, element.matches(":disabled"), element.ariaDisabled,
                element.control?.disabled,
            ].join("|")));
        }
        return marks.get(element);
    };
    const told = (element) => [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data.trim()).join("")
        || String(element.value || "");
    for (const element of document.body.querySelectorAll("*")) {
        const text = told(element);
        if (!text || !element.checkVisibility({opacityProperty: true, visibilityProperty: true})) continue;
        const its = mixed(mark(element), text.length > 1 ? "text" : "a letter");
        if (judged.has(its)) continue;
        judged.add(its);
        found.push(its);
        element.dataset.unjudged = "";
    }
    if (known) axe.configure({rules: [{id: "color-contrast", selector: "[data-unjudged]"}]});
    return axe.run(document, {resultTypes: ["violations"], preload: false, selectors: false}).then(({violations}) => {
        document.querySelectorAll("[data-unjudged]").forEach((element) => delete element.dataset.unjudged);
        return [found, violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html.slice(0, 120)}`))];
    });
}
"""
judged: set[int] = set()  # styles of text whose contrast was looked at
everywhere = False  # ``--long``: contrast is looked at on each page
WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# Addresses without parameters that are no pages: forms go to them, or they are a part or a file of a page.
NO_PAGES = frozenset({
    "attention_rows", "bell", "billing_done_state", "billing_hide", "billing_portal", "billing_refresh",
    "billing_resume", "callbacks", "cases_assign", "cases_take", "contrast", "differences_csv", "differences_resolve", "enter",
    "find", "import_preview", "import_start", "launch_dismiss", "leave", "message_settings", "order_webhooks_rotate",
    "order_webhooks_secret", "orders_export", "people_invite", "products_prices", "products_reprice", "products_sort", "role_check",
    "qualification_appeal", "qualification_paper",
    "settings_domain_add", "shopfront_preview", "statement_fetch", "statement_preview", "statement_start", "stock_code_find",
    "stock_export_ask", "stock_robot_add", "tiers_preview", "view_save",
})  # fmt: skip


def office_pages():
    """Every page of the back office that needs no parameter, by its path."""
    patterns = ((pattern.name, str(pattern.pattern)) for pattern in urls.urlpatterns)
    return [path for name, path in patterns if "<" not in path and name not in NO_PAGES]


def sideways(page):
    """Whether the page is wider than the screen."""
    return [f"{page.url}: wider than the screen"] if page.evaluate(WIDER) else []


def problems(page):
    """What axe finds on the page, and whether it is wider than the screen. Contrast: of text in styles not looked at before."""
    page.evaluate(AXE)
    styles, found = page.evaluate(VIOLATIONS, None if everywhere else list(judged))
    judged.update(styles)
    return [f"{page.url}: {text}" for text in found] + sideways(page)


def sideways_on_a_phone(page):
    """Whether the page would be wider than a phone; afterwards it is as wide as before."""
    before = page.viewport_size
    if before == PHONE:
        return []  # looked at already
    page.set_viewport_size(PHONE)
    found = sideways(page)
    page.set_viewport_size(before)
    return found
