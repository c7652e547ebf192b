#include "runs/protocol/parse.hpp"

#include <catch2/catch.hpp>

#include <chrono>

using namespace percolith;
using Catch::Contains;

namespace
{

constexpr kinetics::Area<> area{1e-4};

/// What a reader says of a faulty text, "" for a sound one.
std::string complaint(const std::string& text)
{
    try {
        runs::parse_protocol(text, area, {{"case.toml", 1, 1}, "protocol.steps"});
    } catch (const runs::InputError& error) {
        return error.what();
    }
    return "";
}

std::string condition_complaint(const std::string& text)
{
    try {
        runs::parse_condition(text, area, {{"case.toml", 7, 14}, "stop_when"});
    } catch (const runs::InputError& error) {
        return error.what();
    }
    return "";
}

struct Slip {
    const char* text;
    const char* message;
};

} // namespace

TEST_CASE("a fault is one line: place, key, what is wrong, how to mend it", "[runs][protocol]")
{
    CHECK(complaint("Rest for 1 h\nStrip working at 0.5 for 1 hour") ==
          "case.toml:2:18: protocol.steps: \"0.5\" is a bare number; give a number with its unit, "
          "such "
          "as 0.5 mA/cm^2");
    CHECK(condition_complaint("thicknes of working > 1 um") ==
          "case.toml:7:14: stop_when: unexpected \"thicknes\"; did you mean \"thickness\"?");
}

