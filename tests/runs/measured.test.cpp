#include "runs/record/measured.hpp"

#include "runs/case/errors.hpp"
#include "runs/cycler/interpret.hpp"
#include "runs/cycler/read_file.hpp"
#include "runs/cycler/write_bdf.hpp"
#include "runs/record/output_error.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/tester_file.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <functional>
#include <limits>
#include <string>

using namespace percolith;
using namespace percolith::tests;
using namespace percolith::runs::cycler;
using Catch::Contains;

namespace
{

/// A record with everything that one can hold, in numbers that need all their digits.
CyclerRecord full_record()
{
    auto record = interpret(read_bytes(table_text(neware_columns(), tester_rows()), "x.csv", {}),
                            {0.785e-4, {}});
    for (auto& current : record.current) {
        current /= 3.0;
    }
    record.spectra = {{1.0 / 3.0, {1e5, 10.0}, {1.0, 2.0 / 3.0}, {-0.1, -7.0}},
                      {5.0, {1e3}, {4.0}, {0.25}}};
    record.left_out = {7, 8};
    return record;
}

void check_same_series(const CyclerRecord& a, const CyclerRecord& b)
{
    CHECK(a.time == b.time);
    CHECK(a.voltage == b.voltage);
    CHECK(a.current == b.current);
    CHECK(a.cycle == b.cycle);
    CHECK(a.step == b.step);
    REQUIRE(a.half_cycles.size() == b.half_cycles.size());
    for (std::size_t k = 0; k < a.half_cycles.size(); ++k) {
        CHECK(a.half_cycles[k].first == b.half_cycles[k].first);
        CHECK(a.half_cycles[k].last == b.half_cycles[k].last);
        CHECK(a.half_cycles[k].direction == b.half_cycles[k].direction);
    }
}

} // namespace

TEST_CASE("a measured record in HDF5 reads back number by number", "[runs][cycler]")
{
    const ScratchFolder folder;
    const auto file = folder.path() / "x.h5";
    const auto written = full_record();
    runs::write_measured(written, file);
    const auto read = runs::read_measured(file);
    check_same_series(read, written);
    for (std::size_t k = 0; k < read.half_cycles.size(); ++k) {
        CHECK(read.half_cycles[k].charge == written.half_cycles[k].charge);
    }
    CHECK(read.line == written.line);
    CHECK(read.source == written.source);
    CHECK(read.format == written.format);
    CHECK(read.area == written.area);
    CHECK(read.file_rows == written.file_rows);
    CHECK(read.left_out == written.left_out);
    CHECK(read.said == written.said);
    REQUIRE(read.spectra.size() == 2);
    for (std::size_t k = 0; k < 2; ++k) {
        CHECK(read.spectra[k].time == written.spectra[k].time);
        CHECK(read.spectra[k].frequency == written.spectra[k].frequency);
        CHECK(read.spectra[k].real == written.spectra[k].real);
        CHECK(read.spectra[k].imaginary == written.spectra[k].imaginary);
    }
}

TEST_CASE("a measured record in the Battery Data Format is imported as what it was",
          "[runs][cycler]")
{
    const ScratchFolder folder;
    const auto file = folder.path() / "x.bdf.csv";
    const auto written = full_record();
    write_bdf(written, file);
    const auto again = interpret(read_file(file, {}), {});
    CHECK(again.format == "Battery Data Format, ASCII");
    check_same_series(again, written);
}

TEST_CASE("a record that lacks a number, or whose time falls, is damaged", "[runs][cycler]")
{
    const ScratchFolder folder;
    const auto file = folder.path() / "x.h5";
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const auto complaint = [&](const std::function<void(CyclerRecord&)>& spoil) {
        auto record = full_record();
        spoil(record);
        runs::write_measured(record, file);
        try {
            static_cast<void>(runs::read_measured(file));
        } catch (const runs::InputError& error) {
            return std::string(error.what());
        }
        return std::string();
    };
    CHECK(complaint([](CyclerRecord&) {}).empty());
    for (auto member : {&CyclerRecord::time, &CyclerRecord::voltage, &CyclerRecord::current}) {
        CHECK_THAT(complaint([&](CyclerRecord& r) { (r.*member)[3] = nan; }),
                   Contains("row 3 of /series lacks a number"));
    }
    CHECK_THAT(complaint([](CyclerRecord& r) { r.time[4] = r.time[3] - 1.0; }),
               Contains("/series/time falls at row 4"));
    CHECK_THAT(complaint([&](CyclerRecord& r) { r.area = nan; }), Contains("is no area"));
    CHECK_THAT(complaint([](CyclerRecord& r) { r.area = -1.0; }), Contains("is no area"));
    CHECK_THAT(complaint([](CyclerRecord& r) { r.half_cycles[0].direction = 7; }),
               Contains("has a direction"));
    CHECK_THAT(complaint([&](CyclerRecord& r) { r.half_cycles[0].charge = nan; }),
               Contains("has a direction or a charge"));
}

TEST_CASE("a damaged or foreign record is refused, a place that takes none too", "[runs][cycler]")
{
    const ScratchFolder folder;
    const auto file = folder.path() / "x.h5";
    runs::write_measured(full_record(), file);
    std::fstream bytes(file, std::ios::in | std::ios::out | std::ios::binary);
    bytes.seekp(3000);
    bytes.put('\x55');
    bytes.put('\xaa');
    bytes.close();
    CHECK_THROWS_WITH(runs::read_measured(file), Contains("the record is damaged"));
    CHECK_THROWS_WITH(runs::read_measured(folder.path() / "none.h5"), Contains("no such file"));
    CHECK_THROWS_AS(runs::write_measured(full_record(), folder.path() / "no" / "x.h5"),
                    runs::OutputError);
    CHECK_THROWS_AS(write_bdf(full_record(), folder.path() / "no" / "x.csv"), runs::OutputError);
    auto impedance = full_record();
    impedance.time.clear();
    CHECK_THROWS_WITH(write_bdf(impedance, folder.path() / "x.csv"),
                      Contains("end the name in .h5"));
}
