#include "runs/record/read.hpp"

#include "runs/case/errors.hpp"
#include "runs/record/record.hpp"
#include "tests/support/scratch_folder.hpp"
#include "tests/support/synthetic_run.hpp"

#include <catch2/catch.hpp>

#include <cmath>
#include <fstream>
#include <hdf5.h>
#include <hdf5_hl.h>
#include <iterator>
#include <limits>
#include <string>
#include <vector>

using namespace percolith;
using namespace percolith::tests;
using Catch::Matchers::Contains;
using runs::RecordedRun;
using Table = runs::RecordedRun::Table;

namespace
{

std::string complaint(const std::filesystem::path& file)
{
    try {
        const RecordedRun run(file);
    } catch (const runs::InputError& e) {
        return e.what();
    }
    return {};
}

void write_small(const std::filesystem::path& file, const runs::Outcome& outcome = ended())
{
    runs::RunRecord record(file, small_header());
    for (std::size_t n = 0; n < 1000; ++n) {
        record.sample(small_row(n));
    }
    record.finish(outcome);
}

std::vector<char> bytes_of(const std::filesystem::path& file)
{
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write_bytes(const std::filesystem::path& file, const std::vector<char>& bytes)
{
    std::ofstream(file, std::ios::binary)
        .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

} // namespace

TEST_CASE("a file that is not a run is refused in one line", "[read]")
{
    const ScratchFolder folder;
    std::ofstream(folder / "empty.h5");
    std::ofstream(folder / "text.h5") << "time,voltage\n0,1\n";
    CHECK_THAT(complaint(folder / "none.h5"), Contains("none.h5: no such file; "));
    CHECK_THAT(complaint(folder.path()), Contains("no such file; "));
    CHECK_THAT(complaint(folder / "empty.h5"), Contains("the file is empty; name a file that "));
    CHECK_THAT(complaint(folder / "text.h5"),
               Contains("this is text, not HDF5; name a file that "));
    std::ofstream(folder / "answer.json") << R"({"format": "percolith-prediction", "version": 1})";
    CHECK_THAT(complaint(folder / "answer.json"),
               Contains("an answer of percolith predict, in JSON; percolith report shows it"));
}

TEST_CASE("a truncated run is refused, wherever it was cut", "[read]")
{
    const ScratchFolder folder;
    write_small(folder / "run.h5");
    const auto whole = bytes_of(folder / "run.h5");
    for (std::size_t percent = 1; percent < 100; percent += 7) {
        auto part = whole;
        part.resize(whole.size() * percent / 100);
        write_bytes(folder / "cut.h5", part);
        CHECK_THAT(complaint(folder / "cut.h5"), Contains("cut.h5: "));
    }
}

TEST_CASE("one flipped bit anywhere in a run file is noticed", "[read]")
{
    const ScratchFolder folder;
    write_small(folder / "run.h5");
    const auto whole = bytes_of(folder / "run.h5");
    constexpr std::size_t seal = 27; // bytes: the checksum itself may be lost, the run is not
    for (std::size_t at = 0; at + seal < whole.size(); at += 211) {
        auto damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
        write_bytes(folder / "damaged.h5", damaged);
        CHECK_THAT(complaint(folder / "damaged.h5"),
                   Contains("damaged.h5: the run file is damaged"));
    }
}

TEST_CASE("a run to which another program added something is still read", "[read]")
{
    const ScratchFolder folder;
    write_small(folder / "run.h5");
    const hid_t file = H5Fopen((folder / "run.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    H5LTset_attribute_string(file, "/", "note", "the cell of Tuesday");
    H5Fclose(file);
    const RecordedRun run(folder / "run.h5");
    CHECK(run.column(Table::series, "time", 10, 3) == std::vector{100.0, 110.0, 120.0});
    CHECK(run.title() == "a made-up run");
}

TEST_CASE("texts of variable length are refused unread: HDF5 may never come back from their heap",
          "[read]")
{
    const ScratchFolder folder;
    write_small(folder / "run.h5");
    const hid_t file = H5Fopen((folder / "run.h5").c_str(), H5F_ACC_RDWR, H5P_DEFAULT);
    H5Adelete(file, "title");
    const hid_t type = H5Tcopy(H5T_C_S1);
    H5Tset_size(type, H5T_VARIABLE);
    const hid_t space = H5Screate(H5S_SCALAR);
    const hid_t title = H5Acreate2(file, "title", type, space, H5P_DEFAULT, H5P_DEFAULT);
    const char* text = "a title";
    H5Awrite(title, type, static_cast<const void*>(&text));
    H5Aclose(title);
    H5Sclose(space);
    H5Tclose(type);
    H5Fclose(file);
    CHECK_THROWS_WITH(
        RecordedRun(folder / "run.h5").title(),
        Contains("run.h5: the run file is damaged: title is no text of fixed length"));
}

TEST_CASE("another HDF5 file and a later format version are told apart", "[read]")
{
    const ScratchFolder folder;
    const auto write_marks = [&](const char* format, int version) {
        const hid_t file =
            H5Fcreate((folder / "run.h5").c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
        H5LTset_attribute_string(file, "/", "format", format);
        H5LTset_attribute_int(file, "/", "format_version", &version, 1);
        H5Fclose(file);
    };
    write_marks("percolith-run", runs::RecordFormat::version + 1);
    CHECK_THAT(complaint(folder / "run.h5"),
               Contains("format version 3, this program reads 2; read it with a newer"));
    write_marks("openmc-statepoint", 1);
    CHECK_THAT(complaint(folder / "run.h5"), Contains("this HDF5 file is not a percolith run"));
    write_marks("percolith-run", runs::RecordFormat::version);
    CHECK_THAT(complaint(folder / "run.h5"), Contains("the run was never finished"));
}

TEST_CASE("rows are read in slices, cut at the end of the table", "[read]")
{
    const ScratchFolder folder;
    write_small(folder / "run.h5");
    const RecordedRun run(folder / "run.h5");
    CHECK(run.column(Table::series, "time", 10, 3) == std::vector{100.0, 110.0, 120.0});
    CHECK(run.column(Table::series, "time", 998, 100) == std::vector{9980.0, 9990.0});
    CHECK(run.column(Table::series, "time", 5000, 1).empty());
    CHECK_THROWS_WITH(run.column(Table::series, "pressure"),
                      Contains("the run has no column \"pressure\""));
}

TEST_CASE("numbers and words of the summary come back as such", "[read]")
{
    const ScratchFolder folder;
    const double none = std::numeric_limits<double>::quiet_NaN();
    write_small(folder / "run.h5", {runs::Outcome::Status::failed,
                                    "the solver gave up",
                                    {{"third", 1.0 / 3.0, "V", "derived"},
                                     {"missing", none, "A", "derived"},
                                     {"words", std::string("a, b\n\"c\""), "", "case"}}});
    const RecordedRun run(folder / "run.h5");
    CHECK(run.status() == runs::Outcome::Status::failed);
    CHECK(run.reason() == "the solver gave up");
    const auto summary = run.summary();
    REQUIRE(summary.size() == 3);
    CHECK(std::get<double>(summary[0].value) == 1.0 / 3.0);
    CHECK(std::isnan(std::get<double>(summary[1].value)));
    CHECK(std::get<std::string>(summary[2].value) == "a, b\n\"c\"");
    CHECK(summary[2].origin == "case");
}
