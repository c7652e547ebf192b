#include "runs/python/errors.hpp"

#include "runs/case/errors.hpp"
#include "runs/integrate/arrival.hpp"
#include "runs/record/output_error.hpp"

#include <exception>
#include <stdexcept>
#include <string>

namespace percolith::runs::python
{

namespace py = pybind11;

namespace
{

/// The class of that name, which the Python half of the package defines.
py::object error_class(const char* name)
{
    return py::module_::import("percolith.errors").attr(name);
}

void raise(const py::object& type, const py::object& value)
{
    PyErr_SetObject(type.ptr(), value.ptr());
}

void raise_input(const std::string& message, const py::list& faults)
{
    const auto type = error_class("InputError");
    raise(type, type(message, faults));
}

void raise_faults(const InputError& error)
{
    py::list faults;
    for (const auto& fault : error.faults()) {
        faults.append(py::make_tuple(fault.line, fault.place.file, fault.key, fault.place.line,
                                     fault.place.column));
    }
    raise_input(error.what(), faults);
}

void translate(std::exception_ptr thrown)
{
    try {
        std::rethrow_exception(thrown);
    } catch (const InputError& e) {
        raise_faults(e);
    } catch (const OutputError& e) {
        const auto type = error_class("OutputError");
        raise(type, type(e.what(), e.path().string()));
    } catch (const SolverFailure& e) {
        const auto type = error_class("SolverError");
        raise(type, type(std::string("the solver gave up: ") + e.what()));
    } catch (const std::invalid_argument& e) {
        raise_input(e.what(), py::list());
    } catch (const std::domain_error& e) {
        raise_input(e.what(), py::list());
    }
}

} // namespace

void bind_errors(py::module_& /*module*/)
{
    py::register_local_exception_translator(translate);
}

} // namespace percolith::runs::python
