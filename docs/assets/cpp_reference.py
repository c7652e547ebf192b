"""Builds the reference of the C++ headers (package doxygen) into the site, below cpp/. A comment that doxygen cannot read is an error."""

import pathlib
import subprocess

from mkdocs.exceptions import PluginError

DOCS = pathlib.Path(__file__).resolve().parents[1]


def on_post_build(config):
    site = pathlib.Path(config["site_dir"]).resolve()
    text = (DOCS / "Doxyfile").read_text(encoding="utf-8") + f'OUTPUT_DIRECTORY = "{site}"\nWARN_AS_ERROR = YES\n'
    try:
        result = subprocess.run(["doxygen", "-"], input=text, cwd=DOCS.parent, text=True, capture_output=True, check=False)
    except FileNotFoundError as error:
        raise PluginError("doxygen is not installed; ./bootstrap install check") from error
    if result.returncode != 0:
        raise PluginError(f"the headers' comments: {result.stderr.strip()[:2000]}")
