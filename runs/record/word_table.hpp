#pragma once
/// The tables that hold words beside numbers: events, parameters, the summary.

#include "runs/record/hdf5.hpp"
#include "runs/record/table.hpp"
#include "runs/record/text_dataset.hpp"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace percolith::runs
{

/// The group /events. All members within a `hdf5::Session`.
class EventTable
{
public:
    /// `dimensions` must outlive it.
    EventTable(hid_t file, Dimensions& dimensions);
    void append(std::span<const EventRecord> events);
    void close();

private:
    hdf5::Group group_;
    Dimensions& dimensions_;
    std::vector<hdf5::Dataset> numbers_;
    std::vector<TextColumn> words_;
    hsize_t written_ = 0;
};

/// A group of named values: `scale` holds the names. Within a `hdf5::Session`.
void write_entries(hid_t file, const std::string& group, const Column& scale,
                   std::span<const Entry> entries, Dimensions& dimensions);
/// The same, read back; `scale` is the name of the dataset of names. Within a `hdf5::Session`.
std::vector<Entry> read_entries(hid_t file, const std::string& group, const std::string& scale);

} // namespace percolith::runs
