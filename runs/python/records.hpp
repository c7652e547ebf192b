#pragma once
/// Measured records: what testers wrote, read and checked.

#include <pybind11/pybind11.h>

namespace percolith::runs::python
{

/// Class `Record`, functions `import_record` and `open_record`.
void bind_records(pybind11::module_& module);

} // namespace percolith::runs::python
