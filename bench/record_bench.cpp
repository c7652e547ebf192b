/// What recording costs: against plain H5Dwrite of the same bytes with the same filter, and beside
/// a solver that takes 32 us per half cycle. Contestants take turns; medians over the rounds.
///
///     record_bench [FOLDER [ROUNDS]]

#include "runs/record/record.hpp"

#include <hdf5.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <iterator>
#include <span>
#include <string>
#include <vector>

using namespace percolith;

namespace
{

constexpr std::size_t columns = 30;
constexpr std::size_t points = 8; // of a half cycle
constexpr std::size_t chunk = 16384;

using Rows = std::vector<double>; // row by row

/// A made-up cell: sawtooth lithium, sqrt(t) thickness, constants and zeros among 30 columns.
Rows rows_of(std::size_t half_cycles)
{
    Rows rows;
    rows.reserve(half_cycles * points * columns);
    for (std::size_t n = 0; n < half_cycles * points; ++n) {
        const auto half = static_cast<double>(n / points);
        const double x = static_cast<double>(n % points) / (points - 1.0);
        const double i = n / points % 2 == 0 ? 5.0 : -5.0;
        const double t = 3600.0 * (half + x * x);
        const double l = std::sqrt(25e-18 + 2e-17 * t);
        const double l2 = std::sqrt(25e-18 + 1.9e-17 * t);
        const double theta = 1.0 - 0.3 * x * x * (1.0 + 0.01 * std::sin(0.01 * half));
        const double eta = 0.0514 * std::asinh(i / (300.0 * theta));
        const double row[columns]{t,
                                  2.0 * eta + i * (l / 3e-3 + 1e-3 / 0.55),
                                  i,
                                  std::floor(half / 2.0) + 1.0,
                                  half + 1.0,
                                  eta,
                                  -0.99 * eta,
                                  i * l / 3e-3,
                                  i * l2 / 3e-3,
                                  i * (1.03e-3 - l - l2) / 0.55,
                                  0.0,
                                  0.0,
                                  l,
                                  l2,
                                  0.9 * l,
                                  0.93 * l2,
                                  theta,
                                  1.0 - 0.1 * x,
                                  147600.0 - i * 3600.0 * x - 3e9 * l,
                                  738000.0 + i * 3600.0 * x - 3e9 * l2,
                                  0.0,
                                  0.0,
                                  1e10 * l,
                                  1e10 * l2,
                                  0.0,
                                  0.0,
                                  1e-4,
                                  l / 6e-8,
                                  298.15,
                                  1e-16 *
                                      std::sin(static_cast<double>(n) * static_cast<double>(n))};
        rows.insert(rows.end(), std::begin(row), std::end(row));
    }
    return rows;
}

std::span<const double> row(const Rows& rows, std::size_t n)
{
    return std::span(rows).subspan(n * columns, columns);
}

runs::RecordHeader header(bool keep_series)
{
    runs::RecordHeader header;
    header.keep_series = keep_series;
    header.series = {{"time", "s", "time"}};
    header.cycles = {{"cycle", "1", "cycle"}};
    for (std::size_t k = 1; k < columns; ++k) {
        header.series.push_back({"column_" + std::to_string(k), "1", "column"});
        header.cycles.push_back(header.series.back());
    }
    return header;
}

void record(const std::filesystem::path& file, const Rows& rows)
{
    runs::RunRecord run(file, header(true));
    for (std::size_t n = 0; n < rows.size() / columns; ++n) {
        run.sample(row(rows, n));
    }
    run.finish({});
}

void record_cycles(const std::filesystem::path& file, const Rows& rows)
{
    runs::RunRecord run(file, header(false));
    for (std::size_t n = 0; n < rows.size() / columns; ++n) {
        run.cycle(row(rows, n));
    }
    run.finish({});
}

/// The same numbers by H5Dwrite on this thread: one dataset per column, the same chunks and
/// filters.
void write_plainly(const std::filesystem::path& file, const Rows& rows, bool packed)
{
    const hid_t out = H5Fcreate(file.c_str(), H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    const hsize_t chunk_rows = chunk;
    const hsize_t none = 0;
    const hsize_t unlimited = H5S_UNLIMITED;
    H5Pset_chunk(creation, 1, &chunk_rows);
    if (packed) {
        H5Pset_shuffle(creation);
        H5Pset_deflate(creation, 1);
    }
    const hid_t space = H5Screate_simple(1, &none, &unlimited);
    std::vector<hid_t> datasets;
    for (std::size_t k = 0; k < columns; ++k) {
        datasets.push_back(H5Dcreate2(out, ("column_" + std::to_string(k)).c_str(),
                                      H5T_NATIVE_DOUBLE, space, H5P_DEFAULT, creation,
                                      H5P_DEFAULT));
    }
    std::vector<double> column;
    for (std::size_t from = 0; from < rows.size() / columns; from += chunk) {
        const hsize_t first = from;
        const hsize_t count = std::min(chunk, rows.size() / columns - from);
        const hsize_t extent = first + count;
        const hid_t memory = H5Screate_simple(1, &count, nullptr);
        for (std::size_t k = 0; k < columns; ++k) {
            column.clear();
            for (std::size_t n = 0; n < count; ++n) {
                column.push_back(rows[(from + n) * columns + k]);
            }
            H5Dset_extent(datasets[k], &extent);
            const hid_t there = H5Dget_space(datasets[k]);
            H5Sselect_hyperslab(there, H5S_SELECT_SET, &first, nullptr, &count, nullptr);
            H5Dwrite(datasets[k], H5T_NATIVE_DOUBLE, memory, there, H5P_DEFAULT, column.data());
            H5Sclose(there);
        }
        H5Sclose(memory);
    }
    std::for_each(datasets.begin(), datasets.end(), H5Dclose);
    H5Sclose(space);
    H5Pclose(creation);
    H5Fclose(out);
}

/// Time this thread has computed, s; waiting for its turn does not count.
double computed()
{
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

/// A solver that computes for 32 us per half cycle, and what it hands over. It counts its own
/// computing: on a clock, the time a busy writer takes from it would look like work done.
void solve(std::size_t half_cycles, const std::function<void(std::size_t)>& half_cycle_done)
{
    for (std::size_t half = 0; half < half_cycles; ++half) {
        for (const double until = computed() + 32e-6; computed() < until;) {
        }
        half_cycle_done(half);
    }
}

void solve_and_record(const std::filesystem::path& file, const Rows& rows)
{
    runs::RunRecord run(file, header(true));
    solve(rows.size() / columns / points, [&](std::size_t half) {
        for (std::size_t k = 0; k < points; ++k) {
            run.sample(row(rows, half * points + k));
        }
    });
    run.finish({});
}

double seconds(const std::function<void()>& work)
{
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

struct Contestant {
    std::string name;
    std::size_t count; ///< of what a time is told per
    const char* per;
    std::function<void()> work;
    std::vector<double> times{};
};

} // namespace

int main(int argc, char** argv)
{
    const std::filesystem::path folder =
        argc > 1 ? argv[1] : std::filesystem::temp_directory_path();
    const int rounds = argc > 2 ? std::atoi(argv[2]) : 9;
    constexpr std::size_t half_cycles = 20000;
    const auto rows = rows_of(half_cycles);
    const std::size_t count = rows.size() / columns;
    const auto file = [&](const char* name) {
        return folder / (std::string("record_bench_") + name);
    };

    std::vector<Contestant> contestants{
        {"H5Dwrite, shuffle + deflate 1", count, "row",
         [&] { write_plainly(file("plain.h5"), rows, true); }},
        {"H5Dwrite, no filter", count, "row", [&] { write_plainly(file("raw.h5"), rows, false); }},
        {"RunRecord, full shape", count, "row", [&] { record(file("record.h5"), rows); }},
        {"RunRecord, cycles alone", count, "cycle",
         [&] { record_cycles(file("cycles.h5"), rows); }},
        {"32 us solver, no record", half_cycles, "half cycle",
         [&] { solve(half_cycles, [](std::size_t) {}); }},
        {"32 us solver, full shape", half_cycles, "half cycle",
         [&] { solve_and_record(file("solved.h5"), rows); }},
    };
    for (int round = 0; round <= rounds; ++round) {
        for (auto& each : contestants) {
            const double time = seconds(each.work);
            if (round > 0) { // the first only warms up
                each.times.push_back(time);
            }
        }
    }

    std::printf("%zu half cycles, %zu points, %zu columns, %.1f MB; medians of %d rounds\n",
                half_cycles, points, columns, static_cast<double>(rows.size()) * 8e-6, rounds);
    for (const auto& each : contestants) {
        std::printf("  %-30s %9.1f ms %9.0f ns per %s\n", each.name.c_str(),
                    1e3 * median(each.times),
                    1e9 * median(each.times) / static_cast<double>(each.count), each.per);
    }
    std::printf("  RunRecord / H5Dwrite with the same filter  %.2f\n",
                median(contestants[2].times) / median(contestants[0].times));
    std::printf("  recording on top of the solver             %.1f %%\n",
                100.0 * (median(contestants[5].times) / median(contestants[4].times) - 1.0));
    for (const char* name : {"plain.h5", "raw.h5", "record.h5", "cycles.h5", "solved.h5"}) {
        std::printf("  %-10s %6.1f MB\n", name,
                    static_cast<double>(std::filesystem::file_size(file(name))) * 1e-6);
        std::filesystem::remove(file(name));
    }
}
