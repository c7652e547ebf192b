#pragma once
/// One TOML text while it is read: where its keys stand, which were asked for, what was wrong.
///
///     auto document = Document::parse(text, "case.toml", {"cell.area=1 cm^2"});
///     const auto cell = read_cell(document.root());  // see section.hpp
///     document.finish();                             // throws InputErrors with every fault
///
/// The same readers, applied to `Document::blank()`, fill `keys()`: the reference of all keys.

#include "runs/case/errors.hpp"
#include "runs/record/table.hpp"

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace percolith::runs
{

class Section;
class Tape;
struct DocumentState;

/// What the reference says about one key.
struct KeyEntry {
    std::string section; ///< "interphase"
    std::string name; ///< "ionic_conductivity"
    std::string kind; ///< "quantity", "number", "text", "choice", "flag", "list"
    std::string unit; ///< laboratory unit, empty where none is needed
    std::string
        value; ///< default as one would write it, or what happens without; empty if required
    bool required = false;
    std::string range; ///< "> 0", "0 .. 1", or the choices
    std::string meaning;
    std::string origin; ///< mark and source: "[derived]", "[phenomenological] DOI ..."
    std::string when; ///< condition under which the key exists: "law = \"power law\""
};

class Document
{
public:
    /// Reads `text`; `file` stands in messages. Each override is "dotted.key=value", the value in
    /// TOML or else a plain string; an empty value removes the key. Throws `InputErrors` for text
    /// that is no TOML, too long or too deeply nested, and for overrides that make no sense.
    static Document parse(std::string_view text, std::string file,
                          std::span<const std::string> overrides = {});

    /// Holds nothing and answers from `tape`, while it repeats what it recorded.
    static Document repeated(Tape& tape);

    /// Holds nothing and documents everything: required keys are not missed.
    static Document blank();

    Document(const Document&) = delete;
    Document& operator=(const Document&) = delete;
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    /// Keeps what is read from now on, on `tape`.
    void record(Tape& tape);

    Section root();

    /// Notes a fault that no single key has.
    void fault(const Place& place, std::string_view key, std::string_view wrong,
               std::string_view mend = {});

    /// Reports keys that nobody asked for; throws `InputErrors` if anything at all was wrong.
    void finish();

    const std::vector<KeyEntry>& keys() const;
    /// Every value read, given or default, by the full name of its key.
    const std::vector<Entry>& values() const;

    /// Longest text accepted, in bytes. A case by hand has a few thousand.
    static constexpr std::size_t longest_text = 4'000'000;
    /// What to do about a longer one.
    static constexpr std::string_view too_long =
        "let loops repeat steps, and follow measured currents from a file of their own";
    /// Deepest nesting of tables and arrays accepted, and most dots in one key.
    static constexpr int deepest = 32;

private:
    explicit Document(std::unique_ptr<DocumentState> state);
    std::unique_ptr<DocumentState> state_;
};

} // namespace percolith::runs
