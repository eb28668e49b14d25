#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "metrics/histogram.hpp"

namespace workspace::server {

/// Prometheus' text format, version 0.0.4, family by family (docs/decisions/0020 says why it is written here). Each name
/// once; names and labels' names are the caller's literals, labels' values may be anything.
class Exposition {
public:
    static constexpr const char* kContentType = "text/plain; version=0.0.4; charset=utf-8";
    using Labelled = std::vector<std::pair<std::string, double>>;

    void gauge(std::string_view name, std::string_view help, double value);
    void counter(std::string_view name, std::string_view help, double value);
    void gauges(std::string_view name, std::string_view help, std::string_view label, const Labelled& values);
    void counters(std::string_view name, std::string_view help, std::string_view label, const Labelled& values);
    void histogram(std::string_view name, std::string_view help, const Histogram& histogram);
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    void family(std::string_view name, std::string_view help, std::string_view type);
    void sample(std::string_view name, std::string_view label, std::string_view label_value, double value);

    std::string text_;
};

}  // namespace workspace::server
