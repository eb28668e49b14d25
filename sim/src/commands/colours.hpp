#pragma once

#include <string>
#include <string_view>

namespace workspace::sim {

/// Text for a person at a terminal; for a file or a pipe it is plain.
class Colours {
public:
    explicit constexpr Colours(bool on) : on_(on) {}
    /// On where standard output is a terminal and NO_COLOR is not set (no-color.org).
    [[nodiscard]] static Colours of_standard_output();

    [[nodiscard]] bool on() const { return on_; }
    [[nodiscard]] std::string good(std::string_view text) const { return painted("\x1b[32m", text); }
    [[nodiscard]] std::string bad(std::string_view text) const { return painted("\x1b[1;31m", text); }
    [[nodiscard]] std::string bold(std::string_view text) const { return painted("\x1b[1m", text); }

private:
    [[nodiscard]] std::string painted(std::string_view paint, std::string_view text) const {
        return on_ ? std::string{paint}.append(text).append("\x1b[0m") : std::string{text};
    }

    bool on_;
};

}  // namespace workspace::sim
