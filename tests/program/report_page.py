"""The page of a report in a real browser, on data of its own: it needs no program.

Needs python3-selenium, chromium-driver and libjs-dygraphs. Times are printed; they are asserted only generously.
"""

import base64
import math
import pathlib
import random
import re
import tempfile
import unittest

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from report_page_support import Page, browser, chart, everything_loaded, frames, until

PATIENCE = 10  # s: machines differ


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


class OneRun(ReportPage):
    def setUp(self):
        page, self.times, self.volts, self.film = run_page()
        self.open(page)

    def test_words_stay_words(self):
        self.assertEqual(self.browser.title, "A <script>alert(1)</script> cell & more")
        self.assertEqual(self.js("return document.querySelector('h1').textContent"), self.browser.title)
        self.assertIn("ran out after 100 h", self.browser.find_element(By.CSS_SELECTOR, ".verdict .headline").text)
        self.assertEqual(self.js("return document.querySelectorAll('main b, main i, main .legend img').length"), 0)
        self.assertEqual(self.js("return [...document.images].every((image) => image.naturalWidth > 0)"), True)

    def test_a_block_of_an_unknown_kind_is_named(self):
        self.assertIn("does not know blocks of kind hologram", self.browser.find_element(By.ID, "record").text)

    def test_the_box_tells_what_the_record_holds(self):
        self.focus("thickness")
        for row in (7, 251, 402):
            self.js(f"{self.figure('voltage')}.group.show(arguments[0] - 3, arguments[0] + 3)", self.times[row])
            self.js(f"{self.figure('voltage')}.group.point(arguments[0], null)", self.times[row])
            frames(self.browser, 6)
            told = self.js("return document.querySelector('#thickness .box .value').textContent").split("\u2009nm")[0]
            self.assertAlmostEqual(number(told) / self.film[row], 1, delta=1e-4)
            told = self.js("return document.querySelector('#voltage .box .value').textContent")
            self.assertIn("mV", told)
            self.assertAlmostEqual(number(told.split("\u2009mV")[0]) / (1000 * self.volts[row]), 1, delta=1e-4)

    def test_both_sides_of_a_jump_are_told(self):
        self.focus("voltage")
        self.js(f"const g = {self.figure('voltage')}.group; g.show(9, 11); g.point(10, null)")
        frames(self.browser, 6)
        told = self.js("return document.querySelector('#voltage .box .value').textContent")
        before, after = told.replace("\u2009mV", "").split("→")
        self.assertAlmostEqual(number(before), -1000 * (0.013 + 1e-3 + 1e-3), delta=1e-3)
        self.assertAlmostEqual(number(after), 1000 * (0.013 + 1e-3), delta=1e-3)

    def test_the_pointer_moves_the_line_of_all_charts(self):
        over = self.browser.find_element(By.CSS_SELECTOR, "#voltage .over")
        self.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", over)
        ActionChains(self.browser).move_to_element(over).perform()
        frames(self.browser, 6)
        self.assertTrue(self.box("voltage") and self.box("thickness"))
        self.assertEqual(self.box("voltage")[0], self.box("thickness")[0])

    def test_keys_zoom_pan_and_look(self):
        self.focus("voltage")
        self.press("+", "+")
        begin, end = self.window()
        self.assertAlmostEqual(end - begin, 25, delta=1e-6)
        self.press(Keys.ARROW_RIGHT)
        self.assertAlmostEqual(self.window()[0], begin + 2.5, delta=1e-6)
        ActionChains(self.browser).key_down(Keys.SHIFT).send_keys(Keys.ARROW_RIGHT).key_up(Keys.SHIFT).perform()
        frames(self.browser)
        self.assertIn("Voltage", self.browser.find_element(By.ID, "spoken").get_attribute("textContent"))
        self.press(Keys.ESCAPE, "-", Keys.HOME)
        self.assertEqual(self.window(), [0, 100])

    def test_one_half_cycle_shows_its_points(self):
        self.focus("voltage")
        self.js(f"{self.figure('voltage')}.group.show(40, 41)")
        frames(self.browser, 5)
        rows = self.js(f"return {self.figure('voltage')}.graph.rawData_")
        shown = [(x, y) for x, y in rows if 40 <= x <= 41]
        self.assertEqual(shown, [(x, y) for x, y in zip(self.times, self.volts) if 40 <= x <= 41])
        self.js(f"{self.figure('voltage')}.group.show(40.5, 40.5 + 10 / 3600)")
        frames(self.browser, 5)
        self.assertIn("(s)", self.browser.find_element(By.CSS_SELECTOR, "#voltage .xlabel").text)

    def test_dragging_and_double_click(self):
        over = self.browser.find_element(By.CSS_SELECTOR, "#voltage .over")
        self.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", over)
        ActionChains(self.browser).move_to_element(over).click_and_hold().move_by_offset(100, 0).release().perform()
        frames(self.browser, 5)
        begin, end = self.window()
        self.assertTrue(5 < end - begin < 20, (begin, end))
        ActionChains(self.browser).double_click(over).perform()
        frames(self.browser, 5)
        self.assertEqual(self.window(), [0, 100])

    def test_the_wheel_zooms_a_chart_in_hand_and_leaves_the_page_otherwise(self):
        over = self.browser.find_element(By.CSS_SELECTOR, "#voltage .over")
        turn = """const box = arguments[0].getBoundingClientRect(); const event = new WheelEvent('wheel', {deltaY: -300,
            ctrlKey: arguments[1], clientX: box.x + 500, clientY: box.y + 100, bubbles: true, cancelable: true});
            return arguments[0].dispatchEvent(event);"""
        self.assertTrue(self.js(turn, over, False))
        self.assertEqual(self.window(), [0, 100])
        self.assertFalse(self.js(turn, over, True))
        self.assertLess(self.window()[1] - self.window()[0], 80)

    def test_the_table_holds_the_window(self):
        self.focus("voltage")
        self.js(f"{self.figure('voltage')}.group.show(40, 41)")
        self.press("t")
        cells = self.js("return [...document.querySelectorAll('#voltage tbody tr')].map((r) => [...r.cells].map((c) => c.textContent))")
        wanted = [(x, y) for x, y in zip(self.times, self.volts) if 40 <= x <= 41]
        self.assertEqual(len(cells), len(wanted))
        for (x, y), (told_x, told_y) in zip(wanted, cells):
            self.assertAlmostEqual(number(told_x), x, delta=1e-3)
            self.assertAlmostEqual(number(told_y) / y, 1, delta=1e-4)
        self.press(Keys.HOME)
        self.assertLessEqual(self.js("return document.querySelectorAll('#voltage tbody tr').length"), 200)

    def test_the_cell_follows_the_charts(self):
        self.focus("voltage")
        self.js(f"{self.figure('voltage')}.group.point(100, null)")
        self.js("document.querySelector('#cell').scrollIntoView({behavior: 'instant'})")
        frames(self.browser, 6)
        told = self.js("return document.querySelectorAll('#cell .layers .value')[1].textContent")
        self.assertAlmostEqual(number(told.split("\u2009µm")[0]), self.film[-1] / 1000, delta=1e-5)

    def test_the_cell_plays_unless_motion_is_unwanted(self):
        play = self.browser.find_element(By.CSS_SELECTOR, "#cell .controls button")
        self.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'}); arguments[0].click()", play)
        frames(self.browser, 10)
        first = self.js("return +document.querySelector('#cell input').value")
        frames(self.browser, 30)
        self.assertGreater(self.js("return +document.querySelector('#cell input').value"), first)
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia",
                                     {"features": [{"name": "prefers-reduced-motion", "value": "reduce"}]})
        try:
            frames(self.browser, 5)
            self.assertFalse(play.is_enabled())
            rest = self.js("return +document.querySelector('#cell input').value")
            frames(self.browser, 20)
            self.assertEqual(self.js("return +document.querySelector('#cell input').value"), rest)
        finally:
            self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})

    def test_fingers_pinch_and_pan(self):
        over = self.browser.find_element(By.CSS_SELECTOR, "#voltage .over")
        self.js("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", over)
        box = self.js("const b = arguments[0].getBoundingClientRect(); return [b.x, b.y]", over)

        def touch(kind, *places):
            self.browser.execute_cdp_cmd("Input.dispatchTouchEvent", {
                "type": kind, "touchPoints": [{"x": box[0] + x, "y": box[1] + 100, "id": k} for k, x in enumerate(places)]})

        touch("touchStart", 450)
        touch("touchStart", 450, 550)
        for apart in range(50, 210, 20):
            touch("touchMove", 500 - apart, 500 + apart)
        touch("touchEnd")
        frames(self.browser, 5)
        begin, end = self.window()
        self.assertTrue(15 < end - begin < 45, (begin, end))
        touch("touchStart", 600)
        for x in range(590, 390, -20):
            touch("touchMove", x)
        touch("touchEnd")
        frames(self.browser, 5)
        self.assertGreater(self.window()[0], begin + 1)

    def test_the_map_by_keys(self):
        self.focus("map")
        self.press(Keys.ARROW_UP, Keys.ARROW_UP, Keys.ARROW_RIGHT)
        said = self.browser.find_element(By.ID, "spoken").get_attribute("textContent")
        self.assertIn("Lithium 10.000\u2009µm", said)
        self.assertAlmostEqual(number(said.split("Cycles ")[1].split(";")[0]), 1000 / 10**0.1, delta=0.02)
        self.assertIn("depleted", said)

    def test_the_map_as_a_table(self):
        self.focus("map")
        self.press("t")
        rows = self.js("return [...document.querySelectorAll('#map .map-table tbody tr')].map((r) => [...r.cells].map((c) => c.textContent))")
        axes = self.js(f"const {{ block }} = {self.figure('map')}; return [block.x.values, block.y.values]")
        self.assertEqual(len(rows), len(axes[0]) * len(axes[1]))
        for row, (x, y) in zip(rows, ((x, y) for y in axes[1] for x in axes[0])):
            self.assertAlmostEqual(number(row[0]) / x, 1, delta=1e-5)
            self.assertAlmostEqual(number(row[1]) / y, 1, delta=1e-5)
        values = self.js(f"return [...{self.figure('map')}.quantities[0]]")
        for row, value in zip(rows, values):
            self.assertAlmostEqual(number(row[2]) / value, 1, delta=1e-5)
        button = self.browser.find_element(By.CSS_SELECTOR, "#map .buttons button")
        self.assertEqual(button.get_attribute("aria-expanded"), "true")
        button.click()
        self.assertEqual(self.js("return document.querySelectorAll('#map .map-table').length"), 0)

    def test_light_and_dark(self):
        paper = "return getComputedStyle(document.body).backgroundColor"
        button = self.browser.find_element(By.ID, "theme")
        seen = set()
        for _ in range(3):
            button.click()
            seen.add(self.js(paper))
        self.assertEqual(seen, {"rgb(255, 255, 255)", "rgb(20, 23, 26)"})

    def test_colours_stand_out(self):
        def luminance(colour):
            parts = [float(part) / 255 for part in re.findall(r"[\d.]+", colour)[:3]]
            return sum(w * (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4)
                       for w, p in zip((0.2126, 0.7152, 0.0722), parts))

        for choice in ("light", "dark"):
            self.js("document.documentElement.dataset.theme = arguments[0]; percolith.theme.printing(false)", choice)
            colours = self.js("return percolith.theme.colours")
            paper = luminance(colours["paper"])
            for name, least in {"working": 3, "counter": 3, "cell": 3, "limit": 3, "measured": 3, "other-1": 3, "other-2": 3, "other-3": 3,
                                "other-4": 3, "text": 4.5, "quiet": 4.5, "working-text": 4.5, "counter-text": 4.5}.items():
                light, dark = sorted((luminance(colours[name]), paper), reverse=True)
                with self.subTest(choice=choice, colour=name):
                    self.assertGreaterEqual((light + 0.05) / (dark + 0.05), least)

    def test_curves_hide_and_show(self):
        self.focus("thickness")
        first = self.browser.find_element(By.CSS_SELECTOR, "#thickness .legend button")
        first.click()
        frames(self.browser, 5)
        self.assertEqual(first.get_attribute("aria-pressed"), "false")
        self.assertTrue(all(row[1] is None for row in self.js(f"return {self.figure('thickness')}.graph.rawData_")))

    def test_it_prints(self):
        pdf = self.browser.execute_cdp_cmd("Page.printToPDF", {"printBackground": True, "preferCSSPageSize": True})
        self.assertTrue(base64.b64decode(pdf["data"]).startswith(b"%PDF"))
        self.assertFalse(self.js("return document.documentElement.classList.contains('printing')"))

    def test_no_empty_canvas_is_printed_over_a_figure(self):
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        try:
            for name in ("voltage", "map"):
                self.assertEqual(self.js("return getComputedStyle(document.querySelector(arguments[0])).display", f"#{name} .over"), "none")
        finally:
            self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    def test_nothing_is_fetched(self):
        self.assertEqual(self.js("return performance.getEntriesByType('resource').filter((e) => !/^(data|blob):/.test(e.name)).length"), 0)


