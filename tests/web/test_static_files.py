"""Styles and scripts are collected once, named by their content and compressed."""

import re

from django.templatetags.static import static

from saphan.web.static_files import collect


def test_a_file_is_named_plainly_until_it_is_collected_once(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    assert static("saphan/js/saphan.js") == "/static/saphan/js/saphan.js"
    assert (collect(), collect()) == (True, False)
    named = static("saphan/js/saphan.js")
    assert re.fullmatch(r"/static/saphan/js/saphan\.[0-9a-f]{12}\.js", named)
    beside = tmp_path / named.removeprefix("/")
    assert {path.suffix for path in beside.parent.glob(f"{beside.name}*")} == {".js", ".gz", ".br"}
