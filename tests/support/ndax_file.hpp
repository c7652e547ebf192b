#pragma once
// Small .ndax files: tables of Neware's, made row by row, in a zip archive in memory.

#include <boost/crc.hpp>
#include <cstdint>
#include <cstring>
#include <map>
#include <stdexcept>
#include <string>
#include <vector>
#include <zip.h>

namespace percolith::tests
{

/// A row of bytes, all zero until set.
class NdcRow
{
public:
    explicit NdcRow(std::size_t bytes) : bytes_(bytes, '\0') {}
    template <class Number> NdcRow& set(std::size_t offset, Number number)
    {
        std::memcpy(bytes_.data() + offset, &number, sizeof number);
        return *this;
    }
    const std::string& bytes() const { return bytes_; }

private:
    std::string bytes_;
};

inline constexpr std::size_t ndc_page = 4096;

/// Writes the checksum a page ought to have.
inline void seal_page(std::string& table, std::size_t page)
{
    boost::crc_32_type checksum;
    checksum.process_bytes(table.data() + page * ndc_page, ndc_page - 4);
    const std::uint32_t sum = checksum.checksum();
    std::memcpy(table.data() + (page + 1) * ndc_page - 4, &sum, 4);
}

/// Rows of equal length, as many pages as they need. An empty row leaves its place unused.
inline std::string ndc_table(int content, const std::vector<std::string>& rows,
                             std::size_t row_bytes, int version = 17)
{
    std::string table(ndc_page, '\0');
    table[0] = static_cast<char>(content);
    table[2] = static_cast<char>(version);
    table.replace(0xb6, 9, "BTSServer");
    const auto per_page = (ndc_page - 136) / row_bytes;
    for (std::size_t first = 0; first < rows.size(); first += per_page) {
        std::string page(ndc_page, '\0');
        page[0] = static_cast<char>(content + 1);
        std::uint16_t count = 0;
        for (std::size_t i = 0; i < per_page && first + i < rows.size(); ++i) {
            const auto& row = rows[first + i];
            if (!row.empty()) {
                page[4 + i / 8] = static_cast<char>(page[4 + i / 8] | (1 << (i % 8)));
                page.replace(132 + i * row_bytes, row_bytes, row);
                ++count;
            }
        }
        std::memcpy(page.data() + 2, &count, 2);
        table += page;
        seal_page(table, table.size() / ndc_page - 1);
    }
    return table;
}

inline std::string ndc_record(float voltage, float ampere)
{
    return NdcRow(8).set(0, voltage).set(4, ampere).bytes();
}

struct NoteRow {
    std::uint32_t record = 1;
    std::uint32_t step = 1;
    std::uint32_t milliseconds = 0;
    std::uint32_t interval = 1000;
    float charge_in = 0.0F; ///< A h
    float charge_out = 0.0F;
    float energy_in = 0.0F; ///< W h
    float energy_out = 0.0F;
    std::uint32_t clock = 1772187453;
    std::uint8_t high = 0; ///< fifth byte of the milliseconds
};

inline std::string ndc_note(const NoteRow& note)
{
    return NdcRow(100)
        .set(0, note.milliseconds)
        .set(4, note.high)
        .set(5, note.charge_in)
        .set(9, note.charge_out)
        .set(13, note.energy_in)
        .set(17, note.energy_out)
        .set(29, note.interval)
        .set(33, note.clock)
        .set(37, note.step)
        .set(41, note.record)
        .bytes();
}

inline std::string ndc_step(std::uint32_t first, std::uint8_t type, std::uint64_t start_ms,
                            std::uint32_t cycle = 0, std::uint32_t in_program = 1)
{
    return NdcRow(100)
        .set(0, cycle)
        .set(4, in_program)
        .set(24, type)
        .set(25, start_ms)
        .set(33, first)
        .bytes();
}

enum class Packing { deflate, none };

/// A zip archive of these files.
inline std::string zipped(const std::map<std::string, std::string>& files,
                          Packing packing = Packing::deflate)
{
    zip_error_t error{};
    auto* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
    auto* zip = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
    if (zip == nullptr) {
        throw std::runtime_error("no zip archive in memory");
    }
    zip_source_keep(buffer);
    for (const auto& [name, content] : files) {
        auto* source = zip_source_buffer(zip, content.data(), content.size(), 0);
        const auto index = zip_file_add(zip, name.c_str(), source, ZIP_FL_OVERWRITE);
        zip_set_file_compression(zip, static_cast<zip_uint64_t>(index),
                                 packing == Packing::none ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0);
    }
    if (zip_close(zip) != 0 || zip_source_open(buffer) != 0) {
        throw std::runtime_error("the zip archive cannot be closed");
    }
    zip_stat_t about{};
    zip_source_stat(buffer, &about);
    std::string bytes(about.size, '\0');
    zip_source_read(buffer, bytes.data(), bytes.size());
    zip_source_close(buffer);
    zip_source_free(buffer);
    return bytes;
}

using NdaxFiles = std::map<std::string, std::string>;

/// A rest of 3 records, then a charge of 5 at 36 mA and 2 V: 0.01 mAh and 0.02 mWh each second.
/// The charge is noted at its first record, its second and its last.
inline NdaxFiles small_ndax()
{
    const auto rest = ndc_record(1.5F, 0.0F);
    const auto charge = ndc_record(2.0F, 0.036F);
    NdaxFiles files;
    files["data.ndc"] = ndc_table(1, {rest, rest, rest, charge, charge, charge, charge, charge}, 8);
    files["data_runInfo.ndc"] = ndc_table(
        18,
        {ndc_note({.record = 1, .step = 1, .milliseconds = 0, .interval = 0}),
         ndc_note({.record = 2, .step = 1, .milliseconds = 1000, .clock = 1772187454}),
         ndc_note({.record = 4, .step = 2, .milliseconds = 0, .interval = 0, .clock = 1772187455}),
         ndc_note({.record = 5,
                   .step = 2,
                   .milliseconds = 1000,
                   .charge_in = 1e-5F,
                   .energy_in = 2e-5F,
                   .clock = 1772187456}),
         ndc_note({.record = 8,
                   .step = 2,
                   .milliseconds = 4000,
                   .charge_in = 4e-5F,
                   .energy_in = 8e-5F,
                   .clock = 1772187459})},
        100);
    files["data_step.ndc"] = ndc_table(7, {ndc_step(1, 4, 0), ndc_step(4, 1, 2000, 0, 2)}, 100);
    files["TestInfo.xml"] =
        "<?xml version=\"1.0\" encoding=\"GB2312\"?><root><config><TestInfo StartTime=\"2026-02-27 "
        "11:17:33\"><Aux1 AuxID=\"1\" RealChlID=\"144\" "
        "ChlType=\"103\"/></TestInfo></config></root>";
    return files;
}

} // namespace percolith::tests