class Curves(ReportPage):
    def test_gaps_stay_gaps_and_series_may_have_their_own_x(self):
        page = Page("Curves")
        x = [float(k) for k in range(10)]
        gappy = [1.0, 2.0, math.nan, math.nan, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0]
        page.section("Charts", chart("Voltage", page.array(x), [
            {"name": "Run", "values": page.array(gappy), "role": "cell", "tie": "a.h5"},
            {"name": "Measured", "x": page.array([0.5, 4.5, 8.5]), "values": page.array([1.0, 5.0, 9.0]), "role": "measured",
             "style": "points"}], id="voltage"),
            chart("Leak", page.array(x), [{"name": "Run", "values": page.array([-1.0] + [10.0**-k for k in range(9)]), "role": "working",
                                           "style": "steps"}], id="leak", y={"label": "Leak", "unit": "A/m2", "log": True}),
            chart("Empty", page.array(x), [{"name": "Run", "values": page.array([math.nan] * 10), "role": "cell"}], id="empty"))
        self.open(page)
        rows = self.js("return %s.graph.rawData_.map((r) => r.map((v) => Number.isNaN(v) ? 'gap' : v))" % self.figure("voltage"))
        self.assertEqual([row[1] for row in rows if row[0] in (2, 3)], ["gap", "gap"])
        self.assertEqual([row for row in rows if row[0] == 4.5], [[4.5, None, 5]])
        low, high = self.js(f"return {self.figure('leak')}.y")
        self.assertTrue(0 < low < 1e-8 and 1 < high < 3, (low, high))
        self.assertTrue(self.js(f"return {self.figure('empty')}.graph !== null"))

    def test_a_logarithmic_x_is_told_in_its_own_numbers(self):
        page = Page("Profile")
        x = [10.0**k for k in range(-12, -5)]
        profile = chart("Rise", page.array(x), [{"name": "rise", "values": page.array([float(k * k) for k in range(-3, 4)]),
                                                 "role": "working"}], id="rise", marks=[{"at": 1e-9, "text": "best fit"}])
        profile["x"] |= {"label": "sigma_e", "unit": "S/m", "log": True}
        page.section("Charts", profile)
        self.open(page)
        ticks = self.js("return [...document.querySelectorAll('#rise .dygraph-axis-label-x')].map((e) => e.textContent)")
        self.assertIn("10⁻⁹", ticks)
        self.assertEqual(self.window("rise"), [-12, -6])
        self.focus("rise")
        self.press("t")
        self.js(f"{self.figure('rise')}.group.point(-12, {self.figure('rise')})")
        frames(self.browser, 5)
        rows = self.js("return [...document.querySelectorAll('#rise tbody tr')].map((r) => r.cells[0].textContent)")
        self.assertEqual(len(rows), 7)
        self.assertIn("10⁻¹²", rows[0])
        self.assertIn("sigma_e 1\u2009×\u200910⁻¹²\u2009S/m", self.box("rise")[0])

    def test_a_runaway_is_cut_off_and_told(self):
        page = Page("Runaway")
        x = [float(k) for k in range(100)]
        page.section("Charts", chart("Voltage", page.array(x), [
            {"name": "Voltage", "values": page.array([0.02] * 99 + [5.0]), "role": "cell"}], id="voltage",
            y={"label": "Voltage", "unit": "V", "log": False, "range": [-0.05, 0.05]}))
        self.open(page)
        self.assertLess(self.js(f"return {self.figure('voltage')}.y")[1], 0.1)
        self.assertIn("5.00\u2009V", self.js("return document.querySelector('#voltage .cut').textContent"))
        self.browser.find_element(By.XPATH, "//figure[@id='voltage']//button[text()='All values']").click()
        frames(self.browser, 5)
        self.assertGreater(self.js(f"return {self.figure('voltage')}.y")[1], 5)


