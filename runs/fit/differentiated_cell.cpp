#include "runs/fit/differentiated_cell.hpp"

#include "model/convert.hpp"
#include "model/layout.hpp"
#include "runs/fit/decompose.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <utility>

namespace percolith::runs::fit
{

namespace
{

constexpr auto every = model::cell_size<model::Physics::full>;
template <class T> using Packed = std::array<T, every>;

template <class T> Packed<T> packed(const model::CellState<T>& state)
{
    Packed<T> y;
    model::pack<model::Physics::full, T>(state, std::span<T, every>(y));
    return y;
}

CourseCell<double> moved(const DifferentiatedCell& cell, std::span<const double> theta,
                         std::size_t which, double by)
{
    std::vector<double> there(theta.begin(), theta.end());
    there[cell.unknowns()[which].index] += by;
    return cell.at(there);
}

/// A cell at a distance from the one asked for, and its weight in the derivative.
struct Neighbour {
    CourseCell<double> cell;
    double weight = 0.0;
};

/// Nothing where the case forbids one of them.
template <class Make> std::optional<std::vector<Neighbour>> if_allowed(const Make& make)
{
    try {
        return make();
    } catch (const InputErrors&) {
        return std::nullopt;
    }
}

/// Five points about theta, without the middle one; where a bound of the case forbids one side,
/// three points on the other with the middle one.
std::vector<Neighbour> neighbours(const DifferentiatedCell& cell, std::span<const double> theta,
                                  std::size_t which, const CourseCell<double>& middle)
{
    const auto& own = cell.unknowns()[which];
    const double size = size_of(own.unknown, theta[own.index]);
    const auto at = [&](double steps, double step, double weight) {
        return Neighbour{moved(cell, theta, which, steps * step), weight / step};
    };
    const double wide = 1e-4 * size;
    const auto about = [&] {
        return std::vector<Neighbour>{at(-2.0, wide, 1.0 / 12.0), at(-1.0, wide, -8.0 / 12.0),
                                      at(1.0, wide, 8.0 / 12.0), at(2.0, wide, -1.0 / 12.0)};
    };
    const double narrow = 1e-5 * size;
    const auto beside = [&](double side) {
        return std::vector<Neighbour>{at(side, narrow, side * 2.0),
                                      at(2.0 * side, narrow, -side * 0.5),
                                      {middle, -side * 1.5 / narrow}};
    };
    if (auto found = if_allowed(about)) {
        return *found;
    }
    if (auto found = if_allowed([&] { return beside(1.0); })) {
        return *found;
    }
    return beside(-1.0);
}

/// Puts derivative `direction` into a Jet from its neighbours' values.
template <int N> struct FromNeighbours {
    std::size_t direction = 0;
    std::span<const Neighbour> neighbours;

    template <class... Value> Jet<N> operator()(const Jet<N>& middle, Value... values) const
    {
        auto jet = middle;
        const std::array<double, sizeof...(Value)> near{static_cast<double>(values)...};
        double& slope = jet.v[static_cast<int>(direction)];
        if constexpr (sizeof...(Value) == 4) {
            const auto steps = secants(near, middle.a);
            slope = smooth(steps) ? derivative(near) : smoother_side(steps);
        } else {
            slope = derivative(near);
        }
        return jet;
    }

private:
    using Secants = std::array<double, 4>;

    /// Slopes from each of the five points to the next.
    Secants secants(const std::array<double, 4>& near, double middle) const
    {
        const double per_step = 1.5 * neighbours[2].weight; // its weight is 8/12 of it
        const auto slope = [&](double from, double to) {
            return from == to ? 0.0 : (to - from) * per_step;
        };
        return {slope(near[0], near[1]), slope(near[1], middle), slope(middle, near[2]),
                slope(near[2], near[3])};
    }

    static bool smooth(const Secants& s)
    {
        const auto [least, most] = std::minmax_element(s.begin(), s.end());
        return *most - *least <= 0.5 * std::max(std::abs(*least), std::abs(*most));
    }

    /// Where a number has a kink or a jump among the five points (a case's own max and min, or a
    /// renewal that a threshold switches off), three of them on one side are smooth.
    static double smoother_side(const Secants& s)
    {
        return std::abs(s[0] - s[1]) < std::abs(s[2] - s[3]) ? 1.5 * s[1] - 0.5 * s[0]
                                                             : 1.5 * s[2] - 0.5 * s[3];
    }

    template <std::size_t count> double derivative(const std::array<double, count>& values) const
    {
        const bool constant = std::all_of(values.begin(), values.end(),
                                          [&](double v) { return v == values.front(); });
        double sum = 0.0;
        for (std::size_t k = 0; k < count && !constant; ++k) {
            sum += neighbours[k].weight * values[k];
        }
        return sum;
    }
};

/// use(all of them): five points have four neighbours, three points three.
template <class T, class Use> auto with_all(std::span<const T> of, const Use& use)
{
    return of.size() == 4 ? use(of[0], of[1], of[2], of[3]) : use(of[0], of[1], of[2]);
}

template <int N>
void put_derivative(CourseCell<Jet<N>>& jets, std::size_t direction,
                    std::span<const Neighbour> near)
{
    using Make = model::NumberByNumber<Jet<N>, FromNeighbours<N>>;
    const Make make{{direction, near}};
    with_all(near, [&](const auto&... n) {
        model::combine_cells(make, jets.parameters, jets.parameters, n.cell.parameters...);
    });
    auto y = packed(jets.initial);
    std::vector<Packed<double>> values;
    for (const auto& each : near) {
        values.push_back(packed(each.cell.initial));
    }
    for (std::size_t k = 0; k < every; ++k) {
        y[k] = with_all<Packed<double>>(
            values, [&](const auto&... state) { return make.f(y[k], state[k]...); });
    }
    jets.initial = model::unpack<model::Physics::full, Jet<N>>(std::span<const Jet<N>, every>(y));
}

/// The keys of the case among the unknowns.
std::vector<Varied> keys_of(std::span<const CellUnknown> unknowns)
{
    std::vector<Varied> keys;
    for (const auto& own : unknowns) {
        if (own.key != current_factor_key) {
            keys.push_back({own.key, own.unknown.unit});
        }
    }
    return keys;
}

} // namespace

DifferentiatedCell::DifferentiatedCell(const CellSource& source, std::vector<CellUnknown> unknowns)
    : unknowns_(std::move(unknowns)), readers_(source, keys_of(unknowns_))
{
}

CourseCell<double> DifferentiatedCell::at(std::span<const double> theta) const
{
    std::vector<double> values;
    values.reserve(unknowns_.size());
    for (const auto& own : unknowns_) {
        if (own.key != current_factor_key) {
            values.push_back(own.unknown.value(theta[own.index]));
        }
    }
    return readers_.with([&](CellReader& reader) {
        const auto& read = reader(values);
        return CourseCell<double>{read.cell, cells::initial_state(read.given)};
    });
}

template <int N>
CourseCell<Jet<N>> DifferentiatedCell::with_derivatives(std::size_t first,
                                                        std::span<const double> theta) const
{
    const auto middle = at(theta);
    CourseCell<Jet<N>> jets{model::as<Jet<N>>(middle.parameters), {}};
    const auto y = packed(middle.initial);
    Packed<Jet<N>> start;
    std::transform(y.begin(), y.end(), start.begin(), [](double x) { return Jet<N>(x); });
    jets.initial =
        model::unpack<model::Physics::full, Jet<N>>(std::span<const Jet<N>, every>(start));
    const auto last = std::min(unknowns_.size(), first + static_cast<std::size_t>(N));
    for (std::size_t which = first; which < last; ++which) {
        if (unknowns_[which].key != current_factor_key) {
            put_derivative<N>(jets, which - first, neighbours(*this, theta, which, middle));
        }
    }
    return jets;
}

template CourseCell<Jet<4>> DifferentiatedCell::with_derivatives<4>(std::size_t,
                                                                    std::span<const double>) const;
template CourseCell<Jet<8>> DifferentiatedCell::with_derivatives<8>(std::size_t,
                                                                    std::span<const double>) const;
template CourseCell<Jet<12>>
DifferentiatedCell::with_derivatives<12>(std::size_t, std::span<const double>) const;

} // namespace percolith::runs::fit
