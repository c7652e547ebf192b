#pragma once
/// What of a test a map can show: the numbers of its summary, words as numbers, and when the metal
/// of each electrode was first used up.

#include "runs/record/table.hpp"
#include "runs/simulate/summary.hpp"

#include <array>
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
    /// What stands for a member that cannot be computed.
    double missing() const;
};

/// All there are. The numbers of the summary keep its names (docs/files/summary.md).
const std::vector<Output>& all_outputs();
std::vector<std::string> names_of(std::span<const Output> outputs);

/// Notes what the end of a test no longer tells.
class OutputWatch : public TestSink
{
public:
    OutputWatch();
    void event(const TestEvent& event, const CellUnderTest& cell) override;
    /// s, of working and counter; NaN where it did not happen.
    const std::array<double, 2>& depleted() const { return depleted_; }

private:
    std::array<double, 2> depleted_;
};

/// One number an output, in their order. `depleted` as `OutputWatch` has it.
std::vector<double> numbers_of(std::span<const Output> outputs, const Summary& summary,
                               const TestEnd& end, const std::array<double, 2>& depleted);

} // namespace percolith::runs::ensemble