class Damage(ReportPage):
    def test_a_damaged_array_costs_its_chart_alone(self):
        page, *_ = run_page()
        voltage = page.report["sections"][1]["blocks"][0]["series"][0]["values"]["array"]
        whole = page.arrays[voltage]
        for damage in (whole[:40] + "AAAA" + whole[44:], whole[: len(whole) // 8 * 4], "????", ""):
            page.arrays[voltage] = damage
            self.open(page, "damaged.html")
            self.assertIn("This chart cannot be drawn", self.browser.find_element(By.CSS_SELECTOR, "#voltage .wait").text)
            self.assertTrue(self.js(f"return {self.figure('thickness')}.graph !== null"))

    def test_a_page_without_a_report_says_so(self):
        page = Page()
        page.report["percolith_report"] = 9
        path = page.write(pathlib.Path(self.folder.name) / "other.html")
        self.browser.get(path.as_uri())
        self.assertIn("cannot be read", self.browser.find_element(By.TAG_NAME, "main").text)


class Large(ReportPage):
    def test_a_million_points_of_eight_series(self):
        count, hours = 1_000_000, 1000.0
        page = Page("Large")
        times = [hours * k / (count - 1) for k in range(count)]
        t = page.array(times, "f64", "delta")
        noise = random.Random(1)
        values = [[0.01 * (s + 1) * (1 if int(x) % 2 else -1) * (1 + 1e-3 * noise.random()) for x in times] for s in range(8)]
        values[0][777_777] = 0.5  # one point in a million
        series = [{"name": f"Series {s}", "values": page.array(values[s], "f32"), "role": "other"} for s in range(8)]
        page.section("Verdict", {"kind": "verdict", "tone": "good", "headline": "It lived.", "lines": []})
        page.section("Charts", chart("Voltage", t, series, id="voltage"))
        path = page.write(pathlib.Path(self.folder.name) / "large.html")
        size = path.stat().st_size
        self.assertLess(size, 30e6)

        self.browser.get(path.as_uri())
        everything_loaded(self.browser)
        shown = until(self.browser, "return performance.getEntriesByName('first-contentful-paint')[0]?.startTime")
        drawn = self.js(f"return {self.figure('voltage')}.drawnAt")
        self.assertAlmostEqual(max(row[1] for row in self.js(f"return {self.figure('voltage')}.graph.rawData_") if row[1] is not None),
                               0.5, delta=1e-6)
        self.assertLess(self.js(f"return {self.figure('voltage')}.points"), 4 * 1200)

        # Zooms in steps from everything to ten seconds and back, timing each frame's work.
        times_of_frames = self.browser.execute_async_script("""
            const done = arguments[0], chart = %s, group = chart.group, taken = [];
            const draw = chart.draw.bind(chart), point = chart.point.bind(chart);
            let spent = 0;
            chart.draw = () => { const t = performance.now(); draw(); spent += performance.now() - t; };
            let step = 0;
            const frame = () => {
              if (spent) taken.push(spent);
              spent = 0;
              if (step++ >= 120) { delete chart.draw; return done(taken); }
              group.zoom(step < 60 ? 0.8 : 1.25, 777.4, chart);
              requestAnimationFrame(frame);
            };
            requestAnimationFrame(frame);""" % self.figure("voltage"))
        times_of_frames.sort()
        print(f"\n10^6 x 8: {size / 1e6:.1f} MB; verdict after {shown:.0f} ms, chart after {drawn:.0f} ms; "
              f"zooming {len(times_of_frames)} frames, median {times_of_frames[len(times_of_frames) // 2]:.1f} ms, "
              f"longest {times_of_frames[-1]:.1f} ms")
        self.assertLess(shown, PATIENCE * 1000)
        self.assertLess(drawn, PATIENCE * 1000)
        self.assertLess(times_of_frames[-1], 1000)


if __name__ == "__main__":
    unittest.main()
