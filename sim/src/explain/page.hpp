#pragma once

#include <string_view>

/// The page's own parts; html.cpp puts them around a history.
namespace workspace::sim {

extern const std::string_view kPageStyle;
extern const std::string_view kPageBody;
extern const std::string_view kPageScript;

}  // namespace workspace::sim
