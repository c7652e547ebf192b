#pragma once

#include "runs/case/design.hpp"
#include "tests/support/case_text.hpp"
#include "tests/support/cell_fits.hpp"

#include <catch2/catch.hpp>

#include <fstream>
#include <string>
#include <utility>
#include <vector>

/// Design files in words, and the cases they name.
namespace percolith::tests::designs
{

using Edits = std::vector<std::pair<std::string, std::string>>;

inline const std::string conductivity =
    "[[uncertain]]\nkey = 'interphase.electronic_conductivity'\n"
    "distribution = 'log-normal'\nmedian = '4e-9 S/m'\nfactor = 2\n";
inline const std::string of_good =
    "[[candidate.uncertain]]\nkey = 'interphase.electronic_conductivity'\n"
    "distribution = 'log-uniform'\nfrom = '1e-10 S/m'\nto = '1e-9 S/m'\n";
inline const std::string bad = "[[candidate]]\nname = 'bad'\npasses = false\n";
inline const std::string good = "[[candidate]]\nname = 'good'\npasses = true\n";
inline const std::string head = "case = 'cell.toml'\n";
inline const std::string two = head + bad + good + of_good;
inline const std::string bench = "[bench]\nfoils = ['20 um', '5 um', '10.25 mAh/cm^2']\n"
                                 "current = {from = '0.1 mA/cm^2', to = '1 mA/cm^2', points = 3}\n"
                                 "capacity = {from = '0.1 mAh/cm^2'}\nhours = '400 h'\n";
inline const std::string verdicts = two + conductivity + bench;
inline const std::string by_fraction =
    head +
    "[[uncertain]]\nkey = 'electrolyte.metal_volume_fraction'\n"
    "distribution = 'uniform'\nfrom = '0 %'\nto = '5 %'\n"
    "[decision]\nquantity = 'electrolyte.metal_volume_fraction'\n"
    "below = '1.4 %'\n" +
    bench;
inline const std::string by_life =
    head + conductivity + "[decision]\nquantity = 'cycle_life'\nat_least = 500\n" + bench;

inline std::string edited(std::string text, const Edits& edits)
{
    for (const auto& [from, to] : edits) {
        const auto at = text.find(from);
        INFO(from);
        REQUIRE(at != std::string::npos);
        text.replace(at, from.size(), to);
    }
    return text;
}

/// The case of all candidates, and others that differ from it.
inline void write_cases(const ScratchFolder& folder)
{
    auto text = cell_text(leaky);
    text.insert(text.find("working"), "foil_capacity = '0.205 mAh/cm^2/um'\n");
    const auto write = [&](const char* name, const Edits& edits) {
        std::ofstream(folder / name) << edited(text, edits);
    };
    write("cell.toml", {});
    write("area.toml", {{"1 cm^2", "2 cm^2"}});
    write("counter.toml", {{"100 um", "50 um"}});
    write("foil.toml", {{"0.205", "0.2"}});
    write("same.toml", {{"1 cm^2", "100 mm^2"}, {"100 um", "20.5 mAh/cm^2"}});
    write("stops.toml", {{"[protocol]", "[protocol]\nstop_when = ['V > 1 V']"}});
    write("symmetric.toml", {{"asymmetric", "symmetric"}, {"working = {lithium = '20 um'}\n", ""}});
    write("free.toml", {{"asymmetric", "anode-free"}, {"working = {lithium = '20 um'}\n", ""}});
    write("titled.toml", {{"[cell]", "title = 'what I pressed'\n[cell]"}});
    write("broken.toml", {{"'1 cm^2'", "1"}});
}

inline runs::DesignCase parsed(const std::string& text,
                               const std::vector<std::string>& overrides = {})
{
    const ScratchFolder folder;
    write_cases(folder);
    return runs::parse_design(text, "design.toml", overrides, folder.path());
}

/// The lines that refuse it; none for a sound one.
inline std::vector<std::string> faults_of(const std::string& text)
{
    try {
        parsed(text);
    } catch (const runs::InputErrors& e) {
        return e.lines();
    }
    return {};
}

/// The one line that refuses it.
inline std::string refusal(const std::string& text, const Edits& edits = {})
{
    const auto lines = faults_of(edited(text, edits));
    std::string all;
    for (const auto& line : lines) {
        all += line + '\n';
    }
    INFO(all);
    CHECK(lines.size() == 1);
    return lines.empty() ? "" : all;
}

} // namespace percolith::tests::designs
