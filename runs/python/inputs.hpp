#pragma once
/// What a user wrote, from a file or put together in Python, and cases made of it.

#include "runs/case/case.hpp"
#include "runs/case/written.hpp"

#include <pybind11/pybind11.h>

#include <memory>

namespace percolith::runs::python
{

/// parse(text, name, overrides, folder) of what was written, as reading its file would.
template <class Parse, class... More>
auto read_by(const Parse& parse, const Written& written, const More&... more)
{
    return parse(written.text, written.file, more..., written.overrides, written.folder);
}

/// Class `Written`, class `Case` and function `read_case`.
void bind_inputs(pybind11::module_& module);

} // namespace percolith::runs::python
