// Feeds the readers of testers' files: whatever the bytes are, they are read or refused in one
// line. What is read loses no row, and its times never fall.

#include "runs/cycler/interpret.hpp"
#include "runs/cycler/read_file.hpp"
#include "tests/fuzz/demands.hpp"

#include <cmath>
#include <numeric>

using namespace percolith;
using fuzz::require;

namespace
{

namespace cycler = runs::cycler;

void demand_whole(const cycler::CyclerRecord& record)
{
    const auto rows = record.time.size();
    const auto points = std::accumulate(
        record.spectra.begin(), record.spectra.end(), std::size_t{0},
        [](std::size_t sum, const auto& spectrum) { return sum + spectrum.frequency.size(); });
    require(rows + points + record.left_out.size() == record.file_rows);
    require(record.voltage.size() == rows && record.current.size() == rows &&
            record.cycle.size() == rows && record.step.size() == rows &&
            record.line.size() == rows);
    std::size_t next = 0;
    for (const auto& half : record.half_cycles) {
        require(half.first == next && half.last >= half.first);
        next = half.last + 1;
    }
    require(next == rows);
    for (std::size_t row = 0; row < rows; ++row) {
        require(std::isfinite(record.time[row]) &&
                (row == 0 || record.time[row] >= record.time[row - 1]));
        require(row == 0 || (record.cycle[row] >= record.cycle[row - 1] &&
                             record.step[row] >= record.step[row - 1]));
    }
}

/// The first line may hold a choice of columns, behind "--column ".
std::vector<cycler::ColumnChoice> choices_of(std::string_view& text)
{
    constexpr std::string_view mark = "--column ";
    std::vector<std::string> written;
    while (text.starts_with(mark)) {
        const auto end = std::min(text.find('\n'), text.size());
        written.emplace_back(text.substr(mark.size(), end - mark.size()));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return cycler::parse_columns(written);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    std::string_view text{reinterpret_cast<const char*>(data), size};
    try {
        const auto choices = choices_of(text);
        const auto raw = cycler::read_bytes(text, "fuzz.csv", {choices, 1e-4});
        demand_whole(cycler::interpret(raw, {}));
        demand_whole(cycler::interpret(raw, {1e-4, cycler::FileSign::magnitude}));
    } catch (const cycler::ColumnMapError& error) {
        require(!error.wrong().empty() && !error.mend().empty());
    } catch (const runs::InputError& error) {
        const std::string_view line = error.what();
        require(!line.empty() && line.find('\n') == std::string_view::npos);
    }
    return 0;
}
