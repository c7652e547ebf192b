"""Writes report pages from the page's parts as the program does, and opens them in Chromium."""

import base64
import json
import math
import pathlib
import re
import struct
import tempfile
import time
import unittest
import zlib

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By

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


def number(text):
    """A number as the page writes it."""
    mantissa = text.split("×")[0].replace("−", "-").replace("\u2009", "").strip()
    power = text.split("10")[-1].translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")) if "×" in text else "0"
    return float(mantissa) * 10.0 ** int(power)


def run_page(hours=100):
    """A test of one-hour half cycles: both sides of every jump, an end that runs away, all kinds of blocks."""
    page = Page("A <script>alert(1)</script> cell & more")
    times, volts, film, metal = [], [], [], []
    for hour in range(hours):
        for share in (0.0, 0.02, 0.1, 0.5, 1.0):
            t = hour + share
            times.append(t)
            volts.append((1 if hour % 2 == 0 else -1) * (0.013 + 1e-4 * t + 1e-3 * share))
            film.append(5.0 + 4.0 * math.sqrt(t))
            metal.append(max(0.0, 20.0 - 0.2 * t + (0.2 * share if hour % 2 else -0.2 * share)))
    volts[-1] = 5.0
    t = page.array(times, "f64", "delta")
    v = page.array(volts)
    f = page.array(film, "f32")
    page.section("Verdict", {"kind": "verdict", "tone": "ended", "headline": "The working electrode ran out after 100 h.",
                             "lines": ["<b>not bold</b>"]},
                 {"kind": "facts", "rows": [{"name": "Thickness", "value": "45", "unit": "nm", "note": "working"}]})
    page.section("Charts", chart("Voltage", t, [{"name": "Voltage <img src=x>", "values": v, "role": "cell"}],
                                 marks=[{"at": 50.0, "text": "metal depleted, working", "role": "working"}], id="voltage"),
                 chart("Thickness", t, [{"name": "Working", "values": f, "role": "working"},
                                        {"name": "Limit", "values": page.array([50.0] * len(times)), "role": "limit", "style": "dashed"}],
                       y={"label": "Thickness", "unit": "nm", "log": False}, id="thickness",
                       levels=[{"at": 44.0, "text": "limit"}],
                       bands=[{"name": "90 %", "lower": page.array([x * 0.9 for x in film]), "upper": page.array([x * 1.1 for x in film]),
                               "role": "working"}]))
    page.section("Cell", {"kind": "cell", "id": "cell", "title": "The cell", "description": "Layers.", "time": {"unit": "h", "values": t},
                          "layers": [{"name": "Lithium, working", "role": "lithium", "values": page.array(metal), "unit": "um"},
                                     {"name": "Interphase, working", "role": "interphase",
                                      "values": page.array([x / 1000 for x in film]), "unit": "um"},
                                     {"name": "Separator", "role": "separator", "value": 520, "unit": "um"},
                                     {"name": "Lithium, counter", "role": "lithium", "value": 100, "unit": "um"}]})
    xs, ys = [10.0 ** (k / 10) for k in range(12)], [5.0 * k for k in range(1, 9)]
    lives = [100 * y / x for y in ys for x in xs]
    page.section("Map", {"kind": "map", "id": "map", "title": "Life", "description": "Lives.",
                         "x": {"label": "Conductivity", "unit": "S/m", "values": xs, "log": True},
                         "y": {"label": "Lithium", "unit": "um", "values": ys, "log": False},
                         "quantities": [{"name": "Cycles", "unit": "1", "values": page.array(lives, "f32"), "log": True}],
                         "classes": {"names": ["reached its end", "depleted"], "values": page.array([float(x > 500) for x in lives])},
                         "curves": [{"name": "threshold", "x": xs, "y": [20.0] * len(xs)}]})
    page.section("Record", {"kind": "table", "title": "Events", "columns": [{"title": "Time", "unit": "h", "align": "right"}, {"title": "What"}],
                            "rows": [["1", "<i>x</i>"]]},
                 {"kind": "source", "title": "Case", "text": "title = '<script>'", "language": "toml"},
                 {"kind": "picture", "title": "Figure", "description": "a figure",
                  "svg": '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><circle r="5"/></svg>'},
                 {"kind": "hologram"})
    return page, times, volts, film


class ReportPage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = browser()
        cls.folder = tempfile.TemporaryDirectory()

    @classmethod
    def tearDownClass(cls):
        cls.browser.quit()
        cls.folder.cleanup()

    def open(self, page, name="page.html"):
        path = page.write(pathlib.Path(self.folder.name) / name)
        self.browser.get(path.as_uri())
        everything_loaded(self.browser)
        return path

    def js(self, script, *words):
        return self.browser.execute_script(script, *words)

    def figure(self, name):
        """A JavaScript expression for a chart."""
        return f"percolith.figures.find((f) => f.element.id === '{name}')"

    def focus(self, name):
        plot = self.browser.find_element(By.CSS_SELECTOR, f"#{name} .plot")
        self.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'}); arguments[0].focus();", plot)
        frames(self.browser)
        return plot

    def press(self, *keys):
        chain = ActionChains(self.browser)
        for key in keys:
            chain.send_keys(key)
        chain.perform()
        frames(self.browser, 5)

    def window(self, name="voltage"):
        return self.js(f"return {self.figure(name)}.group.range")

    def box(self, name):
        return [line.text for line in self.browser.find_elements(By.CSS_SELECTOR, f"#{name} .box p")]

    def tearDown(self):
        said = [line for line in self.browser.get_log("browser") if line["level"] in ("WARNING", "SEVERE")]
        self.assertEqual(said, [])
