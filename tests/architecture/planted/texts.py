"""Trees for the rules about pages, translations and documents."""

from __future__ import annotations

from tests.architecture.planted.case import Case

PAGE = "tenants/storefront/templates/storefront/page.html"
PO = "locale/en/LC_MESSAGES/django.po"
SHEET = "tenants/storefront/static/storefront/shop.css"
TOKENS = {"config/static/ui/base.css": ":root {\n  --ink: #111;\n}\n", PAGE: '<p class="a {{ b }}">x</p>'}
HEAD = 'msgid ""\nmsgstr ""\n"Language: en\\n"\n\n'
# In two parts: the rule reads this file too.
FOLDER = "/wo" + "rk/main"
HOME = "/ro" + "ot/.cache"

TEXTS = [
    Case(
        "template_words", {PAGE: '{% translate "订单" %}{% blocktranslate %}您的 {{ x }}{% endblocktranslate %}'}, None
    ),
    Case("template_words", {PAGE: "{# 注释 #}<!-- 注释 -->{% comment %}注释{% endcomment %}"}, None),
    Case("template_words", {PAGE: '{% include "x.html" with title=_("订单") %}'}, None),
    Case("template_words", {PAGE: '<a lang="zh-Hans" href="/lang"><b>中文</b></a>'}, None),
    Case("template_words", {PAGE: "<p>订单</p>"}, "not translated: 订单"),
    Case("template_words", {PAGE: "<p>\n<b>Order：</b></p>"}, "page.html:2: not translated: Order："),
    Case("template_words", {PAGE: '<input placeholder="搜索">'}, "not translated: placeholder=搜索"),
    Case("template_words", {PAGE: '{{ name|default:"订单" }}'}, "not translated, in a tag"),
    Case("template_words", {PAGE: '{% include "x.html" with title="订单" %}'}, "not translated, in a tag"),
    Case("template_words", {PAGE: '<html lang="zh-Hans"><p>订单</p></html>'}, "not translated: 订单"),
    Case("template_words", {PAGE: '<b lang="zh-Hans">中</b><p>订单</p>'}, "not translated: 订单"),
    Case("template_words", {PAGE: '{% translate "a" %}订单{% translate "b" %}'}, "not translated: 订单"),
    Case("strict_pages", {PAGE: '<script src="/a.js"></script><p class="x" data-on="y">x</p>'}, None),
    Case("strict_pages", {PAGE: '<script type="application/json">{}</script>'}, None),
    Case("strict_pages", {PAGE: "<script>go()</script>"}, "inline <script>"),
    Case("strict_pages", {PAGE: "<style>p {}</style>"}, "inline <style>"),
    Case("strict_pages", {PAGE: '<p style="color: red">x</p>'}, "inline style= on <p>"),
    Case("strict_pages", {PAGE: '<p\n{% if x %}onclick="go()"{% endif %}>x</p>'}, "inline onclick= on <p>"),
    Case("strict_pages", {PAGE: '<p hx-on:click="go()">x</p>'}, "inline hx-on:click= on <p>"),
    Case("strict_pages", {PAGE: '<a href="javascript:go()">x</a>'}, "a script in href="),
    Case("style_sheets", {**TOKENS, SHEET: "/* #fff .old */ .a:hover { color: var(--ink); }"}, None),
    Case("style_sheets", {**TOKENS, SHEET: "p { mask: radial-gradient(#0000 98%, #000); margin: -1.5em; }"}, None),
    Case("style_sheets", {**TOKENS, SHEET: "p {\n  color: #111;\n}"}, "shop.css:2: a colour outside the tokens: #111"),
    Case("style_sheets", {**TOKENS, SHEET: "p { color: light-dark(red, blue); }"}, "a colour outside the tokens"),
    Case("style_sheets", {**TOKENS, SHEET: "p { color: var(--pen); }"}, "--pen has no value"),
    Case("style_sheets", {**TOKENS, SHEET: "p,\n.old > a {}"}, "shop.css:2: no page uses .old"),
    Case("translations", {PO: HEAD + 'msgid "订单"\nmsgstr "Order"\n'}, None),
    Case("translations", {PO: HEAD + 'msgid ""\n"很长"\nmsgstr ""\n"Long"\n'}, None),
    Case("translations", {PO: HEAD + '#~ msgid "旧"\n#~ msgstr ""\n'}, None),
    Case("translations", {PO: HEAD + 'msgid "订单"\nmsgstr ""\n'}, "no translation: 订单"),
    Case("translations", {PO: HEAD + 'msgid ""\n"很长"\nmsgstr ""\n'}, "no translation: 很长"),
    Case(
        "translations",
        {PO: HEAD + 'msgid "个"\nmsgid_plural "个们"\nmsgstr[0] "one"\nmsgstr[1] ""\n'},
        "no translation: 个",
    ),
    Case("translations", {PO: HEAD + '#, fuzzy\nmsgid "订单"\nmsgstr "Oder"\n'}, "a guessed translation: 订单"),
    Case("translations", {PO: HEAD + 'msgid "a"\nmsgstr ""\nmsgid "b"\nmsgstr "b"\n'}, "no translation: a"),
    Case("links", {"README.md": "[a](docs/a.md#b) [b](https://x.cn/c.md) [c](#d)\n", "docs/a.md": ""}, None),
    Case("links", {"README.md": "[a](docs/a.md)\n"}, "README.md:1: no such file: docs/a.md"),
    Case("links", {"README.md": "\n![a](a.png)\n"}, "README.md:2: no such file: a.png"),
    Case("links", {"docs/adr/a.md": "[a](../b.md)\n"}, "no such file: ../b.md"),
    Case("links", {"README.md": "```\n[a](b.md)\n```\n"}, None),
    Case("machine_paths", {"README.md": f"cd {FOLDER}\n"}, "a path of one machine"),
    Case("machine_paths", {"tests/unit/test_x.py": f"HOME = '{HOME}'\n"}, "a path of one machine"),
    Case("machine_paths", {"docs/a.md": "a worker, /workers, net/work, the root, /var/tmp, https://x/y/work\n"}, None),
]
