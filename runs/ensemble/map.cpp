#include "runs/ensemble/map.hpp"

#include "runs/case/units.hpp"
#include "runs/ensemble/designs.hpp"
#include "runs/version.hpp"

namespace percolith::runs::ensemble
{
namespace
{

double in_si(const Axis& axis, double value)
{
    return convert(value, axis.unit.empty() ? "1" : axis.unit, axis.si_unit);
}

/// The rows of one chunk, as the map takes them.
struct MapRows {
    std::vector<double> numbers;
    std::vector<RefusedMember> refused;
};

MapRows map_rows(const SweepCase& sweep, const std::vector<Row>& rows, std::uint64_t first)
{
    MapRows out;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        const auto member = first + k;
        if (sweep.plan.design != Design::grid) {
            const auto values = member_values(sweep.plan, member);
            for (std::size_t axis = 0; axis < values.size(); ++axis) {
                out.numbers.push_back(in_si(sweep.plan.axes[axis], values[axis]));
            }
        }
        out.numbers.insert(out.numbers.end(), rows[k].numbers.begin(), rows[k].numbers.end());
        if (!rows[k].refusal.empty()) {
            out.refused.push_back({member, rows[k].refusal});
        }
    }
    return out;
}

} // namespace

std::string name_of(Design design)
{
    switch (design) {
    case Design::grid:
        return "grid";
    case Design::list:
        return "list";
    case Design::latin_hypercube:
        return "latin hypercube";
    case Design::pick_freeze:
        return "pick freeze";
    case Design::sobol:
        break;
    }
    return "sobol";
}

MapHeader header_of(const SweepCase& sweep)
{
    const auto& plan = sweep.plan;
    const auto& given = sweep.source->as_written();
    MapHeader header{.title = sweep.title,
                     .design = name_of(plan.design),
                     .seed = plan.seed,
                     .members = plan.size,
                     .sweep_text = sweep.text,
                     .sweep_overrides = sweep.overrides,
                     .case_text = given.text,
                     .case_overrides = given.overrides,
                     .program_version = std::string(version()),
                     .commit = std::string(commit())};
    for (const auto& axis : plan.axes) {
        MapAxis out{{axis.key, axis.si_unit, axis.key + " of the case"}};
        for (const double value : axis.values) {
            out.values.push_back(in_si(axis, value));
        }
        header.axes.push_back(std::move(out));
    }
    for (const auto& output : sweep.outputs) {
        header.outputs.push_back({output.column, output.words});
    }
    return header;
}

SweepTally write_map(const SweepCase& sweep, const Chunking& chunks, const WorkFolder& folder,
                     MapFile& map)
{
    SweepTally tally{.members = chunks.members};
    map.begin(header_of(sweep));
    for (std::size_t chunk = 0; chunk < chunks.count(); ++chunk) {
        const auto rows =
            map_rows(sweep, read_chunk(sweep, chunks, chunk, folder), chunks.first(chunk));
        map.append(rows.numbers, rows.refused);
        if (tally.refused == 0 && !rows.refused.empty()) {
            tally.first_refusal = rows.refused.front().reason;
        }
        tally.refused += rows.refused.size();
    }
    map.finish();
    return tally;
}

} // namespace percolith::runs::ensemble
