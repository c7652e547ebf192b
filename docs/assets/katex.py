"""Copies Debian's KaTeX (package libjs-katex) into the built site."""

import pathlib
import shutil

SOURCE = pathlib.Path("/usr/share/javascript/katex")
FILES = ["katex.min.css", "katex.min.js", "contrib/auto-render.js", "fonts"]


def on_post_build(config):
    target = pathlib.Path(config["site_dir"]) / "assets" / "katex"
    for name in FILES:
        source, copy = SOURCE / name, target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy, dirs_exist_ok=True)
        else:
            shutil.copy(source, copy)
