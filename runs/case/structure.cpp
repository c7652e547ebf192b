#include "runs/case/structure.hpp"

#include "runs/case/structure_readers.hpp"

#include <algorithm>
#include <utility>

namespace percolith::runs
{
namespace
{

namespace ms = microstructure;

struct RootReading {
    std::string title;
    std::uint64_t seed = 1;
    StructureVariant variant;
    std::vector<std::filesystem::path> images;
};

void read_root(Section root, StructurePurpose purpose, const std::filesystem::path& folder,
               RootReading& all)
{
    all.title = root.text({.name = "title", .meaning = "what the structure is, in a few words"},
                          std::string{});
    all.seed = root.whole({.name = "seed",
                           .range = non_negative,
                           .meaning = "of the random numbers: the same seed gives the same answer"},
                          1);
    auto structure = root.table("structure");
    auto& variant = all.variant;
    variant.structure = read_structure_section(structure, folder, all.images);
    if (root.sound()) {
        root.check("structure", [&] { ms::check(variant.structure); });
    }
    variant.threshold = read_threshold_section(root, variant.structure, all.seed,
                                               purpose == StructurePurpose::threshold);
    variant.mixture = read_mixture_section(root, variant.structure, folder, all.images);
    read_conductivity_section(root, variant, all.seed, purpose);
    read_inside_section(root, variant, purpose);
    static_cast<void>(read_vary_section(root));
}

RootReading read_once(const Written& written, StructurePurpose purpose)
{
    auto document = document_of(written);
    RootReading all;
    read_root(document.root(), purpose, written.folder, all);
    document.finish();
    all.variant.values = document.values();
    return all;
}

/// The variation asked for, if it makes sense; faults of it come with those of everything else.
std::optional<Variation> variation_of(const Written& written)
{
    auto document = document_of(written);
    auto root = document.root();
    auto variation = read_vary_section(root);
    return variation && root.sound() ? variation : std::nullopt;
}

/// Faults of a varied value, said of the place where it stands instead of an override.
InputErrors at_values(const InputErrors& faults, const Variation& variation,
                      const std::string& value)
{
    const auto said = "--set " + variation.key;
    auto all = faults.faults();
    for (auto& fault : all) {
        if (fault.line.starts_with(said)) {
            fault = fault_at(variation.place, variation.place.line > 0 ? "vary.values" : "",
                             variation.key + " = " + value + fault.line.substr(said.size()), "");
        }
    }
    return InputErrors{std::move(all)};
}

std::string without_quotes(const std::string& text)
{
    const bool quoted = text.size() >= 2 && (text.front() == '"' || text.front() == '\'');
    return quoted ? text.substr(1, text.size() - 2) : text;
}

void note_value(StructureVariant& variant, const std::string& key, const std::string& value)
{
    variant.written = without_quotes(value);
    for (const auto& entry : variant.values) {
        const auto* number = std::get_if<double>(&entry.value);
        if (entry.name == key && number != nullptr) {
            variant.number = *number;
            variant.unit = entry.unit;
        }
    }
}

void refuse_variation(const Variation& variation, StructurePurpose purpose,
                      std::span<const std::string> overrides)
{
    if (purpose != StructurePurpose::threshold) {
        throw InputErrors(variation.place, "vary", "belongs to thresholds",
                          "leave it out with --set vary=, and choose a value with "
                          "--set " +
                              variation.key + "=...");
    }
    for (const auto& each : overrides) {
        if (each.starts_with(variation.key + "=")) {
            throw InputErrors(variation.place, "vary", "contradicts --set " + each,
                              "leave it out with --set vary=");
        }
    }
}

StructureCase structure_of(Written&& written, StructurePurpose purpose)
{
    StructureCase all;
    const auto add = [&](RootReading&& reading) {
        all.title = reading.title;
        all.seed = reading.seed;
        all.images = reading.images;
        all.variants.push_back(std::move(reading.variant));
    };
    if (const auto variation = variation_of(written)) {
        refuse_variation(*variation, purpose, written.overrides);
        all.varied = variation->key;
        for (const auto& value : variation->values) {
            auto with = written;
            with.overrides.push_back(variation->key + "=" + value);
            try {
                add(read_once(with, purpose));
            } catch (const InputErrors& faults) {
                throw at_values(faults, *variation, value);
            }
            note_value(all.variants.back(), variation->key, value);
        }
    } else {
        add(read_once(written, purpose));
    }
    static_cast<Written&>(all) = std::move(written);
    return all;
}

} // namespace

StructureCase parse_structure(std::string_view text, const std::string& name,
                              StructurePurpose purpose, std::span<const std::string> overrides,
                              const std::filesystem::path& folder)
{
    return structure_of(written(text, name, overrides, folder), purpose);
}

StructureCase read_structure(const std::filesystem::path& file, StructurePurpose purpose,
                             std::span<const std::string> overrides)
{
    return structure_of(read_written(file, overrides, "keep images in files of their own"),
                        purpose);
}

std::vector<KeyEntry> describe_structure()
{
    auto document = Document::blank();
    RootReading ignored;
    read_root(document.root(), StructurePurpose::conductivity, {}, ignored);
    return document.keys();
}

} // namespace percolith::runs
