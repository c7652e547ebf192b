#pragma once
/// Random protocols, for tests that hold for all of them.

#include "runs/protocol/protocol.hpp"

#include <cmath>
#include <random>

namespace percolith::support
{

class RandomProtocols
{
public:
    explicit RandomProtocols(std::uint32_t seed) : engine_(seed) {}

    runs::Protocol operator()()
    {
        runs::Protocol protocol;
        for (std::size_t i = 1 + below(6); i > 0; --i) {
            protocol.steps.push_back(step());
        }
        add_loops(protocol, 0, protocol.steps.size() - 1, 3);
        return protocol;
    }

    std::size_t below(std::size_t count)
    {
        return std::uniform_int_distribution<std::size_t>{0, count - 1}(engine_);
    }

private:
    /// As a person writes it, or any double at all.
    double positive()
    {
        if (below(2) == 0) {
            return static_cast<double>(1 + below(200)) * 0.5;
        }
        return std::exp(std::uniform_real_distribution<double>{-30.0, 30.0}(engine_));
    }
    double either_sign() { return below(2) == 0 ? positive() : -positive(); }
    model::Side side() { return below(2) == 0 ? model::Side::working : model::Side::counter; }

    runs::Control control()
    {
        switch (below(5)) {
        case 0:
            return runs::Rest{};
        case 1:
            return runs::Hold{kinetics::Voltage<>{either_sign()}};
        case 2: {
            const double from = either_sign(), to = either_sign();
            return runs::CurrentRamp{kinetics::CurrentDensity<>{from},
                                     kinetics::CurrentDensity<>{to == from ? 2 * to : to},
                                     kinetics::CurrentRamp<>{std::copysign(
                                         positive(), (to == from ? from : to - from))}};
        }
        case 3:
            return runs::MeasuredCurrent{{0.0, 1.0}, {either_sign(), either_sign()}, "record.csv"};
        default:
            return runs::ConstantCurrent{kinetics::CurrentDensity<>{either_sign()}};
        }
    }

    model::Condition condition()
    {
        using model::Observable;
        const auto sense =
            below(2) == 0 ? model::Condition::Sense::above : model::Condition::Sense::below;
        switch (below(7)) {
        case 0:
            return {Observable::interphase_thickness, side(), sense, positive()};
        case 1:
            return {Observable::barrier_thickness, side(), sense, positive()};
        case 2:
            return {Observable::interface_resistance, side(), sense, positive()};
        case 3:
            return {Observable::cell_resistance, model::Side::working, sense, positive()};
        case 4:
            return {below(2) == 0 ? Observable::lithium : Observable::metal, side(),
                    model::Condition::Sense::below, below(2) == 0 ? 0.0 : positive()};
        case 5:
            return {Observable::contact_fraction, side(), sense, 0.5 / (1.0 + positive())};
        default:
            return {Observable::intrusion_length, side(), sense, positive()};
        }
    }

    runs::Step step()
    {
        runs::Step made{.control = control()};
        const bool stops = below(3) == 0;
        made.until.push_back({.after = kinetics::Time<>{positive()}, .stops_test = stops});
        if (!std::holds_alternative<runs::Rest>(made.control) && below(2) == 0) {
            made.until.push_back(
                {.charge = kinetics::ArealCharge<>{positive()}, .stops_test = below(2) == 0});
        }
        if (!std::holds_alternative<runs::Hold>(made.control) && below(2) == 0) {
            made.until.push_back({.condition = model::Condition{.threshold = either_sign()},
                                  .stops_test = below(2) == 0});
        }
        if (below(2) == 0) {
            made.until.push_back({.condition = condition(), .stops_test = below(2) == 0});
        }
        return made;
    }

    /// Inner loops first, so that the list is in the order that a protocol keeps.
    void add_loops(runs::Protocol& protocol, std::size_t first, std::size_t last, int depth)
    {
        for (std::size_t i = first; i <= last && depth > 0;) {
            const auto length = 1 + below(last - i + 1);
            if (below(3) == 0) {
                add_loops(protocol, i, i + length - 1, depth - 1);
                runs::Loop loop{i, i + length - 1, 1 + below(1000)};
                if (below(4) == 0) {
                    loop.repeats = runs::Loop::forever;
                }
                if (below(3) == 0) {
                    loop.duration = kinetics::Time<>{positive()};
                }
                protocol.loops.push_back(loop);
            }
            i += length;
        }
    }

    std::mt19937 engine_;
};

} // namespace percolith::support
