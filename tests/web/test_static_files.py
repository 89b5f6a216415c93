"""Styles and scripts are collected once, named by their content and compressed."""

import re
from pathlib import Path

from django.templatetags.static import static

import saphan.web
from saphan.web.static_files import collect

SITE = Path(saphan.web.__file__).parent / "static"


def test_a_file_is_named_plainly_until_it_is_collected_once(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [SITE]  # the site's own: those of the libraries take long
    assert static("saphan/js/saphan.js") == "/static/saphan/js/saphan.js"
    assert (collect(), collect()) == (True, False)
    named = static("saphan/js/saphan.js")
    assert re.fullmatch(r"/static/saphan/js/saphan\.[0-9a-f]{12}\.js", named)
    beside = tmp_path / named.removeprefix("/")
    assert {path.suffix for path in beside.parent.glob(f"{beside.name}*")} == {".js", ".gz", ".br"}
