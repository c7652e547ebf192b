#include "runs/record/courses.hpp"

#include "runs/case/errors.hpp"
#include "runs/record/fit.hpp"
#include "runs/record/map.hpp"
#include "runs/record/percolation.hpp"

namespace percolith::runs
{

void check_is_course(const std::filesystem::path& file)
{
    const char* other = is_map(file)           ? "is a map"
                        : is_fit(file)         ? "is a fit"
                        : is_percolation(file) ? "is a result of the microstructure engine"
                                               : nullptr;
    if (other != nullptr) {
        throw InputError({.file = file.string()}, "", other,
                         "runs and measured records stand side by side; show it alone");
    }
}

} // namespace percolith::runs
