#pragma once
/// "Did you mean ...?" for readers: the words of `cells/suggest.hpp`.

#include "cells/suggest.hpp"

namespace percolith::runs
{

using cells::edit_distance;
using cells::nearest_name;
using cells::suggest;

} // namespace percolith::runs
