#pragma once
/// What is known about materials: plain data, every number with its source. A number nobody has a
/// source for is absent; it is never made up.

#include "kinetics/arrhenius.hpp"
#include "kinetics/quantity.hpp"
#include "kinetics/stoichiometry.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace percolith::cells
{

/// How far a number can be trusted.
enum class Evidence {
    read, ///< read in the primary text
    quoted, ///< read in another text that quotes it
    derived, ///< computed from numbers that were read
    unchecked, ///< from memory: check before relying on it
    assumed, ///< set by judgement; the source says why
};

/// The words the materials files use, such as "read in the primary text".
std::string_view words(Evidence evidence);

struct Source {
    std::string text; ///< author, journal, table; never empty in a library
    std::string doi; ///< empty where there is none
    Evidence evidence = Evidence::assumed;
};

template <class Q> struct Sourced {
    Q value{};
    Source source;
};

/// A conductivity at its reference temperature, with the activation energy if it is known.
struct SourcedConductivity {
    Sourced<kinetics::Conductivity<>> at_reference;
    kinetics::Temperature<> reference{298.15};
    std::optional<Sourced<kinetics::MolarEnergy<>>> activation_energy;

    /// Without a known activation energy the conductivity does not change with temperature.
    kinetics::Activated<kinetics::Conductivity<>> activated() const;
};

enum class PhaseRole {
    electrolyte, ///< reduced by lithium; a part of mixtures
    insulator, ///< product that blocks electrons
    metal, ///< product that conducts electrons and gives no lithium back
    alloy, ///< product that conducts electrons and gives `reversible_lithium` back
};

/// What lithium metal makes of an electrolyte phase. The text was parsed and found balanced.
struct SourcedReaction {
    kinetics::Reaction reaction;
    Source source;
};

/// One substance. What is absent is not known.
struct Phase {
    std::string name; ///< how mixtures call it: "LPSC"
    std::string description; ///< in words
    kinetics::Formula formula;
    PhaseRole role = PhaseRole::insulator;
    std::optional<Sourced<kinetics::MolarVolume<>>> molar_volume; ///< per mole of `formula`
    std::optional<Sourced<kinetics::Voltage<>>> reduction_potential; ///< against Li
    std::optional<SourcedConductivity> ionic_conductivity;
    std::optional<SourcedConductivity> electronic_conductivity;
    std::optional<Sourced<double>> reversible_lithium; ///< Li per formula unit, alloys only
    std::optional<SourcedReaction> reduction; ///< electrolytes only
};

/// How the shares of a mixture are counted.
enum class Basis { molar, mass };

/// A phase (or a named electrolyte) and its share, in any scale.
struct Share {
    std::string name;
    double amount = 0.0;
};

/// A mixture with a name of its own, such as a composite that was measured as a whole.
struct ElectrolyteEntry {
    std::string name;
    std::string description;
    std::vector<Share> shares;
    Basis basis = Basis::molar;
    Source source;
    std::optional<SourcedConductivity> ionic_conductivity; ///< of the composite, not of its parts
};

struct MaterialsLibrary {
    std::map<std::string, Phase, std::less<>> phases;
    std::map<std::string, ElectrolyteEntry, std::less<>> electrolytes;
};

/// `upper` laid over `lower`: an entry of the same name replaces the whole of the lower one.
MaterialsLibrary merged(MaterialsLibrary lower, const MaterialsLibrary& upper);

/// The phase a reaction means by `formula`: of those with its composition the only one, or the one
/// named after it. Throws `std::invalid_argument` where there is none, or more than one.
const Phase& phase_of(const MaterialsLibrary& library, const kinetics::Formula& formula);

/// What is wrong with an entry as seen beside the others.
struct Contradiction {
    enum class Entry { phase, electrolyte };
    Entry entry = Entry::phase;
    std::string name; ///< of the phase or electrolyte
    std::string key; ///< the key concerned, as in a materials file
    std::string wrong; ///< what is wrong, and how to mend it
};

/// A reaction that does not reduce its phase or names an unknown product, an alloy that gives back
/// more lithium than it holds, a named electrolyte of unknown phases. Empty when all is well.
std::vector<Contradiction> contradictions(const MaterialsLibrary& library);

} // namespace percolith::cells
