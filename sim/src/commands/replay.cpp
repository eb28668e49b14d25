#include "replay/replay.hpp"

#include <fstream>
#include <iostream>

#include "commands/colours.hpp"
#include "commands/commands.hpp"

namespace workspace::sim {

namespace {

constexpr std::size_t kShownOfALine = 400;

void show_context(const Replayed& result) {
    for (const NumberedLine& line : result.context) {
        std::cout << (line.number == result.line ? "> " : "  ") << line.number << ": "
                  << line.text.substr(0, kShownOfALine) << (line.text.size() > kShownOfALine ? " …" : "") << '\n';
    }
}

/// What did not go well, if anything.
ExitCode verdict(const std::string& path, const Replayed& result, Colours colours) {
    const std::string where = path + " line " + std::to_string(result.line);
    if (!result.unreadable.empty()) {
        std::cerr << where << ": cannot be read: " << result.unreadable << '\n';
        return ExitCode::usage;
    }
    if (!result.broken.empty()) {
        std::cout << colours.bad("BROKEN") << "  " << where << '\n';
        for (const std::string& sentence : result.broken) {
            std::cout << sentence << '\n';
        }
        show_context(result);
        return ExitCode::broken;
    }
    if (!result.differs.empty()) {
        std::cout << colours.bad("DIFFERS") << "  " << where << '\n' << result.differs << '\n';
        show_context(result);
        return ExitCode::differs;
    }
    std::cout << colours.good("ok") << "      " << path << '\n';
    return ExitCode::well;
}

}  // namespace

ExitCode replay_capture(const std::string& path, bool text) {
    std::ifstream file(path, std::ios::binary);
    const Replayed result = replay(file, text ? &std::cout : nullptr);
    const ExitCode code = verdict(path, result, Colours::of_standard_output());
    if (code == ExitCode::usage) {
        return code;
    }
    std::cout << "captured from " << result.server << "; replayed " << result.inputs << " inputs in "
              << std::chrono::duration<double>(result.elapsed).count() << " s of virtual time; compared "
              << result.outputs << " outputs and " << result.digests << " digests\n";
    if (code == ExitCode::well && result.end.empty()) {
        std::cout << "the capture breaks off after line " << result.line
                  << ", as that of a server that was killed does: its last input was not replayed\n";
    } else if (code == ExitCode::well && result.end != "stopped") {
        std::cout << "the capture ends before the server did: it was full\n";
    }
    return code;
}

}  // namespace workspace::sim
