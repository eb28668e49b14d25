#pragma once

#include <string>

#include "explain/history.hpp"

namespace workspace::sim {

/// A history as one HTML file that needs nothing beside itself: lanes, messages as arrows, bands; opens at the first
/// broken rule, or at the end. Whatever a message said is text in it.
[[nodiscard]] std::string html_of(const History& history, const Heading& heading);

/// What the page reads: the history as JSON without a character that ends a script element.
[[nodiscard]] std::string json_of(const History& history, const Heading& heading);

}  // namespace workspace::sim
