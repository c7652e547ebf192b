#include "runs/case/units.hpp"

#include "kinetics/constants.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <string>
#include <thread>
#include <vector>

using namespace percolith;
using runs::parse_quantity;
using runs::UnitError;

namespace
{
struct Reading {
    const char* text;
    const char* unit;
    double value;
};

std::string complaint(const std::string& text, const std::string& unit,
                      const std::string& like = {})
{
    try {
        parse_quantity(text, unit, like);
    } catch (const UnitError& e) {
        return e.what();
    }
    return "";
}
} // namespace

TEST_CASE("every unit a cell or a protocol needs is read", "[runs][units]")
{
    const auto reading = GENERATE(
        Reading{"0.5 mA/cm^2", "A/m^2", 5.0}, Reading{"0.5 mA/cm2", "A/m^2", 5.0},
        Reading{"0.5mA cm-2", "A/m^2", 5.0}, Reading{"15.6 uA/cm^2", "A/m^2", 0.156},
        Reading{"0.5 mA / cm^2", "A/m^2", 5.0}, Reading{"1 uA", "A", 1e-6},
        Reading{"2 A", "A", 2.0}, Reading{"0.5 mAh/cm^2", "C/m^2", 1.8e4},
        Reading{"60 uAh/cm2", "C/m^2", 2160.0}, Reading{"1 uAh", "C", 3.6e-3},
        Reading{"1 mAh", "C", 3.6}, Reading{"1 Ah", "C", 3600.0}, Reading{"1 A h", "C", 3600.0},
        Reading{"2 C", "C", 2.0}, Reading{"0.205 mAh/cm^2/um", "C/m^3", 0.205 * 3.6e4 / 1e-6},
        Reading{"20 um", "m", 20e-6}, Reading{"1.03 mm", "m", 1.03e-3}, Reading{"5 nm", "m", 5e-9},
        Reading{"1 angstrom", "m", 1e-10}, Reading{"0.785 cm^2", "m^2", 0.785e-4},
        Reading{"1 h", "s", 3600.0}, Reading{"1 hour", "s", 3600.0},
        Reading{"3 hours", "s", 10800.0}, Reading{"1 day", "s", 86400.0},
        Reading{"2 days", "s", 172800.0}, Reading{"10 min", "s", 600.0},
        Reading{"5 minutes", "s", 300.0}, Reading{"1 week", "s", 604800.0},
        Reading{"30 s", "s", 30.0}, Reading{"30 seconds", "s", 30.0}, Reading{"5 ms", "s", 5e-3},
        Reading{"5 V", "V", 5.0}, Reading{"50 mV", "V", 0.05}, Reading{"1 mV/s", "V/s", 1e-3},
        Reading{"0.1 mA/cm^2/h", "A/m^2/s", 1.0 / 3600.0}, Reading{"25 degC", "K", 298.15},
        Reading{"298.15 K", "K", 298.15}, Reading{"-10 degC", "K", 263.15},
        Reading{"1.2e-2 S/cm", "S/m", 1.2}, Reading{"5.5 mS/cm", "S/m", 0.55},
        Reading{"2.4e-10 S/m", "S/m", 2.4e-10}, Reading{"3.8 Ohm cm^2", "Ohm m^2", 3.8e-4},
        Reading{"3.8 ohm*cm2", "Ohm m^2", 3.8e-4}, Reading{"26 Ohm", "Ohm", 26.0},
        Reading{"22 uF/cm^2", "F/m^2", 0.22}, Reading{"25 MPa", "Pa", 2.5e7},
        Reading{"1 bar", "Pa", 1e5}, Reading{"2e-3 m^2/C", "m^2/C", 2e-3},
        Reading{"1.8e-5 1/s", "1/s", 1.8e-5}, Reading{"0.0648 1/h", "1/s", 1.8e-5},
        Reading{"1.8e-5 s-1", "1/s", 1.8e-5}, Reading{"1 nm/h", "m/s", 1e-9 / 3600.0},
        Reading{"13.00 cm^3/mol", "m^3/mol", 13e-6}, Reading{"1.66 g/cm^3", "kg/m^3", 1660.0},
        Reading{"6.94 g/mol", "kg/mol", 6.94e-3}, Reading{"30 kJ/mol", "J/mol", 3e4},
        Reading{"5 %", "1", 0.05}, Reading{"5 percent", "1", 0.05}, Reading{"0.05", "1", 0.05},
        Reading{"+3 um", "m", 3e-6}, Reading{" 3  um ", "m", 3e-6}, Reading{"10 mins", "s", 600.0},
        Reading{"2 hrs", "s", 7200.0});
    CAPTURE(reading.text);
    CHECK(parse_quantity(reading.text, reading.unit) == Approx(reading.value).epsilon(1e-12));
}

