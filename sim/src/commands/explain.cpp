#include "commands/explain.hpp"

#include <fstream>
#include <iostream>
#include <limits>
#include <stdexcept>

#include "commands/bugs.hpp"
#include "commands/colours.hpp"
#include "commands/commands.hpp"
#include "commands/report.hpp"
#include "explain/html.hpp"
#include "explain/recorder.hpp"
#include "explain/text.hpp"
#include "swarm/profile.hpp"

namespace workspace::sim {

namespace {

struct Source {
    std::string text;
    std::uint64_t seed = 0;
    std::string replay;
    std::string name;  ///< of the page, without its ending
};

Source source_of(const Read& read, const ExplainWish& wish) {
    const std::uint64_t seed = wish.seed != 0 ? wish.seed : read.parsed.scenario.seed;
    return {read.text, seed, replay_of(read, seed, wish.bug), read.path.stem().string()};
}

Source source_of_swarm(std::uint64_t seed) {
    const std::string number = std::to_string(seed);
    return {print(draw(seed, {})), seed, "workspace-sim swarm --seeds " + number + ".." + number, "swarm-" + number};
}

ExitCode show(const Source& source, const ExplainWish& wish) {
    const Explained explained = explain_text(source.text, source.seed, source.replay);
    const Colours colours = Colours::of_standard_output();
    if (wish.text) {
        const std::size_t entries = wish.entries != 0 ? wish.entries : std::numeric_limits<std::size_t>::max();
        std::cout << text_of(explained.history, explained.heading, {.entries = entries, .colours = colours.on()});
    } else {
        const std::filesystem::path path = wish.out.empty() ? source.name + ".html" : wish.out;
        write_page(path, explained);
        for (const Broken& broken : explained.outcome.broken) {
            std::cout << line_of(broken, colours) << '\n';
        }
        std::cout << "written: " << path.string() << " (" << std::filesystem::file_size(path) / 1024
                  << " kB; open it in a browser)\n";
    }
    return explained.outcome.well() ? ExitCode::well : ExitCode::broken;
}

}  // namespace

Explained explain_text(const std::string& text, std::uint64_t seed, const std::string& replay) {
    const Parsed parsed = parse(text);
    Recorder recorder;
    Explained result;
    result.outcome = play(parsed.scenario, {.seed = seed, .also_watch = {&recorder}});
    result.history = recorder.history(result.outcome.broken);
    result.heading = {parsed.scenario.title, seed, replay, text, static_cast<std::size_t>(result.outcome.line)};
    return result;
}

void write_page(const std::filesystem::path& path, const Explained& explained) {
    std::ofstream out(path, std::ios::binary);
    out << html_of(explained.history, explained.heading);
    if (!out.flush()) {
        throw std::runtime_error(path.string() + ": cannot be written");
    }
}

ExitCode explain(const ExplainWish& wish) {
    const LetOut let_out(wish.bug);
    if (wish.swarm_seed != 0) {
        return show(source_of_swarm(wish.swarm_seed), wish);
    }
    const Read read = read_scenario(wish.path);
    if (!read.parsed.mistakes.empty()) {
        std::cerr << mistakes_text(read);
        return ExitCode::usage;
    }
    return show(source_of(read, wish), wish);
}

}  // namespace workspace::sim
