"""open_in_xarray.py WRITER: every group of a run file opens in xarray, with h5netcdf and with netCDF4,
with named dimensions, units and the numbers and texts that were recorded; h5py finds its texts of fixed length. WRITER is tests/support/write_run."""

import pathlib
import subprocess
import sys
import tempfile

import h5py
import numpy
import xarray

ENGINES = ("h5netcdf", "netcdf4")
DIMENSIONS = {
    "series": "time",
    "cycles": "cycle",
    "events": "event",
    "parameters": "parameter",
    "summary": "quantity",
}
ROWS = {
    "full": {"series": 40000, "cycles": 5000, "events": 2, "parameters": 2, "summary": 2},
    "cycles": {"cycles": 5000, "events": 2, "parameters": 2, "summary": 2},
    "empty": {"series": 0, "cycles": 0, "events": 0, "parameters": 2, "summary": 2},
}


def check_described(dataset):
    for name, variable in dataset.variables.items():
        assert variable.attrs["units"], f"{name} has no units"
        assert variable.attrs["long_name"], f"{name} has no long_name"


def check_group(file, engine, group, rows):
    with xarray.open_dataset(file, group=group, engine=engine) as data:
        dimension = DIMENSIONS[group]
        assert dict(data.sizes) == {dimension: rows}, (group, data.sizes)
        assert dimension in data.indexes, f"{group} has no index {dimension}"
        for name, variable in data.variables.items():
            assert variable.dims == (dimension,), (name, variable.dims)
        check_described(data)
        return data.load()


def check_full(groups):
    series = groups["series"]
    n = numpy.arange(40000)
    assert numpy.array_equal(series["time"], 10.0 * n)
    assert numpy.allclose(series["voltage"], numpy.sin(0.1 * n), atol=1e-15)
    assert series["voltage"].attrs["units"] == "V"
    assert numpy.isclose(series["voltage"].sel(time=12340.0), numpy.sin(123.4))
    events = groups["events"]
    assert events["electrode"].values.tolist() == ["working", "working"]
    assert "20 µm" in events["text"].values[0]
    parameters = groups["parameters"]
    assert parameters["value"].sel(parameter="cell.area") == 0.785e-4
    assert parameters["text"].sel(parameter="interphase.electronic.law") == "power law"


def check_root(file, engine, shape):
    with xarray.open_dataset(file, engine=engine) as root:
        assert root.attrs["format"] == "percolith-run"
        assert root.attrs["format_version"] == 2
        assert root.attrs["status"] == "ended"
        assert root.attrs["shape"] == ("cycles" if shape == "cycles" else "full")
        assert root["case"].item() == 'title = "a made-up run" # µ\r\n'
        assert root["electrode_area"].item() == 0.785e-4
        check_described(root)


def texts(dataset):
    """What run.md tells users of h5py to do."""
    rows = dataset[()].view(f"S{dataset.shape[-1]}")
    return [row.decode() for row in rows.ravel()]


def check_no_text_varies_in_length(file):
    """Such texts would live in a heap without checksum, over which HDF5 1.10 may loop for ever."""

    def check(name, thing):
        if isinstance(thing, h5py.Dataset):
            assert h5py.check_string_dtype(thing.dtype) is None or thing.dtype == "S1", name
        check_attributes(name, thing)

    def check_attributes(name, thing):
        for attribute in set(thing.attrs) - {"REFERENCE_LIST", "DIMENSION_LIST"}:
            assert not thing.attrs.get_id(attribute).get_type().detect_class(h5py.h5t.VLEN), (name, attribute)
            kind = h5py.check_string_dtype(thing.attrs.get_id(attribute).dtype)
            assert kind is None or kind.length is not None, (name, attribute)

    with h5py.File(file) as run:
        run.visititems(check)
        check_attributes("/", run)
        assert run.attrs["title"].decode() == "a made-up run"
        assert texts(run["case"]) == ['title = "a made-up run" # µ\r\n']
        assert texts(run["parameters/parameter"]) == ["cell.area", "interphase.electronic.law"]
        if run["events/text"].shape[0] > 0:
            assert "20 µm" in texts(run["events/text"])[0]


def main(writer):
    with tempfile.TemporaryDirectory() as folder:
        for shape, rows in ROWS.items():
            file = pathlib.Path(folder) / f"{shape}.h5"
            subprocess.run([writer, file, shape], check=True)
            check_no_text_varies_in_length(file)
            for engine in ENGINES:
                check_root(file, engine, shape)
                groups = {
                    group: check_group(file, engine, group, count) for group, count in rows.items()
                }
                if shape == "full":
                    check_full(groups)


main(sys.argv[1])