TEST_CASE("each slip in a step is named, with what would mend it", "[runs][protocol]")
{
    const auto slip = GENERATE(
        Slip{"", "the protocol has no steps"},
        Slip{"# only a comment\n\n", "the protocol has no steps"},
        Slip{"Strp working at 1 mA for 1 h", "did you mean \"strip\"?"},
        Slip{"Strip wrking at 1 mA for 1 h", "did you mean \"working\"?"},
        Slip{"Strip working at 1 mA untl 1 h", "did you mean \"until\"?"},
        Slip{"Strip working at 1 mA for 1 hour untl V > 5 V", "did you mean \"until\"?"},
        Slip{"Strip working at 0.5", "\"0.5\" is a bare number"},
        Slip{"Strip working at 0.5 for 1 h", "\"0.5\" is a bare number"},
        Slip{"Strip working at -0.5 mA/cm^2 for 1 h", "is negative; give its magnitude"},
        Slip{"Strip working at 0 mA for 1 h", "the current is zero; write \"Rest for"},
        Slip{"Strip working at 1 V for 1 h", "\"1 V\" is not a current"},
        Slip{"Strip working at 1C for 1 h", "C rate"},
        Slip{"Strip working at C/5 for 1 h", "0.5 mA/cm^2"},
        Slip{"Strip working at 1 mAx for 1 h", "unknown unit \"mAx\""},
        Slip{"Strip working at 1,5 mA for 1 h", "write decimals with a point"},
        Slip{"Strip working at 1e999 mA for 1 h", "beyond the range of numbers"},
        Slip{"Strip working at 1 mA", "never ends; add \"for 1 hour\""},
        Slip{"Strip working for 1 h", "the current is missing"},
        Slip{"Strip working at 1 mA at 2 mA for 1 h", "a second current"},
        Slip{"Strip working at 1 mA for 1 h for 2 h", "two durations"},
        Slip{"Strip working at 1 mA until 1 mAh or 2 mAh/cm^2", "two charges"},
        Slip{"Strip working at 1 mA until V > 1 V or V > 2 V", "two limits"},
        Slip{"Strip working at 1 mA until |I| < 1 mA", "the current is constant"},
        Slip{"Strip working at 1 mA until 5", "\"5\" is a bare number"},
        Slip{"Strip working at 1 mA until 5 um", "cannot end this step by itself"},
        Slip{"Strip working at 1 mA until -5 V", "from which side the voltage comes"},
        Slip{"Plate working at 1 mA until 5 V", "write V > ..., V < ... or |V| > ..."},
        Slip{"Strip working at 1 mA until |V| < 5 V", "is not one threshold"},
        Slip{"Strip working at 1 mA until |V| > -5 V", "passed from the start"},
        Slip{"Strip working at 1 mA for 0 h", "no positive time"},
        Slip{"Strip working at 1 mA for -1 h", "no positive time"},
        Slip{"Strip working at 1 mA for 1 h and until V > 1 V", "write \"or\""},
        Slip{"Strip working at 1 mA for 1 h or", "nothing follows"},
        Slip{"Strip working at 1 mA until", "something"},
        Slip{"Strip working at 1 mA until thickness of working > 1 V", "is not a length"},
        Slip{"Strip working at 1 mA until thickness > 1 um", "of which electrode is not said"},
        Slip{"Strip working at 1 mA until thickness of working 1 um", "compare with > or <"},
        Slip{"Strip working at 1 mA until contact of working < 1.5", "between 0 and 1"},
        Slip{"Strip working at 1 mA for 1 h, stop if 5 V", "needs a comparison"},
        Slip{"Strip working at 1 mA for 1 h, stop if time > 5 h", "stop after 400 hours"},
        Slip{"Strip working at 1 mA for 1 h, stop after 5 h", "\"stop\" without \"if\""},
        Slip{"Strip working at 1 mA for 1 h Plate working", "unexpected \"Plate\""},
        Slip{"Charge working at 1 mA for 1 h", "write strip working (charge)"},
        Slip{"Discharge at 1 W for 1 h", "\"1 W\" is not a current"},
        Slip{"Rest", "never ends; add \"for 1 hour\""},
        Slip{"Rest for 5", "\"5\" is a bare number"},
        Slip{"Rest until 1 mAh", "no current flows at rest"},
        Slip{"Rest for 1 h (5 minute period)", "unexpected \"(\""},
        Slip{"Hold at 0.05 V", "never ends; add \"for 10 hours\""},
        Slip{"Hold at 1 mA for 1 h", "\"1 mA\" is not a voltage"},
        Slip{"Hold for 1 h", "the voltage is missing"},
        Slip{"Hold counter at 1 V for 1 h", "that of working against counter"},
        Slip{"Hold at 1 V until V > 2 V", "the voltage is held"},
        Slip{"Ramp working to 2 mA over 1 h", "a ramp needs two currents"},
        Slip{"Ramp working from 1 mA to 2 mA", "how fast the ramp runs is missing"},
        Slip{"Ramp working from 1 mA to 1 mA over 1 h", "changes nothing"},
        Slip{"Ramp working from -1 mA to 1 mA over 1 h", "write \"Ramp current from"},
        Slip{"Ramp working from 1 mA to 2 mA at -1 mA/h", "is not above 0"},
        Slip{"Ramp working from 1 mA to 2 mA at 1 mA", "is not a change of current"},
        Slip{"Ramp from 1 mA to 2 mA over 1 h", "write \"Ramp working from\""},
        Slip{"Titrate working with 1 uAh at 1 uA, rest 1 h", "add \"repeat for 400 hours\""},
        Slip{"Titrate working at 1 uA, rest 1 h, repeat 3 times", "add \"with 1 uAh/cm^2\""},
        Slip{"Titrate working with 1 uAh at 1 uA, rest, repeat 3 times", "never ends"},
        Slip{"Follow current.csv", "name the record in quotes"},
        Slip{"Follow \"current.csv", "a quote is not closed"},
        Slip{"Follow \"current.csv\"", "no record can be read here"});
    CAPTURE(slip.text);
    const auto message = complaint(slip.text);
    CAPTURE(message);
    const bool any = std::string_view{slip.message} == "something";
    CHECK_THAT(message, Contains(any ? "; " : slip.message));
    CHECK(message.find('\n') == std::string::npos);
}

