#include "runs/percolation/threshold_notes.hpp"

namespace percolith::runs
{

std::vector<std::string> threshold_notes(std::string_view kind,
                                         const microstructure::Threshold& answer)
{
    if (answer.sizes.size() != 1) {
        return {};
    }
    if (kind == "image") {
        return {"One image, one realisation: neither the error is known nor what the image's size "
                "shifts."};
    }
    std::vector<std::string> notes{
        "Boxes of one size: V_P is not extrapolated to the infinite structure, and the error does "
        "not hold what the size shifts."};
    if (answer.sizes.front().realisations == 1) {
        notes.emplace_back("One realisation: the error is not known.");
    }
    return notes;
}

} // namespace percolith::runs
