#include "runs/cycler/read_file.hpp"

#include "runs/case/errors.hpp"
#include "runs/case/file_text.hpp"
#include "runs/cycler/mpt.hpp"
#include "runs/cycler/ndax.hpp"
#include "runs/cycler/restate.hpp"

#include <algorithm>

namespace percolith::runs::cycler
{
namespace
{

/// A format that is known by its first bytes.
struct Format {
    std::string_view begins;
    std::string_view name;
    Reader read = nullptr; ///< none: refused, with `mend`
    std::string_view mend{};
};

constexpr std::string_view from_neware =
    "export the record from BTSDA as text or CSV, with cycle, step and record";
constexpr std::string_view from_ec_lab = "export it from EC-Lab as text (.mpt)";
constexpr std::string_view from_sheet = "save the sheet of the records as CSV";

/// A zip archive: of tables, or of a spreadsheet.
RawRecord read_archive(std::string_view bytes, const std::string& source)
{
    // Names of members stand uncompressed in the archive's directory.
    if (bytes.find("[Content_Types].xml") != std::string_view::npos) {
        throw InputError({.file = source}, "", "is a spreadsheet, which cannot be read here",
                         from_sheet);
    }
    return read_ndax(bytes, source);
}

constexpr Format formats[]{
    {"NEWARE", "a Neware .nda file", nullptr, from_neware},
    {"BIO-LOGIC MODULAR FILE", "an EC-Lab .mpr file", nullptr, from_ec_lab},
    {"\xd0\xcf\x11\xe0", "an Excel file (.xls)", nullptr, from_sheet},
    {"PK\x03\x04", "a zip archive", read_archive},
    {"EC-Lab ASCII FILE", "an EC-Lab text", read_mpt},
    {"BT-Lab ASCII FILE", "a BT-Lab text", read_mpt},
    {"mode\tox/red", "an EC-Lab text without its header", read_mpt},
    {"freq/Hz\t", "an EC-Lab text without its header", read_mpt},
    {"\x89HDF\r\n", "an HDF5 file", nullptr, "export its table as CSV"},
    {"%PDF", "a PDF", nullptr, "export the records as text or CSV"},
};

} // namespace

RawRecord read_bytes(std::string_view bytes, const std::string& source, const TextOptions& options)
{
    const auto* known =
        std::find_if(std::begin(formats), std::end(formats),
                     [&](const Format& format) { return bytes.starts_with(format.begins); });
    if (known == std::end(formats)) {
        return read_text(bytes, source, options);
    }
    if (known->read == nullptr) {
        throw InputError({.file = source}, "",
                         "is " + std::string{known->name} + ", which cannot be read here",
                         known->mend);
    }
    auto record = known->read(bytes, source);
    restate(record, options.choices);
    return record;
}

RawRecord read_file(const std::filesystem::path& file, const TextOptions& options)
{
    constexpr std::size_t longest = 4'000'000'000; // bytes
    const auto bytes = read_text_file(file, longest, "split the record");
    return read_bytes(bytes, file.string(), options);
}

} // namespace percolith::runs::cycler
