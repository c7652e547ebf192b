/// write_run FILE full|cycles|empty: a made-up run file for checks in other languages.

#include "runs/record/record.hpp"
#include "tests/support/synthetic_run.hpp"

#include <array>
#include <string>

using namespace percolith;

int main(int argc, char** argv)
{
    if (argc != 3) {
        return 2;
    }
    const std::string shape = argv[2];
    auto header = tests::small_header();
    header.keep_series = shape != "cycles";
    runs::RunRecord record(argv[1], header);
    for (std::size_t n = 0; shape != "empty" && n < 40000; ++n) {
        record.sample(tests::small_row(n));
        if (n % 8 == 7) {
            record.cycle(std::array{static_cast<double>(n / 8 + 1), 0.013});
        }
        if (n % 20000 == 0) {
            record.event({10.0 * static_cast<double>(n), "metal depleted", "working", 1, 1, false,
                          "the metal of working is gone after 20 µm"});
        }
    }
    record.finish(tests::ended());
    return 0;
}
