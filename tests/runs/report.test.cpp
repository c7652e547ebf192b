#include "runs/report/packed.hpp"
#include "runs/report/page.hpp"
#include "runs/report/thinned.hpp"

#include <boost/archive/iterators/binary_from_base64.hpp>
#include <boost/archive/iterators/transform_width.hpp>
#include <catch2/catch.hpp>
#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace percolith::runs::report;

namespace
{

constexpr double none = std::numeric_limits<double>::quiet_NaN();

/// What a page's script does, in the same steps.
template <class Word> std::vector<Word> unpacked(std::string text, std::size_t count)
{
    namespace from = boost::archive::iterators;
    using Bytes =
        from::transform_width<from::binary_from_base64<std::string::const_iterator>, 8, 6>;
    while (text.ends_with('=')) {
        text.pop_back();
    }
    std::string stream;
    const auto whole = text.size() * 6 / 8;
    auto byte = Bytes(text.cbegin());
    for (std::size_t n = 0; n < whole; ++n) {
        stream.push_back(*byte++);
    }
    std::vector<unsigned char> planes(count * sizeof(Word));
    uLongf size = planes.size();
    REQUIRE(uncompress(planes.data(), &size, reinterpret_cast<const Bytef*>(stream.data()),
                       stream.size()) == Z_OK);
    REQUIRE(size == planes.size());
    std::vector<Word> words(count, 0);
    for (std::size_t k = 0; k < sizeof(Word); ++k) {
        for (std::size_t n = 0; n < count; ++n) {
            words[n] |= static_cast<Word>(static_cast<Word>(planes[k * count + n]) << (8 * k));
        }
    }
    return words;
}

/// The kept rows' line at every row, less what the column says there; NaN counts as nothing.
double farthest(const std::vector<double>& x, const std::vector<double>& y,
                const std::vector<std::size_t>& rows)
{
    double most = 0.0;
    for (std::size_t k = 1; k < rows.size(); ++k) {
        const auto a = rows[k - 1], b = rows[k];
        for (auto n = a; n <= b; ++n) {
            const double share = x[b] > x[a] ? (x[n] - x[a]) / (x[b] - x[a]) : 0.0;
            const double line = x[b] > x[a] ? std::lerp(y[a], y[b], share) : y[n];
            const double off = std::abs(line - y[n]);
            most = off > most ? off : most;
        }
    }
    return most;
}

} // namespace

TEST_CASE("numbers come out of a page as they went in, within what was promised", "[report]")
{
    std::mt19937 random(5);
    std::uniform_real_distribution<double> uniform(-9.0, 9.0);
    for (const std::size_t count : {0U, 1U, 2U, 3U, 1000U}) {
        std::vector<double> values;
        for (std::size_t n = 0; n < count; ++n) {
            values.push_back(n % 7 == 3 ? none : std::pow(10.0, uniform(random)));
        }
        const auto whole = unpacked<std::uint64_t>(packed(values, Exactness::whole), count);
        const auto shown = unpacked<std::uint32_t>(packed(values, Exactness::shown), count);
        for (std::size_t n = 0; n < count; ++n) {
            CHECK(whole[n] == std::bit_cast<std::uint64_t>(values[n]));
            const double single = std::bit_cast<float>(shown[n]);
            if (std::isnan(values[n])) {
                CHECK(std::isnan(single));
            } else {
                CHECK(single == Approx(values[n]).epsilon(1e-5));
            }
        }
    }
}

TEST_CASE("instants are kept as differences, to a part in 1e10 and in their order", "[report]")
{
    std::vector<double> times{0.0};
    std::mt19937 random(6);
    std::exponential_distribution<double> wait(100.0);
    for (int n = 0; n < 20000; ++n) {
        times.push_back(times.back() + (n % 3 == 0 ? 0.0 : wait(random)));
    }
    const auto text = packed(times, Exactness::instant);
    auto words = unpacked<std::uint64_t>(text, times.size());
    double before = 0.0;
    for (std::size_t n = 0; n < words.size(); ++n) {
        words[n] += n > 0 ? words[n - 1] : 0;
        const auto time = std::bit_cast<double>(words[n]);
        REQUIRE(time == Approx(times[n]).epsilon(1e-10));
        REQUIRE(time >= before);
        before = time;
    }
    CHECK(text.size() < packed(times, Exactness::whole).size());
}

