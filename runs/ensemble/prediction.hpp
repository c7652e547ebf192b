#pragma once
/// What an ensemble over beliefs says of a test before it is made.

#include "runs/case/prediction.hpp"
#include "runs/ensemble/chunks.hpp"
#include "runs/ensemble/sensitivity.hpp"
#include "runs/ensemble/share.hpp"
#include "runs/ensemble/survival.hpp"
#include "runs/record/provenance.hpp"

#include <optional>
#include <string>
#include <vector>

namespace percolith::runs::ensemble
{

/// How many tests end in this way.
struct WayToEnd {
    std::string event;
    std::string electrode; ///< "working", "counter" or "cell"
    Share share;
};

/// One input of the sensitivity: a key, or what a fit has left of several.
struct Influence {
    std::string name;
    SobolIndex index;
};

/// The full cell that the working electrode is meant for.
struct FullCell {
    double cathode_capacity = 0.0; ///< C/m2
    /// Its lithium over the cathode's capacity, as N/P: 5 %, median and 95 % of the tests.
    std::array<double, 3> excess{};
    Lives lives; ///< whole cycles until working's metal is used up
    std::vector<LifeQuantile> quantiles;
    double largest_half_cycle = 0.0; ///< most charge that any test passed one way, C/m2
};

struct Prediction {
    std::string title;
    double confidence = 0.95;
    std::uint64_t tests = 0; ///< independent ones
    std::uint64_t refused = 0; ///< of them, without a test
    std::string first_refusal;
    Lives lives; ///< whole cycles; a protocol that finishes ends no life
    std::vector<LifeQuantile> quantiles; ///< 5, 25, 50, 75 and 95 %
    std::vector<WayToEnd> ends; ///< the likeliest first
    std::vector<Influence> influences; ///< on the cycle life; the strongest first
    std::optional<FullCell> full_cell;
    Provenance provenance{};
};

/// Reads the chunks of the ensemble, one in memory at a time. Throws `OutputError`.
Prediction predict(const PredictionCase& asked, const Chunking& chunks, const WorkFolder& folder);

/// A page for people, and the same for programs (docs/files/prediction.md).
std::string as_text(const Prediction& prediction);
std::string as_json(const Prediction& prediction);

} // namespace percolith::runs::ensemble
