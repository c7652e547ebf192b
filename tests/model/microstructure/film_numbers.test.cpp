#include "model/microstructure/film_numbers.hpp"

#include "model/microstructure/finite_size.hpp"

#include <catch2/catch.hpp>

#include <cmath>

using namespace percolith::microstructure;

TEST_CASE("The scatter of boxes tells what films do")
{
    const auto boxes = [](double factor) {
        Threshold threshold{.fraction = 0.2};
        for (const double edge : {10.0, 20.0, 40.0}) {
            const double width = factor * 0.2 * std::pow(edge, -inverse_nu);
            threshold.sizes.push_back({.edge = edge, .width = width, .width_error = 0.01 * width});
        }
        return threshold;
    };
    // As lattice sites scatter, their films.
    const auto sites = film_numbers(CubicLattice{}, boxes(1.423));
    CHECK(sites.coefficient.value == Approx(2.49));
    CHECK(sites.correlation.value == Approx(0.481));
    // Twice the scatter is a film twice as far below, and clusters 2^nu as large.
    const auto wide = film_numbers(CubicLattice{}, boxes(2.846));
    CHECK(wide.coefficient.value == Approx(2.0 * 2.49));
    CHECK(wide.correlation.value == Approx(0.481 * std::pow(2.0, 1.0 / inverse_nu)));
    // 0.07/2.49, 0.010/1.423 and 0.01/sqrt(3).
    CHECK(wide.coefficient.error / wide.coefficient.value ==
          Approx(
              std::sqrt(0.07 * 0.07 / (2.49 * 2.49) + 0.01 * 0.01 / (1.423 * 1.423) + 1e-4 / 3.0)));
    auto alone = boxes(1.0);
    alone.sizes[1].width_error = 0.0; // of one realisation
    CHECK(std::isnan(film_numbers(CubicLattice{}, alone).coefficient.value));
    const Particles aligned{.orientation = Orientation::normal};
    CHECK(std::isnan(film_numbers(aligned, boxes(1.423)).coefficient.value));
}
