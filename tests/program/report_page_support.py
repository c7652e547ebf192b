"""Writes report pages from the page's parts as the program does, and opens them in Chromium."""

import base64
import json
import pathlib
import re
import struct
import time
import zlib

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

ROOT = pathlib.Path(__file__).resolve().parents[2]
PAGE = ROOT / "runs" / "report" / "page"
DYGRAPHS = pathlib.Path("/usr/share/javascript/dygraphs")


def packed(values, kind, coding):
    """The text of an array element."""
    letter, width = {"f64": ("d", 8), "f32": ("f", 4)}[kind]
    data = struct.pack(f"<{len(values)}{letter}", *values)
    if coding == "delta":
        whole = struct.unpack(f"<{len(values)}Q", data)
        data = struct.pack(f"<{len(values)}Q", *((b - a) % 2**64 for a, b in zip((0, *whole), whole)))
    shuffled = b"".join(data[byte::width] for byte in range(width))
    return base64.b64encode(zlib.compress(shuffled, 6)).decode()


class Page:
    """A report under construction."""

    def __init__(self, title="A report", **more):
        self.arrays = []
        self.report = {"percolith_report": 1, "title": title, "files": ["run.h5"], "program": "percolith 0.0",
                       "created": "2026-01-02T03:04:05Z", "sections": [], **more}

    def array(self, values, kind="f64", coding="raw"):
        self.arrays.append(packed(values, kind, coding))
        return {"array": len(self.arrays) - 1, "length": len(values), "type": kind, "coding": coding}

    def section(self, title, *blocks):
        self.report["sections"].append({"id": title.lower().replace(" ", "-"), "title": title, "blocks": list(blocks)})

    def write(self, path):
        scripts = [f"<script>\n{(DYGRAPHS / 'dygraph.min.js').read_text().rsplit('//# source', 1)[0]}\n</script>"]
        ours = (PAGE / "scripts.txt").read_text().split()
        scripts.append("<script>\n" + "".join((PAGE / name).read_text() for name in ours) + "</script>")
        data = json.dumps(self.report).replace("<", "\\u003c")
        parts = {
            "style": (PAGE / "style.css").read_text(),
            "report": f'<script type="application/json" id="report">{data}</script>',
            "scripts": "\n".join(scripts),
            "arrays": "\n".join(f'<script type="application/octet-stream" class="array" id="array-{n}">{text}</script>'
                                for n, text in enumerate(self.arrays)),
        }
        page = re.sub(r"\{\{(\w+)\}\}", lambda place: parts[place[1]], (PAGE / "page.html").read_text())
        path.write_text(page, encoding="utf-8")
        return path


def chart(title, x, series, **more):
    return {"kind": "chart", "title": title, "description": f"{title} over time.", "group": "time",
            "x": {"label": "Time", "unit": "h", "values": x}, "y": {"label": title, "unit": "V", "log": False},
            "series": series, **more}


def browser(*, width=1200, height=900, dark=False):
    options = webdriver.ChromeOptions()
    for word in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking",
                 "--hide-scrollbars", "--host-resolver-rules=MAP * ~NOTFOUND", f"--window-size={width},{height}"):
        options.add_argument(word)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                           {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
    if dark:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                               {"features": [{"name": "prefers-color-scheme", "value": "dark"}]})
    return driver


def until(driver, script, patience=240):
    """The first true answer of a script."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        answer = driver.execute_script(script)
        if answer:
            return answer
        time.sleep(0.02)
    raise TimeoutError(script)


def everything_loaded(driver):
    until(driver, "return document.documentElement.dataset.ready === 'all'")
    frames(driver)


def frames(driver, count=3):
    """Lets some frames pass."""
    driver.execute_async_script(
        "const done = arguments[1]; let n = arguments[0]; const f = () => (n-- > 0 ? requestAnimationFrame(f) : done()); f();", count)
