#pragma once
// What a reader of testers' files owes, whatever the bytes were.

#include "runs/case/errors.hpp"
#include "runs/cycler/raw_record.hpp"
#include "tests/fuzz/demands.hpp"

#include <string>

namespace percolith::fuzz
{

/// Reads a record whose columns are of one length, or refuses it in one line.
inline void require_record(runs::cycler::Reader reader, std::string_view bytes)
{
    try {
        const auto raw = reader(bytes, "fuzz.file");
        require(raw.rows() > 0 && raw.line.size() == raw.rows());
        require(raw.kind.empty() || raw.kind.size() == raw.rows());
        for (const auto& column : raw.columns) {
            require(column.values.size() == raw.rows());
        }
        require(!raw.area || *raw.area > 0.0);
        for (const auto& line : raw.said) {
            require(!line.empty() && line.find('\n') == std::string::npos);
        }
    } catch (const runs::InputError& error) {
        const std::string line = error.what();
        require(!line.empty() && line.find('\n') == std::string::npos);
    }
}

} // namespace percolith::fuzz
