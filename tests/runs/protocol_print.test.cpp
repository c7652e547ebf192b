#include "runs/protocol/check.hpp"
#include "runs/protocol/cursor.hpp"
#include "runs/protocol/estimate.hpp"
#include "runs/protocol/parse.hpp"
#include "runs/protocol/print.hpp"
#include "tests/support/protocols.hpp"

#include <catch2/catch.hpp>

#include <array>

using namespace percolith;

namespace
{

constexpr kinetics::Area<> area{0.785e-4};

template <class Q> bool same(const std::optional<Q>& a, const std::optional<Q>& b)
{
    return a.has_value() == b.has_value() && (!a || a->si == b->si);
}

struct SameControl {
    bool operator()(const runs::ConstantCurrent& a, const runs::ConstantCurrent& b) const
    {
        return a.current.si == b.current.si;
    }
    bool operator()(const runs::Rest&, const runs::Rest&) const { return true; }
    bool operator()(const runs::Hold& a, const runs::Hold& b) const
    {
        return a.voltage.si == b.voltage.si;
    }
    bool operator()(const runs::CurrentRamp& a, const runs::CurrentRamp& b) const
    {
        return a.from.si == b.from.si && a.to.si == b.to.si && a.rate.si == b.rate.si;
    }
    bool operator()(const runs::MeasuredCurrent& a, const runs::MeasuredCurrent& b) const
    {
        return a.source == b.source;
    }
    template <class A, class B> bool operator()(const A&, const B&) const { return false; }
};

bool same(const runs::Ending& a, const runs::Ending& b)
{
    if (!same(a.after, b.after) || !same(a.charge, b.charge) || a.stops_test != b.stops_test ||
        a.condition.has_value() != b.condition.has_value()) {
        return false;
    }
    return !a.condition ||
           (a.condition->what == b.condition->what && a.condition->side == b.condition->side &&
            a.condition->sense == b.condition->sense &&
            a.condition->threshold == b.condition->threshold);
}

/// Bit for bit, but for texts and line numbers.
bool same(const runs::Protocol& a, const runs::Protocol& b)
{
    return std::equal(a.steps.begin(), a.steps.end(), b.steps.begin(), b.steps.end(),
                      [](const auto& s, const auto& t) {
                          return std::visit(SameControl{}, s.control, t.control) &&
                                 std::equal(
                                     s.until.begin(), s.until.end(), t.until.begin(), t.until.end(),
                                     [](const auto& e, const auto& f) { return same(e, f); });
                      }) &&
           std::equal(a.loops.begin(), a.loops.end(), b.loops.begin(), b.loops.end(),
                      [](const auto& l, const auto& m) {
                          return l.first == m.first && l.last == m.last && l.repeats == m.repeats &&
                                 same(l.duration, m.duration);
                      });
}

runs::MeasuredCurrent any_record(std::string_view name)
{
    return {{0.0, 1.0}, {1.0, -1.0}, std::string{name}};
}

runs::Protocol parsed(const std::string& text)
{
    return runs::parse_protocol(text, area, {}, any_record);
}

} // namespace

TEST_CASE("a protocol is printed as a person would write it", "[runs][protocol]")
{
    const std::string text = R"(Rest for 48 h
repeat 200 times {
    Strip working at 0.5 mA/cm^2 for 1 h, until V > 5 V, stop if V < -5 V
    Plate working at 0.5 mA/cm^2 until 0.5 mAh/cm^2, stop if thickness of working > 10 um
}
repeat for 400 h {
    Ramp current from -1 mA/cm^2 to 1 mA/cm^2 at 0.1 mA/cm^2/h
    Hold at -0.05 V for 10 s, until I < 1 uA/cm^2
    Follow "record.csv"
}
)";
    CHECK(runs::to_text(parsed(text)) == text);
}

TEST_CASE("a protocol printed and read again is the same, bit for bit", "[runs][protocol]")
{
    support::RandomProtocols random{7};
    for (int i = 0; i < 500; ++i) {
        const auto protocol = random();
        const auto text = runs::to_text(protocol);
        CAPTURE(text);
        const auto again = parsed(text);
        REQUIRE(same(again, protocol));
        REQUIRE(runs::to_text(again) == text);
    }
}

TEST_CASE("conditions printed and read again are the same", "[runs][protocol]")
{
    const auto text = GENERATE(as<std::string>{}, "thickness of working > 10 um", "V < -0.05 V",
                               "resistance of cell > 100 Ohm cm^2", "metal of counter < 0 mAh/cm^2",
                               "contact of working < 0.5", "I < 1 uA/cm^2");
    CHECK(runs::to_text(runs::parse_condition(text, area).front()) == text);
}

TEST_CASE("every mutation of a protocol is read or refused, never worse", "[runs][protocol]")
{
    support::RandomProtocols random{11};
    const std::array<std::string, 8> words{"repeat 3 times ", "{",  "}",      "until ",
                                           "stop if ",        "\n", "|V| > ", " or "};
    int sound = 0;
    for (int i = 0; i < 1500; ++i) {
        auto text = runs::to_text(random());
        for (std::size_t edits = 1 + random.below(4); edits > 0 && !text.empty(); --edits) {
            const auto at = random.below(text.size());
            switch (random.below(3)) {
            case 0:
                text[at] = static_cast<char>(random.below(256));
                break;
            case 1:
                text.erase(at, random.below(20));
                break;
            default:
                text.insert(at, words[random.below(words.size())]);
            }
        }
        CAPTURE(text);
        try {
            const auto protocol = parsed(text);
            ++sound;
            REQUIRE(same(parsed(runs::to_text(protocol)), protocol));
            runs::Cursor at{protocol};
            for (int k = 1; k < 50 && !at.done(); ++k) {
                REQUIRE(at.step() < protocol.steps.size());
                k % 7 == 0 ? at.cut(k) : at.next(k);
            }
            REQUIRE(runs::longest_duration(protocol) >= 0.0);
            runs::check_protocol(protocol, {});
        } catch (const runs::InputError& error) {
            REQUIRE_FALSE(std::string_view{error.what()}.empty());
        }
    }
    CHECK(sound > 20); // the mutations are not all of one kind
}
