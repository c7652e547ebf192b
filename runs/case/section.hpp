#pragma once
/// A table of a TOML document. One expression reads a key, checks it and documents it:
///
///     cell.separator_thickness = separator.quantity<kinetics::Length<>>(
///         {"thickness", "mm", positive, "of the dense separator"});
///     cell.refill = contact.number({.name = "refill_share", .range = fraction,
///                                   .meaning = "share w of plating that fills voids"}, 0.0);
///     const auto mode = s.choice<AtLimit>({.name = "at_limit", .meaning = "..."}, modes,
///     AtLimit::stop);
///
/// Without a second argument the key is required; `..._if_given` returns an optional. A fault is
/// noted with its line and column and reading goes on with a harmless value, so that all faults
/// come out at once: `Document::finish` throws them. Construct what refuses harmless values in
/// `build`.
///
/// For other kinds of input: `entries()` walks tables whose names the user chooses
/// ([phases.NAME]); `named_numbers` reads {LPSC = 4, LGPS = 1}; `fault` notes one's own findings.

#include "kinetics/quantity.hpp"
#include "runs/case/document.hpp"
#include "runs/case/tape.hpp"
#include "runs/case/units.hpp"

#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace toml::inline v3
{
class table; // NOLINT(readability-identifier-naming): the name is that of toml++
class node; // NOLINT(readability-identifier-naming): the name is that of toml++
} // namespace toml::inline v3

namespace percolith::runs
{

/// What a number may be, in coherent SI. NaN and infinity never are.
struct Range {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    bool open_low = false; ///< `low` itself is excluded
    bool open_high = false; ///< `high` itself is excluded

    bool holds(double value) const
    {
        return std::isfinite(value) && (open_low ? value > low : value >= low) &&
               (open_high ? value < high : value <= high);
    }
    std::string text() const; ///< "> 0", "0 .. 1", "" for any
};
inline constexpr Range any{};
inline constexpr Range positive{.low = 0.0, .open_low = true};
inline constexpr Range non_negative{.low = 0.0};
inline constexpr Range fraction{.low = 0.0, .high = 1.0};
inline constexpr Range positive_fraction{.low = 0.0, .high = 1.0, .open_low = true};
inline constexpr Range proper_fraction{
    .low = 0.0, .high = 1.0, .open_low = true, .open_high = true};

/// How a parameter is founded: stated in the source article, derived from theory, or a fitted form.
enum class Mark { none, stated, derived, phenomenological };

/// One key: what it is called and what may stand there.
struct Key {
    std::string_view name;
    std::string_view unit = {}; ///< laboratory unit of the reference and of messages
    Range range = any;
    std::string_view meaning = {};
    Mark mark = Mark::none;
    std::string_view source = {}; ///< of the default or the form: a DOI
    std::string_view absent = {}; ///< for optional keys: what happens without
};

/// One word of a choice.
template <class E> struct Named {
    std::string_view name;
    E value;
};

/// Coherent SI unit of a quantity's dimension, as UDUNITS-2 reads it.
template <int Kg, int M, int S, int A, int K, int Mol>
const std::string& si_unit(kinetics::Quantity<Kg, M, S, A, K, Mol, double> /*dimension*/)
{
    static const std::string all = [] {
        std::string unit;
        const auto add = [&unit](const char* name, int power) {
            if (power != 0) {
                unit += (unit.empty() ? "" : " ") + std::string{name} +
                        (power == 1 ? "" : std::to_string(power));
            }
        };
        add("kg", Kg), add("m", M), add("s", S), add("A", A), add("K", K), add("mol", Mol);
        return unit.empty() ? "1" : unit;
    }();
    return all;
}

class Section
{
public:
    /// A quantity with its unit: "0.5 mA/cm^2".
    template <class Q> Q quantity(const Key& key)
    {
        return Q{read_quantity(key, si_unit(Q{}), Presence::required, {}).value_or(0.0)};
    }
    template <class Q> Q quantity(const Key& key, Q otherwise)
    {
        return Q{read_quantity(key, si_unit(Q{}), Presence::defaulted, otherwise.si)
                     .value_or(otherwise.si)};
    }
    template <class Q> std::optional<Q> quantity_if_given(const Key& key)
    {
        const auto si = read_quantity(key, si_unit(Q{}), Presence::optional, {});
        return si ? std::optional<Q>{Q{*si}} : std::nullopt;
    }
    /// A quantity of one of several kinds, such as a length or a charge per area: its value in SI
    /// and which kind it is. `key.unit` lists the laboratory units, `kinds` the SI ones in the same
    /// order.
    struct OneOf {
        double si = 0.0;
        std::size_t kind = 0;
    };
    std::optional<OneOf> quantity_of(const Key& key, std::span<const std::string> kinds);
    /// A list of them; empty where the key is absent.
    std::vector<OneOf> quantities_of(const Key& key, std::span<const std::string> kinds);

    /// A plain number, or "5 %".
    double number(const Key& key) { return read_number(key, Presence::required, {}).value_or(0.0); }
    double number(const Key& key, double otherwise)
    {
        return read_number(key, Presence::defaulted, otherwise).value_or(otherwise);
    }
    std::optional<double> number_if_given(const Key& key)
    {
        return read_number(key, Presence::optional, {});
    }

