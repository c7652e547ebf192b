// [solver] and [record]: how to compute and what to keep.

#include "runs/case/readers.hpp"

namespace percolith::runs
{
namespace
{

constexpr Named<Engine> engines[]{
    {"sundials", Engine::sundials},
    {"odeint", Engine::odeint},
};
constexpr Named<RecordShape> shapes[]{
    {"full", RecordShape::full},
    {"cycles", RecordShape::cycles},
};

} // namespace

void read_options(Section& root, Case& all)
{
    auto solver = root.table("solver");
    all.solver.engine = solver.choice<Engine>(
        {.name = "engine", .meaning = "sundials is the reference, odeint the fast one"}, engines,
        Engine::sundials);
    all.solver.relative_tolerance = solver.number_if_given(
        {.name = "relative_tolerance",
         .range = {.low = 1e-13, .high = 1e-2},
         .meaning = "of every unknown; absolute ones follow from their scales",
         .absent = "3e-12 for sundials, 1e-9 for odeint"});
    auto record = root.table("record");
    all.record.shape = record.choice<RecordShape>(
        {.name = "shape",
         .meaning = "full keeps time series, cycles the per-cycle table and the events alone"},
        shapes, RecordShape::full);
}

} // namespace percolith::runs
