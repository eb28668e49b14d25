#include "swarm/profile_file.hpp"

#include <array>
#include <charconv>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include <CLI/CLI.hpp>
#include "scenario/tokens.hpp"

namespace workspace::sim {

namespace {

constexpr std::array<std::pair<std::string_view, Range Profile::*>, 7> kRanges{{
    {"people", &Profile::people},
    {"bots", &Profile::bots},
    {"workstations", &Profile::workstations},
    {"rooms", &Profile::rooms},
    {"deeds", &Profile::deeds},
    {"pause_ms", &Profile::pause},
    {"long_pause_ms", &Profile::long_pause},
}};
constexpr std::array<std::pair<std::string_view, std::int64_t Profile::*>, 4> kOdds{{
    {"long_pause_one_in", &Profile::long_pause_one_in},
    {"small_queue_one_in", &Profile::small_queue_one_in},
    {"sqlite_one_in", &Profile::sqlite_one_in},
    {"other_policy_one_in", &Profile::other_policy_one_in},
}};

std::int64_t number(const std::string& text, const std::string& name) {
    constexpr std::int64_t kMost = 1'000'000;
    std::int64_t value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || value < 0 || value > kMost) {
        throw std::runtime_error(name + ": `" + text + "` is no number from 0 to 1000000");
    }
    return value;
}

[[noreturn]] void unknown(const std::string& name) {
    std::vector<std::string> names;
    names.reserve(kRanges.size() + kOdds.size());
    for (const auto& [known, where] : kRanges) {
        names.emplace_back(known);
    }
    for (const auto& [known, where] : kOdds) {
        names.emplace_back(known);
    }
    const std::string meant = nearest(name, names);
    throw std::runtime_error("`" + name + "` is nothing of a profile" +
                             (meant.empty() ? "" : "; did you mean `" + meant + "`?"));
}

void set(Profile& profile, const std::string& name, const std::vector<std::string>& inputs) {
    for (const auto& [known, where] : kRanges) {
        if (known == name) {
            if (inputs.size() != 2 || number(inputs[0], name) > number(inputs[1], name)) {
                throw std::runtime_error(name + " is a range from less to more, like [2, 4]");
            }
            profile.*where = {number(inputs[0], name), number(inputs[1], name)};
            return;
        }
    }
    for (const auto& [known, where] : kOdds) {
        if (known == name) {
            if (inputs.size() != 1 || number(inputs[0], name) == 0) {
                throw std::runtime_error(name + " is a number from 1: one in so many");
            }
            profile.*where = number(inputs[0], name);
            return;
        }
    }
    unknown(name);
}

}  // namespace

Profile read_profile(const std::filesystem::path& file) {
    Profile profile;
    try {
        for (const CLI::ConfigItem& item : CLI::ConfigTOML().from_file(file.string())) {
            set(profile, item.fullname(), item.inputs);
        }
    } catch (const std::exception& error) {
        throw std::runtime_error(file.string() + ": " + error.what());
    }
    for (const Range* range : {&profile.people, &profile.workstations, &profile.rooms}) {
        if (range->from < 1) {
            throw std::runtime_error(file.string() + ": people, workstations and rooms are 1 at least");
        }
    }
    return profile;
}

}  // namespace workspace::sim
