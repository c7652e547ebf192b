#pragma once
/// Tests of one candidate at one setting of the bench: each draw of what is believed of it, run
/// until the voltage says "fail" or time is up. Draws do not depend on the setting: settings are
/// compared on the same cells.

#include "runs/case/case_reader.hpp"
#include "runs/case/design.hpp"
#include "runs/simulate/simulation.hpp"

#include <atomic>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::design
{

/// What the bench is set to.
struct Choice {
    kinetics::ArealCharge<> lithium; ///< nominal, of the foil under test
    kinetics::CurrentDensity<> current; ///< > 0: either way
    kinetics::ArealCharge<> capacity; ///< of a half cycle
};

/// What stands against the counter electrode.
enum class Form {
    thin, ///< the foil under test
    symmetric, ///< as much lithium as on the counter electrode
    anode_free, ///< none: the test begins with plating
};

/// What came of a test.
struct Outcome {
    enum class Kind {
        silent, ///< nothing happened until `time`
        alarm, ///< the voltage left its range
        lost, ///< it ended otherwise, as by a short circuit, and told nothing
        refused, ///< it could not be computed
    };
    Kind kind = Kind::silent;
    double time = 0.0; ///< s
};

/// What the end of a test says.
Outcome outcome_of(const TestEnd& end);

/// Strips and plates working in turns, the other way round where it has nothing to strip, until
/// `time` (s) is up.
Protocol protocol_of(const Choice& choice, Form form, double time);

class Trials
{
public:
    /// Both must outlive it. Trials of another `seed` are of other draws.
    Trials(const Candidate& candidate, const DesignCase& asked, std::uint64_t seed);

    /// A test of each of these draws, looked at until `time` (s), in lanes where lanes can run it.
    /// A function of its arguments alone; nothing where `stop` rose meanwhile. May be called from
    /// several threads at once.
    std::optional<std::vector<Outcome>> operator()(const Choice& choice,
                                                   std::span<const std::uint64_t> draws,
                                                   double time,
                                                   const std::atomic<bool>* stop) const;

    /// Why draw `number` is no cell; empty where it is one.
    std::string refusal(std::uint64_t number, CaseReader& reader) const;

    /// What the candidate's own case comes to with draw `number`, as `criterion` looks at it: what
    /// was not used up by its end, never. Nothing where it cannot be computed, or `stop` rose.
    std::optional<double> quantity(const Criterion& criterion, std::uint64_t number,
                                   CaseReader& reader,
                                   const std::atomic<bool>* stop = nullptr) const;

    /// use(setup) with the test of one draw in this form. What `use` throws, and what the draw is
    /// refused for
    /// (`InputErrors`, `std::invalid_argument`, `std::domain_error`), comes through.
    void with(const Choice& choice, Form form, std::uint64_t number, double time,
              CaseReader& reader, const std::function<void(const TestSetup&)>& use) const;

    /// Reads draws of the candidate; one a thread.
    CaseReader reader() const;

    /// Standard normal numbers of draw `number` for what instruments read: of its voltage and its
    /// charge.
    struct Reading {
        double voltage = 0.0;
        double charge = 0.0;
    };
    Reading reading(std::uint64_t number) const;

private:
    class Batch;
    /// What is believed, how far the foil is off, and what instruments add.
    std::vector<double> drawn(std::uint64_t number) const;
    std::size_t believed() const { return candidate_->beliefs.axes.size(); }

    const Candidate* candidate_;
    const DesignCase* asked_;
    ensemble::Plan draws_;
};

/// Why `run` could not, on one line; empty where it could.
std::string refusal_of(const std::function<void()>& run);

} // namespace percolith::runs::design