    std::string text(const Key& key) { return read_text(key, Presence::required, {}).value_or(""); }
    std::string text(const Key& key, std::string otherwise)
    {
        return read_text(key, Presence::defaulted, otherwise).value_or(otherwise);
    }
    std::optional<std::string> text_if_given(const Key& key)
    {
        return read_text(key, Presence::optional, {});
    }
    /// A list of texts; none where the key is absent.
    std::vector<std::string> texts(const Key& key);

    /// A whole number, up to 2^53.
    std::uint64_t whole(const Key& key, std::uint64_t otherwise);
    std::optional<std::uint64_t> whole_if_given(const Key& key);

    /// Lists, each item as `key` says; empty where the key is absent.
    std::vector<double> numbers(const Key& key);
    std::vector<std::uint64_t> wholes(const Key& key);
    template <class Q> std::vector<Q> quantities(const Key& key)
    {
        std::vector<Q> all;
        for (const double si : read_quantities(key, si_unit(Q{}))) {
            all.push_back(Q{si});
        }
        return all;
    }
    /// A quantity or a number of whatever kind, as written: "2e-3 m^2/C" or 0.25.
    std::optional<std::string> value_if_given(const Key& key);
    /// A list of such values; none where the key is absent.
    std::vector<std::string> values(const Key& key);
    /// The items of a list as TOML writes them; numbers and texts only.
    std::vector<std::string> written(const Key& key);

    /// true or false.
    bool flag(const Key& key, bool otherwise);

    /// One word of a closed list.
    template <class E> E choice(const Key& key, std::span<const Named<E>> words)
    {
        return words[read_choice(key, names_of(words), Presence::required, 0).value_or(0)].value;
    }
    template <class E> E choice(const Key& key, std::span<const Named<E>> words, E otherwise)
    {
        std::size_t usual = 0;
        while (usual + 1 < words.size() && words[usual].value != otherwise) {
            ++usual;
        }
        const auto index = read_choice(key, names_of(words), Presence::defaulted, usual);
        return words[index.value_or(usual)].value;
    }
    template <class E>
    std::optional<E> choice_if_given(const Key& key, std::span<const Named<E>> words)
    {
        const auto index = read_choice(key, names_of(words), Presence::optional, 0);
        return index ? std::optional<E>{words[*index].value} : std::nullopt;
    }
    /// Index of the word given; nothing where the key is absent (a fault unless `usual` is given)
    /// or names none of `words`. In the reference pass: nothing.
    std::optional<std::size_t> choice_index(const Key& key, std::span<const std::string_view> words,
                                            std::optional<std::size_t> usual = {});

    /// Numbers under names the user chooses: {LPSC = 4, LGPS = 1}. Required; `example` shows how.
    std::map<std::string, double> named_numbers(const Key& key, std::string_view example);

    /// A table inside this one. Absent, it reads as empty: its required keys are missing.
    Section table(std::string_view name);
    std::optional<Section> table_if_given(std::string_view name);
    /// Every table inside this one, by the name the user chose (reference pass: one called `like`).
    /// Anything that is no table is a fault. `path` prefixes the names in messages.
    std::vector<std::pair<std::string, Section>> entries(std::string_view like);
    /// An array of tables [[name]] inside this one.
    std::vector<Section> list(std::string_view name);

    /// This section with single keys overridden by its table `name`: [interphase.working] over
    /// [interphase]. A table in the upper one is laid over that of the lower one, or replaces it if
    /// it names its `law`.
    Section overlaid(std::string_view name);

    /// This section, its keys documented as existing only `when`.
    Section when(std::string_view when) const;

    /// No key in this section counts as unknown: what would read them is itself at fault.
    void leave_unread();

    bool has(std::string_view name) const;
    /// Which of two exclusive keys counts: the one in the uppermost table. Both in one are a fault.
    std::optional<std::string_view> either(std::string_view one, std::string_view other);

    /// Notes a fault at the key `name` (at the table itself where absent or empty).
    void fault(std::string_view name, std::string_view wrong, std::string_view mend = {});
    /// Notes faults of another reader, whose lines say everything. Where it does not know a place
    /// or a key, they are this section's.
    void take_faults(const InputError& other);
    /// Place of the value of `name`, of the table where absent.
    Place place(std::string_view name = {}) const;
    /// Place of the first character inside the quotes of a text.
    Place text_place(std::string_view name) const;
    /// "interphase" or, with a name, "interphase.renewal".
    std::string path(std::string_view name = {}) const;

    bool documenting() const; ///< the reference pass: values mean nothing
    /// Faults noted in the whole document so far: a reader that finds the number unchanged at its
    /// end has read sound values.
    std::size_t faults() const;
    /// Whether everything read from the whole document so far was right and means something.
    bool sound() const { return !documenting() && faults() == 0; }

    /// Runs `what`, except in the reference pass; what it refuses as `std::invalid_argument` or
    /// `std::domain_error` becomes a fault of the key `name`.
    void check(std::string_view name, const std::function<void()>& what);

