#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "commands/commands.hpp"
#include "commands/report.hpp"

namespace workspace::sim {

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

struct Result {
    std::string name;
    std::string failure;  ///< empty: it is well
    double seconds = 0;
};

std::string in_xml(const std::string& text) {
    std::string result;
    for (const char c : text) {
        switch (c) {
            case '&': result += "&amp;"; break;
            case '<': result += "&lt;"; break;
            case '"': result += "&quot;"; break;
            default: result += static_cast<unsigned char>(c) < 0x20 && c != '\n' ? '?' : c;
        }
    }
    return result;
}

void write_junit(const std::string& path, const std::vector<Result>& results) {
    std::ofstream out(path);
    const auto failures =
        std::count_if(results.begin(), results.end(), [](const Result& r) { return !r.failure.empty(); });
    out << "<testsuite name=\"scenarios\" tests=\"" << results.size() << "\" failures=\"" << failures << "\">\n";
    for (const Result& result : results) {
        out << "  <testcase classname=\"scenario\" name=\"" << in_xml(result.name) << "\" time=\"" << result.seconds
            << '"';
        if (result.failure.empty()) {
            out << "/>\n";
        } else {
            out << "><failure message=\"a rule is broken\">" << in_xml(result.failure) << "</failure></testcase>\n";
        }
    }
    out << "</testsuite>\n";
}

Result run_one(const Read& read, std::uint64_t wanted_seed) {
    const std::uint64_t seed = wanted_seed != 0 ? wanted_seed : read.parsed.scenario.seed;
    const auto begin = std::chrono::steady_clock::now();
    const Outcome outcome = play(read.parsed.scenario, {.seed = seed});
    Result result{
        read.path.string(), {}, std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count()};
    for (const Broken& broken : outcome.broken) {
        result.failure += line_of(broken) + '\n';
    }
    std::cout << (outcome.well() ? "ok      " : "BROKEN  ") << read.path.string() << "  (" << read.parsed.scenario.title
              << ")\n";
    if (!outcome.well()) {
        std::cout << result.failure << "replay it: workspace-sim run " << read.path.string() << " --seed " << seed
                  << '\n';
    }
    return result;
}

}  // namespace

ExitCode run_scenarios(const RunWish& wish) {
    std::vector<Result> results;
    bool readable = true;
    bool well = true;
    for (const std::filesystem::path& path : files_of(wish.paths)) {
        const Read read = read_scenario(path);
        if (!read.parsed.mistakes.empty()) {
            std::cerr << mistakes_text(read);
            readable = false;
            continue;
        }
        results.push_back(run_one(read, wish.seed));
        well = well && results.back().failure.empty();
    }
    if (!wish.junit.empty()) {
        write_junit(wish.junit, results);
    }
    std::cout << results.size() << " scenarios\n";
    return !readable ? ExitCode::usage : well ? ExitCode::well : ExitCode::broken;
}

}  // namespace workspace::sim