TEST_CASE("signs outside ASCII mean what they show", "[runs][units]")
{
    CHECK(parse_quantity("20 \u00b5m", "m") == Approx(20e-6).epsilon(1e-12)); // micro sign
    CHECK(parse_quantity("20 \u03bcm", "m") == Approx(20e-6).epsilon(1e-12)); // Greek mu
    CHECK(parse_quantity("60 \u00b5Ah/cm\u00b2", "C/m^2") == Approx(2160.0).epsilon(1e-12));
    CHECK(parse_quantity("3 \u03a9 cm\u00b2", "Ohm m^2") == Approx(3e-4).epsilon(1e-12));
    CHECK(parse_quantity("3 \u2126\u00b7cm\u00b2", "Ohm m^2") == Approx(3e-4).epsilon(1e-12));
    CHECK(parse_quantity("25 \u00b0C", "K") == Approx(298.15).epsilon(1e-12));
    CHECK(parse_quantity("0.5 mA cm\u207b\u00b2", "A/m^2") == Approx(5.0).epsilon(1e-12));
    CHECK(parse_quantity("\u22125 mV", "V") == Approx(-5e-3).epsilon(1e-12));
}

TEST_CASE("an electronvolt per particle is a molar energy", "[runs][units]")
{
    CHECK(parse_quantity("1 eV", "J/mol") == Approx(kinetics::faraday.si).epsilon(1e-12));
    CHECK(parse_quantity("300 meV", "J/mol") == Approx(0.3 * kinetics::faraday.si).epsilon(1e-12));
    CHECK(parse_quantity("0.3 eV", "kJ/mol") == Approx(28.9456).epsilon(1e-5));
    CHECK(parse_quantity("1 eV", "J") == Approx(1.602176634e-19).epsilon(1e-12));
    CHECK(runs::measures("eV", "J/mol"));
    CHECK(runs::convert(kinetics::faraday.si, "J/mol", "eV") == Approx(1.0).epsilon(1e-12));
    CHECK_FALSE(runs::measures("J/mol", "V"));
}

TEST_CASE("text that is no quantity of the kind wanted says so in one line", "[runs][units]")
{
    CHECK(complaint("0.5", "A/m^2", "mA/cm^2") ==
          "\"0.5\" is a bare number; give a number with its unit, such as mA/cm^2");
    CHECK(complaint("5 s", "m", "um") ==
          "\"5 s\" is not a quantity in um; give a number with its unit, such as um");
    CHECK(complaint("5 furlongs_", "m") ==
          "unknown unit \"furlongs_\" in \"5 furlongs_\"; give a number with its unit, such as m");
    CHECK(complaint("mA", "A") ==
          "\"mA\" does not start with a number; write the number, then its unit");
    CHECK(complaint("", "A") ==
          "\"\" does not start with a number; write the number, then its unit");
    CHECK(complaint("1,5 mm", "m") == "\"1,5 mm\" holds a comma; write decimals with a point");
    CHECK(complaint("nan m", "m") == "\"nan m\" is not a finite number; give a finite one");
    CHECK(complaint("inf m", "m") == "\"inf m\" is not a finite number; give a finite one");
    CHECK(complaint("1e999 m", "m") == "\"1e999 m\" is not a finite number; give a finite one");
    CHECK(complaint("1e308 km", "m") == "\"1e308 km\" is too large; give a finite quantity");
    CHECK(complaint("5 s", "1") == "\"5 s\" is not a plain number; give it without a unit");
}

TEST_CASE("what UDUNITS-2 would read as something else is refused", "[runs][units]")
{
    for (const char* text :
         {"20 um 2", "5 10 um", "1 s since 2000-01-01", "1 lg(re 1 mW)", "1 s @ 3", "1 m^99",
          "1 ((((m", "1 m^^2", "1 \xff\xfe", "1 mA/", "1 /s/"}) {
        CAPTURE(text);
        CHECK_THROWS_AS(parse_quantity(text, "m"), UnitError);
    }
    CHECK_THROWS_AS(parse_quantity("1 " + std::string(100000, '('), "m"), UnitError);
    CHECK_THROWS_AS(parse_quantity("1 " + std::string(100000, 'm'), "m"), UnitError);
}

TEST_CASE("units are read from several threads at once", "[runs][units]")
{
    std::vector<double> sums(4, 0.0);
    std::vector<std::thread> readers;
    for (auto& sum : sums) {
        readers.emplace_back([&sum] {
            for (int i = 0; i < 300; ++i) {
                sum += parse_quantity(std::to_string(i) + " mAh/cm^2", "C/m^2") +
                       parse_quantity("1 um", "m");
            }
        });
    }
    for (auto& reader : readers) {
        reader.join();
    }
    for (const double sum : sums) {
        CHECK(sum == Approx(3.6e4 * 299 * 300 / 2 + 300e-6).epsilon(1e-12));
    }
}
