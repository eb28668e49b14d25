#include "commands/report.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "commands/commands.hpp"
#include "world/world.hpp"

namespace workspace::sim {

std::string with_digits(double value, int digits) {
    std::string text(32, '\0');
    text.resize(static_cast<std::size_t>(std::snprintf(text.data(), text.size(), "%.*f", digits, value)));
    return text;
}

namespace {

std::vector<std::filesystem::path> files_of(const std::vector<std::string>& paths) {
    std::vector<std::filesystem::path> files;
    for (const std::string& path : paths) {
        if (!std::filesystem::is_directory(path)) {
            files.emplace_back(path);
            continue;
        }
        for (const auto& entry : std::filesystem::recursive_directory_iterator(path)) {
            if (entry.path().extension() == ".scn") {
                files.push_back(entry.path());
            }
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

std::string line_of(const Broken& broken, Colours colours) {
    const double at = static_cast<double>((broken.at - World::kBegin).count()) / 1e6;
    return colours.bold(broken.rule) + " at " + with_digits(at, 3) + " s: " + broken.sentence + " [" + broken.checker +
           "]";
}

std::string speed_text(std::int64_t client_seconds, double seconds) {
    const double rate = seconds > 0 ? static_cast<double>(client_seconds) / seconds : 0;
    return std::to_string(client_seconds) + " client-seconds in " + with_digits(seconds, 1) +
           " s: " + with_digits(rate, 0) + " a second";
}

Read read_scenario(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        throw std::runtime_error(path.string() + ": cannot be read");
    }
    Read read{path, {std::istreambuf_iterator<char>(in), {}}, {}};
    read.parsed = parse(read.text);
    return read;
}

std::vector<Read> read_scenarios(const std::vector<std::string>& paths) {
    std::vector<Read> scenarios;
    for (const std::filesystem::path& path : files_of(paths)) {
        scenarios.push_back(read_scenario(path));
    }
    if (scenarios.empty()) {
        throw UsageError("there is no .scn file in what was named");
    }
    return scenarios;
}

std::string replay_of(const Read& read, std::uint64_t seed, const std::string& bug) {
    return "workspace-sim run " + read.path.string() + " --seed " + std::to_string(seed) +
           (bug.empty() ? "" : " --with-bug " + bug);
}

std::string mistakes_text(const Read& read) {
    std::string text;
    for (const Mistake& mistake : read.parsed.mistakes) {
        text += read.path.string() + ':' + std::to_string(mistake.line) + ':' + std::to_string(mistake.column) + ": " +
                mistake.words + '\n';
    }
    return text;
}

}  // namespace workspace::sim
