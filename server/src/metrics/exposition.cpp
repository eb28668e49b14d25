#include "metrics/exposition.hpp"

#include <array>
#include <charconv>

namespace workspace::server {

namespace {

/// The shortest text that reads back as the same number.
std::string number(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
        } else {
            out += c == '\\' || c == '"' ? std::string("\\") + c : std::string(1, c);
        }
    }
    return out;
}

}  // namespace

void Exposition::family(std::string_view name, std::string_view help, std::string_view type) {
    text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
    text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void Exposition::sample(std::string_view name, std::string_view label, std::string_view label_value, double value) {
    text_.append(name);
    if (!label.empty()) {
        text_.append("{").append(label).append("=\"").append(escaped(label_value)).append("\"}");
    }
    text_.append(" ").append(number(value)).append("\n");
}

void Exposition::gauge(std::string_view name, std::string_view help, double value) {
    family(name, help, "gauge");
    sample(name, {}, {}, value);
}

void Exposition::counter(std::string_view name, std::string_view help, double value) {
    family(name, help, "counter");
    sample(name, {}, {}, value);
}

void Exposition::gauges(std::string_view name, std::string_view help, std::string_view label, const Labelled& values) {
    family(name, help, "gauge");
    for (const auto& [label_value, value] : values) {
        sample(name, label, label_value, value);
    }
}

void Exposition::counters(std::string_view name, std::string_view help, std::string_view label,
                          const Labelled& values) {
    family(name, help, "counter");
    for (const auto& [label_value, value] : values) {
        sample(name, label, label_value, value);
    }
}

void Exposition::histogram(std::string_view name, std::string_view help, const Histogram& histogram) {
    family(name, help, "histogram");
    const auto bucket = std::string(name) + "_bucket";
    double below = 0;
    for (std::size_t i = 0; i < histogram.bounds().size(); ++i) {
        below += static_cast<double>(histogram.counts()[i]);
        sample(bucket, "le", number(histogram.bounds()[i]), below);
    }
    sample(bucket, "le", "+Inf", static_cast<double>(histogram.count()));
    sample(std::string(name) + "_sum", {}, {}, histogram.sum());
    sample(std::string(name) + "_count", {}, {}, static_cast<double>(histogram.count()));
}

}  // namespace workspace::server
