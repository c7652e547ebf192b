"""The page of a report in a real browser, on data of its own: it needs no program.

Needs python3-selenium, chromium-driver and libjs-dygraphs. Times are printed; they are asserted only generously.
"""

import base64
import re
import unittest

from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from report_page_support import ReportPage, frames, number, run_page

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

    def test_what_is_folded_is_printed_and_folded_again(self):
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        try:
            self.assertIsNone(self.js("return document.querySelector('.source').getAttribute('open')"))
            self.js("dispatchEvent(new Event('beforeprint'))")
            self.assertIn("title = '<script>'", self.browser.find_element(By.CSS_SELECTOR, ".source pre").text)
            self.js("dispatchEvent(new Event('afterprint'))")
            self.assertIsNone(self.js("return document.querySelector('.source').getAttribute('open')"))
        finally:
            self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    def test_no_empty_canvas_is_printed_over_a_figure(self):
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        try:
            for name in ("voltage", "map"):
                self.assertEqual(self.js("return getComputedStyle(document.querySelector(arguments[0])).display", f"#{name} .over"), "none")
        finally:
            self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    def test_nothing_is_fetched(self):
        self.assertEqual(self.js("return performance.getEntriesByType('resource').filter((e) => !/^(data|blob):/.test(e.name)).length"), 0)


if __name__ == "__main__":
    unittest.main()
