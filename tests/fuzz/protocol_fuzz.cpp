// Feeds the protocol reader: whatever the bytes are, it reads them or refuses them in words. What
// it reads must survive being printed and read again, walked, and checked.

#include "runs/protocol/check.hpp"
#include "runs/protocol/cursor.hpp"
#include "runs/protocol/estimate.hpp"
#include "runs/protocol/parse.hpp"
#include "runs/protocol/print.hpp"
#include "runs/protocol/record.hpp"
#include "tests/fuzz/demands.hpp"

using namespace percolith;
using fuzz::require;

namespace
{

constexpr kinetics::Area<> area{0.785e-4};

runs::MeasuredCurrent any_record(std::string_view name)
{
    return {{0.0, 1.0}, {1.0, -1.0}, std::string{name}};
}

void try_protocol(std::string_view text)
{
    const auto protocol = runs::parse_protocol(text, area, {}, any_record);
    const auto printed = runs::to_text(protocol);
    const auto again = runs::parse_protocol(printed, area, {}, any_record);
    require(again.steps.size() == protocol.steps.size());
    require(runs::to_text(again) == printed);

    runs::Cursor at{protocol};
    double now = 0.0;
    for (int i = 0; i < 100 && !at.done(); ++i) {
        require(at.step() < protocol.steps.size());
        now = std::min(now + 1.0, at.deadline());
        at.deadline() <= now ? at.cut(now) : at.next(now);
    }
    const auto extent = runs::extent(protocol);
    require(extent.steps >= protocol.steps.size());
    require(extent.cycles <= extent.steps);
    require(runs::longest_duration(protocol) > 0.0);
    runs::check_protocol(protocol, {});
}

template <class F> void in_words(F&& read)
{
    try {
        read();
    } catch (const runs::InputError& error) {
        require(*error.what() != '\0');
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size)
{
    const std::string_view text{reinterpret_cast<const char*>(data), size};
    in_words([&] { try_protocol(text); });
    in_words([&] { runs::parse_condition(text, area); });
    in_words([&] { runs::parse_record(text, "fuzz.csv", {.area = area}); });
    return 0;
}
