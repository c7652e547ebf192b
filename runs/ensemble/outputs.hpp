#pragma once
/// What of a test a map can show: the numbers of its summary, words as numbers, and when the metal
/// of each electrode was first used up.

#include "runs/record/table.hpp"
#include "runs/simulate/summary.hpp"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs::ensemble
{

/// One output by its name. Where it is a word, its number is the place of the word in `words`;
/// number 0 says that there was no test.
struct Output {
    Column column;
    std::vector<std::string> words{}; ///< empty: the number means itself
    /// Whether it needs a look at the course between half cycles, which lanes do not give.
    bool of_course = false;
    std::size_t line = 0; ///< where it stands among all numbers and words of a test
    /// What stands for a member that cannot be computed.
    double missing() const;
};

/// All there are. The numbers of the summary keep its names (docs/files/summary.md).
const std::vector<Output>& all_outputs();
std::vector<std::string> names_of(std::span<const Output> outputs);

/// When the metal of working and of counter was first used up; NaN where it was not.
struct Depletion {
    std::array<double, 2> time; ///< s
    std::array<double, 2> cycle; ///< whole cycles until then

    Depletion();
    /// Counts the first one of each side.
    void happened(model::Side side, double at, std::uint64_t cycles);
};

/// Notes what the end of a test no longer tells.
class OutputWatch : public TestSink
{
public:
    void event(const TestEvent& event, const CellUnderTest& cell) override;
    const Depletion& depletion() const { return depletion_; }

private:
    Depletion depletion_;
};

/// One number an output, in their order.
std::vector<double> numbers_of(std::span<const Output> outputs, const Summary& summary,
                               const TestEnd& end, const Depletion& depletion);

} // namespace percolith::runs::ensemble
