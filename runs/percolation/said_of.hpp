#pragma once
/// What the microstructure engine refuses, said of the file that asked for it.

#include "runs/case/errors.hpp"
#include "runs/case/structure.hpp"

#include <stdexcept>

namespace percolith::runs
{

/// work(); what it refuses while it computes becomes an `InputError` of the structure's file.
template <class Work> auto said_of(const StructureCase& given, Work work)
{
    try {
        return work();
    } catch (const std::invalid_argument& e) {
        throw InputError({.file = given.file}, "structure", e.what());
    } catch (const std::domain_error& e) {
        throw InputError({.file = given.file}, "structure", e.what());
    }
}

} // namespace percolith::runs
