#pragma once
/// What `Document` and `Section` share. The TOML library is seen here and in what includes this
/// only.

#include "runs/case/document.hpp"
#include "runs/case/tape.hpp"

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <toml++/toml.h>
#include <unordered_set>
#include <vector>

namespace percolith::runs
{

struct DocumentState {
    std::string file;
    std::string text;
    toml::table table;
    bool documenting = false;
    Tape* tape = nullptr; ///< records the reading, or stands for the document

    struct Fault {
        Place at; ///< in this document, whatever file the fault itself is in
        InputFault what;
    };
    std::vector<Fault> faults;
    std::set<std::string> fault_lines;
    std::size_t faults_not_kept = 0;
    std::size_t faults_noted = 0; ///< repetitions included

    std::unordered_set<const toml::node*> asked; ///< values and tables that some reader wanted
    std::unordered_set<const toml::node*> covered; ///< hidden by an override, with all they contain
    std::map<const toml::table*, std::set<std::string>> wanted; ///< names asked for, found or not

    std::vector<KeyEntry> keys;
    std::set<std::string> documented;
    std::vector<Entry> values;
    std::set<std::string> remembered;

    static constexpr std::size_t most_faults = 100; ///< more help nobody

    void add_fault(const Place& place, std::string_view key, std::string_view wrong,
                   std::string_view mend);
    /// `at` only sorts it.
    void add_fault(const Place& at, InputFault fault);
    Place place_of(const toml::source_region& where) const;
    bool is_override(const toml::node& node) const;
};

/// What stands in a node, for messages: "text", "a number", "a table".
std::string_view kind_of(const toml::node& node);

/// Shortest text that reads back as `number`.
std::string shortest(double number);
/// `number` with six digits, for people.
std::string six_digits(double number);

} // namespace percolith::runs
