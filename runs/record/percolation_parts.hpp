#pragma once
/// What the writers of percolation results share.

#include "runs/record/column_table.hpp"
#include "runs/record/percolation.hpp"
#include "runs/record/sealed_file.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace percolith::runs
{

/// The table `name` of `rows` rows, each given by its number.
void write_table(SealedFile& file, const std::string& name, const std::vector<Column>& columns,
                 std::size_t rows, const std::function<std::vector<double>(std::size_t)>& row);

/// Conductivities of films: grids, samples, and what was computed of them together.
void write_films(SealedFile& file, const FilmRecord& films);

} // namespace percolith::runs