TEST_CASE("straight lines between the kept rows pass all others within the tolerance", "[report]")
{
    std::mt19937 random(7);
    std::normal_distribution<double> normal;
    std::vector<double> x{0.0};
    std::vector<double> smooth, noisy;
    for (int n = 0; n < 5000; ++n) {
        if (n > 0) {
            x.push_back(x.back() + (n % 50 == 0 ? 0.0 : std::abs(normal(random))));
        }
        // A jump of the first column wherever two rows share an instant.
        smooth.push_back(std::sin(1e-3 * x.back()) + (n / 50 % 2 == 0 ? 0.0 : 0.5));
        noisy.push_back(1e-3 * x.back() + 0.01 * normal(random));
    }
    const std::vector<std::vector<double>> columns{smooth, noisy};
    const std::vector<double> tolerances{1e-3, 0.05};
    const auto rows = kept_rows(x, columns, tolerances);
    CHECK(rows.front() == 0);
    CHECK(rows.back() == x.size() - 1);
    CHECK(rows.size() < x.size() / 2);
    CHECK(farthest(x, smooth, rows) <= 1.0000001 * tolerances[0]);
    CHECK(farthest(x, noisy, rows) <= 1.0000001 * tolerances[1]);
    for (std::size_t n = 50; n < x.size(); n += 50) {
        CHECK(std::binary_search(rows.begin(), rows.end(), n - 1));
        CHECK(std::binary_search(rows.begin(), rows.end(), n));
    }
}

TEST_CASE("what is asked for no tolerance keeps every corner, and a gap its ends", "[report]")
{
    const std::vector<double> x{0, 1, 2, 3, 4, 5, 6, 7};
    const std::vector<std::vector<double>> columns{{0, 1, 2, none, none, 2, 2, 2}};
    const std::vector<double> exact{0.0};
    CHECK(kept_rows(x, columns, exact) == std::vector<std::size_t>{0, 2, 3, 4, 5, 7});
    CHECK(kept_rows({}, columns, exact).empty());
}

TEST_CASE("too many corners are thinned more, and at last to extremes", "[report]")
{
    std::vector<double> x, drift, noise;
    std::mt19937 random(8);
    std::normal_distribution<double> normal;
    for (int n = 0; n < 20000; ++n) {
        x.push_back(n);
        drift.push_back(std::sqrt(n) + 0.1 * normal(random));
        noise.push_back(normal(random));
    }
    const auto lines = thinned(x, std::vector<std::vector<double>>{drift}, 0.0, 500);
    CHECK(lines.rows.size() <= 500);
    CHECK(lines.share > 0.0);
    CHECK(lines.share < 0.05);
    const auto extremes = thinned(x, std::vector<std::vector<double>>{noise}, 0.0, 500);
    CHECK(std::isinf(extremes.share));
    CHECK(extremes.rows.size() <= 500);
    CHECK(std::is_sorted(extremes.rows.begin(), extremes.rows.end()));
    const auto highest = std::max_element(noise.begin(), noise.end()) - noise.begin();
    CHECK(std::binary_search(extremes.rows.begin(), extremes.rows.end(),
                             static_cast<std::size_t>(highest)));
}

TEST_CASE("nothing that a result holds gets out of its place on the page", "[report]")
{
    Page page("</script><script>alert(1)</script>", {"{{arrays}} \xff.h5"});
    page.section("empty", "Nothing in it");
    page.section("words", "</style>{{style}}");
    page.add({{"kind", "text"}, {"paragraphs", {"<!--"}}});
    const auto html = page.html();
    CHECK(html.find("alert(1)</script>") == std::string::npos);
    CHECK(html.find("\\u003c/script>\\u003cscript>alert(1)") != std::string::npos);
    CHECK(html.find("{{arrays}} \xef\xbf\xbd.h5") != std::string::npos);
    CHECK(html.find("\"id\":\"empty\"") == std::string::npos);
    CHECK(html.find("{{style}}\"") != std::string::npos);
}
