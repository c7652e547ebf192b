#pragma once
/// What the writers of percolation results share.

#include "runs/record/percolation.hpp"
#include "runs/record/sealed_file.hpp"

namespace percolith::runs
{

/// Conductivities of films: grids, samples, and what was computed of them together.
void write_films(SealedFile& file, const FilmRecord& films);

} // namespace percolith::runs
