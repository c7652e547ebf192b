"""What a person can ask of the microstructure engine wrongly, and places that take no answer."""

import json
import time

import h5py
import numpy

from percolation_support import PROMPTLY, Percolation
from support import BAD_INPUT, OUTPUT_FAILURE, full_disk, main


class BadInput(Percolation):
    def refuse(self, words, *arguments, **options):
        return self.refused(BAD_INPUT, words, "percolation", *arguments, **options)

    def test_what_is_written_wrongly_is_one_line(self):
        for words, override in (
            (["structure.kind", 'did you mean "lattice"'], "structure.kind=latice"),
            (["structure.element", 'use one of site, bond'], "structure.element=edge"),
            (["threshold.sizes", "-6 is out of range"], "threshold.sizes=[-6, 12]"),
            (["threshold.realisations", "1 entries for 2 sizes"], "threshold.realisations=[5]"),
            (["structure.diameter", "unknown key"], "structure.diameter=1 nm"),
            (["seed", "out of range"], "seed=-1"),
        ):
            with self.subTest(override=override):
                self.refuse(words, "threshold", "lattice.toml", "-o", "x.h5", "--set", override)

    def test_what_cannot_be_computed_is_refused_beforehand(self):
        self.refuse(["metal_conductivity"], "conductivity", "lattice.toml", lines=None)
        self.refuse(["of memory", "are available"], "threshold", "lattice.toml", "--set", "threshold.sizes=[8, 100000]",
                    "-o", "x.h5")
        self.refuse(["two metal fractions"], "table", "spheres.toml", "--set", "conductivity.metal_fractions=[0.1]")
        self.refuse(["--fraction", "missing"], "picture", "lattice.toml", "-o", "x.svg")
        self.refuse(["x.txt", "end the name in .h5"], "threshold", "lattice.toml", "-o", "x.txt")
        self.refuse(["is what is read"], "threshold", "lattice.toml", "-o", "lattice.toml")
        self.refuse(["no such file"], "threshold", "nowhere.toml")
        self.refuse(["vary", "belongs to thresholds"], "conductivity", "varied.toml")
        self.refuse(["gap_conductivity", "missing"], "conductivity", "spheres.toml", "--set",
                    'structure.contact={kind = "hard", tunnelling_distance = "1 nm"}')

    def test_mixtures_that_cannot_be_are_one_line(self):
        for words, override in (
            (["mixture.electrolytes", 'did you mean "LPSC"'], 'mixture.electrolytes=["LPCS", "LGPS"]'),
            (["mixture.electrolytes", "LPSC holds no metal"], 'mixture.electrolytes=["LPSC", "LPSC"]'),
            (["mixture.molar_ratios", '"16/1" is no ratio', '"16:1"'], 'mixture.molar_ratios=["16/1"]'),
            (["mixture.molar_ratios", "do not rise"], 'mixture.molar_ratios=["4:1", "16:1"]'),
            (["structure.kind", "one of grains"], 'structure={kind = "particles", diameter = "30 nm"}'),
            (["inside.structure.diameter", "out of range"], 'inside.structure.diameter="0 nm"'),
            (["inside", "twice as wide"], 'inside.structure.diameter="20 nm"'),
            (["conductivity.metal_fractions", "contradicts [mixture]"], "conductivity.metal_fractions=[0.1]"),
            (["conductivity.metal_conductivity", "contradicts [inside]"], 'conductivity.metal_conductivity="1 S/m"'),
        ):
            with self.subTest(override=override):
                self.refuse(words, "conductivity", "mixture.toml", "--set", override)

    def test_images_that_are_not_what_is_said(self):
        image = '[structure]\nkind = "image"\nfile = "{}"\nvoxel = "5 nm"\n{}\n'
        with h5py.File(self.folder / "i.h5", "w") as data:
            data["flat"] = numpy.zeros((4, 4))
            data["words"] = numpy.array([[[b"a"]]])
            holes = numpy.ones((4, 5, 6), "f4")
            holes[1, 2, 3] = numpy.nan
            data["holes"] = holes
        (self.folder / "i.raw").write_bytes(bytes(59))
        whole = (self.folder / "i.h5").read_bytes()
        (self.folder / "cut.h5").write_bytes(whole[:len(whole) // 2])
        for words, file, more in (
            (["2 axes"], "i.h5", 'dataset = "flat"'),
            (["no numbers"], "i.h5", 'dataset = "words"'),
            (["x = 3, y = 2, z = 1 holds no finite number"], "i.h5", 'dataset = "holes"'),
            (["no dataset"], "i.h5", 'dataset = "nothing"'),
            (["not a whole HDF5 file"], "cut.h5", 'dataset = "holes"'),
            (["is 59 bytes long", "take 60"], "i.raw", "shape = [3, 4, 5]"),
            (["no such file"], "none.raw", "shape = [3, 4, 5]"),
            (["structure.shape", "three numbers"], "i.raw", "shape = [3, 4]"),
        ):
            with self.subTest(file=file, more=more):
                self.write("image.toml", image.format(file, more))
                self.refuse(words, "picture", "image.toml", "-o", "x.svg")

    def test_an_image_is_a_structure(self):
        values = numpy.random.default_rng(1).random((8, 18, 20)).astype("f4")
        with h5py.File(self.folder / "i.h5", "w") as data:
            data["a"] = values
        values.tofile(self.folder / "i.raw")
        image = '[structure]\nkind = "image"\nfile = "{}"\nvoxel = "5 nm"\n{}\n'
        self.write("h5.toml", image.format("i.h5", 'dataset = "a"'))
        self.write("raw.toml", image.format("i.raw", 'shape = [20, 18, 8]\ntype = "float32"'))
        for name in ("h5", "raw"):
            self.succeed("percolation", "picture", f"{name}.toml", "-o", f"{name}.vti")
        text = (self.folder / "h5.vti").read_bytes()
        self.assertEqual(text, (self.folder / "raw.vti").read_bytes())
        begin = text.index(b"_", text.index(b"<AppendedData")) + 9
        phase = numpy.frombuffer(text[begin:begin + 8 * 18 * 18], "u1").reshape(8, 18, 18)
        self.assertTrue(numpy.array_equal(phase == 1, values[:, :, :18] >= 0.5), "as deep and wide as it goes")
        self.write("film.toml", image.format("i.h5", 'dataset = "a"\n[conductivity]\nmetal_conductivity = "1 S/m"\n'
                                             'insulator_conductivity = "1e-3 S/m"\nrealisations = 1'))
        told = json.loads(self.succeed("percolation", "conductivity", "film.toml", "--json"))
        film = told["films"][0]
        self.assertAlmostEqual(film["metal_fraction"], float((values[:, :, :18] >= 0.5).mean()), 12)
        self.assertIsNone(film["standard_error"])
        self.refuse(["metal_fractions", "contradicts the image"], "conductivity", "film.toml", "--set",
                    "conductivity.metal_fractions=[0.5]")
        self.refuse(["--fraction", "of its own"], "picture", "h5.toml", "--fraction", "0.5", "-o", "x.svg")

    def image(self, values, more=""):
        with h5py.File(self.folder / "i.h5", "w") as data:
            data["a"] = values
        self.write("i.toml", '[structure]\nkind = "image"\nfile = "i.h5"\ndataset = "a"\nvoxel = "5 nm"\n' + more)

    def test_the_threshold_of_an_image_has_no_error(self):
        self.image(numpy.random.default_rng(2).random((14, 14, 14)).astype("f4"))
        told = json.loads(self.succeed("percolation", "threshold", "i.toml", "--json", "-o", "i_t.h5"))["thresholds"][0]
        self.assertLess(abs(told["threshold"] - 0.31), 0.1)
        self.assertIsNone(told["standard_error"])
        self.assertEqual([size["edge"] for size in told["sizes"]], [14])
        self.assertIsNone(told["sizes"][0]["threshold_error"])
        self.assertIn("One image", told["notes"][0])
        text = self.succeed("percolation", "threshold", "i.toml")
        self.assertRegex(text, r"V_P 0\.\d+ \(error not known\)\n")
        self.assertIn("image of 14 x 14 x 14 voxels, 70 nm x 70 nm x 70 nm\n", text)
        self.assertNotIn("+-", text)
        with h5py.File(self.folder / "i_t.h5") as data:
            self.assertTrue(numpy.isnan(data["threshold/standard_error"][0]))
        self.succeed("plot", "i_t.h5", "-o", "i.svg")
        self.assertIn("error not known", (self.folder / "i.svg").read_text())
        self.succeed("report", "i_t.h5", "-o", "i.html")
        self.refuse(["threshold", "one box"], "threshold", "i.toml", "--set", "threshold.sizes=[14]", "--set",
                    "threshold.realisations=[4]")

    def test_a_segmented_image_is_asked_for_its_grey_values(self):
        values = numpy.random.default_rng(3).random((12, 12, 12)) < 0.45
        self.image(values.astype("u1"), '[conductivity]\nmetal_conductivity = "1 S/m"\n'
                                        'insulator_conductivity = "1e-3 S/m"\n')
        self.refuse(["threshold: ", "the image has 2 values", "grey values"], "threshold", "i.toml")
        # What the message names instead says whether it spans.
        film = json.loads(self.succeed("percolation", "conductivity", "i.toml", "--json"))["films"][0]
        self.assertEqual(film["spanning_share"], 1.0)
        self.succeed("percolation", "picture", "i.toml", "-o", "i.svg")
        self.assertIn("a cluster spans", (self.folder / "i.svg").read_text())

    def test_films_of_an_image_are_its_parts(self):
        values = (numpy.random.default_rng(4).random((16, 12, 24)) < 0.4).astype("u1")
        self.image(values, '[conductivity]\nmetal_conductivity = "1 S/m"\ninsulator_conductivity = "1e-3 S/m"\n'
                           'film_thicknesses = ["20 nm", "60 nm"]\nleast_width = 1\nrealisations = 5\n')
        thin, thick = json.loads(self.succeed("percolation", "conductivity", "i.toml", "--json", "-o", "f.h5"))["films"]
        self.assertEqual((thin["realisations"], thick["realisations"]), (5, 2))  # of 4 x 2 and of 1 x 2
        with h5py.File(self.folder / "f.h5") as data:
            shares = data["samples/voxel_fraction"][()]
            thicknesses = data["samples/film_thickness"][()]
            self.assertEqual([float(one) for one in data["conductivity/metal_fraction"]], [thin["metal_fraction"]])
        self.assertEqual([round(one * 1e9) for one in thicknesses], [20] * 5 + [60] * 2)
        parts = {float(values[k:k + 4, :, i:i + 12].mean()) for k in (0, 4, 8, 12) for i in (0, 12)}
        self.assertTrue({round(one, 12) for one in shares[:5]} <= {round(one, 12) for one in parts})
        self.assertEqual({round(one, 12) for one in shares[5:]},
                         {round(float(values[:12, :, i:i + 12].mean()), 12) for i in (0, 12)})
        self.assertAlmostEqual(thin["metal_fraction"], shares.mean(), 12)
        self.assertGreater(thin["standard_error"], 0.0)
        text = self.succeed("percolation", "conductivity", "i.toml")
        self.assertIn("realisations: 5 of 20 nm, 2 of 60 nm, as many as lie in the image side by side", text)
        self.refuse(["16 voxels thick", "not 18"], "conductivity", "i.toml", "--set",
                    'conductivity.film_thicknesses=["90 nm"]')
        self.refuse(["24 x 12 voxels wide", "not 14"], "conductivity", "i.toml", "--set",
                    'conductivity.film_thicknesses=["70 nm"]')
        self.refuse(["side by side in the image: 2"], "picture", "i.toml", "--realisation", "2", "--thickness", "60 nm",
                    "-o", "x.svg")

    def test_a_table_of_an_image_is_refused_in_one_voice(self):
        self.image(numpy.random.default_rng(5).random((12, 12, 12)).astype("f4"),
                   '[conductivity]\nmetal_conductivity = "1 S/m"\ninsulator_conductivity = "1e-3 S/m"\n')
        self.refuse(["structure.kind", "an image has one metal fraction", "a table needs several", "particles"],
                    "table", "i.toml", "-o", "x.csv")

    def test_voxels_as_coarse_as_half_a_particle_are_refused(self):
        self.refuse(["conductivity: ", "at least 3 voxels"], "conductivity", "spheres.toml", "--set",
                    "conductivity.resolution=2")

    def test_a_table_is_not_made_of_insulators_that_do_not_conduct(self):
        self.refuse(["insulator_conductivity", "give a number > 0"], "table", "spheres.toml", "--set",
                    "conductivity.insulator_conductivity=0 S/m")


class Output(Percolation):
    def test_places_that_take_no_file_are_known_before_the_work(self):
        begun = time.monotonic()
        for output in ("nowhere/x.h5", "nowhere/x.svg"):
            self.refused(OUTPUT_FAILURE, [output], "percolation", "threshold", "lasting.toml", "-o", output)
        self.assertLess(time.monotonic() - begun, PROMPTLY)

    def test_a_full_disk_leaves_nothing(self):
        for output, command, file in (("x.h5", "threshold", "lattice.toml"), ("x.csv", "table", "spheres.toml")):
            for size in (0, 300):
                with self.subTest(output=output, size=size):
                    self.refused(OUTPUT_FAILURE, ["too large"], "percolation", command, file, "-o", output,
                                 preexec_fn=full_disk(size))

    def test_standard_output_without_room(self):
        with open("/dev/full", "w") as full:
            self.refused(OUTPUT_FAILURE, ["standard output"], "percolation", "threshold", "lattice.toml", stdout=full)


if __name__ == "__main__":
    main()
