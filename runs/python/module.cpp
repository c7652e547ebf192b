// The module percolith._core: what the Python half of the package stands on.

#include "runs/python/arrays.hpp"
#include "runs/python/conductivity.hpp"
#include "runs/python/designs.hpp"
#include "runs/python/ensembles.hpp"
#include "runs/python/errors.hpp"
#include "runs/python/figures.hpp"
#include "runs/python/fits.hpp"
#include "runs/python/inputs.hpp"
#include "runs/python/percolation.hpp"
#include "runs/python/records.hpp"
#include "runs/python/run.hpp"
#include "runs/python/simulation.hpp"
#include "runs/version.hpp"

#include <pybind11/pybind11.h>

#include <string>

namespace
{

/// pybind11 before 2.12 reads the strides of NumPy 2 from the wrong place: arrays would be garbage.
void require_known_numpy()
{
#if PYBIND11_VERSION_HEX < 0x020C0000
    namespace py = pybind11;
    const auto numpy = py::module_::import("numpy").attr("__version__").cast<std::string>();
    if (std::stoi(numpy) >= 2) {
        throw py::import_error(
            "percolith was built with a pybind11 that knows NumPy 1 only, and this "
            "is NumPy " +
            numpy + "; pip install . builds it for NumPy 2");
    }
#endif
}

} // namespace

PYBIND11_MODULE(_core, module)
{
    using namespace percolith::runs;
    require_known_numpy();
    module.doc() = "The libraries of percolith. Use the package percolith instead.";
    module.attr("version") = std::string(version());
    module.attr("commit") = std::string(commit());
    python::bind_errors(module);
    python::bind_arrays(module);
    python::bind_inputs(module);
    python::bind_conductivity(module);
    python::bind_run(module);
    python::bind_simulation(module);
    python::bind_ensembles(module);
    python::bind_fits(module);
    python::bind_opened_fits(module);
    python::bind_designs(module);
    python::bind_percolation(module);
    python::bind_records(module);
    python::bind_figures(module);
}
