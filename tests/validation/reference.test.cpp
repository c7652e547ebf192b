#include "validation/reference.hpp"
#include "validation/files.hpp"

#include <catch2/catch.hpp>

#include <stdexcept>

using namespace percolith::validation;

TEST_CASE("a reference table gives numbers and words by row and column", "[validation]")
{
    const Reference table("twelve_cells/reference.csv");
    CHECK(table.number("mii_2_polarization", "number") == 26.0);
    CHECK(table.text("mii_2_polarization", "unit") == "mV");
    CHECK(table.names().front() == "sei_polarization");
}

TEST_CASE("a missing reference is a failure, not a skip", "[validation]")
{
    CHECK_THROWS_AS(Reference("twelve_cells/missing.csv"), std::logic_error);
    CHECK_THROWS_AS(file_text("missing.toml"), std::logic_error);
    const Reference table("twelve_cells/reference.csv");
    CHECK_THROWS_AS(table.number("mii_9_polarization", "number"), std::logic_error);
    CHECK_THROWS_AS(table.number("mii_2_polarization", "numbers"), std::logic_error);
    CHECK_THROWS_AS(table.number("mii_2_polarization", "unit"), std::logic_error);
}