    /// Runs `make`. A tape that repeats the reading does not, where neither `inputs` nor a number
    /// that `make` reads has changed since it last did: what it made must still be there.
    template <class Inputs, class Make> void once_for(const Inputs& inputs, const Make& make)
    {
        kept_for(inputs, [&make] {
            make();
            return std::monostate{};
        });
    }
    /// What `make` returns, under the same conditions what it returned before.
    template <class Inputs, class Make>
    auto kept_for(const Inputs& inputs, const Make& make) const
        -> std::shared_ptr<const decltype(make())>
    {
        auto* const own = tape();
        return own != nullptr ? own->kept(inputs, make)
                              : std::make_shared<const decltype(make())>(make());
    }
    /// The same without inputs.
    template <class Make> auto kept(const Make& make) -> std::shared_ptr<const decltype(make())>
    {
        return kept_for(std::monostate{}, make);
    }

private:
    friend class Document;
    enum class Presence { required, defaulted, optional };
    /// One TOML table that the section looks into, and its name in messages.
    struct Layer {
        const toml::table* table = nullptr; ///< null: absent
        std::string path;
    };
    struct Found {
        const toml::node* node = nullptr;
        std::string path; ///< full name of the key where it was found
    };

    Section(DocumentState& state, std::vector<Layer> layers)
        : state_(&state), layers_(std::move(layers))
    {
    }

    template <class E>
    static std::vector<std::string_view> names_of(std::span<const Named<E>> words)
    {
        std::vector<std::string_view> names;
        names.reserve(words.size());
        for (const auto& word : words) {
            names.push_back(word.name);
        }
        return names;
    }

    Tape* tape() const; ///< null: nobody wants to repeat this reading
    bool repeating() const { return tape() != nullptr && tape()->repeating(); }
    /// What `read`, which reads a single key, makes of the document, or what it made when the
    /// reading was recorded.
    template <class T, class Read> T taped(std::string_view name, const Read& read) const
    {
        auto* const own = tape();
        if (own == nullptr) {
            return read();
        }
        if (own->repeating()) {
            return own->answer<T>(name);
        }
        T answer = read();
        own->note(name, answer);
        return answer;
    }
    /// Keeps a number just read on the tape.
    void note_number(const Key& key, const Found& found, std::string_view si,
                     std::optional<double> value, std::optional<std::size_t> entry);
    void untapeable(); ///< what follows cannot be repeated

    std::optional<double> read_quantity(const Key& key, const std::string& si, Presence presence,
                                        std::optional<double> otherwise);
    std::optional<double> read_number(const Key& key, Presence presence,
                                      std::optional<double> otherwise);
    std::optional<std::string> read_text(const Key& key, Presence presence,
                                         const std::optional<std::string>& otherwise);
    std::optional<std::string> find_text(const Key& key, Presence presence,
                                         const std::optional<std::string>& otherwise);
    std::vector<std::string> find_texts(const Key& key);
    bool find_flag(const Key& key, bool otherwise);
    std::optional<std::size_t> read_choice(const Key& key, std::span<const std::string_view> words,
                                           Presence presence, std::size_t usual);
    std::optional<std::size_t> find_choice(const Key& key, std::span<const std::string_view> words,
                                           Presence presence, std::size_t usual);
    std::optional<std::string_view> find_either(std::string_view one, std::string_view other);
    std::optional<Section> find_table(std::string_view name);
    /// What a number is where the document has none, and in which unit.
    struct Otherwise {
        std::optional<double> value;
        std::string_view si;
        std::string_view unit; ///< by its usual name
    };
    std::optional<double> settled(const Key& key, const Found& found, std::optional<double> value,
                                  const Otherwise& otherwise);
    /// What stands there, or nothing and a fault.
    std::optional<double> quantity_in(const Found& found, const Key& key, const std::string& si);
    std::optional<OneOf> one_of(const Found& found, const Key& key,
                                std::span<const std::string> kinds);
    std::optional<double> number_in(const Found& found, const Key& key);
    std::vector<double> read_quantities(const Key& key, const std::string& si);
    std::vector<Found> items(const Key& key, std::string_view kind, std::string_view example);
    Found find(std::string_view name) const;
    Found ask(const Key& key, Presence presence, std::string_view example);
    std::string origin_of(const Found& found) const;
    void wrong_kind(const Found& found, std::string_view wanted);
    void note(const Found& found, std::string_view wrong, std::string_view mend);
    void document(const Key& key, std::string_view kind, Presence presence, std::string otherwise,
                  std::string range);
    /// The place of the number among the values read, where it was not remembered before.
    std::optional<std::size_t> remember(const Found& found, std::string_view name, double value,
                                        std::string_view unit);
    void remember(const Found& found, std::string_view name, const std::string& value);

    DocumentState* state_;
    std::vector<Layer> layers_; ///< upper before lower, at least one
    std::string when_;
    Place above_; ///< of what holds the table, for keys missing with the whole table
    bool spoiled_ = false; ///< something else stands where the table should: said once is enough
};

} // namespace percolith::runs
