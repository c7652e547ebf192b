"""Charts of a report in a real browser: odd curves, damage, a million points. As report_page.py."""

import math
import pathlib
import random
import unittest

from selenium.webdriver.common.by import By

from report_page_support import Page, ReportPage, chart, everything_loaded, frames, run_page, until

PATIENCE = 10  # s: machines differ


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


class Marks(ReportPage):
    """Names of events stand above the plot: a curve is nowhere covered by words."""

    places = "return [...document.querySelectorAll(arguments[0])].map((e) => { const b = e.getBoundingClientRect(); " \
             "return [b.left, b.top, b.right, b.bottom]; })"

    def marked(self, *marks):
        page = Page("Marks")
        x = [0.0, 78.99]
        page.section("Charts", chart("Voltage", page.array(x), [{"name": "Run", "values": page.array([0.0, 1.0]), "role": "cell"}],
                                     id="voltage", marks=[{"at": at, "text": text, "role": "working"} for at, text in marks]))
        self.open(page)

    def check_names(self, count):
        names = self.js(self.places, "#voltage .mark")
        (left, top, right, _), = self.js(self.places, "#voltage .plot")
        self.assertEqual(len(names), count)
        for n, (a, b, c, d) in enumerate(names):
            self.assertTrue(a >= left - 1 and c <= right + 1 and d <= top + 1, (names[n], left, top, right))
            for e, f, g, h in names[:n]:
                self.assertTrue(c <= e or a >= g or d <= f + 1 or b >= h - 1, names)
        return names

    def test_names_at_the_end_of_a_test_are_stacked_above_the_plot(self):
        at_end = [(78.87, "metal depleted, W"), (78.99, "host exhausted, W"), (78.99, "voltage limit +, W")]
        try:
            for width in (1200, 400):
                self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                             {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False})
                self.marked(*at_end)
                names = self.check_names(3)
                self.assertLess(names[0][1], names[1][1])  # the first event is on top
        finally:
            self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                         {"width": 1200, "height": 900, "deviceScaleFactor": 1, "mobile": False})

    def test_no_name_covers_another_wherever_they_are(self):
        random.seed(3)
        for count in (1, 4, 12):
            self.marked(*((random.uniform(0, 78.99), f"event number {n}, with the name of a run") for n in range(count)))
            self.check_names(count)

    def test_names_outside_the_window_are_left_out_and_the_page_stays(self):
        self.marked((78.87, "metal depleted, W"), (78.99, "host exhausted, W"))
        before = self.js(self.places, "#voltage .plot")
        self.js(f"{self.figure('voltage')}.group.show(10, 20)")
        frames(self.browser, 5)
        self.assertEqual(self.js(self.places, "#voltage .mark"), [])
        self.assertEqual(self.js(self.places, "#voltage .plot"), before)


class Shapes(ReportPage):
    def test_points_have_bars_of_their_error(self):
        page = Page("Thresholds")
        lever = chart("Threshold", page.array([0.1, 1.0, 10.0]), [
            {"name": "threshold", "values": page.array([0.1, 0.3, 0.08]), "role": "working", "style": "points"}], id="lever",
            bands=[{"name": "one standard error", "lower": page.array([0.05, 0.2, 0.07]), "upper": page.array([0.15, 0.4, 0.09]),
                    "role": "working", "style": "bars"}])
        lever["x"] |= {"label": "Axis ratio", "unit": "", "log": True}
        page.section("Charts", lever)
        self.open(page)
        inked = """const g = %s.graph, c = g.hidden_, ratio = c.width / c.clientWidth;
            const image = c.getContext('2d').getImageData(0, 0, c.width, c.height);
            return arguments[0].map(([x, y]) => [-2, -1, 0, 1, 2].some((k) => image.data[
                4 * (Math.round(g.toDomYCoord(y) * ratio) * c.width + Math.round(g.toDomXCoord(x) * ratio) + k) + 3] > 60));
            """ % self.figure("lever")
        self.focus("lever")
        self.assertEqual(self.js(inked, [[0, 0.22], [0, 0.38], [1, 0.072], [0.5, 0.25], [0, 0.18]]), [True, True, True, False, False])
        self.assertEqual(self.js("return document.querySelectorAll('#lever .band .patch').length"), 0)
        begin, end = self.window("lever")
        self.assertTrue(begin < -1 and end > 1, (begin, end))  # whole markers

    def test_a_half_circle_of_an_impedance_is_one(self):
        angles = [math.pi * n / 40 for n in range(41)]
        for middle, radius in ((20.0, 2.0), (0.0, 20.0)):
            page = Page("Impedance")
            x = page.array([middle - radius * math.cos(angle) for angle in angles] + [middle + 1.2 * radius])
            y = page.array([radius * math.sin(angle) for angle in angles] + [3 * radius if middle == 0 else 0.0])
            page.section("Charts", chart("Impedance", x, [{"name": "0 h", "values": y, "role": "cell"}], id="nyquist", equal=True,
                                         group="alone"))
            self.open(page)
            wide, high = self.js("const g = %s.graph; return [g.toDomXCoord(1) - g.toDomXCoord(0), g.toDomYCoord(0) - g.toDomYCoord(1)]"
                                 % self.figure("nyquist"))
            self.assertAlmostEqual(wide / high, 1, delta=0.05)


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
