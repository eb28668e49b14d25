#include "folding.hpp"

#include <array>

namespace workspace::server {

namespace {

struct Ligature {
    std::string_view joined;
    std::string_view letters;
};
constexpr std::array kLigatures{Ligature{"œ", "oe"}, Ligature{"Œ", "oe"}, Ligature{"æ", "ae"}, Ligature{"Æ", "ae"}};
constexpr std::size_t kLigatureBytes = 2;
static_assert([] {
    for (const Ligature& ligature : kLigatures) {
        if (ligature.joined.size() != kLigatureBytes || ligature.letters.size() != kLigatureBytes) {
            return false;
        }
    }
    return true;
}());

}  // namespace

std::string folded(std::string_view text) {
    std::string result{text};
    for (const Ligature& ligature : kLigatures) {
        for (auto at = result.find(ligature.joined); at != std::string::npos; at = result.find(ligature.joined, at)) {
            result.replace(at, kLigatureBytes, ligature.letters);
        }
    }
    return result;
}

}  // namespace workspace::server