TEST_CASE("each slip in a loop is named, with what would mend it", "[runs][protocol]")
{
    const auto slip =
        GENERATE(Slip{"Rest for 1 h\nrepeat 0 times", "is no number of times"},
                 Slip{"Rest for 1 h\nrepeat -3 times", "is no number of times"},
                 Slip{"Rest for 1 h\nrepeat 2.5 times", "is no number of times"},
                 Slip{"Rest for 1 h\nrepeat 1e99 times", "is no number of times"},
                 Slip{"Rest for 1 h\nrepeat 99999999999999999999 times", "is no number of times"},
                 Slip{"Rest for 1 h\nrepeat", "write \"repeat 200 times\""},
                 Slip{"Rest for 1 h\nrepeat until V > 5 V", "write \"repeat 200 times\""},
                 Slip{"Rest for 1 h\nrepeat for 3", "\"3\" is a bare number"},
                 Slip{"Rest for 1 h\nrepeat 3 tims", "unexpected \"tims\""},
                 Slip{"Rest for 1 h\nrpeat 3 times", "did you mean \"repeat\"?"},
                 Slip{"repeat 3 times", "nothing to repeat"},
                 Slip{"Rest for 1 h\nrepeat 3 times\nrepeat 5 times", "nothing to repeat"},
                 Slip{"Rest for 1 h\nrepeat 3 times { }", "nothing to repeat"},
                 Slip{"Rest for 1 h\nbegin\nend, repeat 3 times", "nothing to repeat"},
                 Slip{"repeat 3 times {\nRest for 1 h", "the block is not closed"},
                 Slip{"Rest for 1 h\n}", "no block is open here"},
                 Slip{"Rest for 1 h\nend, repeat 3 times", "no block is open here"},
                 Slip{"begin\nRest for 1 h\nend", "write \"end, repeat 200 times\""},
                 Slip{"repeat 3 times:\nRest for 1 h", "write \"repeat ... {\""},
                 Slip{"Rest for 1 h {", "unexpected \"{\" after a sentence"},
                 Slip{"Rest for 1 h\nrepeat 3 times Rest for 2 h", "unexpected \"Rest\""},
                 Slip{"stop if |V| > 5 V", "the protocol has no steps"},
                 Slip{"stop if |V| > 5 V\nstop if V > 4 V\nRest for 1 h", "is limited twice"},
                 Slip{"stop after 5 h\nstop after 6 h\nRest for 1 h", "a second \"stop after\""},
                 Slip{"stop if charge > 1 mAh\nRest for 1 h", "belongs to a step"});
    CAPTURE(slip.text);
    const auto message = complaint(slip.text);
    CHECK_THAT(message, Contains(slip.message));
    CHECK(message.find('\n') == std::string::npos);
}

TEST_CASE("each slip in a condition is named", "[runs][protocol]")
{
    const auto slip =
        GENERATE(Slip{"", "the condition is empty"}, Slip{"   # nothing", "is empty"},
                 Slip{"V", "compare with > or <"}, Slip{"V > 5", "is a bare number"},
                 Slip{"V > 5 A", "is not a voltage"}, Slip{"|T| > 5 V", "write |V| or |I|"},
                 Slip{"|V > 5 V", "close the bars"},
                 Slip{"V > 5 V and I > 3 mA", "join comparisons with \"or\""},
                 Slip{"step time > 5 h", "is no threshold of the cell"},
                 Slip{"V > 5 V or", "write a comparison"});
    CAPTURE(slip.text);
    CHECK_THAT(condition_complaint(slip.text), Contains(slip.message));
}

TEST_CASE("all faults come out at once, but not more than a person reads", "[runs][protocol]")
{
    const auto message =
        complaint("Strp working\nRest for 1 h\nrepeat 3 tims {\nHold at 1 V\n}\n}");
    CHECK_THAT(message, Contains("case.toml:1:1: ") && Contains("\ncase.toml:3:10: ") &&
                            Contains("\ncase.toml:4:12: "));

    std::string long_text;
    for (int i = 0; i < 1000; ++i) {
        long_text += "nonsense\n";
    }
    const auto faults = complaint(long_text);
    CHECK(std::count(faults.begin(), faults.end(), '\n') == 20);
}

TEST_CASE("columns count characters, not bytes, and start where the text starts",
          "[runs][protocol]")
{
    CHECK_THAT(complaint("Strip working at 0.5 \u00b5A/cm\u00b2 fr 1 h"), Contains(":1:29: "));
    CHECK_THAT(condition_complaint("V > 5"), Contains("case.toml:7:18: "));
}

TEST_CASE("control characters and binary noise are refused in one line", "[runs][protocol]")
{
    for (const auto& text : {std::string("\0\0\0", 3), std::string("Rest for 1 h \x01"),
                             std::string("\xff\xfe\xfd"), std::string("Rest for 1 \x80")}) {
        const auto message = complaint(text);
        CHECK_FALSE(message.empty());
        CHECK(message.find('\n') == std::string::npos);
    }
}

TEST_CASE("a protocol of 10 MB is read or refused in seconds", "[runs][protocol]")
{
    const auto text = GENERATE(as<std::string>{}, "{", "(", "Rest for 1 h; ", "x", "1 ", "\"",
                               "nonsense\n", "stop if V > 1 V\n", "begin\n", "\n", "# a comment\n");
    std::string large;
    while (large.size() < 10'000'000) {
        large += text;
    }
    const auto began = std::chrono::steady_clock::now();
    CHECK_FALSE(complaint(large).empty());
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{60});
}

TEST_CASE("steps without number are refused before they fill the memory", "[runs][protocol]")
{
    std::string text;
    for (int i = 0; i < 100'010; ++i) {
        text += "Rest for 1 s\n";
    }
    CHECK_THAT(complaint(text),
               Contains("case.toml:100001:1: protocol.steps: more than 100000 steps"));
}
