#pragma once
/// A whole fit: minima, the noise that is left, what can be trusted, for every mechanism asked for.

#include "runs/case/fit.hpp"
#include "runs/fit/assumed.hpp"
#include "runs/fit/bend.hpp"
#include "runs/fit/cell_fit.hpp"
#include "runs/fit/compare.hpp"
#include "runs/fit/identifiability.hpp"
#include "runs/fit/multi_start.hpp"
#include "runs/fit/profile.hpp"
#include "runs/fit/sample.hpp"
#include "runs/fit/trust.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::fit
{

/// One mechanism, fitted.
struct MechanismFit {
    std::string name; ///< empty: the cases as they are
    std::vector<Parameter> parameters; ///< those free in it
    Search search; ///< in the noise that was given, or guessed
    Solution best; ///< in the noise that was given, or found
    Trust trust;
    Identifiability identifiability;
    std::vector<Assumed> assumed; ///< what is not free, those that move the answer most first
    std::optional<Profiles> profiles;
    std::vector<Bend> bends; ///< of unknowns without a profile
    std::optional<Sample> sample;
    std::vector<CellFit> cells;
    std::size_t data = 0; ///< measured numbers
    double minus_two_log_likelihood = 0.0; ///< with the constant; priors are in it
};

struct FitProgress {
    std::string mechanism;
    std::string doing; ///< "starts", "noise", "profiles", "samples"
    std::size_t start = 0;
    int step = 0;
    double cost = 0.0;
};

struct FitOptions {
    unsigned threads = 0; ///< 0: one per core; the answer does not depend on it
    const std::atomic<bool>* stop = nullptr;
    std::function<void(const FitProgress&)> progress{};
};

/// Which mechanism the data prefer, all in the noise that the best of them leaves.
struct Preference {
    std::vector<FittedModel> models;
    Comparison comparison;
};

struct Fit {
    std::vector<MechanismFit> mechanisms; ///< at least one; those finished, where interrupted
    std::optional<Preference> preference; ///< of two mechanisms or more
    bool interrupted = false;
};

/// Throws `InputError` where a mechanism leaves nothing free or contradicts a case, and where no
/// mechanism can be computed from any start.
Fit fit_cells(const FitCase& given, const FitOptions& options);

/// What the design can determine, at the parameters' starts, before anything is fitted.
struct DesignCheck {
    std::vector<Unknown> unknowns;
    Identifiability identifiability;
};
DesignCheck check_design(const FitCase& given, const FitOptions& options);

} // namespace percolith::runs::fit
