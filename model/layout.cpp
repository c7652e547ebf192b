#include "model/layout.hpp"

namespace percolith::model
{

namespace
{

// Scales say what counts as nothing beside the relative tolerance. Charges are told apart as finely
// as a bare collector's first host needs, whose potential follows from q/c_r.
const std::array<Field, electrode_size<Physics::full>> electrode_fields{{
    {"lithium", "C m-2", "accessible lithium, metal and host", 1e-9},
    {"host_capacity", "C m-2", "capacity of the reversible alloy host", 1e-9},
    {"interphase_thickness", "m", "interphase thickness", 1e-8},
    {"barrier_thickness", "m", "barrier thickness", 1e-9},
    {"dead_lithium", "C m-2", "dead lithium", 1e2},
    {"contact_fraction", "1", "contact fraction", 1e-1},
    {"intrusion_length", "m", "length of the deepest lithium intrusion", 1e-6},
    {"pore_lithium", "m", "equivalent thickness of lithium in the interphase's pores", 1e-9},
}};

Layout make(Physics physics)
{
    const std::size_t n =
        physics == Physics::core ? electrode_size<Physics::core> : electrode_size<Physics::full>;
    Layout fields;
    for (const auto* side : {"working", "counter"}) {
        for (std::size_t k = 0; k < n; ++k) {
            const auto& f = electrode_fields[k];
            fields.push_back({std::string(side) + "_" + f.name, f.unit,
                              f.long_name + ", " + side + " electrode", f.scale});
        }
    }
    fields.push_back({"passed_charge", "C m-2", "net charge passed in the step", 1e3});
    return fields;
}

} // namespace

const Layout& layout(Physics physics)
{
    static const Layout core = make(Physics::core);
    static const Layout full = make(Physics::full);
    return physics == Physics::core ? core : full;
}

} // namespace percolith::model
